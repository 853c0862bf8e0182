/**
 * Listens to one instant and notes what a proof asks of it: who progressed, whose starts were due, which were served.
 *
 * A start is served when its run first makes progress, so one mark per run is kept beside the engine's state.
 *
 * @module
 */
import type { Machine } from '../sim/machine.ts';
import type { Observer } from '../sim/observer.ts';
import { isTimed } from './elements.ts';
import type { Happened } from './labels.ts';
import { SILENT } from './silent.ts';

export interface Meter {
  readonly observer: Observer;
  readonly happened: Happened;
  clear(): void;
  /** All it has noted, for comparing two points within an instant. */
  text(): string;
}

/** `marks`: which runs have made progress, one for each frame. */
export function meterOf(machine: Machine, marks: Uint8Array): Meter {
  const tasks = machine.model.tasks.length;
  const [progressed, due, served] = [new Uint8Array(tasks), new Uint16Array(tasks), new Uint16Array(tasks)];
  const timed = Uint8Array.from({ length: tasks }, (_, task) => Number(isTimed(machine, task)));
  let told = false;
  const observer: Observer = {
    ...SILENT,
    triggered(task) {
      if (timed[task] === 0) return;
      told = true;
      due[task]!++;
    },
    started(_task, run) {
      marks[run] = 0;
    },
    progressed(task, run, amount) {
      if (!(amount > 0)) return;
      told = true;
      progressed[task] = 1;
      if (timed[task] === 0 || marks[run] === 1) return;
      marks[run] = 1;
      served[task]!++;
    },
  };
  return {
    observer,
    happened: { progressed, due, served },
    clear() {
      if (!told) return;
      told = false;
      progressed.fill(0);
      due.fill(0);
      served.fill(0);
    },
    text: () => `${progressed.join()};${due.join()};${served.join()};${marks.join()}`,
  };
}
