/**
 * The tasks of a scenario as they were written, each with its copies: to the engine a copy is a task of its own, and a report
 * has one task for all of them.
 *
 * @module
 */

import type { Machine } from '../../sim/machine.ts';
import { copiesOf, originalsOf } from '../../sim/program/copies.ts';

export class AsWritten {
  /** How many were written; they come first, and their copies after them. */
  readonly tasks: number;
  /** By task: what it is a copy of. */
  readonly originals: Int32Array;
  /** By written task: itself and its copies. */
  readonly copies: readonly (readonly number[])[];
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.originals = originalsOf(machine.model);
    this.copies = copiesOf(machine.model);
    this.tasks = this.copies.length;
    this.#machine = machine;
  }

  /** The task as it was written. */
  original(task: number): number {
    return task < this.tasks ? task : this.originals[task]!;
  }

  /** The operation as it was written. */
  operation(operation: number): number {
    const { entry, operations } = this.#machine;
    const { task } = operations[operation]!;
    return operation - entry[task]! + entry[this.original(task)]!;
  }

  /** Records by task, those of copies as one. */
  folded<Kind>(records: readonly Kind[], fold: (copies: readonly Kind[]) => Kind): Kind[] {
    return this.copies.map((tasks) =>
      tasks.length === 1 ? records[tasks[0]!]! : fold(tasks.map((task) => records[task]!)),
    );
  }

  /** A number of each operation of the tasks as they were written, over all copies; `meters` are by operation. */
  byOperation<Meter>(meters: readonly Meter[], of: (meter: Meter) => number): number[] {
    const sums: number[] = [];
    meters.forEach((meter, operation) => {
      const at = this.operation(operation);
      sums[at] = (sums[at] ?? 0) + of(meter);
    });
    return sums;
  }
}
