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
import { begin } from '../../sim/engine.ts';
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { repeatedStarts } from './repeated-starts.ts';

export interface Starts {
  /** How many there are; may be larger than anyone can try. */
  readonly count: number;
  /** Whether start `index` is another one with the copies of a task exchanged; absent where none is. */
  readonly isRepeated: ((index: number) => boolean) | undefined;
  /** Brings `state` to start `index`. */
  set(state: State, index: number): void;
  /** The answer to each question that `begin` asks, in its order. */
  answers(index: number): readonly number[];
}

interface Question {
  readonly count: number;
}

/** Answers to some questions that change the same cells, with what they change. */
interface Part {
  readonly questions: readonly number[];
  readonly count: number;
  readonly cells: Int32Array;
  /** One row of values of the cells for each combination of answers. */
  readonly values: Float64Array;
}

export function startsOf(machine: Machine, outcomes: readonly (readonly number[])[]): Starts {
  const { state: base, questions } = asked(machine, outcomes, []);
  const touched = questions.map((_, question) => touchedBy(machine, outcomes, base, questions, question));
  const parts = grouped(touched).map((group) => partOf(machine, outcomes, questions, touched, group));
  return {
    count: parts.reduce((product, { count }) => product * count, 1),
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
      const all = new Array<number>(questions.length).fill(0);
      let left = index;
      for (const { count, questions: mine } of parts) {
        combination(mine, questions, left % count).forEach((answer, at) => {
          all[mine[at]!] = answer;
        });
        left = Math.floor(left / count);
      }
      return all;
    },
  };
}

/** What `begin` gives for these answers (0 where there are none), and what it asked. */
function asked(
  machine: Machine,
  outcomes: readonly (readonly number[])[],
  answers: readonly number[],
): { readonly state: State; readonly questions: readonly Question[] } {
  const questions: Question[] = [];
  const ask = (count: number): number => {
    questions.push({ count });
    return answers[questions.length - 1] ?? 0;
  };
  const choose: Chooser = {
    start: (_choice, count) => ask(count),
    amount: (source) => outcomes[source]![ask(outcomes[source]!.length)]!,
    turn: () => assert(false, 'nobody has a turn before the start') as never,
    began: () => undefined,
  };
  return { state: begin(machine, choose), questions };
}

/** The cells that some answer to `question` changes. */
function touchedBy(
  machine: Machine,
  outcomes: readonly (readonly number[])[],
  base: State,
  questions: readonly Question[],
  question: number,
): ReadonlySet<number> {
  const cells = new Set<number>();
  for (let answer = 1; answer < questions[question]!.count; answer++) {
    const { state } = asked(machine, outcomes, at(question, answer));
    state.floats.forEach((value, cell) => {
      if (!Object.is(value, base.floats[cell])) cells.add(cell);
    });
    assert(
      state.integers.every((value, cell) => value === base.integers[cell]),
      'a start changes only times and levels',
    );
  }
  return cells;
}

function at(question: number, answer: number): number[] {
  const answers = new Array<number>(question + 1).fill(0);
  answers[question] = answer;
  return answers;
}

/** Questions that share cells, together. */
function grouped(touched: readonly ReadonlySet<number>[]): readonly (readonly number[])[] {
  let groups: number[][] = [];
  touched.forEach((cells, question) => {
    const meets = groups.filter((group) => group.some((other) => [...touched[other]!].some((cell) => cells.has(cell))));
    groups = [...groups.filter((group) => !meets.includes(group)), [...meets.flat(), question]];
  });
  return groups;
}

function partOf(
  machine: Machine,
  outcomes: readonly (readonly number[])[],
  all: readonly Question[],
  touched: readonly ReadonlySet<number>[],
  questions: readonly number[],
): Part {
  const cells = Int32Array.from(new Set(questions.flatMap((question) => [...touched[question]!])));
  const count = questions.reduce((product, question) => product * all[question]!.count, 1);
  const values = new Float64Array(count * cells.length);
  for (let index = 0; index < count; index++) {
    const answers = new Array<number>(all.length).fill(0);
    combination(questions, all, index).forEach((answer, place) => {
      answers[questions[place]!] = answer;
    });
    const { state } = asked(machine, outcomes, answers);
    cells.forEach((cell, place) => {
      values[index * cells.length + place] = state.floats[cell]!;
    });
  }
  return { questions, count, cells, values };
}

/** Answer number `index` to several questions at once. */
function combination(questions: readonly number[], all: readonly Question[], index: number): number[] {
  let left = index;
  return questions.map((question) => {
    const { count } = all[question]!;
    const answer = left % count;
    left = Math.floor(left / count);
    return answer;
  });
}
