/**
 * Jumping over cycles: a run that leaves nothing open must repeat itself once its state comes back, and from then on the
 * horizon is arithmetic. Ten years cost one cycle, and the result is that of the plain run, to the last digit.
 *
 * The run is followed from checkpoint to checkpoint until its state comes back (`checkpoints.ts`). Then one
 * whole cycle is followed once more, so that whatever an observer keeps of it (a first progress, the longest wait) has
 * settled; if nothing but counters and times changed in it, the cycles that fit into the rest are added in one step. What
 * is left is run plainly.
 *
 * @module
 */
import { rebuildAgenda } from '../agenda.ts';
import { assert } from '../assert.ts';
import { canonicalForm } from '../canonical.ts';
import type { Chooser } from '../chooser.ts';
import { isOpen, type RunEnd, run } from '../engine.ts';
import type { Observer } from '../listen/observer.ts';
import type { Machine } from '../machine.ts';
import { copyState, type State, timesOf } from '../state.ts';
import type { TimeMs } from '../time.ts';
import { agesInLine, Checkpoints, commonPeriodMs, equalForms, usesCalendar } from './checkpoints.ts';

/** An observer that can add up cycles it did not see. */
export interface Repeating extends Observer {
  /** A cycle begins at the instant told last. */
  beginCycle(): void;
  /**
   * The cycle, `periodMs` long, ends at the instant told last: counts it `cycles` times more, and moves its times on. False,
   * and nothing is done, where something else changed in the cycle that may not change in the next.
   */
  repeatCycle(cycles: number, periodMs: TimeMs): boolean;
}

export interface RecurringOptions {
  /** Exclusive: what is due at this very time does not happen. */
  readonly untilMs: TimeMs;
  readonly observer: Repeating;
  /** Timers that may go off in what is really run. */
  readonly eventsMax: number;
  /** Who listens to the next stretch, `observer` and others. Default: `observer`. */
  readonly listener?: () => Observer;
  /** Called once, just before cycles are jumped over, with the state there and the events so far. */
  readonly onJump?: (state: State, events: number) => void;
}

export type Recurrence =
  | {
      readonly kind: 'recurs';
      /** From here on, at the latest, the run repeats what it did in each period. */
      readonly stemMs: TimeMs;
      readonly periodMs: TimeMs;
      /** How many periods were added up and not run. */
      readonly cyclesSkipped: number;
    }
  | {
      readonly kind: 'not-seen';
      /**
       * open: something is drawn or chosen. calendar: starts or resets by the calendar. long: the common period of triggers and refills
       * is not in the horizon twice. never: the state did not come back before the end. unsettled: it came back, and what was
       * counted did not repeat.
       */
      readonly because: 'open' | 'calendar' | 'aged' | 'long' | 'never' | 'unsettled';
    };

export interface RecurringEnd extends RunEnd {
  readonly recurrence: Recurrence;
}

/** Cycles that are followed in the hope that what is counted repeats; each is twice as long as the one before. */
const CYCLES_MAX = 5;

/**
 * Runs `state`, as `begin` made it, until `untilMs` or a limit, and jumps over whole cycles where there are any. Runs to the
 * end of the model's warm-up first, so that what is told later is of later.
 */
export function runRecurring(machine: Machine, state: State, choose: Chooser, options: RecurringOptions): RecurringEnd {
  const walk = new Walk(machine, state, choose, options);
  // Free looks are told together: those before the warm-up is over must not be told with those that count.
  walk.to(machine.model.warmupMs);
  const stepMs = commonPeriodMs(machine);
  const because = cannotRecur(machine, stepMs, options.untilMs);
  if (because !== undefined) return { ...walk.toEnd(), recurrence: { kind: 'not-seen', because } };
  const beginsMs = stepMs === 0 ? machine.model.warmupMs : Math.ceil(machine.model.warmupMs / stepMs) * stepMs;
  const found = walk.to(beginsMs) ? search(walk, stepMs) : undefined;
  if (found === undefined) return { ...walk.toEnd(), recurrence: { kind: 'not-seen', because: 'never' } };
  const cyclesSkipped = jump(walk, found.periodMs);
  if (cyclesSkipped === undefined) return { ...walk.toEnd(), recurrence: { kind: 'not-seen', because: 'unsettled' } };
  return { ...walk.toEnd(), recurrence: { kind: 'recurs', ...found, cyclesSkipped } };
}

/** A run in stretches. */
class Walk {
  readonly machine: Machine;
  readonly state: State;
  readonly options: RecurringOptions;
  /** Timers that went off, those of cycles jumped over included. */
  events = 0;
  readonly #choose: Chooser;
  #eventsRun = 0;
  #end: RunEnd | undefined;

  constructor(machine: Machine, state: State, choose: Chooser, options: RecurringOptions) {
    this.machine = machine;
    this.state = state;
    this.options = options;
    this.#choose = choose;
  }

  /** Goes on to `atMs`, where nothing has happened yet; false: it ended before. */
  to(atMs: TimeMs): boolean {
    const { untilMs, eventsMax } = this.options;
    if (atMs >= untilMs || this.#end !== undefined) return false;
    if (atMs === this.state.nowMs) return true;
    const end = this.#run(atMs, eventsMax - this.#eventsRun);
    if (end.stopped === 'until') return true;
    if (end.stopped !== 'idle') this.#end = end;
    return false;
  }

  /** Goes on through so many timers, to the end of an instant; false: it ended before. */
  through(timers: number): boolean {
    const { untilMs, eventsMax } = this.options;
    const left = eventsMax - this.#eventsRun;
    const end = this.#run(untilMs, Math.min(timers, left));
    if (end.stopped === 'events-max' && this.#eventsRun < eventsMax) return true;
    this.#end = end;
    return false;
  }

  toEnd(): RunEnd {
    const { untilMs, eventsMax } = this.options;
    const end = this.#end ?? this.#run(untilMs, eventsMax - this.#eventsRun);
    return { ...end, events: this.events };
  }

  #run(untilMs: TimeMs, eventsMax: number): RunEnd {
    const { observer, listener } = this.options;
    const end = run(this.machine, this.state, this.#choose, { untilMs, eventsMax, observer: listener?.() ?? observer });
    this.events += end.events;
    this.#eventsRun += end.events;
    return end;
  }
}

/** Why the state cannot come back in time; undefined: it may. */
function cannotRecur(
  machine: Machine,
  stepMs: TimeMs,
  untilMs: TimeMs,
): 'open' | 'calendar' | 'aged' | 'long' | undefined {
  if (isOpen(machine)) return 'open';
  if (usesCalendar(machine.model)) return 'calendar';
  if (agesInLine(machine)) return 'aged';
  return machine.model.warmupMs + 2 * stepMs >= untilMs ? 'long' : undefined;
}

/** Follows the run until its state comes back; leaves it at a time at which nothing has happened yet. */
function search(walk: Walk, stepMs: TimeMs): { readonly stemMs: TimeMs; readonly periodMs: TimeMs } | undefined {
  const { machine, state } = walk;
  const checkpoints = new Checkpoints(machine, state);
  for (;;) {
    const { every, kept } = checkpoints;
    const goesOn = stepMs > 0 ? walk.to(state.nowMs + every * stepMs) : walk.through(every);
    if (!goesOn) return undefined;
    if (kept.comesBack(machine, state)) {
      const found = { stemMs: kept.atMs, periodMs: state.nowMs - kept.atMs };
      // Past an instant that has happened: from here on all checkpoints lie before what happens at their time.
      return stepMs > 0 || walk.to(state.nowMs + 1) ? found : undefined;
    }
    checkpoints.goOn();
  }
}

/** Follows one cycle and adds up as many as fit; undefined: no cycle could be added. */
function jump(walk: Walk, periodMs: TimeMs): number | undefined {
  const { machine, state, options } = walk;
  let cycleMs = periodMs;
  for (let attempt = 0; attempt < CYCLES_MAX; attempt++, cycleMs *= 2) {
    // Fewer than two more cycles are run as they are.
    if (state.nowMs + 2 * cycleMs > options.untilMs) return attempt === 0 ? 0 : undefined;
    const before = beginCycle(walk);
    const eventsBefore = walk.events;
    if (!walk.to(state.nowMs + cycleMs)) return undefined;
    assert(equalForms(canonicalForm(machine, state), canonicalForm(machine, before)), 'a cycle ends as it began', {
      atMs: state.nowMs,
      cycleMs,
    });
    const cycles = Math.floor((options.untilMs - state.nowMs) / cycleMs);
    if (!canMove(before, state, cycleMs)) continue;
    options.observer.instant(state.nowMs);
    const events = walk.events - eventsBefore;
    if (!options.observer.repeatCycle(cycles, cycleMs)) continue;
    options.onJump?.(state, walk.events);
    walk.events += events * cycles;
    move(before, state, cycles);
    return (cycles * cycleMs) / periodMs;
  }
  return undefined;
}

function beginCycle({ machine, state, options }: Walk): State {
  options.observer.instant(state.nowMs);
  options.observer.beginCycle();
  // Settles the levels, as at the end of the cycle.
  canonicalForm(machine, state);
  return copyState(machine, state);
}

/**
 * Whether the next cycle will do to `state` what the last one did to `before`: all is the same, but for times that lie one
 * cycle later. A time of something that lasts longer than a cycle (a wait that began before it) stays.
 */
function canMove(before: State, state: State, cycleMs: TimeMs): boolean {
  const moved = (was: number, is: number) => is === was || is === was + cycleMs;
  const times = timesOf(state);
  return (
    equalForms(state.integers, before.integers) &&
    timesOf(before).every((cells, index) => cells.every((was, cell) => moved(was, times[index]![cell]!))) &&
    before.queuedDueMs.every((dues, task) => dues.every((was, index) => moved(was, state.queuedDueMs[task]![index]!)))
  );
}

/** Moves every time in `state` on by what it gained since `before`, so many cycles more. */
function move(before: State, state: State, cycles: number): void {
  const later = (was: number, is: number) => (is === was ? is : is + cycles * (is - was));
  const times = timesOf(before);
  timesOf(state).forEach((cells, index) => {
    cells.forEach((is, cell) => {
      cells[cell] = later(times[index]![cell]!, is);
    });
  });
  state.queuedDueMs = state.queuedDueMs.map((dues, task) =>
    dues.map((is, index) => later(before.queuedDueMs[task]![index]!, is)),
  );
  state.nowMs = later(before.nowMs, state.nowMs);
  rebuildAgenda(state);
}
