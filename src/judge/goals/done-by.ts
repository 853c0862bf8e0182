/**
 * `doneBy`: by when what was due must be done. Of a task every start that was due counts, and is done when its run comes to the
 * end of its program: one that is skipped, or whose run stops, fails or crashes, never is. Of a backlog every time in which
 * there is something in it counts, and is over when nothing is left, in hand neither.
 *
 * What is not over at the end, and may still be in time, is not known: of a promise to all it decides nothing, of a share it is
 * counted both ways.
 *
 * @module
 */
import type { Replication } from '../../analysis/replications.ts';
import { amountText, shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Deadline, Goal } from '../../scenarios/scenario.ts';
import { compare, ONE, rational } from '../../sim/numbers/rational.ts';
import { byStudent } from '../evidence/method.ts';
import { runsText, type Seen, taskIndex } from '../evidence/seen.ts';
import { clipped, type Judgement, oftenText, spread } from './judgement.ts';
import { deadlineIndex } from './limited.ts';
import { measure } from './measure.ts';

type DoneBy = Extract<Goal, { goal: 'doneBy' }>;

/** "within 6 h", "by 06:00 UTC". */
export function deadlineText(deadline: Deadline): string {
  return deadline.kind === 'within' ? `within ${durationText(deadline.limitMs)}` : `by ${deadline.text}`;
}

/** Whether all must be done by then: then one that is late misses it. */
export function isOfAll({ exact }: DoneBy): boolean {
  return compare(exact, ONE) === 0;
}

export function judgeDoneBy(seen: Seen, goal: DoneBy): Judgement {
  const counts = countsOf(seen, goal);
  const all = isOfAll(goal);
  const name = `${all ? '' : `${shareText(goal.share)} `}done ${deadlineText(goal.deadline)}`;
  const shared = { name, target: goal.share };
  const sum = (of: (count: Counts) => number): number =>
    seen.records.reduce((total, record) => total + of(counts(record)), 0);
  const [due, done, undecided] = [sum((one) => one.due), sum((one) => one.done), sum((one) => one.undecided)];
  if (due === 0) return { ...shared, measured: null, violated: 0, verdict: 'unknown', detail: 'nothing was due' };
  if (due === undecided) {
    const detail = `the time was up for none of ${amountText(due)}`;
    return { ...shared, measured: null, violated: 0, verdict: 'unknown', tooShort: true, detail };
  }
  const decided = measure(seen, (record) => {
    const { due: all, done: inTime, undecided: open } = counts(record);
    return all === open ? undefined : rational(inTime, all - open);
  })!;
  const interval = clipped(decided.interval);
  const judged = { ...shared, measured: decided.mean, interval, by: byStudent(seen) };
  if (!all) return judgeShare(seen, goal, { judged, counts, mean: decided.mean });
  const violated = seen.records.filter((record) => lateIn(counts(record)) > 0).length;
  const what = seen.machine.model.tasks.some(({ name: task }) => task === goal.of) ? 'starts' : 'times';
  if (violated > 0) {
    const late = `${amountText(due - done - undecided)} of ${amountText(due - undecided)} ${what} were not`;
    return { ...judged, violated, verdict: 'missed', detail: `${late}${oftenText(seen, violated)}` };
  }
  return { ...judged, violated, verdict: 'met', detail: `all ${amountText(done)} ${what} in ${runsText(seen)}` };
}

interface Share {
  readonly judged: Omit<Judgement, 'violated' | 'verdict' | 'detail'>;
  readonly counts: (record: Replication) => Counts;
  readonly mean: number;
}

/** Judged as if none of what is open were in time, and as if all were. */
function judgeShare(seen: Seen, { exact }: DoneBy, { judged, counts, mean }: Share): Judgement {
  const end = (of: (count: Counts) => number) =>
    measure(seen, (record) => {
      const count = counts(record);
      return count.due === 0 ? undefined : rational(of(count), count.due);
    })!;
  const [low, high] = [end(({ done }) => done), end(({ done, undecided }) => done + undecided)];
  const [side, other] = [low.sideOf(exact), high.sideOf(exact)];
  const violated = seen.records.filter((record) => {
    const { due, done, undecided } = counts(record);
    return due > 0 && compare(rational(done + undecided, due), exact) < 0;
  }).length;
  const isOpen = side !== other;
  const text = `${shareText(mean)}${spread(judged.interval ?? null, shareText)}`;
  return {
    ...judged,
    violated,
    verdict: isOpen ? 'unknown' : side,
    ...(isOpen && { bracket: [low.mean, high.mean] as const }),
    ...(side === 'unknown' && low.interval === null && { tooShort: true as const }),
    detail: isOpen ? `${shareText(low.mean)} to ${shareText(high.mean)}, as the time of some is not up` : text,
  };
}

interface Counts {
  readonly due: number;
  readonly done: number;
  /** Not over, and the time is not up. */
  readonly undecided: number;
}

function countsOf(seen: Seen, { of }: DoneBy): (record: Replication) => Counts {
  const { model } = seen.machine;
  const task = taskIndex(seen, of);
  if (task < 0) {
    const backlog = model.backlogs.findIndex(({ name }) => name === of);
    return ({ backlogs }) => {
      const { begun, within, undecided } = backlogs[backlog]!.drains!;
      return { due: begun, done: within[0]!, undecided: Number(undecided[0]!) };
    };
  }
  const limit = deadlineIndex(seen.world.goals, of);
  return ({ tasks, latencies }) => {
    const { within, open, openLate } = latencies[task]!;
    return { due: tasks[task]!.runs.triggered, done: within[limit]!, undecided: open - openLate[limit]! };
  };
}

function lateIn({ due, done, undecided }: Counts): number {
  return due - done - undecided;
}
