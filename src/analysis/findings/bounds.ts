/**
 * What an amount can be, without drawing it: its least and greatest value, and all of them where they can be listed.
 *
 * Where that is not known for sure (arithmetic over continuous draws) the bounds are the widest there are, so that a rule
 * that needs better ones stays silent.
 *
 * @module
 */

import type { Amount, Model } from '../../sim/model.ts';
import { type Distribution, isListed, listedValues, spanOf } from '../../sim/numbers/distribution.ts';
import { type Expression, evaluate } from '../../sim/numbers/expression.ts';

export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Every value it can have, ascending; absent where they cannot be listed. */
  readonly values?: readonly number[];
}

const COMBINATIONS_MAX = 256;

export function exactly(value: number): Bounds {
  return { low: value, high: value, values: [value] };
}

/** The bounds of an amount of `task`, in the unit of its place. */
export function boundsOf(model: Model, task: number, amount: Amount): Bounds {
  if (amount.kind === 'constant') return exactly(amount.value);
  const { expression } = amount;
  const variables = [...new Set(variablesIn(expression))];
  const choices = variables.map((variable) => choicesOf(distributionOf(model, task, variable)));
  const combinations = choices.reduce((product, values) => product * (values?.length ?? Infinity), 1);
  if (combinations <= COMBINATIONS_MAX) {
    const values = product(choices as readonly (readonly number[])[]).map((drawn) =>
      rounded(
        amount,
        evaluate(expression, (variable) => drawn[variables.indexOf(variable)]!),
      ),
    );
    return listed(values);
  }
  if (expression.kind !== 'variable') return { low: amount.unit === 0 ? -Infinity : 0, high: Infinity };
  const { low, high } = spanOf(distributionOf(model, task, expression.variable));
  return { low: rounded(amount, low), high: rounded(amount, high) };
}

/**
 * By how much one amount of a run exceeds another, both being of the same draws; undefined: it is not known whether it does.
 */
export function differenceOf(model: Model, task: number, left: Amount, right: Amount): Bounds | undefined {
  const variables = [...new Set([left, right].flatMap(variablesOf))];
  const choices = variables.map((variable) => choicesOf(distributionOf(model, task, variable)));
  const combinations = choices.reduce((product, values) => product * (values?.length ?? Infinity), 1);
  if (combinations <= COMBINATIONS_MAX) {
    const rows = product(choices as readonly (readonly number[])[]);
    const drawnAs = (amount: Amount, drawn: readonly number[]): number =>
      amount.kind === 'constant'
        ? amount.value
        : rounded(
            amount,
            evaluate(amount.expression, (variable) => drawn[variables.indexOf(variable)]!),
          );
    return listed(rows.map((drawn) => drawnAs(left, drawn) - drawnAs(right, drawn)));
  }
  if (variablesOf(left).some((variable) => variablesOf(right).includes(variable))) return undefined;
  const [one, other] = [boundsOf(model, task, left), boundsOf(model, task, right)];
  // Bounds that are the widest there are tell nothing.
  if (one.high === Infinity && !isUnbounded(model, task, left)) return undefined;
  return { low: one.low - other.high, high: one.high - other.low };
}

function variablesOf(amount: Amount): readonly number[] {
  return amount.kind === 'constant' ? [] : variablesIn(amount.expression);
}

/** Whether an amount is a draw without a largest value, used as it is. */
function isUnbounded(model: Model, task: number, amount: Amount): boolean {
  if (amount.kind === 'constant' || amount.expression.kind !== 'variable') return false;
  return spanOf(distributionOf(model, task, amount.expression.variable)).high === Infinity;
}

/** Whether an amount is worked out from a variable. */
export function usesVariable(amount: Amount, variable: number): boolean {
  return amount.kind === 'computed' && variablesIn(amount.expression).includes(variable);
}

/** The least an amount can be where one variable it is worked out from has this value; never below 0. */
export function leastGiven(
  model: Model,
  task: number,
  amount: Amount,
  { variable, value }: { readonly variable: number; readonly value: number },
): number {
  if (amount.kind === 'constant' || !usesVariable(amount, variable)) {
    return Math.max(0, boundsOf(model, task, amount).low);
  }
  const { expression } = amount;
  const others = [...new Set(variablesIn(expression))].filter((one) => one !== variable);
  const choices = others.map((one) => choicesOf(distributionOf(model, task, one)));
  const combinations = choices.reduce((all, values) => all * (values?.length ?? Infinity), 1);
  if (combinations > COMBINATIONS_MAX) return 0;
  const results = product(choices as readonly (readonly number[])[]).map((drawn) =>
    rounded(
      amount,
      evaluate(expression, (one) => (one === variable ? value : drawn[others.indexOf(one)]!)),
    ),
  );
  return Math.max(0, Math.min(...results));
}

/** The bounds of a sum of independent amounts. */
export function sumOf(parts: readonly Bounds[]): Bounds {
  const low = parts.reduce((sum, part) => sum + part.low, 0);
  return { low, high: parts.reduce((sum, part) => sum + part.high, 0) };
}

/** The mean of an amount, where it is known exactly: a constant, or one of a list used as it is. */
export function meanOf(model: Model, task: number, amount: Amount): number | undefined {
  if (amount.kind === 'constant') return amount.value;
  const { expression } = amount;
  if (expression.kind !== 'variable') return undefined;
  const distribution = distributionOf(model, task, expression.variable);
  if (!isListed(distribution)) return undefined;
  const { values, weights = values.map(() => 1) } = distribution;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, index) => sum + rounded(amount, value) * (weights[index]! / all), 0);
}

function listed(values: readonly number[]): Bounds {
  const ascending = [...new Set(values)].sort((a, b) => a - b);
  return { low: ascending[0]!, high: ascending.at(-1)!, values: ascending };
}

/** What the engine makes of a computed value. */
function rounded({ unit, each }: Extract<Amount, { kind: 'computed' }>, value: number): number {
  if (unit === 0) return value;
  return Math.max(0, Math.floor(value / unit + 0.5)) * each;
}

function variablesIn(expression: Expression): number[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'variable':
      return [expression.variable];
    case 'binary':
      return [...variablesIn(expression.left), ...variablesIn(expression.right)];
    case 'call':
      return expression.operands.flatMap(variablesIn);
  }
}

function distributionOf({ tasks, sources }: Model, task: number, variable: number): Distribution {
  return sources[tasks[task]!.variables[variable]!.source]!.distribution;
}

/** The values of a choice that can come. */
function choicesOf(distribution: Distribution): readonly number[] | undefined {
  if (distribution.kind !== 'choice') return undefined;
  return listedValues(distribution);
}

function product(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return lists.reduce<readonly (readonly number[])[]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}
