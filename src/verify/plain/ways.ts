/**
 * Every way an instant can go, one after the other, each with its probability: all answers to all questions, in plain order.
 *
 * Nothing is merged: what comes of it is for whoever checks the explorer's odometer, or weighs its edges.
 *
 * @module
 */
import type { Chooser } from '../../sim/chooser.ts';
import type { Draws } from './draws.ts';

export interface Question {
  readonly count: number;
  /** Whose turn it is; else something drawn or chosen at the start. */
  readonly isTurn: boolean;
}

export class Ways implements Chooser {
  /** How likely the answers of this way are where every turn is tossed for. */
  share = 1;
  /** The questions of this way that had more than one answer, in their order. */
  readonly questions: Question[] = [];
  /** As many questions at the beginning were asked, and answered, in the way before as well; all but the last one alike. */
  kept = 0;
  readonly #draws: readonly Draws[];
  readonly #answers: number[] = [];
  #asked = 0;

  constructor(draws: readonly Draws[]) {
    this.#draws = draws;
  }

  /** The next `rewind` begins with the first way of another instant. */
  reset(): void {
    this.kept = 0;
    this.questions.length = 0;
  }

  /** The instant is about to begin. */
  rewind(): void {
    this.#asked = 0;
    this.share = 1;
  }

  /** Goes on to the next way; false where this was the last. */
  next(): boolean {
    const { questions } = this;
    const answers = this.#answers;
    while (questions.length > 0 && answers[questions.length - 1]! + 1 === questions.at(-1)!.count) questions.pop();
    if (questions.length === 0) return false;
    answers[questions.length - 1]!++;
    this.kept = questions.length;
    return true;
  }

  start(_choice: number, count: number): number {
    return this.#ask(count, false);
  }

  amount(source: number, _run: number): number {
    const { values, shares } = this.#draws[source]!;
    const answer = this.#ask(values.length, false);
    this.share *= shares[answer]!;
    return values[answer]!;
  }

  turn(count: number): number {
    this.share /= count;
    return this.#ask(count, true);
  }

  began(): void {}

  #ask(count: number, isTurn: boolean): number {
    if (count === 1) return 0;
    const at = this.#asked++;
    if (at === this.questions.length) {
      this.questions.push({ count, isTurn });
      this.#answers[at] = 0;
    }
    return this.#answers[at]!;
  }
}
