/**
 * The chooser that enumerates: it answers every question of one instant in every possible way, one combination a turn,
 * like an odometer. The instant is begun anew for each combination.
 *
 * Runs that are tied go in every order, but orders that have come to the same point (the same runs still to go, everything
 * else equal) are followed only once: `k` tied runs cost 2^k points and not k! orders. Of interchangeable runs that are
 * alike in everything only one is let go: then `k` of them cost k.
 *
 * An order that comes back to a point on its own way is no repetition: that way can be gone round for ever without time
 * passing. So it is gone round, until the engine gives the instant up.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import type { Chooser } from '../../sim/chooser.ts';
import type { State } from '../../sim/state.ts';
import { Points } from './points.ts';

/** Questions in one instant after which something is wrong. */
const QUESTIONS_MAX = 1 << 20;

/** A point within an instant: the answers that led to it, as the odometer counts them, and how many there were in all. */
interface Point {
  readonly answers: Int32Array;
  readonly way: number;
}

export interface OdometerOptions {
  /** The state that is driven. */
  readonly state: State;
  /** What else belongs to a point within an instant: cells that stay where they are. */
  readonly beside: ConstructorParameters<typeof Points>[1];
  /** Whether two runs are interchangeable and alike; absent where no two can be. */
  readonly alike?: ((left: number, right: number) => boolean) | undefined;
}

export class Odometer implements Chooser {
  /** The answers of this turn: indices. */
  answers = new Int32Array(16);
  /** How many answers were asked for in this turn. */
  asked = 0;
  /** This turn has come to a point where an earlier one had been: what follows is known. */
  repeats = false;
  readonly #outcomes: readonly (readonly number[])[];
  #counts = new Int32Array(16);
  /** Answers that are settled: those of the last turn up to the one that was moved on. */
  #settled = 0;
  #turns = 0;
  /** The points that were come to. */
  readonly #seen = new Map<string, Point>();
  /** What this turn has answered so far: whose turn it was, and the index of what was drawn. */
  #way = new Int32Array(16);
  #wayCount = 0;
  /** Going round: the answers from here to the end of the way again and again. -1: not so. */
  #roundFrom = -1;
  #roundNext = 0;
  #state: State;
  readonly #points: Points;
  #alike: ((left: number, right: number) => boolean) | undefined;
  /** Of those whose turn it could be, one of each kind. */
  readonly #kinds: number[] = [];

  constructor(outcomes: readonly (readonly number[])[], options: OdometerOptions) {
    this.#outcomes = outcomes;
    this.#state = options.state;
    this.#points = new Points(options.state, options.beside);
    this.#alike = options.alike;
  }

  /** How often it was asked in this turn whose turn it is: about as much work has been done. */
  get turns(): number {
    return this.#turns;
  }

  /** Begins with the first combination of another instant. */
  reset(): void {
    this.#settled = 0;
    if (this.#seen.size > 0) {
      this.#seen.clear();
      this.#points.reset();
    }
    this.rewind();
  }

  /** The instant is about to begin, with the combination that is set. */
  rewind(): void {
    this.asked = 0;
    this.#turns = 0;
    this.repeats = false;
    this.#wayCount = 0;
    this.#roundFrom = -1;
  }

  /** Moves on to the next combination; false where this was the last one. */
  advance(): boolean {
    let last = this.asked - 1;
    while (last >= 0 && this.answers[last]! + 1 >= this.#counts[last]!) last--;
    if (last < 0) return false;
    this.answers[last]!++;
    this.#settled = last + 1;
    return true;
  }

  start(_choice: number, count: number): number {
    return this.#ask(count);
  }

  amount(source: number, _run: number): number {
    const values = this.#outcomes[source]!;
    if (this.#roundFrom >= 0) return values[this.#again()]!;
    const answer = this.#ask(values.length);
    this.#goOn(answer);
    return values[answer]!;
  }

  turn(count: number): number {
    this.#turns++;
    // Two orders can only have come to the same point after two turns.
    if (this.#turns > 2 && this.asked >= this.#settled && !this.repeats) this.#compare();
    const { ready } = this.#state;
    // The same runs may stand in another order.
    if (this.#roundFrom >= 0) return ready.indexOf(this.#again());
    const index = this.#alike === undefined ? this.#ask(count) : this.#askKinds(count, this.#alike);
    this.#goOn(ready[index]!);
    return index;
  }

  began(): void {}

  #askKinds(count: number, alike: (left: number, right: number) => boolean): number {
    const { ready } = this.#state;
    const kinds = this.#kinds;
    kinds.length = 0;
    for (let index = 0; index < count; index++) {
      if (!kinds.some((kind) => alike(ready[kind]!, ready[index]!))) kinds.push(index);
    }
    return kinds[this.#ask(kinds.length)]!;
  }

  #ask(count: number): number {
    if (count <= 1 || this.repeats) return 0;
    const at = this.asked++;
    assert(at < QUESTIONS_MAX, 'an instant asks only so much', { at });
    if (at >= this.answers.length) this.#widen();
    if (at >= this.#settled) this.answers[at] = 0;
    this.#counts[at] = count;
    return this.answers[at]!;
  }

  #compare(): void {
    const point = this.#points.here();
    const before = this.#seen.get(point);
    if (before === undefined) {
      this.#seen.set(point, { answers: this.answers.slice(0, this.asked), way: this.#wayCount });
      return;
    }
    this.repeats = true;
    if (!before.answers.every((answer, index) => answer === this.answers[index])) return;
    this.#roundFrom = before.way;
    this.#roundNext = before.way;
  }

  /** The next answer on the way round. */
  #again(): number {
    if (this.#roundNext === this.#wayCount) this.#roundNext = this.#roundFrom;
    return this.#way[this.#roundNext++]!;
  }

  #goOn(answer: number): void {
    if (this.#wayCount === this.#way.length) {
      const way = this.#way;
      this.#way = new Int32Array(way.length * 2);
      this.#way.set(way);
    }
    this.#way[this.#wayCount++] = answer;
  }

  #widen(): void {
    const [answers, counts] = [this.answers, this.#counts];
    this.answers = new Int32Array(answers.length * 2);
    this.#counts = new Int32Array(answers.length * 2);
    this.answers.set(answers);
    this.#counts.set(counts);
  }
}
