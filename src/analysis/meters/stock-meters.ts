/**
 * All backlogs of one run as the recorder counts them, and which tasks have nothing to do for want of items.
 *
 * @module
 */
import { isIdle, itemsIn } from '../../sim/backlogs/backlogs.ts';
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { BacklogMeter } from './backlog-meter.ts';
import type { Clock } from './clock.ts';
import type { DueMeter } from './due-meter.ts';
import type { Limits } from './limit.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { SeenRun } from './seen-run.ts';

/** Who is told when a task has nothing to do, by task; and the runs by number. */
export interface Waiters {
  readonly runs: readonly SeenRun[];
  readonly due: readonly DueMeter[];
  readonly progress: readonly ProgressMeter[];
}

export class StockMeters {
  readonly meters: readonly BacklogMeter[];
  readonly #machine: Machine;
  readonly #state: State;
  readonly #waiters: Waiters;

  /** `state` as `begin` made it. */
  constructor(machine: Machine, state: State, clock: Clock, waiters: Waiters, emptyBy: Limits) {
    this.#machine = machine;
    this.#state = state;
    this.#waiters = waiters;
    this.meters = machine.stock.backlogs.map(
      (row, index) => new BacklogMeter(clock, row.unlimited, row.unlimited ? 0 : itemsIn(state, row), emptyBy[index]),
    );
  }

  took(seen: SeenRun, run: number, backlog: number, items: number): void {
    seen.hasItems = true;
    this.meters[backlog]!.take(run, items);
  }

  finish(seen: SeenRun, run: number): void {
    seen.hasItems = false;
    for (const meter of this.meters) meter.finish(run);
  }

  giveBack(seen: SeenRun, run: number): void {
    seen.hasItems = false;
    for (const meter of this.meters) meter.giveBack(run);
  }

  /** The instant told last is over: who has nothing to do from now on, and who has something again. */
  seeIdle(): void {
    const { runs, due, progress } = this.#waiters;
    for (const task of this.#machine.idlers) {
      const meter = due[task]!;
      const idle = isIdle(this.#machine, this.#state, task);
      if (idle === meter.hasNothing) continue;
      if (idle) for (const run of runs) if (run.task === task) meter.startWaited(meter.waitSince(run.sinceMs));
      meter.setNothing(idle);
      progress[task]!.setNothing(idle);
    }
  }
}
