/**
 * Which starts need not be tried, because another start leads to where they lead.
 *
 * Offsets are clocks that run down together. From a start whose offsets are all one step later, one step of time leads to a
 * state; if the start with the offsets as they are comes to the same state in its first instant, everything that happens from
 * there on happens from the later start as well. What happens before an offset is due does not depend on how far away it is,
 * so this is looked at once for each way to choose everything else, at the latest offsets, and holds for all earlier ones that
 * are not due in the first instant either.
 *
 * Nothing is lost with such a start. Who can starve from it can from the later one. It waits no longer for its first progress
 * than that one does, since whoever progresses on the step progresses in its own first instant. All other waits are the same.
 *
 * @module
 */
import { nextHits } from '../../sim/agenda.ts';
import type { State } from '../../sim/state.ts';
import { NEVER } from '../../sim/time.ts';
import { type Clocks, clocksOf } from '../states/clocks.ts';
import type { Kept, Packer } from '../states/packer.ts';
import type { Space } from '../states/space.ts';
import type { Starts } from '../states/starts.ts';
import { interchangeable } from '../states/symmetry.ts';
import type { Labels } from './labels.ts';
import type { Odometer } from './odometer.ts';
import { StateTable } from './table.ts';

/** What an explorer has for it. */
interface Explorer {
  readonly space: Space;
  readonly starts: Starts;
  readonly packer: Packer;
  readonly state: State;
  readonly odometer: Odometer;
  /** Scratch for one packed state. */
  readonly words: Uint32Array;
}

/** How an explorer goes through instants. */
export interface Stepping {
  /** Through the next instant; negative where it does not end. */
  readonly step: () => number;
  /** The label of the instant that was gone through, so long after what was before. */
  readonly label: (durationMs: number) => number;
  readonly labels: Labels;
}

/** Whether start `index` can be left out; undefined where none can. */
export function mergedStarts(explorer: Explorer, stepping: Stepping): ((index: number) => boolean) | undefined {
  const { starts, space, state } = explorer;
  // Time with nothing to do is no wait; copies are exchanged instead; moved dates are choices as well.
  if (space.machine.idlers.length > 0 || interchangeable(space.machine).length > 0 || space.moved !== undefined) {
    return undefined;
  }
  const clocks = clocksOf(starts, state);
  if (clocks === undefined) return undefined;
  const merger = new Merger(explorer, clocks, stepping);
  for (let other = 0; other < clocks.others; other++) if (!merger.look(other)) return undefined;
  const isLed = merger.led();
  return (index) => {
    const { other, earliestMs, isLatest } = clocks.at(index);
    return !isLatest && isLed[other] === 1 && earliestMs > merger.firstMs[other]!;
  };
}

/** A way to a state: the label of the first instant, and of the one a step later (-1: nothing happened in it, or it is none). */
interface Way {
  readonly first: number;
  readonly second: number;
}

/** Instants that may be gone through for each start there is: to try them all takes two, or more. */
const LOOKS_PER_START = 2;
/** More ways through a first instant are not looked at. */
const WAYS_MAX = 32;

class Merger {
  /** By number of all other choices: when the first instant is; `NEVER` where its starts are not merged. */
  readonly firstMs: Float64Array;
  readonly #explorer: Explorer;
  readonly #clocks: Clocks;
  readonly #stepping: Stepping;
  readonly #table: StateTable;
  /** By state: how it is come to a step after the first instant of starts with the latest offsets. */
  readonly #ways: Way[][] = [];
  /** By number of all other choices: the states after the first instant with offsets a step before the latest, and how. */
  readonly #firsts: { readonly target: number; readonly first: number }[][] = [];
  readonly #kept: Kept[] = [];
  #stepsLeft: number;

  constructor(explorer: Explorer, clocks: Clocks, stepping: Stepping) {
    this.#explorer = explorer;
    this.#clocks = clocks;
    this.#stepping = stepping;
    this.#table = new StateTable(explorer.packer.layout.words);
    this.firstMs = new Float64Array(clocks.others).fill(NEVER);
    this.#stepsLeft = LOOKS_PER_START * explorer.starts.count;
  }

  /** Looks where starts with these other choices lead; false where merging would cost more than it saves. */
  look(other: number): boolean {
    const { state } = this.#explorer;
    const { start, stepMs, latestMs } = this.#clocks;
    this.#firsts[other] = [];
    const ways = this.#firstInstant(start(other, 0));
    if (ways === undefined) return this.#stepsLeft > 0;
    const firstMs = ways.length === 0 ? NEVER : this.#kept[0]!.nowMs;
    // Offsets a step before the latest must not be due either, in the first instant of the one and a step later of the other.
    if (firstMs + stepMs >= latestMs) return true;
    for (const [way, first] of ways.entries()) if (!this.#stepOn(way, first)) return false;
    const before = this.#firstInstant(start(other, 1));
    if (before === undefined) return this.#stepsLeft > 0;
    for (const [way, first] of before.entries()) {
      this.#explorer.packer.recall(this.#kept[way]!, state);
      const target = this.#stored();
      if (target < 0) return false;
      this.#firsts[other]!.push({ target, first });
    }
    this.firstMs[other] = firstMs;
    return true;
  }

  /** By number of other choices: 1 where every state after the first instant is come to from later offsets. */
  led(): Uint8Array {
    return Uint8Array.from(this.#firsts, (firsts) =>
      Number(
        firsts.length > 0 &&
          firsts.every(({ target, first }) =>
            (this.#ways[target] ?? []).some((way) => way.first === first && this.#progressesAlso(first, way.second)),
          ),
      ),
    );
  }

  /** Whether who progresses by label `second` does so by `first`. */
  #progressesAlso(first: number, second: number): boolean {
    const { labels } = this.#stepping;
    for (let task = 0; second >= 0 && task < labels.tasks; task++) {
      if (labels.progressed(second, task) && !labels.progressed(first, task)) return false;
    }
    return true;
  }

  /** The label of each way through the first instant of a start, whose states are kept; undefined where they are too many, or one does not end. */
  #firstInstant(start: number): readonly number[] | undefined {
    const { starts, state, odometer, packer } = this.#explorer;
    const labels: number[] = [];
    odometer.reset();
    do {
      starts.set(state, start);
      packer.marks.fill(0);
      if (labels.length === WAYS_MAX || this.#stepsLeft-- <= 0 || this.#stepping.step() < 0) return undefined;
      if (odometer.repeats) continue;
      this.#kept[labels.length] ??= packer.room();
      if (!packer.fits(state)) return undefined;
      packer.keep(state, this.#kept[labels.length]!);
      labels.push(this.#stepping.label(state.nowMs));
    } while (odometer.advance());
    return labels;
  }

  /** From the kept state `way` a step of time on; false where that cannot be told. */
  #stepOn(way: number, first: number): boolean {
    const { state, odometer, packer } = this.#explorer;
    const { stepMs } = this.#clocks;
    const kept = this.#kept[way]!;
    packer.recall(kept, state);
    const thenMs = kept.nowMs + stepMs;
    const dueMs = nextHits(state) === 0 ? NEVER : state.dueMs[state.hits[0]!]!;
    if (dueMs < thenMs) return true;
    if (dueMs > thenMs) {
      state.nowMs = thenMs;
      return this.#note({ first, second: -1 });
    }
    odometer.reset();
    do {
      packer.recall(kept, state);
      if (this.#stepsLeft-- <= 0 || this.#stepping.step() < 0) return false;
      if (odometer.repeats) continue;
      if (!this.#note({ first, second: this.#stepping.label(stepMs) })) return false;
    } while (odometer.advance());
    return true;
  }

  /** Notes how the state was come to; false where it cannot be written. */
  #note(way: Way): boolean {
    const target = this.#stored();
    if (target < 0) return false;
    this.#ways[target] ??= [];
    this.#ways[target].push(way);
    return true;
  }

  #stored(): number {
    const { packer, state, words } = this.#explorer;
    if (packer.pack(state, words)) return this.#table.add(words);
    packer.shrink(state);
    packer.outside = '';
    return -1;
  }
}
