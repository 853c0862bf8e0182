/**
 * Throws out settings that some other clearly outdoes, after equally many runs of each. The best is kept with probability
 * 1 - `alpha` at least, whatever the means are: each of the others outdoes it by chance with probability `alpha / (k - 1)` at
 * most (subset selection; B. Nelson, J. Swann, D. Goldsman, W. Song, Simple procedures for selecting the best, 2001).
 *
 * @module
 */
import { studentTail } from '../../analysis/statistics/statistics.ts';
import { type Arms, LEADERS_MAX, pairedVariance } from './arms.ts';

/** The arms that are left, in their order. */
export function screen(arms: Arms, alpha: number): readonly number[] {
  const all = Array.from({ length: arms.count }, (_, arm) => arm);
  if (all.length < 2) return all;
  const count = Math.min(...all.map((arm) => arms.runs(arm)));
  const tail = studentTail(count - 1, alpha / (all.length - 1));
  const leaders = arms.ranked(all).slice(0, LEADERS_MAX);
  return all.filter((arm) => !leaders.some((leader) => isOutdone(arms, arm, leader, { count, tail })));
}

function isOutdone(arms: Arms, arm: number, leader: number, { count, tail }: { count: number; tail: number }): boolean {
  const gap = arms.mean(leader) - arms.mean(arm);
  if (gap <= 0) return false;
  const variance = pairedVariance(arms.values[leader]!, arms.values[arm]!, count);
  return gap > tail * Math.sqrt(variance / count);
}
