/**
 * The values a draw can have and how likely each is, found by asking the engine's own inversion.
 *
 * Two uniform numbers are one outcome where everything that uses the draw is rounded to the same: then nobody can tell
 * them apart. Every use rises or falls with the draw, so halving the range of uniform numbers finds where an outcome ends,
 * down to the last bit, and an outcome's share of that range is its exact probability in a simulation. Written apart from
 * the explorer's `outcomes.ts`, which cuts the range of values instead: each checks the other.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import { type Distribution, quantile } from '../sim/distribution.ts';
import { type Expression, evaluate } from '../sim/expression.ts';
import type { Machine } from '../sim/machine.ts';
import type { Amount, Operation } from '../sim/model.ts';

/** One value for each outcome, and the outcome's probability. */
export interface Draws {
  readonly values: readonly number[];
  readonly shares: readonly number[];
}

/** The outcomes of source `index`; undefined where they cannot be listed. */
export function drawsOf(machine: Machine, index: number): Draws | undefined {
  const { distribution } = machine.model.sources[index]!;
  if (distribution.kind === 'choice') return chosen(distribution);
  const rounded = roundingOf(machine, index);
  return rounded && cells(distribution, rounded);
}

/** How likely each of `values` is, which stand for the outcomes of source `index`; two that stand for one share it. */
export function sharesOf(machine: Machine, index: number, values: readonly number[]): readonly number[] {
  const draws = drawsOf(machine, index);
  const { distribution } = machine.model.sources[index]!;
  const rounded = distribution.kind === 'choice' ? String : roundingOf(machine, index);
  assert(draws !== undefined && rounded !== undefined, 'the outcomes of a draw can be listed', { index });
  const keys = values.map(rounded);
  const likely = new Map<string, number>();
  draws.values.forEach((value, at) => {
    likely.set(rounded(value), (likely.get(rounded(value)) ?? 0) + draws.shares[at]!);
  });
  for (const [key, share] of likely) {
    assert(keys.includes(key) || share < CRUMB, 'every outcome has a value that stands for it', { index, key, share });
  }
  return keys.map((key) => (likely.get(key) ?? 0) / keys.filter((other) => other === key).length);
}

/** What rounding in the last bit may leave between two outcomes. */
const CRUMB = 1e-9;
/** More outcomes than this are not listed. */
const OUTCOMES_MAX = 10_000;
/** Uniform numbers are multiples of this in [0, 1). */
const UNIFORM_STEP = 2 ** -53;

function chosen({ values, weights }: Extract<Distribution, { kind: 'choice' }>): Draws {
  const weight = (at: number): number => (weights === undefined ? 1 : weights[at]!);
  const sum = values.reduce((all, _, at) => all + weight(at), 0);
  const likely = new Map<number, number>();
  values.forEach((value, at) => {
    if (weight(at) > 0) likely.set(value, (likely.get(value) ?? 0) + weight(at) / sum);
  });
  return { values: [...likely.keys()], shares: [...likely.values()] };
}

type Rounded = (value: number) => string;

function cells(distribution: Distribution, rounded: Rounded): Draws | undefined {
  const at = (uniform: number): string => rounded(quantile(distribution, uniform));
  const last = 1 - UNIFORM_STEP;
  const ends: number[] = [];
  const split = (low: number, lowKey: string, high: number, highKey: string): void => {
    if (lowKey === highKey || ends.length > OUTCOMES_MAX) return;
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) {
      ends.push(high);
      return;
    }
    const key = at(middle);
    split(low, lowKey, middle, key);
    split(middle, key, high, highKey);
  };
  split(0, at(0), last, at(last));
  if (ends.length > OUTCOMES_MAX || !Number.isFinite(quantile(distribution, last))) return undefined;
  const from = [0, ...ends];
  const to = [...ends, 1];
  return {
    values: from.map((low, cell) => quantile(distribution, low + (Math.min(last, to[cell]!) - low) / 2)),
    shares: from.map((low, cell) => to[cell]! - low),
  };
}

/** What everything that uses a source makes of a value of it; undefined where a use is no line, and may turn round. */
function roundingOf(machine: Machine, source: number): Rounded | undefined {
  const { sources, tasks, triggers } = machine.model;
  if (triggers.some((trigger) => trigger.kind === 'every' && trigger.jitter === source)) {
    return (value) => String(Math.max(0, Math.floor(value + 0.5)));
  }
  const { program, variables } = tasks[sources[source]!.task]!;
  const variable = variables.findIndex((one) => one.source === source);
  if (variable < 0) return undefined;
  const uses = program.flatMap((operation) =>
    usedBy(operation).flatMap((amount) =>
      amount?.kind === 'computed' && mentions(amount.expression, variable) ? [{ operation, amount }] : [],
    ),
  );
  if (!uses.every(({ amount }) => isLine(amount.expression, variable))) return undefined;
  return (value) => uses.map(({ operation, amount }) => used(operation, amount, value)).join();
}

function usedBy(operation: Operation): readonly (Amount | undefined)[] {
  switch (operation.kind) {
    case 'acquire':
      return [operation.atMost];
    case 'await': {
      const level = operation.target.kind === 'level' ? operation.target.level : undefined;
      return [level, operation.atMost, operation.margin, operation.poll?.cost];
    }
    case 'spend':
      return [operation.cost, operation.atMost, operation.margin, operation.poll?.cost];
    case 'work':
      return [operation.duration];
    case 'progress':
      return [operation.amount];
    case 'loop':
      return [operation.times];
    default:
      return [];
  }
}

/** The amount as the engine rounds it; of progress only whether there is any. */
function used(operation: Operation, amount: Extract<Amount, { kind: 'computed' }>, value: number): number {
  const exact = evaluate(amount.expression, () => value);
  if (operation.kind === 'progress') return exact > 0 ? 1 : 0;
  return amount.unit === 0 ? exact : Math.max(0, Math.floor(exact / amount.unit + 0.5));
}

function mentions(expression: Expression, variable: number): boolean {
  switch (expression.kind) {
    case 'number':
      return false;
    case 'variable':
      return expression.variable === variable;
    case 'binary':
      return mentions(expression.left, variable) || mentions(expression.right, variable);
    case 'call':
      return expression.operands.some((operand) => mentions(operand, variable));
  }
}

/** Whether an expression is a multiple of the variable and a shift: then it never turns round. */
function isLine(expression: Expression, variable: number): boolean {
  if (expression.kind === 'number') return true;
  if (expression.kind === 'variable') return expression.variable === variable;
  if (expression.kind === 'call') return false;
  const { operator, left, right } = expression;
  const fixed = (side: Expression): boolean => !mentions(side, variable);
  const straight = operator === '/' ? fixed(right) : operator === '*' ? fixed(left) || fixed(right) : true;
  return straight && isLine(left, variable) && isLine(right, variable);
}
