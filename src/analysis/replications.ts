/**
 * Independent replications of one model. Each has its own sampler, so they may run in any order, or elsewhere, and come
 * to the same. Where the model leaves nothing open there is one, which jumps over the cycles it comes to repeat.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { Chooser } from '../sim/chooser.ts';
import { begin, isOpen, type RunEnd, run } from '../sim/engine.ts';
import { type Knot, knotsIn } from '../sim/knots.ts';
import type { Machine } from '../sim/machine.ts';
import { both } from '../sim/observers.ts';
import { sampler } from '../sim/random.ts';
import { type Recurrence, runRecurring } from '../sim/recurrence.ts';
import { copyState, type State } from '../sim/state.ts';
import type { TimeMs } from '../sim/time.ts';
import type { Trace } from '../sim/trace.ts';
import { Recorder, type ReplicationRecord } from './recorder.ts';
import { Tally } from './tally.ts';
import { Tracer } from './tracer.ts';

export interface ReplicationOptions {
  /** Any text; common to all replications. */
  readonly seed: string;
  /** How many; 1 where the model leaves nothing open, whatever is asked for. */
  readonly replications: number;
  /** Events after which one replication is stopped. */
  readonly eventsMax: number;
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
  /** Over all replications: times between progresses by task, waits by task and kind (`task * 3 + kind`). */
  readonly gaps: readonly Tally[];
  readonly waits: readonly Tally[];
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
  const { model } = machine;
  const exact = !isOpen(machine);
  const total = exact ? 1 : options.replications;
  const records: Replication[] = [];
  const gaps = model.tasks.map(() => new Tally());
  const waits = model.tasks.flatMap(() => [new Tally(), new Tally(), new Tally()]);
  let trace: Trace | undefined;
  let recurrence: Recurrence = { kind: 'not-seen', because: 'open' };
  const order =
    exact || options.order === undefined ? Array.from({ length: total }, (_, index) => index) : options.order;
  order.forEach((replication, done) => {
    const ran = runOne(machine, options, replication);
    records[replication] = { ...ran.recorder.record(ran.end.atMs), end: ran.end, knots: ran.knots };
    trace ??= ran.trace;
    recurrence = ran.recurrence;
    gaps.forEach((tally, task) => {
      tally.merge(ran.recorder.gaps[task]!);
    });
    waits.forEach((tally, index) => {
      tally.merge(ran.recorder.waits[index]!);
    });
    options.onDone?.(done + 1, total);
  });
  assert(trace !== undefined, 'replication 0 is among those that are run', { total });
  return { exact, recurrence, records, gaps, waits, trace };
}

/**
 * Replication 0 is traced too. Cycles that are jumped over are not drawn by arithmetic: the drawing goes on from a copy of
 * the state.
 */
function runOne(machine: Machine, options: ReplicationOptions, replication: number): Ran {
  const untilMs = machine.model.horizonMs;
  const choose = sampler(machine, { seed: options.seed, replication });
  const state = begin(machine, choose);
  const recorder = new Recorder(machine, state);
  const tracer = replication === 0 ? new Tracer(machine, state) : undefined;
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
