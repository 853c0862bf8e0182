/**
 * Backlogs: how many items lie in each, what came of them, and how old they were when they were done.
 *
 * Items are followed by their age, the oldest first, in groups that came together: a ring of times and counts, so that
 * nothing is made anew for an item. What runs have in hand is kept in the same form, since it may go back to its place.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import { ExactSum } from '../statistics/exact-sum.ts';
import { Tally } from '../statistics/tally.ts';
import type { Clock } from './clock.ts';
import { DrainMeter, type DrainRecord } from './drain-meter.ts';
import { ItemRing } from './item-ring.ts';
import { type Keeper, numbersOf, setNumbers } from './keeper.ts';
import { type Limit, NO_LIMITS } from './limit.ts';

/** What one backlog did in one replication, from the warm-up on. What runs have in hand does not lie in it. */
export interface BacklogRecord {
  /** Items in it when measuring began, and in hand then. */
  readonly initial: number;
  readonly initialInHand: number;
  readonly arrived: number;
  readonly lost: number;
  readonly done: number;
  readonly givenBack: number;
  readonly expired: number;
  readonly left: number;
  readonly inHand: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  /** Age of the oldest item that is left; `null`: none is. */
  readonly oldestMs: TimeMs | null;
  /** Of the items done: sum of their ages. */
  readonly agesMs: number;
  /** Where a goal limits how long it takes to be empty. */
  readonly drains?: DrainRecord;
}

const COUNTS = ['arrived', 'lost', 'done', 'givenBack', 'expired'] as const;

export class BacklogMeter implements Keeper {
  arrived = 0;
  lost = 0;
  done = 0;
  givenBack = 0;
  expired = 0;
  /** Area under the number of items. */
  readonly area: ExactSum = new ExactSum();
  /** Ages of the items that were done. */
  readonly ages: Tally = new Tally();
  readonly #clock: Clock;
  readonly #unlimited: boolean;
  readonly #items: ItemRing = new ItemRing();
  /** By run. */
  readonly #hands: ItemRing[] = [];
  #size = 0.5;
  #inHand = 0.5;
  #atMs = 0.5;
  #min = 0.5;
  #max = 0.5;
  /** When measuring began. */
  #firstMs = 0;
  #initial = 0;
  #initialInHand = 0;

  /** Of a backlog that should be empty again by some time. */
  readonly drain: DrainMeter | undefined;

  /** `items` as a run begins with. */
  constructor(clock: Clock, unlimited: boolean, items: number, emptyBy: readonly Limit[] = NO_LIMITS) {
    this.#clock = clock;
    this.drain = emptyBy.length === 0 ? undefined : new DrainMeter(clock, emptyBy);
    this.#unlimited = unlimited;
    if (items > 0) this.#items.push(0, items);
    // The halves above made these fields doubles for good.
    this.#size = items;
    this.#inHand = 0;
    this.#atMs = 0;
    this.beginMeasuring();
    // What is there at the start came then.
    this.drain?.see(items);
  }

  arrive(items: number, lost: number): void {
    this.arrived += items + lost;
    this.lost += lost;
    if (lost > 0) this.drain?.waste();
    if (items === 0) return;
    this.#items.push(this.#clock.nowMs, items);
    this.#change(items);
  }

  /** The oldest go into the hand of a run. */
  take(run: number, items: number): void {
    const hand = this.#handOf(run);
    this.#inHand += items;
    if (this.#unlimited) {
      hand.push(this.#clock.nowMs, items);
      return;
    }
    this.#items.move(items, hand);
    this.#change(-items);
  }

  /** What the run has in hand is done. */
  finish(run: number): void {
    const hand = this.#hands[run];
    if (hand === undefined || hand.count === 0) return;
    const { nowMs } = this.#clock;
    this.done += hand.count;
    this.#inHand -= hand.count;
    this.drain?.see(this.#size + this.#inHand);
    hand.each((atMs, count) => {
      for (let item = 0; item < count; item++) this.ages.add(nowMs - atMs);
    });
    hand.clear();
  }

  /** What the run has in hand goes back to its place. */
  giveBack(run: number): void {
    const hand = this.#hands[run];
    if (hand === undefined || hand.count === 0) return;
    const { count } = hand;
    this.givenBack += count;
    this.#inHand -= count;
    if (this.#unlimited) hand.clear();
    else {
      this.#items.merge(hand);
      this.#change(count);
    }
  }

  /** The oldest are thrown away. */
  prune(items: number): void {
    this.expired += items;
    if (items > 0) this.drain?.waste();
    this.#items.drop(items);
    this.#change(-items);
  }

  /** The warm-up is over now. */
  beginMeasuring(): void {
    this.#settle();
    setNumbers(
      this,
      COUNTS,
      COUNTS.map(() => 0),
    );
    this.area.set(0n);
    this.ages.clear();
    this.drain?.beginMeasuring();
    this.#firstMs = this.#atMs;
    this.#initial = this.#size;
    this.#initialInHand = this.#inHand;
    this.#min = this.#size;
    this.#max = this.#size;
  }

  standing(): readonly number[] {
    const hands = this.#hands.flatMap((hand) => [-1, ...hand.counts()]);
    return [this.#size, this.#inHand, this.#min, this.#max, ...this.#items.counts(), ...hands];
  }

  moving() {
    const times = [this.#atMs, ...this.#items.times(), ...this.#hands.flatMap((hand) => [...hand.times()])];
    return { counts: numbersOf(this, COUNTS), times };
  }

  move(counts: readonly number[], [atMs, ...times]: readonly number[]): void {
    setNumbers(this, COUNTS, counts);
    this.#atMs = atMs!;
    let from = 0;
    for (const ring of [this.#items, ...this.#hands]) {
      ring.retime(times.slice(from, from + ring.groups));
      from += ring.groups;
    }
  }

  /** What was measured until now. */
  record(): BacklogRecord {
    this.#settle();
    const measuredMs = this.#atMs - this.#firstMs;
    const oldest = this.#items.oldestMs;
    const { sum } = this.ages.totals();
    return {
      initial: this.#initial,
      initialInHand: this.#initialInHand,
      arrived: this.arrived,
      lost: this.lost,
      done: this.done,
      givenBack: this.givenBack,
      expired: this.expired,
      left: this.#size,
      inHand: this.#inHand,
      min: this.#min,
      mean: measuredMs === 0 ? this.#size : Number(this.area.total()) / measuredMs,
      max: this.#max,
      oldestMs: oldest === undefined ? null : this.#atMs - oldest,
      agesMs: sum,
      ...(this.drain && { drains: this.drain.record() }),
    };
  }

  #handOf(run: number): ItemRing {
    while (this.#hands.length <= run) this.#hands.push(new ItemRing());
    return this.#hands[run]!;
  }

  #change(by: number): void {
    this.#settle();
    const size = this.#size + by;
    this.#size = size;
    if (size < this.#min) this.#min = size;
    if (size > this.#max) this.#max = size;
    this.drain?.see(size + this.#inHand);
  }

  #settle(): void {
    const { nowMs } = this.#clock;
    if (nowMs === this.#atMs) return;
    this.area.add(this.#size * (nowMs - this.#atMs));
    this.#atMs = nowMs;
  }
}
