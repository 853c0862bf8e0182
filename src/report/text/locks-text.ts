/**
 * Locks that were held by more runs than they should be, or by nobody: a sentence for each.
 *
 * @module
 */
import type { LockReport, WorldReport } from '../../judge/report/report.ts';
import { amountText, shareText } from './amount-text.ts';

/** "two runs held index at the same time, 12 times in 20 runs, 0.4 % of the time: a lease ran out while its holder went on". */
export function lockRemarks({ locks }: Pick<WorldReport, 'locks'>, replications: number): readonly string[] {
  return Object.entries(locks).flatMap(([name, { permits, overlaps, orphans }]) => {
    const often = (seen: Seen): string => timesText(seen, replications);
    const who =
      permits === 1
        ? `two runs held ${name} at the same time`
        : `more runs held ${name} at the same time than it has permits`;
    const what = permits === 1 ? name : `a permit of ${name}`;
    const all = permits === 1 ? 'the time' : 'the time of all permits together';
    return [
      ...(overlaps !== undefined && happened(overlaps)
        ? [
            `${who}${often(overlaps)}, ${shareText(overlaps.share)} of the time: a lease ran out while its holder went on`,
          ]
        : []),
      ...(orphans !== undefined && happened(orphans)
        ? [
            `a run that crashed left ${what} behind${often(orphans)}: nobody could have it for ${shareText(orphans.share)} of ${all}`,
          ]
        : []),
    ];
  });
}

type Seen = NonNullable<LockReport['overlaps']>;

function happened({ count, share }: Seen): boolean {
  return count > 0 || share > 0;
}

/** What happened before the statistics begin is not counted, though it may go on. */
function timesText({ count }: Seen, replications: number): string {
  if (count === 0) return '';
  const times = count === 1 ? ', once' : `, ${amountText(count)} times`;
  return replications === 1 ? times : `${times} in ${replications} runs`;
}
