/**
 * Independent replications of one model. Each has its own sampler, so they may run in any order, or elsewhere, and come
 * to the same.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import { begin, isOpen, type RunEnd, run } from '../sim/engine.ts';
import type { Machine } from '../sim/machine.ts';
import { sampler } from '../sim/random.ts';
import type { Trace } from '../sim/trace.ts';
import { DueRecorder, type DueReplicationRecord } from './due-recorder.ts';
import { both } from './observers.ts';
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

export interface Replication extends DueReplicationRecord {
  readonly end: RunEnd;
}

export interface Replications {
  /** Whether the model leaves nothing open: then one replication is all there is. */
  readonly exact: boolean;
  /** By number, however they were run. */
  readonly records: readonly Replication[];
  /** Over all replications: times between progresses by task, waits by task and kind (`task * 3 + kind`). */
  readonly gaps: readonly Tally[];
  readonly waits: readonly Tally[];
  /** Replication 0, for drawing. */
  readonly trace: Trace;
}

/** Runs the model of `machine` so often, each time to its horizon. */
export function replicate(machine: Machine, options: ReplicationOptions): Replications {
  const { model } = machine;
  const exact = !isOpen(machine);
  const total = exact ? 1 : options.replications;
  const records: Replication[] = [];
  const gaps = model.tasks.map(() => new Tally());
  const waits = model.tasks.flatMap(() => [new Tally(), new Tally(), new Tally()]);
  let trace: Trace | undefined;
  const order =
    exact || options.order === undefined ? Array.from({ length: total }, (_, index) => index) : options.order;
  order.forEach((replication, done) => {
    const choose = sampler(machine, { seed: options.seed, replication });
    const state = begin(machine, choose);
    const recorder = new DueRecorder(machine, state);
    const tracer = replication === 0 ? new Tracer(machine, state) : undefined;
    const observer = tracer === undefined ? recorder : both(recorder, tracer);
    const end = run(machine, state, choose, { untilMs: model.horizonMs, observer, eventsMax: options.eventsMax });
    records[replication] = { ...recorder.record(end.atMs), end };
    trace ??= tracer?.trace(end.atMs);
    gaps.forEach((tally, task) => {
      tally.merge(recorder.gaps[task]!);
    });
    waits.forEach((tally, index) => {
      tally.merge(recorder.waits[index]!);
    });
    options.onDone?.(done + 1, total);
  });
  assert(trace !== undefined, 'replication 0 is among those that are run', { total });
  return { exact, records, gaps, waits, trace };
}
