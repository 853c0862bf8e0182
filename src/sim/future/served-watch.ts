/**
 * How many of its due starts each task serves, in a run whose last part repeats for ever.
 *
 * A start is served when its run first makes progress. That a run has made progress is no part of the state, so a run that
 * was alive when the cycle began counts by what it is when the cycle ends: the run in its frame then stands where it stood,
 * and in each later cycle the one does what the other did, with that mark.
 *
 * @module
 */

import type { Observer } from '../listen/observer.ts';
import type { Machine } from '../machine.ts';

/** Of the starts that are due in one cycle, the share that is served in the long run. */
export interface ServedInCycle {
  readonly served: number;
  readonly due: number;
}

type Watched = Pick<Observer, 'triggered' | 'started' | 'progressed' | 'ended'>;

/** A run that is alive. */
interface Alive {
  readonly task: number;
  progressed: boolean;
  /** It was alive when the cycle began, and whether it has made progress since. */
  old: boolean;
  progressedInCycle: boolean;
}

export class ServedWatch {
  /** By frame. */
  readonly #alive = new Map<number, Alive>();
  /** By frame: runs that were alive when the cycle began and made progress in it. */
  readonly #oldProgressed = new Map<number, number>();
  readonly #due: Float64Array;
  /** First progress of runs that began in the cycle. */
  readonly #served: Float64Array;
  readonly #always: Uint8Array;

  constructor({ model, always }: Machine) {
    this.#due = new Float64Array(model.tasks.length);
    this.#served = new Float64Array(model.tasks.length);
    this.#always = always;
  }

  readonly observer: Watched = {
    triggered: (task) => {
      this.#due[task]!++;
    },
    started: (task, run) => {
      this.#alive.set(run, { task, progressed: false, old: false, progressedInCycle: false });
    },
    progressed: (task, run, amount) => {
      if (amount > 0) this.#progress(task, run);
    },
    ended: (_task, run) => {
      this.#alive.delete(run);
    },
  };

  #progress(task: number, run: number): void {
    const one = this.#alive.get(run)!;
    if (one.old) {
      if (!one.progressedInCycle) this.#oldProgressed.set(run, task);
      one.progressedInCycle = true;
    } else if (!one.progressed) this.#served[task]!++;
    one.progressed = true;
  }

  beginCycle(): void {
    this.#due.fill(0);
    this.#served.fill(0);
    this.#oldProgressed.clear();
    for (const one of this.#alive.values()) {
      one.old = true;
      one.progressedInCycle = false;
    }
  }

  /** By task, where what happened since the cycle began repeats for ever; `null`: nothing is due, or it is not known. */
  inCycle(): readonly (ServedInCycle | null)[] {
    return Array.from(this.#due, (due, task) => {
      const old = due === 0 || this.#always[task] === 1 ? undefined : this.#servedOld(task);
      return old === undefined ? null : { due, served: this.#served[task]! + old };
    });
  }

  /** How many of the runs that are alive when a later cycle begins are served in it; undefined where that is not known. */
  #servedOld(task: number): number | undefined {
    const frames = [...this.#oldProgressed].flatMap(([run, of]) => (of === task ? [run] : []));
    if (frames.length === 0) return 0;
    const runs = [...this.#alive].filter(([, one]) => one.task === task);
    const fresh = runs.filter(([, one]) => !one.progressed);
    if (fresh.length === 0) return 0;
    if (fresh.length === runs.length) return frames.length;
    // Several at a time, and frames may be exchanged: which of them stands for which is not known.
    return undefined;
  }
}
