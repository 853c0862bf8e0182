/**
 * How calls fared, a sentence for each supply that is called.
 *
 * @module
 */
import type { Report } from '../../judge/report/report.ts';
import { amountText, shareText } from './amount-text.ts';

/** "api refused 210 of 1,234 calls (17 %), which cost 210 tokens". */
export function callRemarks({ supplies }: Pick<Report, 'supplies'>): readonly string[] {
  return Object.entries(supplies).flatMap(([name, { calls }]) => {
    if (calls === undefined) return [];
    if (calls.tries === 0) return [`nobody came to call ${name}`];
    const { tries, refused, refusedShare, refusedTokens } = calls;
    const share = refusedShare === null || refused === 0 ? '' : ` (${shareText(refusedShare.share)})`;
    const cost = refusedTokens === 0 ? '' : `, which cost ${amountText(refusedTokens)} tokens`;
    return [
      `${name} refused ${refused === 0 ? 'none' : amountText(refused)} of ${amountText(tries)} calls${share}${cost}`,
    ];
  });
}
