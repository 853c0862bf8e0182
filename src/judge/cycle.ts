/**
 * What happens on the cycle of a counterexample: what the task waits for, and who takes it meanwhile.
 *
 * @module
 */
import type { Machine } from '../sim/machine.ts';
import type { Observer } from '../sim/observer.ts';
import { SILENT } from '../sim/silent.ts';
import { timeOf } from '../verify/confirm.ts';
import { replay } from '../verify/replay.ts';
import type { Script } from '../verify/script.ts';

export interface Cycle {
  readonly fromMs: number;
  readonly durationMs: number;
  /** The operations at which runs of the task wait at its end. */
  readonly waitsAt: readonly number[];
  /** What was taken of each supply, by task; and by the task itself. */
  readonly takings: readonly Taking[];
  /** Tasks that hold a lock at its end, by lock. */
  readonly holders: readonly (readonly number[])[];
  /** Of the task: starts that found it busy, waits it gave up, runs that ended. */
  readonly skipped: number;
  readonly gaveUp: readonly number[];
  readonly ended: number;
}

export interface Taking {
  readonly task: number;
  readonly supply: number;
  readonly times: number;
  readonly grains: number;
  /** Levels before it took something, lowest and highest. */
  readonly fromGrains: readonly [number, number];
}

/** Replays the script once round, and notes what its cycle brings for `task`. */
export function cycleOf(machine: Machine, script: Script, task: number): Cycle {
  const fromMs = timeOf(script.steps, script.cycleFrom ?? script.steps.length);
  const notes = new Notes(machine, task, fromMs);
  replay(machine, script, { observer: () => notes.observer });
  return {
    fromMs,
    durationMs: timeOf(script.steps, script.steps.length) - fromMs,
    waitsAt: [...notes.waiting].filter(([run]) => notes.taskOf.get(run) === task).map(([, operation]) => operation),
    takings: [...notes.takings.values()],
    holders: notes.holders.map((runs) => [...new Set([...runs].map((run) => notes.taskOf.get(run)!))]),
    skipped: notes.skipped,
    gaveUp: notes.gaveUp,
    ended: notes.ended,
  };
}

class Notes {
  readonly observer: Observer;
  readonly taskOf = new Map<number, number>();
  /** The operation each waiting run is at. */
  readonly waiting = new Map<number, number>();
  readonly takings = new Map<string, Taking>();
  readonly holders: readonly Set<number>[];
  readonly gaveUp: number[] = [];
  skipped = 0;
  ended = 0;
  #nowMs = 0;

  constructor({ model }: Machine, task: number, cycleMs: number) {
    this.holders = model.locks.map(() => new Set());
    const counts = (other: number): boolean => other === task && this.#nowMs > cycleMs;
    this.observer = {
      ...SILENT,
      instant: (atMs) => {
        this.#nowMs = atMs;
      },
      skipped: (other) => {
        if (counts(other)) this.skipped++;
      },
      started: (other, run) => void this.taskOf.set(run, other),
      ended: (other, run) => {
        this.waiting.delete(run);
        if (counts(other)) this.ended++;
      },
      blocked: (_other, run, operation) => void this.waiting.set(run, operation),
      passed: (_other, run) => void this.waiting.delete(run),
      gaveUp: (other, run, operation) => {
        this.waiting.delete(run);
        if (counts(other)) this.gaveUp.push(operation);
      },
      spent: (other, _run, supply, before, after) => {
        if (this.#nowMs > cycleMs) this.#take(other, supply, before, after);
      },
      polled: (other, _run, supply, _looks, before, after) => {
        if (this.#nowMs > cycleMs && after < before) this.#take(other, supply, before, after);
      },
      held: (_other, run, lock) => void this.holders[lock]!.add(run),
      released: (_other, run, lock) => void this.holders[lock]!.delete(run),
      expired: (_other, run, lock) => void this.holders[lock]!.delete(run),
    };
  }

  #take(task: number, supply: number, before: number, after: number): void {
    const key = `${task} ${supply}`;
    const known = this.takings.get(key) ?? { task, supply, times: 0, grains: 0, fromGrains: [before, before] as const };
    this.takings.set(key, {
      task,
      supply,
      times: known.times + 1,
      grains: known.grains + before - after,
      fromGrains: [Math.min(known.fromGrains[0], before), Math.max(known.fromGrains[1], before)],
    });
  }
}
