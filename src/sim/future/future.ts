/**
 * The whole future of a model that leaves nothing open: its one run is followed, whatever the horizon, until its state
 * comes back, or comes back with more in it that changes nothing, or nothing can ever happen again. What each task does
 * from then on is known for all time.
 *
 * @module
 */
import { assert } from '../assert.ts';
import { canonicalForm } from '../canonical.ts';
import type { Chooser } from '../chooser.ts';
import { begin, isOpen, type RunEnd, run } from '../engine.ts';
import type { Observer } from '../listen/observer.ts';
import type { Machine } from '../machine.ts';
import type { State } from '../state.ts';
import { NEVER, type TimeMs } from '../time.ts';
import { agesInLine, Checkpoints, commonPeriodMs, equalForms, usesCalendar } from './checkpoints.ts';
import { type Growth, growthBetween } from './growth.ts';
import { GrowthWatch } from './growth-watch.ts';
import { type Progress, ProgressWatch } from './progress-watch.ts';
import { type ServedInCycle, ServedWatch } from './served-watch.ts';

export type Future =
  | {
      /** The run repeats for ever what it did from `fromMs` to `fromMs + periodMs`, the end left out. */
      readonly kind: 'recurs';
      readonly fromMs: TimeMs;
      readonly periodMs: TimeMs;
      /** What there is more of after each period; absent where everything is as it was. */
      readonly growth?: Growth;
      /** By task. */
      readonly progress: readonly Progress[];
      /** By task: its share of served starts in the long run; `null` where nothing is due, or it is not known. */
      readonly served: readonly (ServedInCycle | null)[];
    }
  /** From `fromMs` on nothing ever happens. */
  | { readonly kind: 'rests'; readonly fromMs: TimeMs; readonly progress: readonly Progress[] }
  | {
      readonly kind: 'not-seen';
      /**
       * open: something is drawn or chosen. calendar: starts or resets by the calendar. trace: starts from a trace, which ends. long: triggers and refills have no common
       * period that can be counted. limit: not within the events that were allowed. zeno: an instant never ends.
       */
      readonly because: 'open' | 'calendar' | 'trace' | 'aged' | 'long' | 'limit' | 'zeno';
    };

/** Nothing is left open, so nobody is asked. */
const NOBODY: Chooser = {
  start: () => unasked(),
  amount: () => unasked(),
  turn: () => unasked(),
  began: () => undefined,
};

function unasked(): never {
  assert(false, 'a model that leaves nothing open asks nothing');
}

/** Follows the one run of `machine` for at most so many timers. */
export function futureOf(machine: Machine, eventsMax: number): Future {
  if (isOpen(machine)) return { kind: 'not-seen', because: 'open' };
  if (usesCalendar(machine.model)) return { kind: 'not-seen', because: 'calendar' };
  if (machine.model.triggers.some(({ kind }) => kind === 'trace')) return { kind: 'not-seen', because: 'trace' };
  if (agesInLine(machine)) return { kind: 'not-seen', because: 'aged' };
  const stepMs = commonPeriodMs(machine);
  if (!Number.isFinite(stepMs)) return { kind: 'not-seen', because: 'long' };
  return new Pursuit(machine, stepMs, eventsMax).follow();
}

/** The state at the beginning of the one run of a model that leaves nothing open, and the chooser for its steps. */
export function beginAlone(machine: Machine): { readonly state: State; readonly choose: Chooser } {
  return { state: begin(machine, NOBODY), choose: NOBODY };
}

class Pursuit {
  readonly #machine: Machine;
  /** 0: every instant is a checkpoint. */
  readonly #stepMs: TimeMs;
  readonly #state: State;
  readonly #growth: GrowthWatch;
  readonly #progress: ProgressWatch;
  readonly #served: ServedWatch;
  readonly #observer: Observer;
  #eventsLeft: number;

  constructor(machine: Machine, stepMs: TimeMs, eventsMax: number) {
    this.#machine = machine;
    this.#stepMs = stepMs;
    this.#eventsLeft = eventsMax;
    this.#state = begin(machine, NOBODY);
    this.#growth = new GrowthWatch(machine, this.#state);
    this.#progress = new ProgressWatch(machine, this.#state);
    this.#served = new ServedWatch(machine);
    this.#observer = observerOf(this.#growth.observer, this.#progress, this.#served.observer);
  }

  follow(): Future {
    const [machine, state] = [this.#machine, this.#state];
    const checkpoints = new Checkpoints(machine, state);
    this.#beginCycle();
    for (;;) {
      const ended = this.#goOn(checkpoints.every);
      if (ended !== undefined) return ended;
      const found = this.#comesBack(checkpoints);
      if (found !== undefined) return found;
      if (checkpoints.goOn()) this.#beginCycle();
    }
  }

  #beginCycle(): void {
    this.#growth.begin();
    this.#progress.beginCycle();
    this.#served.beginCycle();
  }

  /** To the next checkpoint but `every` - 1; gives what there is to say where there is none. */
  #goOn(every: number): Future | undefined {
    const { nowMs } = this.#state;
    const untilMs = this.#stepMs > 0 ? nowMs + every * this.#stepMs : NEVER;
    const timers = this.#stepMs > 0 ? this.#eventsLeft : Math.min(every, this.#eventsLeft);
    const { stopped, events } = this.#run(untilMs, timers);
    this.#eventsLeft -= events;
    if (stopped === 'zeno') return { kind: 'not-seen', because: 'zeno' };
    if (stopped === 'idle' && untilMs === NEVER) {
      return { kind: 'rests', fromMs: this.#state.nowMs + 1, progress: this.#progress.atRest() };
    }
    return this.#eventsLeft <= 0 ? { kind: 'not-seen', because: 'limit' } : undefined;
  }

  #run(untilMs: TimeMs, eventsMax: number): RunEnd {
    return run(this.#machine, this.#state, NOBODY, { untilMs, eventsMax, observer: this.#observer });
  }

  #comesBack({ kept }: Checkpoints): Future | undefined {
    const state = this.#state;
    const periodMs = state.nowMs - kept.atMs;
    if (periodMs <= 0 || !kept.isAlike(state)) return undefined;
    const form = canonicalForm(this.#machine, state);
    // Where every instant is a checkpoint, what happened at the kept one comes before the cycle.
    const fromMs = this.#stepMs > 0 ? kept.atMs : kept.atMs + 1;
    const found = { kind: 'recurs', fromMs, periodMs } as const;
    if (equalForms(form, kept.form)) return { ...found, ...this.#inCycle(periodMs) };
    const growth = growthBetween(this.#machine, state, kept.form, form);
    if (growth === undefined || !this.#growth.repeats(growth)) return undefined;
    return { ...found, growth, ...this.#inCycle(periodMs, growth) };
  }

  #inCycle(periodMs: TimeMs, growth?: Growth): Pick<Extract<Future, { kind: 'recurs' }>, 'progress' | 'served'> {
    return { progress: this.#progress.inCycle(periodMs, growth?.items), served: this.#served.inCycle() };
  }
}

/** All three hear of starts, ends and progress. */
function observerOf(
  growth: Observer,
  { instant, progressed }: ProgressWatch,
  served: ServedWatch['observer'],
): Observer {
  return {
    ...growth,
    instant,
    triggered(task) {
      growth.triggered(task);
      served.triggered(task);
    },
    started(task, run, dueMs) {
      growth.started(task, run, dueMs);
      served.started(task, run, dueMs);
    },
    progressed(task, run, amount) {
      progressed(task, run, amount);
      served.progressed(task, run, amount);
    },
    ended(task, run, how) {
      growth.ended(task, run, how);
      served.ended(task, run, how);
    },
  };
}
