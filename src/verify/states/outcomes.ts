/**
 * What a draw can turn out to be, as a finite list: every value of a `choice`; of what was measured, and of a continuous
 * distribution, one value for each way in which the amounts that use it are rounded.
 *
 * An amount is rounded to its supply's unit, a duration to whole milliseconds, so a range of draws falls into cells within
 * which nobody could tell two draws apart. One value of each cell stands for it.
 *
 * @module
 */

import type { Machine } from '../../sim/machine.ts';
import { listedValues, spanOf } from '../../sim/numbers/distribution.ts';
import { toldApart, type Use, usesOf } from './uses.ts';

/** More outcomes of one draw than this are refused: each is tried in every state. */
export const OUTCOMES_MAX = 1000;

export type Outcomes =
  | { readonly kind: 'finite'; readonly values: readonly number[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** The outcomes of source `index` of the model. */
export function outcomesOf(machine: Machine, index: number): Outcomes {
  const { distribution, taken } = machine.model.sources[index]!;
  if (taken === true && spanOf(distribution).high > OUTCOMES_MAX)
    return refused(`take at most ${OUTCOMES_MAX} items at once, or work nothing out from their number`);
  if (distribution.kind === 'choice') return finite(listedValues(distribution));
  if (distribution.kind === 'empirical') return finite(toldApart(machine, index, listedValues(distribution)));
  const span = spanOf(distribution);
  if (span.high === Number.POSITIVE_INFINITY)
    return refused('it has no upper bound; give it a `max`, or write a `choice` of its values');
  const uses = usesOf(machine, index);
  if (uses === undefined)
    return refused('what is worked out from it is not a multiple of it; write a `choice` of its values');
  return finite(representatives(span, uses));
}

function finite(values: readonly number[] | undefined): Outcomes {
  if (values !== undefined && values.length <= OUTCOMES_MAX) return { kind: 'finite', values };
  const many = values === undefined ? 'far too many' : String(values.length);
  return refused(
    `it has ${many} different outcomes (at most ${OUTCOMES_MAX}); write a \`choice\` of those that matter`,
  );
}

function refused(reason: string): Outcomes {
  return { kind: 'refused', reason };
}

/** One value of each cell between two of the draws at which some use is rounded differently; undefined: too many to list. */
function representatives(
  { low, high }: { readonly low: number; readonly high: number },
  uses: readonly Use[],
): number[] | undefined {
  if (low === high) return [low];
  const cuts = new Set<number>();
  for (const use of uses) {
    if (use.slope === 0) continue;
    const [first, last] = [use.slope * low + use.shift, use.slope * high + use.shift].sort((a, b) => a - b) as [
      number,
      number,
    ];
    if (use.unit > 0 && (last - first) / use.unit > 100 * OUTCOMES_MAX) return undefined;
    for (const level of stepsWithin(first, last, use.unit)) cuts.add((level - use.shift) / use.slope);
  }
  const inner = [...cuts].filter((cut) => cut > low && cut < high).sort((a, b) => a - b);
  const corners = [low, ...inner, high];
  return corners.slice(1).map((corner, index) => (corner + corners[index]!) / 2);
}

/** The values in [first, last] from which on an amount is rounded up to the next unit; for `unit` 0 that is 0 alone. */
function stepsWithin(first: number, last: number, unit: number): number[] {
  if (unit === 0) return [0];
  const from = Math.ceil(first / unit - 0.5);
  const count = Math.max(0, Math.floor(last / unit - 0.5) - from + 1);
  return Array.from({ length: count }, (_, index) => (from + index + 0.5) * unit);
}
