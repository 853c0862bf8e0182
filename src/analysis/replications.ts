/**
 * Independent replications of one model. Each has its own sampler, so they may run in any order, or elsewhere, and come
 * to the same; how many there are may depend on what the first ones showed. Where the model leaves nothing open there is one, which jumps over the cycles it comes to repeat.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { Chooser } from '../sim/chooser.ts';
import { begin, isOpen, type RunEnd, run } from '../sim/engine.ts';
import { type Knot, knotsIn } from '../sim/future/knots.ts';
import { type Recurrence, runRecurring } from '../sim/future/recurrence.ts';
import { both } from '../sim/listen/observers.ts';
import type { Trace } from '../sim/listen/trace.ts';
import type { Machine } from '../sim/machine.ts';
import { sampler } from '../sim/numbers/random.ts';
import { copiesOf } from '../sim/program/copies.ts';
import { copyState, type State } from '../sim/state.ts';
import type { TimeMs } from '../sim/time.ts';
import { GroupedAges } from './meters/ages.ts';
import { Recorder, type RecorderLimits, type ReplicationRecord } from './meters/recorder.ts';
import { Tracer } from './meters/tracer.ts';
import { WAIT_KINDS } from './meters/wait-meter.ts';
import { GroupedTally } from './statistics/grouped-tally.ts';
import type { Tally } from './statistics/tally.ts';

export interface ReplicationOptions {
  /** Any text; common to all replications. */
  readonly seed: string;
  /** How many; 1 where the model leaves nothing open, whatever is asked for. */
  readonly replications: number;
  /** Asked after each stage, with all that was run: how many to have in all; it is done when it asks for no more. */
  readonly more?: ((records: readonly Replication[]) => number) | undefined;
  /** The most that `more` is given. */
  readonly replicationsMax?: number | undefined;
  /** Events after which one replication is stopped. */
  readonly eventsMax: number;
  /** What goals limit. */
  readonly limits?: RecorderLimits | undefined;
  /** The order in which they are run, for tests. Default: 0, 1, 2, … */
  readonly order?: readonly number[];
  readonly onDone?: (done: number, total: number) => void;
}

export interface Replication extends ReplicationRecord {
  readonly end: RunEnd;
  /** Runs that are caught for good at its end: what has closed stays closed. */
  readonly knots: readonly Knot[];
}

export interface Replications {
  /** Whether the model leaves nothing open: then one replication is all there is. */
  readonly exact: boolean;
  /** Whether, and since when, the one run of an exact model repeats itself. */
  readonly recurrence: Recurrence;
  /** By number, however they were run. */
  readonly records: readonly Replication[];
  /** Over all replications, and over the copies of a task: times between progresses by task, waits by task and kind (`task * 3 + kind`). */
  readonly gaps: readonly GroupedTally[];
  readonly waits: readonly GroupedTally[];
  /** Latencies and ages by task. */
  readonly latencies: readonly GroupedTally[];
  readonly ages: readonly GroupedAges[];
  /** Ages of items when they were done, by backlog. */
  readonly itemAges: readonly GroupedTally[];
  /** Replication 0, for drawing. */
  readonly trace: Trace;
}

/** One replication, as it was recorded. */
interface Ran {
  readonly end: RunEnd;
  readonly knots: readonly Knot[];
  readonly recorder: Recorder;
  readonly recurrence: Recurrence;
  readonly trace: Trace | undefined;
}

/** The state before a jump, and the events that are left of the limit. */
interface Jumped {
  readonly from: State;
  readonly eventsMax: number;
}

/** Events after which it is asked whether the tracer has room. */
const EVENTS_BETWEEN = 10_000;

/** Runs the model of `machine` so often, each time to its horizon. */
export function replicate(machine: Machine, options: ReplicationOptions): Replications {
  const exact = !isOpen(machine);
  const { more, replicationsMax = options.replications } = options;
  const collected = new Collected(machine);
  let total = exact ? 1 : options.replications;
  let done = 0;
  const stage = (order: readonly number[]) => {
    for (const replication of order) {
      collected.add(replication, runOne(machine, options, replication));
      options.onDone?.(++done, total);
    }
  };
  const first = Array.from({ length: total }, (_, index) => index);
  stage(exact || options.order === undefined ? first : options.order);
  while (more !== undefined && !exact && total < replicationsMax) {
    const wanted = Math.min(replicationsMax, more(collected.records));
    if (wanted <= total) break;
    const next = Array.from({ length: wanted - total }, (_, index) => done + index);
    total = wanted;
    stage(next);
  }
  return { exact, ...collected.all() };
}

/** What the replications came to so far. */
class Collected {
  readonly records: Replication[] = [];
  readonly #gaps: readonly GroupedTally[];
  readonly #waits: readonly GroupedTally[];
  readonly #latencies: readonly GroupedTally[];
  readonly #ages: readonly GroupedAges[];
  readonly #itemAges: readonly GroupedTally[];
  /** By task as it was written: itself and its copies. */
  readonly #copies: readonly (readonly number[])[];
  #trace: Trace | undefined;
  #recurrence: Recurrence = { kind: 'not-seen', because: 'open' };

  constructor({ model }: Machine) {
    const copies = copiesOf(model);
    this.#copies = copies;
    this.#gaps = copies.map(() => new GroupedTally());
    this.#waits = copies.flatMap(() => WAIT_KINDS.map(() => new GroupedTally()));
    this.#latencies = copies.map(() => new GroupedTally());
    this.#ages = this.#gaps.map((gaps) => new GroupedAges(gaps));
    this.#itemAges = model.backlogs.map(() => new GroupedTally());
  }

  add(replication: number, { end, knots, recorder, recurrence, trace }: Ran): void {
    this.records[replication] = { ...recorder.record(end.atMs), end, knots };
    this.#trace ??= trace;
    this.#recurrence = recurrence;
    const merge = (into: readonly GroupedTally[], from: readonly Tally[]) =>
      into.forEach((tally, task) => {
        for (const copy of this.#copies[task]!) tally.add(replication, from[copy]!);
      });
    // What the ages follow from is asked before the tallies are merged into others.
    this.#ages.forEach((ages, task) => {
      for (const copy of this.#copies[task]!) ages.add(replication, recorder.agesOf(copy, end.atMs));
    });
    merge(this.#gaps, recorder.gaps);
    this.#waits.forEach((tally, index) => {
      tally.add(replication, recorder.waits[index]!);
    });
    merge(this.#latencies, recorder.latencies);
    // Backlogs have no copies.
    this.#itemAges.forEach((tally, backlog) => {
      tally.add(replication, recorder.itemAges[backlog]!);
    });
  }

  all(): Omit<Replications, 'exact'> {
    const [records, gaps, waits, latencies, ages] = [
      this.records,
      this.#gaps,
      this.#waits,
      this.#latencies,
      this.#ages,
    ];
    const trace = this.#trace;
    assert(trace !== undefined, 'replication 0 is among those that are run', { total: records.length });
    const recurrence = this.#recurrence;
    return { recurrence, records, gaps, waits, latencies, ages, itemAges: this.#itemAges, trace };
  }
}

/** One replication by its number, without a drawing: the same as among others. */
export function replicationAlone(machine: Machine, options: ReplicationOptions, replication: number): Replication {
  const { end, knots, recorder } = runOne(machine, options, replication, false);
  return { ...recorder.record(end.atMs), end, knots };
}

/**
 * Replication 0 is traced too. Cycles that are jumped over are not drawn by arithmetic: the drawing goes on from a copy of
 * the state.
 */
function runOne(machine: Machine, options: ReplicationOptions, replication: number, draws = replication === 0): Ran {
  const untilMs = machine.model.horizonMs;
  const choose = sampler(machine, { seed: options.seed, replication });
  const state = begin(machine, choose);
  const recorder = new Recorder(machine, state, options.limits);
  const tracer = draws ? new Tracer(machine, state) : undefined;
  const drawing = tracer === undefined ? recorder : both(recorder, tracer);
  let jumped: Jumped | undefined;
  const { recurrence, ...end } = runRecurring(machine, state, choose, {
    untilMs,
    observer: recorder,
    eventsMax: options.eventsMax,
    listener: () => (tracer?.full || jumped !== undefined ? recorder : drawing),
    onJump: (from, events) => {
      jumped = { from: copyState(machine, from), eventsMax: options.eventsMax - events };
    },
  });
  // An instant that never ends leaves a state in which nothing can be read.
  const knots = end.stopped === 'zeno' ? [] : knotsIn(machine, state);
  if (tracer === undefined) return { end, knots, recorder, recurrence, trace: undefined };
  const drawnMs = jumped === undefined ? end.atMs : drawOn(machine, tracer, jumped, choose);
  return { end, knots, recorder, recurrence, trace: tracer.trace(drawnMs) };
}

/** Lets a run go on from where the recorder jumped, for the tracer alone and only as long as it has room; gives how far. */
function drawOn(machine: Machine, tracer: Tracer, { from, eventsMax }: Jumped, choose: Chooser): TimeMs {
  const untilMs = machine.model.horizonMs;
  let left = eventsMax;
  for (;;) {
    const part = { untilMs, observer: tracer, eventsMax: Math.min(left, EVENTS_BETWEEN) };
    const { stopped, atMs, events } = run(machine, from, choose, part);
    left -= events;
    if (stopped !== 'events-max' || tracer.full || left <= 0) return atMs;
  }
}
