/**
 * How a task that makes no progress on a cycle comes to that.
 *
 * `deadlock`, `unreachable` and `orphaned`: a run of it can never go on. `livelock`: it works, and nothing comes of it; it spends
 * tokens, pays for looks, works, or its runs come to their end. `starvation`: all it does is wait, be refused or be skipped.
 *
 * @module
 */

import type { Mechanism } from '../report/proof-schema.ts';
import type { Cycle } from './cycle.ts';

export function mechanismOf(
  { takings, worked, ended, stuck }: Pick<Cycle, 'takings' | 'worked' | 'ended' | 'stuck'>,
  task: number,
): Mechanism {
  if (stuck !== undefined) return stuck.because;
  const spends = takings.some((one) => one.task === task && one.grains > 0);
  return spends || worked || ended.freely > 0 ? 'livelock' : 'starvation';
}
