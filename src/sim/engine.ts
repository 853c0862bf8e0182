/**
 * The one transition function: from instant to instant, everything in a fixed order, everything open asked of a chooser.
 *
 * At one instant:
 * 1. refills are in every level that is looked at;
 * 2. ends of work: a run goes on through what only gives (`progress`, `release`, its end), in the order of run numbers;
 *    then leases that run out, in the order of locks;
 * 3. triggers, in the order of the document;
 * 4. the runs that can go on, one at a time, whose turn is asked of the chooser (`order: any`, `fair`) or is the highest
 *    priority's, ties asked. A run that becomes able to go on meanwhile (it was handed a permit) joins them.
 *
 * @module
 */
import { ADVANCED, advance } from './advance.ts';
import type { Chooser } from './chooser.ts';
import type { Drive } from './drive.ts';
import type { Machine } from './machine.ts';
import type { Observer } from './observer.ts';
import { armTrigger, startValue } from './runs.ts';
import { createState, growRuns, STATUS, type State } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';
import { countPolls, settle } from './waiting.ts';

export interface RunOptions {
  /** Exclusive: what is due at this very time does not happen. */
  readonly untilMs: TimeMs;
  readonly observer?: Observer | undefined;
  /** Timers that may go off in this call. Default: no limit but the horizon. */
  readonly eventsMax?: number | undefined;
}

export interface RunEnd {
  /**
   * `until`: the time is over. `idle`: nothing can ever happen any more. `events-max`: the limit of this call.
   * `zeno`: 10,000 operations at one instant; the state is not to be continued.
   */
  readonly stopped: 'until' | 'idle' | 'events-max' | 'zeno';
  readonly atMs: TimeMs;
  /** Timers that went off: starts, ends of work, looks, leases. */
  readonly events: number;
  /** With `zeno`, the operation it was at. */
  readonly operation?: number;
}

/** The state a run begins with, at time 0, before anything has happened. */
export function begin(machine: Machine, choose: Chooser): State {
  const { model } = machine;
  const tasks = model.tasks.length;
  const shared = model.tasks.some((task) => task.whenBusy === 'allow') ? 8 : 0;
  const state = createState(machine, tasks + shared);
  for (let run = tasks + shared - 1; run >= tasks; run--) {
    state.next[run] = state.freeRun;
    state.freeRun = run;
  }
  const drive = driveOf(machine, state, choose, undefined, 0);
  model.supplies.forEach((supply, index) => {
    state.level[index] = startValue(drive, supply.initial);
    const phaseMs = supply.refill.kind === 'stepwise' ? startValue(drive, supply.refill.phaseMs) : 0;
    // The step before the first: a refill of phase 0 first comes at its period.
    state.sinceMs[index] = phaseMs > 0 && supply.refill.kind === 'stepwise' ? phaseMs - supply.refill.everyMs : 0;
  });
  model.triggers.forEach((_, index) => {
    armTrigger(drive, index);
  });
  return state;
}

/** Runs `state` on until `untilMs` or a limit. A longer run has the shorter one as its prefix. */
export function run(machine: Machine, state: State, choose: Chooser, options: RunOptions): RunEnd {
  const { untilMs, observer, eventsMax = Number.MAX_SAFE_INTEGER } = options;
  const drive = driveOf(machine, state, choose, observer, eventsMax);
  let why = advance(drive, untilMs);
  while (why === ADVANCED.moved) {
    growRuns(machine, state);
    why = advance(drive, untilMs);
  }
  const { events } = drive;
  switch (why) {
    case ADVANCED.zeno:
      return zenoEnd(state, events);
    case ADVANCED.eventsMax:
      return { stopped: 'events-max', atMs: state.nowMs, events };
    default:
      if (untilMs !== NEVER) {
        state.nowMs = untilMs;
        countPolls(drive, untilMs);
      }
      return { stopped: why === ADVANCED.idle ? 'idle' : 'until', atMs: state.nowMs, events };
  }
}

/** Advances `state` to the next instant at which anything can happen, and through it. */
export function step(machine: Machine, state: State, choose: Chooser, observer?: Observer): RunEnd {
  return run(machine, state, choose, { untilMs: NEVER, observer, eventsMax: 1 });
}

/** The level of a supply at the state's time, in grains. */
export function levelNow(machine: Machine, state: State, supply: number): number {
  settle(state, machine.supplies[supply]!, supply);
  return state.level[supply]!;
}

/** Starts of a task that are due and wait for its run to end. */
export function queuedRuns(_machine: Machine, state: State, task: number): number {
  return state.queued[task]!;
}

/** Whether anything is left to chance: drawn amounts, starts from a set, ties. If not, one run is all there is. */
export function isOpen({ model }: Machine): boolean {
  const ties = new Set(model.tasks.map((task) => task.priority)).size < model.tasks.length;
  const several = model.tasks.length > 1 ? model.order !== 'priority' || ties : false;
  return (
    several ||
    model.sources.length > 0 ||
    model.starts.some(({ count }) => count > 1) ||
    model.tasks.some((task) => task.whenBusy === 'allow')
  );
}

function driveOf(
  machine: Machine,
  state: State,
  choose: Chooser,
  observer: Observer | undefined,
  eventsMax: number,
): Drive {
  return { machine, state, choose, observer, operationsLeft: 0, events: 0, eventsMax, hitNext: 0, hitCount: 0 };
}

function zenoEnd(state: State, events: number): RunEnd {
  const run = Math.max(0, state.status.indexOf(STATUS.ready));
  return { stopped: 'zeno', atMs: state.nowMs, events, operation: state.operation[run]! };
}
