/**
 * One cycle of a run, remembered so that it can be counted many times more.
 *
 * @module
 */
import type { TimeMs } from '../sim/time.ts';
import type { Keeper } from './meters/keeper.ts';
import type { ExactSum } from './statistics/exact-sum.ts';
import type { Tally } from './statistics/tally.ts';

/** Everything that a recorder counts. */
export interface Counted {
  readonly keepers: readonly Keeper[];
  readonly sums: readonly ExactSum[];
  readonly tallies: readonly Tally[];
}

export class Repetition {
  readonly #counted: Counted;
  readonly #standing: readonly (readonly number[])[];
  readonly #moving: readonly ReturnType<Keeper['moving']>[];
  readonly #totals: readonly bigint[];
  readonly #tallies: readonly Tally[];

  /** A cycle begins now. */
  constructor(counted: Counted) {
    this.#counted = counted;
    this.#standing = counted.keepers.map((keeper) => keeper.standing());
    this.#moving = counted.keepers.map((keeper) => keeper.moving());
    this.#totals = counted.sums.map((sum) => sum.total());
    this.#tallies = counted.tallies.map((tally) => tally.copy());
  }

  /** The cycle, `periodMs` long, ends now: counts it `cycles` times more. False, and nothing is done, where it cannot be. */
  repeat(cycles: number, periodMs: TimeMs): boolean {
    const { keepers, sums, tallies } = this.#counted;
    const moving = keepers.map((keeper) => keeper.moving());
    const same = keepers.every((keeper, index) => equal(keeper.standing(), this.#standing[index]!));
    const regular = moving.every(({ times }, index) =>
      times.every((time, cell) => [0, periodMs].includes(time - this.#moving[index]!.times[cell]!)),
    );
    if (!same || !regular) return false;
    keepers.forEach((keeper, index) => {
      const before = this.#moving[index]!;
      const again = (now: readonly number[], then: readonly number[]) =>
        now.map((value, cell) => value + cycles * (value - then[cell]!));
      keeper.move(again(moving[index]!.counts, before.counts), again(moving[index]!.times, before.times));
    });
    sums.forEach((sum, index) => {
      const total = sum.total();
      sum.set(total + BigInt(cycles) * (total - this.#totals[index]!));
    });
    tallies.forEach((tally, index) => {
      tally.repeat(this.#tallies[index]!, cycles);
    });
    return true;
  }
}

function equal(left: readonly number[], right: readonly number[]): boolean {
  return left.every((value, index) => value === right[index]);
}
