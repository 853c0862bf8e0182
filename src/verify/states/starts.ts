/**
 * Every state a run can begin in.
 *
 * What the choices at the start do to a state is learned from the engine itself: `begin` is asked once for each answer to
 * each question, and what changed in the state is kept. Answers that change the same numbers (an offset and its jitter)
 * are asked for together. All starts are then put together from the parts, which costs little for each.
 *
 * @module
 */
import { rebuildAgenda } from '../../sim/agenda.ts';
import { assert } from '../../sim/assert.ts';
import type { Chooser } from '../../sim/chooser.ts';
import { beginIn, unbegun } from '../../sim/engine.ts';
import type { Machine } from '../../sim/machine.ts';
import { copyState, restoreState, type State } from '../../sim/state.ts';
import { repeatedStarts } from './repeated-starts.ts';

export interface Starts {
  /** How many there are; may be larger than anyone can try. */
  readonly count: number;
  /** What a start is put together from: its index counts the forms of the first part in ones, of the next in multiples of these. */
  readonly parts: readonly Part[];
  /** Whether start `index` is another one with the copies of a task exchanged; absent where none is. */
  readonly isRepeated: ((index: number) => boolean) | undefined;
  /** Brings `state` to start `index`. */
  set(state: State, index: number): void;
  /** The answer to each question that `begin` asks, in its order. */
  answers(index: number): readonly number[];
}

/** Answers to some questions that change the same cells, with what they change. */
export interface Part {
  readonly questions: readonly number[];
  readonly count: number;
  readonly cells: Int32Array;
  /** One row of values of the cells for each combination of answers. */
  readonly values: Float64Array;
}

export function startsOf(machine: Machine, outcomes: readonly (readonly number[])[]): Starts {
  const asker = new Asker(machine, outcomes);
  const base = asker.begin([]);
  const counts = asker.counts.slice();
  const changes = counts.map((_, question) => changesBy(asker, base, counts, question));
  const parts = grouped(changes).map((group) => {
    const [question, ...others] = group as [number, ...number[]];
    return others.length === 0
      ? partAlone(base, changes[question]!, question, counts[question]!)
      : partOf(asker, counts, changes, group);
  });
  return {
    count: parts.reduce((product, { count }) => product * count, 1),
    parts,
    isRepeated: repeatedStarts(machine, base, parts),
    set(state, index) {
      state.nowMs = base.nowMs;
      state.floats.set(base.floats);
      state.integers.set(base.integers);
      state.freeRun = base.freeRun;
      state.readyCount = 0;
      let left = index;
      for (const { count, cells, values } of parts) {
        const row = (left % count) * cells.length;
        for (let at = 0; at < cells.length; at++) state.floats[cells[at]!] = values[row + at]!;
        left = Math.floor(left / count);
      }
      rebuildAgenda(state);
    },
    answers(index) {
      const all = new Array<number>(counts.length).fill(0);
      let left = index;
      for (const { count, questions: mine } of parts) {
        combination(mine, counts, left % count).forEach((answer, at) => {
          all[mine[at]!] = answer;
        });
        left = Math.floor(left / count);
      }
      return all;
    },
  };
}

/** Begins anew for one set of answers after another. */
class Asker {
  /** How many answers each question had that `begin` asked last. */
  readonly counts: number[] = [];
  readonly #machine: Machine;
  readonly #unbegun: State;
  readonly #state: State;
  readonly #choose: Chooser;
  #answers: readonly number[] = [];

  constructor(machine: Machine, outcomes: readonly (readonly number[])[]) {
    this.#machine = machine;
    this.#unbegun = unbegun(machine);
    this.#state = unbegun(machine);
    const ask = (count: number): number => {
      this.counts.push(count);
      return this.#answers[this.counts.length - 1] ?? 0;
    };
    this.#choose = {
      start: (_choice, count) => ask(count),
      amount: (source) => outcomes[source]![ask(outcomes[source]!.length)]!,
      turn: () => assert(false, 'nobody has a turn before the start') as never,
      began: () => undefined,
    };
  }

  /** What `begin` gives for these answers, 0 where there are none. */
  begin(answers: readonly number[]): State {
    return copyState(this.#machine, this.look(answers));
  }

  /** The same, until it is asked again: its state is one. */
  look(answers: readonly number[]): State {
    this.#answers = answers;
    this.counts.length = 0;
    restoreState(this.#state, this.#unbegun);
    beginIn(this.#machine, this.#state, this.#choose);
    return this.#state;
  }
}

/** What the answers to one question change: cells that some answer changes, and by answer those that it does, with their values. */
interface Changes {
  readonly cells: ReadonlySet<number>;
  readonly byAnswer: readonly (readonly [cell: number, value: number][])[];
}

function changesBy(asker: Asker, base: State, counts: readonly number[], question: number): Changes {
  const cells = new Set<number>();
  const byAnswer: [number, number][][] = [[]];
  const answers = new Array<number>(question + 1).fill(0);
  for (let answer = 1; answer < counts[question]!; answer++) {
    answers[question] = answer;
    const { floats, integers } = asker.look(answers);
    const mine: [number, number][] = [];
    for (let cell = 0; cell < floats.length; cell++) {
      if (Object.is(floats[cell], base.floats[cell])) continue;
      cells.add(cell);
      mine.push([cell, floats[cell]!]);
    }
    for (let cell = 0; cell < integers.length; cell++) {
      assert(integers[cell] === base.integers[cell], 'a start changes only times and levels');
    }
    byAnswer.push(mine);
  }
  return { cells, byAnswer };
}

/** Questions that share cells, together. */
function grouped(changes: readonly Changes[]): readonly (readonly number[])[] {
  let groups: number[][] = [];
  changes.forEach(({ cells }, question) => {
    const meets = groups.filter((group) =>
      group.some((other) => [...changes[other]!.cells].some((cell) => cells.has(cell))),
    );
    groups = [...groups.filter((group) => !meets.includes(group)), [...meets.flat(), question]];
  });
  return groups;
}

/** The part of a question whose cells no other changes. */
function partAlone({ floats }: State, changes: Changes, question: number, count: number): Part {
  const cells = Int32Array.from(changes.cells);
  const values = new Float64Array(count * cells.length);
  changes.byAnswer.forEach((changed, answer) => {
    const row = answer * cells.length;
    for (let place = 0; place < cells.length; place++) values[row + place] = floats[cells[place]!]!;
    for (const [cell, value] of changed) values[row + cells.indexOf(cell)] = value;
  });
  return { questions: [question], count, cells, values };
}

/** The part of several questions that share cells. */
function partOf(
  asker: Asker,
  counts: readonly number[],
  changes: readonly Changes[],
  questions: readonly number[],
): Part {
  const cells = Int32Array.from(new Set(questions.flatMap((question) => [...changes[question]!.cells])));
  const count = questions.reduce((product, question) => product * counts[question]!, 1);
  const values = new Float64Array(count * cells.length);
  const answers = new Array<number>(counts.length).fill(0);
  for (let index = 0; index < count; index++) {
    combination(questions, counts, index).forEach((answer, place) => {
      answers[questions[place]!] = answer;
    });
    const { floats } = asker.look(answers);
    for (let place = 0; place < cells.length; place++) values[index * cells.length + place] = floats[cells[place]!]!;
  }
  return { questions, count, cells, values };
}

/** Answer number `index` to several questions at once. */
function combination(questions: readonly number[], counts: readonly number[], index: number): number[] {
  let left = index;
  return questions.map((question) => {
    const count = counts[question]!;
    const answer = left % count;
    left = Math.floor(left / count);
    return answer;
  });
}
