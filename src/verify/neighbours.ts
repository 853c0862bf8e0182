/**
 * How far each parameter can move, alone, before the verdict flips: the nearest unsafe setting of a safe one, the nearest
 * safe one of an unsafe.
 *
 * Every value of the parameter's lattice is verified, in order, from the present one outward, until both have flipped:
 * what is claimed (every task is live) and the goals. No value is left out: neither need be monotone. Limits count values
 * and states; where one is hit, or a value's verdict is unknown, the range ends there and says so.
 *
 * @module
 */

import { type LoadOptions, scenarioReader } from '../scenarios/parse.ts';
import type { World } from '../scenarios/scenario.ts';
import { ScenarioError } from '../scenarios/text/issues.ts';
import type { Lattice } from '../scenarios/values/lattice.ts';
import type { Claim, WorldVerification } from './verification.ts';
import { verifyWorld } from './verify.ts';

export interface NeighbourOptions {
  /** Values that are verified at the most, over all parameters of a world. Default: 300. */
  readonly valuesMax?: number | undefined;
  /** States that are stored at the most, for all values of a world together. Default: 10 million. */
  readonly statesMax?: number | undefined;
  /** Instants that are tried at the most, for each value. Default: no limit. */
  readonly stepsMax?: number | undefined;
  /** Parameters to look at. Default: all that say which values they may have. */
  readonly only?: readonly string[] | undefined;
  /** The world to look at, by its index. Default: all. */
  readonly world?: number | undefined;
  /** Told before each value is verified. */
  readonly onValue?: ((name: string, value: string) => void) | undefined;
}

/** One world's neighbours, in the order of the scenario's worlds. */
export interface WorldNeighbours {
  readonly set: Readonly<Record<string, string>>;
  readonly parameters: readonly ParameterNeighbours[];
}

export interface ParameterNeighbours {
  readonly name: string;
  readonly value: string;
  /** Whether every task that must not starve is live, and how far it stays so, or not so. */
  readonly claim: Range;
  /**
   * The same of the goals that proofs can judge. Who starves with probability 0 alone misses none; a share that is not
   * kept in the worst case is `unknown`, for the mean decides it.
   */
  readonly goals: Range;
  /** Every value that was verified, from the least to the largest. */
  readonly points: readonly Point[];
}

export type Answer = 'yes' | 'no' | 'unknown';

/** The values in a row, the present one among them, that have its answer. */
export interface Range {
  readonly answer: Answer;
  readonly from: string;
  readonly to: string;
  readonly below: RangeEnd;
  readonly above: RangeEnd;
}

/**
 * Why a range ends: the answer is another one `at` the next value (`flips`; `unknown`: it was not found); the lattice
 * ends; a limit was hit; the next value makes no scenario (`invalid`); the parameter's range has no step (`no-step`).
 */
export type RangeEnd =
  | { readonly kind: 'flips' | 'unknown'; readonly at: string }
  | { readonly kind: 'invalid'; readonly at: string; readonly because: string }
  | { readonly kind: 'lattice' | 'limit' | 'no-step' };

export interface Point {
  readonly value: string;
  readonly claim: Answer;
  readonly goals: Answer;
  /** By task. */
  readonly claims: Readonly<Record<string, Claim>>;
  readonly states: number;
}

const VALUES_MAX = 300;
const STATES_MAX = 10_000_000;

/**
 * The neighbours of a scenario's parameters.
 *
 * @throws {ScenarioError} where the text is no scenario.
 * @example
 * neighboursOf(text, { file: 'prod.yaml' })[0].parameters[0].claim; // { answer: 'yes', from: '55', to: '150', … }
 */
export function neighboursOf(
  text: string,
  load: LoadOptions,
  options: NeighbourOptions = {},
): readonly WorldNeighbours[] {
  const read = scenarioReader(text, load);
  const { worlds, lattices } = read(load.set);
  const { only, world: one } = options;
  const looked = lattices.filter(({ name }) => only === undefined || only.includes(name));
  return worlds.flatMap((world, index) => {
    if (one !== undefined && one !== index) return [];
    const walk = new Walk(read, load.set, index, options);
    const here = walk.judge(world);
    return [{ set: world.set, parameters: looked.map((lattice) => neighboursAlong(walk, lattice, here)) }];
  });
}

type Judged = Omit<Point, 'value'>;

function neighboursAlong(walk: Walk, lattice: Lattice, here: Judged): ParameterNeighbours {
  const [below, above] = ([-1, 1] as const).map((direction) => walk.outward(lattice, direction, here)) as [Way, Way];
  const { name, value } = lattice;
  const range = (what: 'claim' | 'goals'): Range => {
    const [down, up] = [endOf(below, what, here), endOf(above, what, here)];
    return { answer: here[what], from: down.last ?? value, to: up.last ?? value, below: down.end, above: up.end };
  };
  const points = [...below.points.toReversed(), { value, ...here }, ...above.points];
  return { name, value, claim: range('claim'), goals: range('goals'), points };
}

/** The values that were verified in one direction, nearest first, and why there are no more; undefined: all was seen. */
interface Way {
  readonly points: readonly Point[];
  readonly end: RangeEnd | undefined;
}

/** The last value with the answer of the present one, if there is one, and what comes after it. */
function endOf({ points, end }: Way, what: 'claim' | 'goals', here: Judged): { last?: string; end: RangeEnd } {
  const other = points.findIndex((point) => point[what] !== here[what]);
  const last = points.at(other < 0 ? -1 : other - 1)?.value;
  const same = other === 0 || last === undefined ? {} : { last };
  if (other < 0) return { ...same, end: end! };
  const { value: at, [what]: answer } = points[other]!;
  return { ...same, end: { kind: answer === 'unknown' || here[what] === 'unknown' ? 'unknown' : 'flips', at } };
}

/** Verifies one world at other values, within the limits. */
class Walk {
  readonly #read: ReturnType<typeof scenarioReader>;
  readonly #set: LoadOptions['set'];
  readonly #index: number;
  readonly #onValue: NeighbourOptions['onValue'];
  readonly #stepsMax: number | undefined;
  #valuesLeft: number;
  #statesLeft: number;

  constructor(
    read: ReturnType<typeof scenarioReader>,
    set: LoadOptions['set'],
    index: number,
    options: NeighbourOptions,
  ) {
    this.#read = read;
    this.#set = set;
    this.#index = index;
    this.#onValue = options.onValue;
    this.#stepsMax = options.stepsMax;
    this.#valuesLeft = options.valuesMax ?? VALUES_MAX;
    this.#statesLeft = options.statesMax ?? STATES_MAX;
  }

  judge(world: World): Judged {
    const limits = { statesMax: this.#statesLeft, stepsMax: this.#stepsMax, startsMax: this.#stepsMax };
    const found = verifyWorld(world, { ...limits, chances: 'almost-safe', shows: false });
    this.#statesLeft = Math.max(0, this.#statesLeft - found.states);
    return answersOf(world, found);
  }

  /** From the present value on, until both answers have flipped. */
  outward(lattice: Lattice, direction: 1 | -1, here: Judged): Way {
    const { name, isOpen, neighbour } = lattice;
    const points: Point[] = [];
    if (isOpen) return { points, end: { kind: 'no-step' } };
    for (let count = direction; ; count += direction) {
      const value = neighbour(count);
      if (value === undefined) return { points, end: { kind: 'lattice' } };
      if (this.#valuesLeft === 0 || this.#statesLeft === 0) return { points, end: { kind: 'limit' } };
      this.#valuesLeft--;
      this.#onValue?.(name, value);
      const world = this.#worldAt(name, value);
      if (world instanceof ScenarioError) {
        return { points, end: { kind: 'invalid', at: value, because: world.issues[0]!.message } };
      }
      points.push({ value, ...this.judge(world) });
      const flipped = (what: 'claim' | 'goals') => points.some((point) => point[what] !== here[what]);
      if (flipped('claim') && flipped('goals')) return { points, end: undefined };
    }
  }

  #worldAt(name: string, value: string): World | ScenarioError {
    try {
      const { worlds } = this.#read({ ...this.#set, [name]: value });
      return worlds[this.#index]!;
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      return error;
    }
  }
}

/** What a proof says of a world, of the claim and of the goals that count. */
export function answersOf({ goals }: World, { tasks, goals: proved, states }: WorldVerification): Omit<Point, 'value'> {
  const counted = proved.flatMap((goal) => {
    const written = goals.find((one) => one.of === goal.of && one.goal === goal.goal);
    if (written === undefined || written.accepted !== undefined) return [];
    const almostSafe = tasks.find(({ task }) => task === goal.of)?.almostSafe === true;
    return [{ ...goal, isForgiven: goal.goal === 'neverStarves' && written.implicit && almostSafe }];
  });
  const claims = counted.filter(({ goal }) => goal === 'neverStarves');
  return {
    claim: together(claims.map(({ verdict }) => ANSWERS[verdict])),
    goals: together(
      counted.map(({ goal, verdict, isForgiven }) => {
        if (isForgiven) return 'yes';
        return goal === 'served' && verdict === 'violated' ? 'unknown' : ANSWERS[verdict];
      }),
    ),
    claims: Object.fromEntries(tasks.map(({ task, claim }) => [task, claim])),
    states,
  };
}

const ANSWERS = { proved: 'yes', violated: 'no', unknown: 'unknown' } as const;

function together(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}
