/**
 * The chooser that enumerates: it answers every question of one instant in every possible way, one combination a turn,
 * like an odometer. The instant is begun anew for each combination.
 *
 * Runs that are tied go in every order, but orders that have come to the same point (the same runs still to go, everything
 * else equal) are followed only once: `k` tied runs cost 2^k points and not k! orders.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { Chooser } from '../sim/chooser.ts';
import type { State } from '../sim/state.ts';

/** Questions in one instant after which something is wrong. */
const QUESTIONS_MAX = 1 << 20;

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
  readonly #seen = new Set<string>();
  #state: State;
  #extra: () => string;

  /** `state` is the one that is driven, `extra` what else belongs to a point within an instant. */
  constructor(outcomes: readonly (readonly number[])[], state: State, extra: () => string) {
    this.#outcomes = outcomes;
    this.#state = state;
    this.#extra = extra;
  }

  /** Begins with the first combination of another instant. */
  reset(): void {
    this.#settled = 0;
    if (this.#seen.size > 0) this.#seen.clear();
    this.rewind();
  }

  /** The instant is about to begin, with the combination that is set. */
  rewind(): void {
    this.asked = 0;
    this.#turns = 0;
    this.repeats = false;
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
    return values[this.#ask(values.length)]!;
  }

  turn(count: number): number {
    this.#turns++;
    // Two orders can only have come to the same point after two turns.
    if (this.#turns > 2 && this.asked >= this.#settled && !this.repeats) this.#compare();
    return this.#ask(count);
  }

  began(): void {}

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
    const { ready, readyCount, floats, integers } = this.#state;
    const point = `${ready.slice(0, readyCount).sort().join()};${floats.join()};${integers.join()};${this.#extra()}`;
    if (this.#seen.has(point)) this.repeats = true;
    else this.#seen.add(point);
  }

  #widen(): void {
    const [answers, counts] = [this.answers, this.#counts];
    this.answers = new Int32Array(answers.length * 2);
    this.#counts = new Int32Array(answers.length * 2);
    this.answers.set(answers);
    this.#counts.set(counts);
  }
}
