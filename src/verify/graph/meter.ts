/**
 * Listens to one instant and notes what a proof asks of it: who progressed, whose starts were due, which were served.
 *
 * A task that takes items of a backlog and finds that there are none for it waits for nothing: an edge that leads to such a
 * time counts as one with progress, and one that comes from it takes no time away from it.
 *
 * A start is served when its run first makes progress, so one mark per run is kept beside the engine's state. Of a task
 * with copies the starts of all are counted, and the progress of the first: what is true of it is true of each.
 *
 * @module
 */
import { isIdle } from '../../sim/backlogs/backlogs.ts';
import type { Observer } from '../../sim/listen/observer.ts';
import { SILENT } from '../../sim/listen/silent.ts';
import type { Machine } from '../../sim/machine.ts';
import { originalsOf } from '../../sim/program/copies.ts';
import type { State } from '../../sim/state.ts';
import { isTimed } from '../states/elements.ts';
import { type Happened, IDLED } from './labels.ts';

/** Codes of one task: progressed or not (1), up to 3 starts due (2 each), up to 7 served (8 each). */
const CODE_PER_TASK = 64;
const CODED_TASKS = 8;

export interface Meter {
  readonly observer: Observer;
  readonly happened: Happened;
  clear(): void;
  /** An instant is about to be gone to, from this state. */
  before(state: State): void;
  /** It is over. */
  after(state: State): void;
  /** All it has noted, for comparing two points within an instant: the same arrays for good. */
  readonly cells: readonly (Uint8Array | Uint16Array)[];
}

/** `marks`: which runs have made progress, one for each frame. */
export function meterOf(machine: Machine, marks: Uint8Array): Meter {
  const tasks = machine.model.tasks.length;
  const originals = originalsOf(machine.model);
  const [progressed, due, served] = [new Uint8Array(tasks), new Uint16Array(tasks), new Uint16Array(tasks)];
  const timed = Uint8Array.from({ length: tasks }, (_, task) => Number(isTimed(machine, task)));
  let told = false;
  // Six bits for each of up to eight tasks; what does not fit has no code and is compared in full.
  let code = 0;
  let isCoded = true;
  const weight = Float64Array.from({ length: tasks }, (_, task) => (task < CODED_TASKS ? CODE_PER_TASK ** task : 0));
  const count = (task: number, what: number, before: number, max: number): void => {
    told = true;
    code += what * weight[task]!;
    if (before >= max || task >= CODED_TASKS) isCoded = false;
  };
  const observer: Observer = {
    ...SILENT,
    triggered(copy) {
      const task = originals[copy]!;
      if (timed[task] === 0) return;
      count(task, 2, due[task]!, 3);
      due[task]!++;
    },
    started(_task, run) {
      marks[run] = 0;
    },
    progressed(copy, run, amount) {
      if (!(amount > 0)) return;
      const task = originals[copy]!;
      if (task === copy) {
        if (progressed[task] === 0) count(task, 1, 0, 1);
        progressed[task] = 1;
      }
      if (timed[task] === 0 || marks[run] === 1) return;
      marks[run] = 1;
      count(task, 8, served[task]!, 7);
      served[task]!++;
    },
  };
  const idles = new IdleMarks(machine, originals);
  return {
    observer,
    before: (state) => idles.before(state),
    after(state) {
      for (const task of idles.takers) {
        const mark = idles.markOf(state, task);
        if (mark === 0) continue;
        if (progressed[task] === 0) count(task, 1, 0, 1);
        progressed[task] = mark;
        if (mark === IDLED) isCoded = false;
      }
    },
    happened: { progressed, due, served, code: () => (isCoded ? code : -1) },
    clear() {
      if (!told) return;
      told = false;
      code = 0;
      isCoded = true;
      for (let task = 0; task < tasks; task++) {
        progressed[task] = 0;
        due[task] = 0;
        served[task] = 0;
      }
    },
    cells: [progressed, due, served, marks],
  };
}

/** Which tasks have nothing to do before and after an instant. */
class IdleMarks {
  readonly takers: readonly number[];
  readonly #machine: Machine;
  readonly #before: Uint8Array;

  constructor(machine: Machine, originals: Int32Array) {
    this.#machine = machine;
    this.#before = new Uint8Array(machine.model.tasks.length);
    this.takers = machine.idlers.filter((task) => originals[task] === task);
  }

  before(state: State): void {
    for (const task of this.takers) this.#before[task] = Number(isIdle(this.#machine, state, task));
  }

  /** `IDLED` where it had nothing to do before, 1 where it has nothing now, else 0. */
  markOf(state: State, task: number): number {
    if (this.#before[task] === 1) return IDLED;
    return Number(isIdle(this.#machine, state, task));
  }
}
