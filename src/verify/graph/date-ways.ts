/**
 * Where dates may come at another time: which ways there are from a state at which they have not begun.
 *
 * The first date may come at every point of its grid until the next event, that of the event included, or not until then. A
 * state is brought so far before it, all its times with it; the engine's step does the rest.
 *
 * @module
 */
import { rebuildAgenda, setDue } from '../../sim/agenda.ts';
import { assert } from '../../sim/assert.ts';
import type { Machine } from '../../sim/machine.ts';
import { moveOn, type State } from '../../sim/state.ts';
import { setRegimes } from '../../sim/supplies/columns.ts';
import { NEVER, type TimeMs } from '../../sim/time.ts';
import { type MovedDates, placeOnGrid } from '../states/eras.ts';
import type { Space } from '../states/space.ts';
import { longestFillMs } from '../states/supply-fields.ts';

export class DateWays {
  readonly #machine: Machine;
  readonly #dates: MovedDates;
  readonly #changeTimers: readonly number[];
  /** After so long without an event every level is what it will be. */
  readonly #restMs: TimeMs;

  constructor(space: Space, dates: MovedDates) {
    this.#machine = space.machine;
    this.#dates = dates;
    this.#changeTimers = space.machine.supplies.flatMap(({ changeTimer }) => (changeTimer < 0 ? [] : [changeTimer]));
    this.#restMs = longestLevelMs(space) + dates.stepMs;
  }

  /** In how many ways the dates may begin before the next event of `state`, or at it. 0: they have begun, or only later. */
  count(state: State): number {
    const { firstMs, stepMs } = this.#dates;
    if (state.nowMs >= firstMs) return 0;
    const nextMs = this.#nextMs(state);
    assert(nextMs < firstMs || nextMs === NEVER, 'there is room before the dates', {
      nowMs: state.nowMs,
      nextMs,
      firstMs,
    });
    const leftMs = Math.min(this.#restMs, nextMs - state.nowMs);
    return Math.floor((leftMs + placeOnGrid(state.nowMs, this.#dates)) / stepMs);
  }

  /** Brings a state, as it was read, to way number `way` of them; 0: the dates do not begin yet. */
  set(state: State, way: number): void {
    const { firstMs, stepMs } = this.#dates;
    if (state.nowMs >= firstMs) return;
    if (way === 0) {
      for (const timer of this.#changeTimers) setDue(state, timer, NEVER);
      return;
    }
    const leftMs = way * stepMs - placeOnGrid(state.nowMs, this.#dates);
    moveOn(state, firstMs - leftMs - state.nowMs);
    setRegimes(state, this.#machine.supplies);
    rebuildAgenda(state);
  }

  #nextMs({ dueMs }: State): TimeMs {
    let nextMs: TimeMs = NEVER;
    for (let timer = 0; timer < dueMs.length; timer++) {
      if (dueMs[timer]! < nextMs && !this.#changeTimers.includes(timer)) nextMs = dueMs[timer]!;
    }
    return nextMs;
  }
}

/** How long any level goes on to rise where nothing happens. */
export function longestLevelMs(space: Space): TimeMs {
  return space.machine.supplies.reduce((most, _, supply) => Math.max(most, longestFillMs(space, supply)), 0);
}
