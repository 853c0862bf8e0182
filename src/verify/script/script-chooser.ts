/**
 * The chooser that reads a script back: every question of the engine must be the one the script answers next.
 *
 * @module
 */
import type { Chooser } from '../../sim/chooser.ts';
import type { Model } from '../../sim/model.ts';
import type { State } from '../../sim/state.ts';
import type { Space } from '../states/space.ts';
import { Ranks } from './ranks.ts';
import { type Choice, drawName } from './script.ts';

/** The engine asks something else than the script answers; caught where the replay began. */
export class Misfit extends Error {}

export class ScriptChooser implements Chooser {
  /** The state that is driven; there is none yet while the start is chosen. */
  state: State | undefined;
  readonly #model: Model;
  readonly #outcomes: readonly (readonly number[])[];
  #choices: readonly Choice[] = [];
  #next = 0;
  readonly #ranks: Ranks;

  /** `marks`: which runs have made progress, one for each frame; whoever drives keeps them. */
  constructor(space: Space, marks: Uint8Array) {
    this.#model = space.machine.model;
    this.#outcomes = space.outcomes;
    this.#ranks = new Ranks(space, marks);
  }

  /** What follows is answered from `choices`. */
  open(choices: readonly Choice[]): void {
    this.#choices = choices;
    this.#next = 0;
  }

  /** All choices must have been asked for. */
  close(): void {
    const left = this.#choices[this.#next];
    if (left !== undefined) throw new Misfit(`nobody asked for ${textOf(left)}`);
  }

  start(choice: number, count: number): number {
    const { label, from, step } = this.#model.starts[choice]!;
    const answer = this.#take(`start ${label}`);
    if (!('start' in answer) || answer.start !== label)
      throw new Misfit(`it begins with ${label}, not ${textOf(answer)}`);
    const index = (answer.value - from) / step;
    if (!Number.isInteger(index) || index < 0 || index >= count) throw new Misfit(`${label} cannot be ${answer.value}`);
    return index;
  }

  amount(source: number, _run: number): number {
    const values = this.#outcomes[source]!;
    const name = drawName(this.#model.sources[source]!, this.#model.tasks);
    if (values.length === 1 && !this.#isNext(name)) return values[0]!;
    const answer = this.#take(`draw ${name}`);
    if (!('draw' in answer) || answer.draw !== name) throw new Misfit(`${name} is drawn, not ${textOf(answer)}`);
    if (!values.includes(answer.value)) throw new Misfit(`${name} cannot be ${answer.value}`);
    return answer.value;
  }

  turn(count: number): number {
    const answer = this.#take('turn');
    const names = this.#ready(count);
    if (!('turn' in answer) || !names.includes(answer.turn)) {
      throw new Misfit(`it is the turn of one of ${names.join(', ')}, not ${textOf(answer)}`);
    }
    const { rank } = answer;
    if (rank !== undefined) return this.#indexOf(answer.turn, rank, count);
    return names[answer.index] === answer.turn ? answer.index : names.indexOf(answer.turn);
  }

  began(): void {}

  #indexOf(name: string, rank: number, count: number): number {
    const task = this.#model.tasks.findIndex((one) => one.name === name);
    const index = this.#ranks.indexOf(this.state!, task, rank, count);
    if (index < 0) throw new Misfit(`no run of ${name} that can go on has the rank ${rank}`);
    return index;
  }

  #ready(count: number): readonly string[] {
    const { state } = this;
    if (state === undefined) throw new Misfit('nobody has a turn before the start');
    return Array.from(state.ready.subarray(0, count), (run) => this.#model.tasks[state.task[run]!]!.name);
  }

  #isNext(name: string): boolean {
    const answer = this.#choices[this.#next];
    return answer !== undefined && 'draw' in answer && answer.draw === name;
  }

  #take(what: string): Choice {
    const answer = this.#choices[this.#next++];
    if (answer === undefined) throw new Misfit(`${what} is asked for, and the script has no answer left`);
    return answer;
  }
}

function textOf(choice: Choice): string {
  if ('turn' in choice) return `the turn of ${choice.turn}`;
  return 'start' in choice ? `${choice.start} ${choice.value}` : `${choice.draw} ${choice.value}`;
}
