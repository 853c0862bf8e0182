/**
 * A run that neither waits nor works is over in the instant in which it starts. Most runs of periodic tasks are: they look
 * at the level, spend, and are done. Such a run needs no frame, no turn among others and nothing to clear away.
 *
 * The steps mean what they mean in `turn.ts` and `waiting.ts`; where one would wait, work, draw or ask, the run gets a
 * frame and goes on there like any other.
 *
 * @module
 */
import type { Drive } from './drive.ts';
import { placeRun } from './frames.ts';
import { OP, OTHERWISE } from './machine.ts';
import { settle } from './waiting.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { await: AWAIT, spend: SPEND, progress: PROGRESS, jump: JUMP, stop: STOP, end: END } = OP;
const { stop: ELSE_STOP, fail: ELSE_FAIL } = OTHERWISE;

/**
 * Whether a run that starts now, after all other triggers, may be run so: it would have the first turn without being asked
 * for, and nothing is drawn or begins anew.
 */
export function canExpress(drive: Drive, task: number): boolean {
  const { machine, state } = drive;
  if (machine.expresses[task] === 0 || state.alive[task] !== 0) return false;
  return state.readyCount === 0 || outranksReady(drive, task);
}

/** Whether the task comes before everybody who can go on at this instant. */
function outranksReady({ machine, state }: Drive, task: number): boolean {
  if (machine.model.order !== 'priority') return false;
  const { taskPriority } = machine;
  const priority = taskPriority[task]!;
  for (let index = 0; index < state.readyCount; index++) {
    if (taskPriority[state.task[state.ready[index]!]!]! >= priority) return false;
  }
  return true;
}

/** Starts a run of `task` and takes it to its end, or to the first step that is not over at once. */
export function express(drive: Drive, task: number): void {
  const { machine, state, observer } = drive;
  const { rows } = machine;
  // The frame it has, should it need one.
  const run = task;
  if (observer !== undefined) observer.started(task, run, state.nowMs);
  let operation = machine.entry[task]!;
  while (drive.operationsLeft-- > 0) {
    const row = rows[operation]!;
    const { kind } = row;
    if (kind === PROGRESS) {
      if (observer !== undefined) observer.progressed(task, run, row.amount);
      operation++;
    } else if (kind === AWAIT || kind === SPEND) {
      const supply = row.subject;
      settle(state, machine.supplies[supply]!, supply);
      const level = state.level[supply]!;
      if (level >= row.enoughGrains) {
        if (kind === SPEND) {
          state.level[supply] = level - row.amount;
          if (observer !== undefined) observer.spent(task, run, supply, level, level - row.amount);
        }
        if (observer !== undefined) observer.passed(task, run, operation, 0);
      } else if (row.atMostMs === 0) {
        if (observer !== undefined) observer.gaveUp(task, run, operation, 0);
        if (row.otherwise === ELSE_STOP || row.otherwise === ELSE_FAIL) {
          if (observer !== undefined) observer.ended(task, run, row.otherwise === ELSE_STOP ? 'stopped' : 'failed');
          return;
        }
      } else break;
      operation++;
    } else if (kind === JUMP) operation = row.target;
    else if (kind >= STOP) {
      if (observer !== undefined)
        observer.ended(task, run, kind === END ? 'completed' : kind === STOP ? 'stopped' : 'failed');
      return;
    } else break;
  }
  // The operation it stands at was not done: it is counted again when it is.
  drive.operationsLeft++;
  placeRun(state, task, run, operation);
}
