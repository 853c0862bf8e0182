/**
 * Listens to one instant and notes what a proof asks of it: who progressed, whose starts were due, which were served.
 *
 * A start is served when its run first makes progress, so one mark per run is kept beside the engine's state.
 *
 * @module
 */
import type { Observer } from '../sim/observer.ts';
import { isTimed } from './elements.ts';
import type { Happened } from './labels.ts';
import type { Machine } from '../sim/machine.ts';

export class Meter implements Observer, Happened {
  readonly progressed: Uint8Array;
  readonly due: Uint16Array;
  readonly served: Uint16Array;
  readonly #marks: Uint8Array;
  readonly #timed: Uint8Array;

  /** `marks`: which runs have made progress, one for each frame. */
  constructor(machine: Machine, marks: Uint8Array) {
    const tasks = machine.model.tasks.length;
    this.progressed = new Uint8Array(tasks);
    this.due = new Uint16Array(tasks);
    this.served = new Uint16Array(tasks);
    this.#marks = marks;
    this.#timed = Uint8Array.from({ length: tasks }, (_, task) => Number(isTimed(machine, task)));
  }

  clear(): void {
    this.progressed.fill(0);
    this.due.fill(0);
    this.served.fill(0);
  }

  /** All it has noted, for comparing two points within an instant. */
  text(): string {
    return `${this.progressed.join()};${this.due.join()};${this.served.join()};${this.#marks.join()}`;
  }

  triggered(task: number): void {
    if (this.#timed[task] === 1) this.due[task]!++;
  }

  started(_task: number, run: number): void {
    this.#marks[run] = 0;
  }

  progressed_(task: number, run: number, amount: number): void {
    if (!(amount > 0)) return;
    this.progressed[task] = 1;
    if (this.#timed[task] === 1 && this.#marks[run] === 0) {
      this.#marks[run] = 1;
      this.served[task]!++;
    }
  }
}
