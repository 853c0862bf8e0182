/**
 * Where a draw is used, and which of its values can be told apart there.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import type { Amount } from '../../sim/model.ts';
import { type Expression, evaluate } from '../../sim/numbers/expression.ts';
import { backoffsOf, jittered } from '../../sim/supplies/retry.ts';
import { amountsOf } from './amounts.ts';

/** One place where a draw is used: `slope * draw + shift`, rounded to multiples of `unit` (0: only its sign counts). */
export interface Use {
  readonly slope: number;
  readonly shift: number;
  readonly unit: number;
}

type Computed = Extract<Amount, { kind: 'computed' }>;

/** What a source is drawn for. */
type Purpose =
  /** A time until something starts, or a number of items that come: rounded as it is drawn. */
  | { readonly kind: 'plain' }
  /** The factor of these waits before a refused call is tried again. */
  | { readonly kind: 'factor'; readonly waitsMs: readonly number[] }
  | { readonly kind: 'amounts'; readonly variable: number; readonly amounts: readonly Computed[] };

function purposeOf(machine: Machine, source: number): Purpose {
  const { task } = machine.model.sources[source]!;
  if (machine.triggers.some((trigger) => trigger.source === source) || task < 0) return { kind: 'plain' };
  const retries = [...machine.rows.map(({ retry }) => retry), ...machine.runRetry];
  const retried = retries.flatMap((retry) => (retry?.jitter === source ? backoffsOf(retry) : []));
  if (retried.length > 0) return { kind: 'factor', waitsMs: retried };
  const variable = machine.model.tasks[task]!.variables.findIndex((one) => one.source === source);
  const amounts = machine.operations
    .filter((one) => one.task === task)
    .flatMap(({ operation }) => amountsOf(operation))
    .filter((amount): amount is Computed => mentions(amount, variable));
  return { kind: 'amounts', variable, amounts };
}

/** Every use of a source; undefined where one of them is more than a multiple and a shift. */
export function usesOf(machine: Machine, source: number): readonly Use[] | undefined {
  const purpose = purposeOf(machine, source);
  switch (purpose.kind) {
    case 'plain':
      return [{ slope: 1, shift: 0, unit: 1 }];
    case 'factor':
      return purpose.waitsMs.map((slope) => ({ slope, shift: 0, unit: 1 }));
    case 'amounts': {
      const uses = purpose.amounts.map(({ expression, unit }) => {
        const line = lineOf(expression, purpose.variable);
        return line && { ...line, unit };
      });
      return uses.includes(undefined) ? undefined : (uses as readonly Use[]);
    }
  }
}

/** One of those `values` of a source that everything that uses it is the same for; all of them where that is not known. */
export function toldApart(machine: Machine, source: number, values: readonly number[]): readonly number[] {
  if (usesOf(machine, source) === undefined) return values;
  const purpose = purposeOf(machine, source);
  const first = new Map<string, number>();
  for (const value of values) {
    const key = usedAs(purpose, value).join();
    if (!first.has(key)) first.set(key, value);
  }
  return [...first.values()];
}

/** The numbers that the engine makes of a value. */
function usedAs(purpose: Purpose, value: number): readonly number[] {
  switch (purpose.kind) {
    case 'plain':
      return [rounded(value, 1)];
    case 'factor':
      return purpose.waitsMs.map((waitMs) => jittered(waitMs, value));
    case 'amounts':
      return purpose.amounts.map(({ expression, unit }) => {
        const exact = evaluate(expression, () => value);
        return unit === 0 ? Number(exact > 0) : rounded(exact, unit);
      });
  }
}

function rounded(value: number, unit: number): number {
  return Math.max(0, Math.floor(value / unit + 0.5));
}

function mentions(amount: Amount, variable: number): boolean {
  return amount.kind === 'computed' && variablesOf(amount.expression).has(variable);
}

/** The variables an expression reads. */
export function variablesOf(expression: Expression): Set<number> {
  switch (expression.kind) {
    case 'number':
      return new Set();
    case 'variable':
      return new Set([expression.variable]);
    case 'binary':
      return new Set([...variablesOf(expression.left), ...variablesOf(expression.right)]);
    case 'call':
      return new Set(expression.operands.flatMap((operand) => [...variablesOf(operand)]));
  }
}

/** `expression` as `slope * variable + shift`; undefined where it is no such thing. */
function lineOf(expression: Expression, variable: number): Omit<Use, 'unit'> | undefined {
  switch (expression.kind) {
    case 'number':
      return { slope: 0, shift: expression.value };
    case 'variable':
      return expression.variable === variable ? { slope: 1, shift: 0 } : undefined;
    case 'call':
      return undefined;
    case 'binary': {
      const left = lineOf(expression.left, variable);
      const right = lineOf(expression.right, variable);
      return left && right && combined(expression.operator, left, right);
    }
  }
}

type Line = Omit<Use, 'unit'>;

function combined(operator: '+' | '-' | '*' | '/', left: Line, right: Line): Line | undefined {
  switch (operator) {
    case '+':
      return { slope: left.slope + right.slope, shift: left.shift + right.shift };
    case '-':
      return { slope: left.slope - right.slope, shift: left.shift - right.shift };
    case '*':
      if (right.slope === 0) return { slope: left.slope * right.shift, shift: left.shift * right.shift };
      return left.slope === 0 ? combined('*', right, left) : undefined;
    case '/':
      return right.slope === 0 ? { slope: left.slope / right.shift, shift: left.shift / right.shift } : undefined;
  }
}
