/**
 * Starts that were due and of which nothing is known at the end: queued, or their run not over.
 *
 * @module
 */

import type { RunRecord } from '../../analysis/meters/run-meter.ts';
import { amountText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { TimeMs } from '../../sim/time.ts';
import type { Seen } from '../evidence/seen.ts';
import type { TaskReport } from '../report/report.ts';

/** Starts over all replications: of which nothing is known yet, queued among them; and ended without progress. */
export function startsOf({ records }: Seen, task: number): Record<'undecided' | 'queued' | 'unreached', number> {
  const sum = (of: (runs: RunRecord) => number) => records.reduce((all, { tasks }) => all + of(tasks[task]!.runs), 0);
  return {
    undecided: sum((runs) => runs.undecided),
    // What was queued before the warm-up ended is not counted, and not among the undecided.
    queued: sum((runs) => Math.min(runs.queued, runs.undecided)),
    unreached: sum((runs) => Math.max(0, runs.triggered - runs.skipped - runs.served - runs.undecided)),
  };
}

/** "9,400 of 201,600 starts of q were still queued at the end and 20 unfinished; the oldest had been queued for 8 h". */
export function leftOver(seen: Seen, task: number, runs: TaskReport['runs'], oldestQueuedMs: TimeMs | null): string {
  const { name } = seen.machine.model.tasks[task]!;
  const { undecided, queued } = startsOf(seen, task);
  const [first, second] = [
    { count: queued, what: 'queued' },
    { count: undecided - queued, what: 'unfinished' },
  ].filter(({ count }) => count > 0);
  const age = oldestQueuedMs === null ? '' : `; the oldest had been queued for ${durationText(oldestQueuedMs)}`;
  if (first === undefined) return `starts of ${name} that are not counted were still queued at the end${age}`;
  const more = second === undefined ? '' : ` and ${amountText(second.count)} ${second.what}`;
  const share = `${amountText(first.count)} of ${amountText(runs.triggered)} starts of ${name}`;
  return `${share} were still ${first.what} at the end${more}${age}`;
}
