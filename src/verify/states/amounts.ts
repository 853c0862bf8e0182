/**
 * The amounts of an operation, and how large each can get.
 *
 * @module
 */

import type { Amount, Operation, SupplyWaiting, Task } from '../../sim/model.ts';
import { evaluate } from '../../sim/numbers/expression.ts';

/** All amounts an operation uses. */
export function amountsOf(operation: Operation): readonly Amount[] {
  return Object.values(namedAmounts(operation)).filter((amount) => amount !== undefined);
}

/** By what it is: `main`, `atMost`, `margin`, `poll`, `giveUp`, `actual`, `lasts`; and `also 0`, … of other supplies. */
export type NamedAmounts = Readonly<Record<string, Amount | undefined>>;

export function namedAmounts(operation: Operation): NamedAmounts {
  switch (operation.kind) {
    case 'acquire':
      return { atMost: operation.atMost };
    case 'await': {
      const main = operation.target.kind === 'level' ? operation.target.level : undefined;
      return { main, ...waiting(operation) };
    }
    case 'spend':
      return { main: operation.cost, ...waiting(operation), ...others(operation.also) };
    case 'call':
      return { main: operation.cost, giveUp: operation.giveUpIfLongerThan, ...others(operation.also) };
    case 'take':
      return { main: operation.most, atMost: operation.atMost };
    case 'emit':
      return { main: operation.count, atMost: operation.atMost };
    case 'work':
      return { main: operation.duration };
    case 'progress':
      return { main: operation.amount };
    case 'loop':
      return { main: operation.times };
    case 'settle': {
      const actual = operation.actual === 'held' ? undefined : operation.actual;
      return { main: operation.estimate, actual, lasts: operation.lasts };
    }
    default:
      return {};
  }
}

function others(also: Extract<Operation, { kind: 'spend' }>['also'] = []): NamedAmounts {
  return Object.fromEntries(also.map(({ cost }, index) => [`also ${index}`, cost]));
}

function waiting({ atMost, margin, poll, giveUpIfLongerThan }: SupplyWaiting): Omit<NamedAmounts, 'main'> {
  return { atMost, margin, poll: poll?.cost, giveUp: giveUpIfLongerThan };
}

/** Combinations of draws up to which an amount is worked out for each of them. */
const COMBINATIONS_MAX = 100_000;

/** Every value an amount can have, given the outcomes of the task's variables; undefined: too many to list. */
export function valuesOf(
  amount: Amount,
  { variables }: Task,
  outcomes: (source: number) => readonly number[],
): readonly number[] | undefined {
  if (amount.kind === 'constant') return [amount.value];
  const read = new Map<number, readonly number[]>();
  evaluate(amount.expression, (variable) => {
    read.set(variable, outcomes(variables[variable]!.source));
    return 1;
  });
  const lists = [...read];
  if (lists.reduce((product, [, values]) => product * values.length, 1) > COMBINATIONS_MAX) return undefined;
  const found = new Set<number>();
  for (const drawn of combinations(lists)) {
    const value = evaluate(amount.expression, (variable) => drawn.get(variable)!);
    found.add(amount.unit === 0 ? value : Math.max(0, Math.floor(value / amount.unit + 0.5)) * amount.each);
  }
  return [...found];
}

function combinations(lists: readonly (readonly [number, readonly number[]])[]): ReadonlyMap<number, number>[] {
  return lists.reduce<ReadonlyMap<number, number>[]>(
    (all, [variable, values]) => all.flatMap((one) => values.map((value) => new Map([...one, [variable, value]]))),
    [new Map()],
  );
}
