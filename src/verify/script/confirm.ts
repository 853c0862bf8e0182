/**
 * Whether a script does what it says: replayed through the engine, step by step, it shows what it claims to show.
 *
 * @module
 */

import { stuckIn } from '../../sim/future/stuck.ts';
import type { Observer } from '../../sim/listen/observer.ts';
import { SILENT } from '../../sim/listen/silent.ts';
import type { Machine } from '../../sim/machine.ts';
import { originalsOf } from '../../sim/program/copies.ts';
import type { State } from '../../sim/state.ts';
import { type Replayed, type ReplayOptions, replay } from './replay.ts';
import type { Script, Shown } from './script.ts';

export type Confirmed =
  | { readonly kind: 'confirmed' }
  /** `step`: the first one that cannot be followed; absent where all can be, and show something else. */
  | { readonly kind: 'refuted'; readonly step?: number; readonly reason: string };

/** Replays the script on its model and holds it to what it shows. `onStep` is told the state after each step. */
export function confirm(machine: Machine, script: Script, onStep?: ReplayOptions['onStep']): Confirmed {
  const stranger = tasksOf(script.shows).find((name) => !machine.written.tasks.some((task) => task.name === name));
  if (stranger !== undefined) return { kind: 'refuted', reason: `there is no task ${stranger}` };
  const last: { stuck?: ReturnType<typeof stuckIn> } = {};
  const watch = new Watch(machine, script);
  const replayed = replay(machine, script, {
    observer: () => watch.observer,
    onStep(index, state: State) {
      onStep?.(index, state);
      if (index === script.steps.length - 1) last.stuck = stuckIn(machine, state);
    },
  });
  if (replayed.kind === 'misfit') return { kind: 'refuted', step: replayed.step, reason: replayed.reason };
  const reason = shortfall(script.shows, replayed, watch, last.stuck !== undefined);
  return reason === undefined ? { kind: 'confirmed' } : { kind: 'refuted', reason };
}

function tasksOf(shows: Shown): readonly string[] {
  return 'tasks' in shows ? shows.tasks : [shows.task];
}

/** What is missing for the script to show what it claims; undefined where nothing is. */
function shortfall(
  shows: Shown,
  { atMs, cycle, zeno }: Extract<Replayed, { kind: 'replayed' }>,
  watch: Watch,
  isStuck: boolean,
): string | undefined {
  if (cycle !== undefined && !cycle.closes)
    return 'its cycle does not close: it ends in another state than it began in';
  switch (shows.kind) {
    case 'starvation':
      if (cycle === undefined) return 'it has no cycle';
      if (cycle.durationMs <= 0) return 'no time passes on its cycle';
      return cycle.progressed.includes(shows.task) ? `${shows.task} makes progress on its cycle` : undefined;
    case 'served-share': {
      if (cycle === undefined) return 'it has no cycle';
      const { due, served } = watch;
      const same = due > 0 && served * shows.due === shows.served * due;
      return same ? undefined : `on its cycle ${served} of ${due} due starts of ${shows.task} are served`;
    }
    case 'longest-wait': {
      const waitedMs = watch.waitedMs(atMs);
      return waitedMs === shows.waitMs ? undefined : `${shows.task} waits ${waitedMs} ms, not ${shows.waitMs}`;
    }
    case 'stuck':
      return isStuck ? undefined : 'every run can still go on at its end';
    case 'zeno':
      return zeno ? undefined : 'its last step ends';
  }
}

/** Counts, for the task that the script is about, what happens on the cycle, and the wait that it shows. */
class Watch {
  readonly observer: Observer;
  /** Starts on the cycle. */
  due = 0;
  served = 0;
  readonly #waitMs: number;
  #endedMs = -1;
  #nowMs = 0;

  constructor({ model }: Machine, { shows, steps, cycleFrom = steps.length }: Script) {
    const name = 'task' in shows ? shows.task : undefined;
    const subject = model.tasks.findIndex((task) => task.name === name);
    // The share of a task's starts is that of all its copies.
    const originals = originalsOf(model);
    const cycleMs = timeOf(steps, cycleFrom);
    const waitMs = shows.kind === 'longest-wait' ? timeOf(steps, shows.fromStep) : Infinity;
    this.#waitMs = waitMs;
    const fromStart = shows.kind === 'longest-wait' && shows.fromStep === 0;
    const progressed = new Set<number>();
    this.observer = {
      ...SILENT,
      instant: (atMs) => {
        this.#nowMs = atMs;
      },
      triggered: (task) => {
        if (originals[task] === subject && this.#nowMs > cycleMs) this.due++;
      },
      started: (_task, run) => void progressed.delete(run),
      progressed: (task, run, amount) => {
        if (originals[task] !== subject || !(amount > 0)) return;
        const waits = task === subject && (fromStart ? this.#nowMs >= waitMs : this.#nowMs > waitMs);
        if (waits && this.#endedMs < 0) this.#endedMs = this.#nowMs;
        if (!progressed.has(run) && this.#nowMs > cycleMs) this.served++;
        progressed.add(run);
      },
    };
  }

  /** From where the wait begins to the next progress, or to the end of the script at `atMs`. */
  waitedMs(atMs: number): number {
    return (this.#endedMs < 0 ? atMs : this.#endedMs) - this.#waitMs;
  }
}

/** When step `index` begins. */
export function timeOf(steps: Script['steps'], index: number): number {
  return steps.slice(0, index).reduce((sum, { afterMs }) => sum + afterMs, 0);
}
