/**
 * What the parts of the engine hand each other: the machine, the state they mutate, who decides and who listens.
 *
 * @module
 */
import type { Chooser } from './chooser.ts';
import type { Observer } from './listen/observer.ts';
import type { Machine } from './machine.ts';
import type { Amount } from './model.ts';
import { evaluate } from './numbers/expression.ts';
import type { State } from './state.ts';
import type { TimeMs } from './time.ts';

export interface Drive {
  readonly machine: Machine;
  readonly state: State;
  readonly choose: Chooser;
  readonly observer: Observer | undefined;
  /** Operations this instant may still take before it counts as a loop without time. */
  operationsLeft: number;
  /** So many runs are there that this instant was given more of them. */
  crowded: boolean;
  /** The run that goes on without a pause since the line of the supply `servedOf` let it through; -1: none. */
  serving: number;
  servedOf: number;
}

/** What the parts of the engine are handed, before anything has happened. */
export function driveOf(
  machine: Machine,
  state: State,
  choose: Chooser,
  observer: Observer | undefined,
  operationsLeft = 0,
): Drive {
  return { machine, state, choose, observer, operationsLeft, crowded: false, serving: -1, servedOf: -1 };
}

/** How far one call may go, and how many timers went off in it. */
export interface Span {
  readonly untilMs: TimeMs;
  readonly eventsMax: number;
  events: number;
}

/** The value of an amount that is not constant, for `run`; draws what is drawn at its first use. */
export function compute(drive: Drive, run: number, amount: Amount): number {
  if (amount.kind === 'constant') return amount.value;
  const { expression, unit, each } = amount;
  const value =
    expression.kind === 'variable'
      ? variableOf(drive, run, expression.variable)
      : evaluate(expression, (variable) => variableOf(drive, run, variable));
  return unit === 0 ? value : Math.max(0, Math.floor(value / unit + 0.5)) * each;
}

function variableOf({ machine, state, choose }: Drive, run: number, variable: number): number {
  const slot = run * machine.variablesMax + variable;
  const known = state.variables[slot]!;
  if (!Number.isNaN(known)) return known;
  // Nothing was taken yet.
  if (variable === machine.stock.variable[state.task[run]!]) return 0;
  const value = choose.amount(machine.variableSource[state.task[run]! * machine.variablesMax + variable]!, run);
  state.variables[slot] = value;
  return value;
}
