/**
 * `--budget settings=1000,runs=20000`: how much a plan may do.
 *
 * @module
 */
import { BUDGET, type Budget } from '../plan/ledger.ts';
import { UsageError } from './usage-error.ts';

const MOST = 1_000_000_000_000;

/** What was given; undefined where nothing was. */
export function budgetOf(texts: readonly string[], verb: string): Partial<Budget> {
  const budget: Partial<Record<keyof Budget, number>> = {};
  for (const text of texts.flatMap((one) => one.split(','))) {
    const [name = '', amount = ''] = text.split('=').map((part) => part.trim());
    const known = Object.keys(BUDGET) as (keyof Budget)[];
    const what = known.find((one) => one === name);
    if (what === undefined || !/^[1-9]\d*$/.test(amount) || Number(amount) > MOST) {
      const says = `--budget is ${known.join('=N, ')}=N, each a whole number from 1 to ${MOST}; received "${text}"`;
      throw new UsageError(says, verb);
    }
    if (budget[what] !== undefined) throw new UsageError(`--budget ${what} may be given only once`, verb);
    budget[what] = Number(amount);
  }
  return budget;
}
