/**
 * The values a draw can have and how likely each is, found by trying.
 *
 * Two values are one outcome where everything that uses the draw is rounded to the same: then nobody can tell them apart.
 * Every use rises or falls with the draw, so halving the range finds where an outcome ends, down to the last bit. How likely
 * it is the engine's own inversion says: the share of the uniform numbers that it turns into values of the outcome. Written
 * apart from the explorer's `outcomes.ts`, which works out the ends from the uses instead: each checks the other.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import type { Machine } from '../../sim/machine.ts';
import type { Amount, Operation } from '../../sim/model.ts';
import { type Continuous, isListed, type Listed, quantileOf, spanOf } from '../../sim/numbers/distribution.ts';
import { type Expression, evaluate } from '../../sim/numbers/expression.ts';
import { backoffsOf, jittered } from '../../sim/supplies/retry.ts';

/** One value for each outcome, and the outcome's probability. */
export interface Draws {
  readonly values: readonly number[];
  readonly shares: readonly number[];
}

/** The outcomes of source `index`; undefined where they cannot be listed. */
export function drawsOf(machine: Machine, index: number): Draws | undefined {
  const { distribution } = machine.model.sources[index]!;
  if (distribution.kind === 'choice') return chosen(distribution, String);
  const rounded = roundingOf(machine, index);
  if (distribution.kind === 'empirical') return chosen(distribution, rounded ?? String);
  return rounded && cells(distribution, rounded);
}

/** How likely each of `values` is, which stand for the outcomes of source `index`; two that stand for one share it. */
export function sharesOf(machine: Machine, index: number, values: readonly number[]): readonly number[] {
  const draws = drawsOf(machine, index);
  const { distribution } = machine.model.sources[index]!;
  const used = distribution.kind === 'choice' ? undefined : roundingOf(machine, index);
  const rounded = isListed(distribution) ? (used ?? String) : used;
  assert(draws !== undefined && rounded !== undefined, 'the outcomes of a draw can be listed', { index });
  const keys = values.map(rounded);
  const likely = new Map<string, number>();
  draws.values.forEach((value, at) => {
    likely.set(rounded(value), (likely.get(rounded(value)) ?? 0) + draws.shares[at]!);
  });
  for (const key of likely.keys()) assert(keys.includes(key), 'every outcome has a value that stands for it', { key });
  return keys.map((key) => (likely.get(key) ?? RAREST) / keys.filter((other) => other === key).length);
}

/** What rounding in the last bit leaves between two outcomes: narrower than this share of the range it is none. */
const CRUMB = 1e-12;
/** More outcomes than this are not listed. */
const OUTCOMES_MAX = 10_000;
/** What is too rare to be sampled at all with 53 bits can happen all the same, and weighs next to nothing. */
const RAREST = 2 ** -60;

function chosen({ values, weights }: Listed, rounded: Rounded): Draws {
  const weight = (at: number): number => (weights === undefined ? 1 : weights[at]!);
  const sum = values.reduce((all, _, at) => all + weight(at), 0);
  const likely = new Map<string, { readonly value: number; share: number }>();
  values.forEach((value, at) => {
    if (weight(at) === 0) return;
    const key = rounded(value);
    const known = likely.get(key) ?? { value, share: 0 };
    known.share += weight(at) / sum;
    likely.set(key, known);
  });
  const all = [...likely.values()];
  return { values: all.map(({ value }) => value), shares: all.map(({ share }) => share) };
}

type Rounded = (value: number) => string;

function cells(distribution: Continuous, rounded: Rounded): Draws | undefined {
  const { low, high } = spanOf(distribution);
  if (!Number.isFinite(high)) return undefined;
  if (low === high) return { values: [low], shares: [1] };
  const ends = endsOf(low, high, rounded);
  if (ends === undefined) return undefined;
  const from = [low, ...ends];
  const to = [...ends, high];
  const quantile = quantileOf(distribution);
  const below = [0, ...ends.map((end) => shareBelow(quantile, end)), 1];
  return {
    values: from.map((start, cell) => (start + to[cell]!) / 2),
    shares: from.map((_, cell) => Math.max(RAREST, below[cell + 1]! - below[cell]!)),
  };
}

/** Where in a range one outcome ends and the next begins; undefined: too many. */
function endsOf(low: number, high: number, rounded: Rounded): readonly number[] | undefined {
  const crumb = (high - low) * CRUMB;
  const ends: number[] = [];
  const split = (from: number, fromKey: string, to: number, toKey: string): void => {
    if (fromKey === toKey || ends.length > OUTCOMES_MAX) return;
    const middle = (from + to) / 2;
    if (middle <= from || middle >= to) {
      if (to - (ends.at(-1) ?? low) > crumb) ends.push(to);
      return;
    }
    const key = rounded(middle);
    split(from, fromKey, middle, key);
    split(middle, key, to, toKey);
  };
  const last = high - crumb;
  split(low, rounded(low), last, rounded(last));
  return ends.length > OUTCOMES_MAX ? undefined : ends;
}

/** The share of uniform numbers that become a value below `end`. */
function shareBelow(quantile: (uniform: number) => number, end: number): number {
  let [low, high] = [0, 1];
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (quantile(middle) < end) low = middle;
    else high = middle;
  }
  return high;
}

/** What everything that uses a source makes of a value of it; undefined where a use is no line, and may turn round. */
function roundingOf(machine: Machine, source: number): Rounded | undefined {
  const { sources, tasks } = machine.model;
  if (machine.triggers.some((trigger) => trigger.source === source)) {
    return (value) => String(Math.max(0, Math.floor(value + 0.5)));
  }
  // Items that come are rounded as they are drawn.
  if (sources[source]!.task < 0) return (value) => String(Math.max(0, Math.floor(value + 0.5)));
  const { program, variables } = tasks[sources[source]!.task]!;
  const all = [...machine.rows.map(({ retry }) => retry), ...machine.runRetry];
  const retries = all.flatMap((retry) => (retry?.jitter === source ? [retry] : []));
  if (retries.length > 0) {
    const waits = retries.flatMap(backoffsOf);
    return (factor) => waits.map((waitMs) => jittered(waitMs, factor)).join();
  }
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
    case 'emit':
      return [operation.count, operation.atMost];
    case 'take':
      return [operation.most, operation.atMost];
    case 'await': {
      const level = operation.target.kind === 'level' ? operation.target.level : undefined;
      return [level, operation.atMost, operation.margin, operation.poll?.cost, operation.giveUpIfLongerThan];
    }
    case 'spend': {
      const { cost, also = [], atMost, margin, poll, giveUpIfLongerThan } = operation;
      return [cost, ...also.map((other) => other.cost), atMost, margin, poll?.cost, giveUpIfLongerThan];
    }
    case 'settle': {
      const { estimate, actual, lasts } = operation;
      return [estimate, actual === 'held' ? undefined : actual, lasts];
    }
    case 'call':
      return [operation.cost, ...(operation.also ?? []).map(({ cost }) => cost), operation.giveUpIfLongerThan];
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
