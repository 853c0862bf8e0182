/**
 * Waits worth a line on a terminal: for a pool, where queueing is the question, and what was not over at the end.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Report } from '../../judge/report/report.ts';
import { amountText } from './amount-text.ts';
import { intervalText } from './goal-text.ts';

/** A share of the starts below which what is left over at the end changes nothing. */
const LEFT_SHARE = 0.005;

/** "customer waits 9 s (8.8 s to 9.2 s) for its pool in the mean, 95 of 100 times below 28 s, at most 98 s". */
export function poolWaits({ tasks }: Pick<Report, 'tasks'>): string[] {
  return Object.entries(tasks).flatMap(([name, { waitMs }]) => {
    const { pool } = waitMs;
    if (pool === null || pool.max === 0) return [];
    const mean = durationText(pool.mean) + intervalText(pool.interval, durationText);
    const longest = `95 of 100 times at most ${durationText(pool.p95)}, at most ${durationText(pool.max)}`;
    return [`${name} waits ${mean} for its pool in the mean, ${longest}`];
  });
}

/** "of 24 starts of sync, 3 were delivered again to another run while the first went on". */
export function duplicates({ tasks }: Pick<Report, 'tasks'>): string[] {
  return Object.entries(tasks).flatMap(([name, { runs }]) => {
    const { duplicates: count = 0 } = runs;
    if (count === 0) return [];
    const times = count === 1 ? 'one more run' : `${amountText(count)} more runs`;
    return [`${amountText(runs.triggered)} starts of ${name} brought ${times} while the first of each still went on`];
  });
}

/** "of 201,600 starts of q, 9,400 were still queued at the end; the oldest had been queued for 8 h". */
export function leftOvers({ tasks, replications }: Pick<Report, 'tasks' | 'replications'>): string[] {
  return Object.entries(tasks).flatMap(([name, { runs, served, waited }]) => {
    const parts = [
      { count: runs.queued, what: 'still queued' },
      { count: runs.unfinished, what: 'not over' },
    ].filter(({ count }) => count > 0);
    const left = served === null ? 0 : served.bracket[1] - served.bracket[0];
    if (parts.length === 0 || left < LEFT_SHARE) return [];
    const said = parts
      .map(({ count, what }) => `${amountText(count)} ${count === 1 ? 'was' : 'were'} ${what}`)
      .join(' and ');
    const where = replications === 1 ? 'at the end' : `at the end of ${replications} runs`;
    const oldest =
      waited.oldestQueuedMs === null ? '' : `; the oldest had been queued for ${durationText(waited.oldestQueuedMs)}`;
    return [`of ${amountText(runs.triggered)} starts of ${name}, ${said} ${where}${oldest}`];
  });
}
