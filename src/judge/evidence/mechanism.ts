/**
 * How a task that makes no progress on a cycle comes to that.
 *
 * `given-up`: nothing starts it any more. `deadlock`, `unreachable` and `orphaned`: a run of it can never go on. `livelock`: it works, and nothing comes of it; it spends
 * tokens, pays for looks, works, or its runs come to their end. `starvation`: all it does is wait, be refused or be skipped.
 *
 * @module
 */

import type { Mechanism } from '../report/proof-schema.ts';
import type { Cycle } from './cycle.ts';

export function mechanismOf(
  {
    takings,
    worked,
    ended,
    stuck,
    givenUpAfter,
  }: Pick<Cycle, 'takings' | 'worked' | 'ended' | 'stuck' | 'givenUpAfter'>,
  task: number,
): Mechanism {
  if (stuck !== undefined) return stuck.because;
  if (givenUpAfter !== undefined) return 'given-up';
  const spends = takings.some((one) => one.task === task && one.grains > 0);
  return spends || worked || ended.freely > 0 ? 'livelock' : 'starvation';
}
