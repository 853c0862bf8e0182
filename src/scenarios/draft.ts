/**
 * A model while it is being compiled. What depends on the grain of a supply or on the grid is written down as a function
 * of the `Scale`, which is known only when every amount of the scenario has been seen.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { Outage } from '../sim/catch-up.ts';
import type { Amount, LineOrder, Path, Source, StartChoice, Target } from '../sim/model.ts';
import {
  compare,
  divide,
  greatestCommonDivisor,
  multiply,
  ONE,
  type Rational,
  toNumber,
  ZERO,
} from '../sim/numbers/rational.ts';
import type { Policy } from '../sim/policy.ts';
import type { PolicyText } from './schema/amount-shapes.ts';
import type { SupplyText } from './schema/schema.ts';
import type { Emissions } from './tasks/emissions.ts';
import type { PolicyTables } from './tasks/policy-tables.ts';
import type { Node } from './text/tree.ts';
import { COUNT_MAX, type Reading } from './values/bounds.ts';

export interface Scale {
  readonly gridMs: number;
  /** Grains in a token of each supply, by index. */
  readonly grainsPerToken: readonly Rational[];
}

export type Later<Value> = (scale: Scale) => Value;

export interface SupplyDraft {
  readonly name: string;
  readonly path: Path;
  readonly index: number;
  readonly unit: Rational;
  readonly capacity: Rational;
  /** What a level must not be above; a capacity that is wrong bounds nothing, so that it is told alone. */
  readonly levelMax: Rational;
  /** Whose turn it is among runs that wait for it. */
  readonly turn: 'any' | LineOrder;
  /** Every fixed amount of tokens in the scenario: the grain divides them all. */
  readonly uses: Rational[];
  /** What it says it is; undefined where that is broken. */
  readonly model?: SupplyText['model'] | undefined;
  readonly clamps?: boolean;
  /** The name it is one of several limits of, and what it counts. */
  readonly limitOf?: string | undefined;
  readonly counts?: 'requests' | 'tokens' | undefined;
  /** Set where some step settles what it took of it. */
  settled?: true;
}

export interface LockDraft {
  readonly name: string;
  readonly index: number;
  readonly kind: 'lock' | 'pool';
}

export interface BacklogDraft {
  readonly name: string;
  readonly path: Path;
  readonly index: number;
  readonly unlimited: boolean;
  /** The most items that are ever in it, where that can be read: its capacity, or what there is where nothing comes. */
  readonly most: { readonly items: number; readonly what: string } | undefined;
}

/** A policy that stands under `policies`. */
export interface NamedPolicy {
  readonly name: string;
  readonly text: PolicyText;
  /** Whose levels its options are; settled by the first who names it. */
  supply: SupplyDraft | undefined;
  /** The tasks that name it. */
  readonly users: Set<number>;
  /** Where it stands in the model; undefined before the first who names it was compiled. */
  target: Later<Target> | undefined;
}

/** An outage, and whose scheduler it is; absent: everybody's. */
export interface OutageDraft extends Outage {
  readonly tasks: readonly string[] | undefined;
}

export interface Draft extends Reading {
  readonly root: Node;
  readonly supplies: ReadonlyMap<string, SupplyDraft>;
  readonly locks: ReadonlyMap<string, LockDraft>;
  readonly backlogs: ReadonlyMap<string, BacklogDraft>;
  /** Names of the tasks, in the order of the document, and which of them start which. */
  readonly emissions: Emissions;
  /** Permits of each lock, once they were read; what is broken bounds nothing. */
  readonly permits: number[];
  readonly sources: Source[];
  readonly policies: Policy[];
  /** What a policy may be, by name. */
  readonly tables: PolicyTables;
  /** Those that stand under `policies`, by name. */
  readonly named: ReadonlyMap<string, NamedPolicy>;
  readonly starts: StartChoice[];
  /** Periods, polls and durations that are fixed or chosen from a list: the grid divides them all. */
  readonly spansMs: number[];
  readonly startMs: number | undefined;
  /** When schedulers are down. */
  readonly outages: readonly OutageDraft[];
}

/** What stands where something is broken; the issue that was told keeps it from ever being run. */
export const BROKEN: Amount = { kind: 'constant', value: 0 };

/** The grain of each supply. */
export function grainsOf(draft: Draft): Rational[] {
  return [...draft.supplies.values()].map(({ path, capacity, uses }) => {
    const perToken = divide(ONE, greatestCommonDivisor([ONE, capacity, ...uses]));
    if (compare(multiply(capacity, perToken), COUNT_MAX) < 0 && compare(perToken, COUNT_MAX) < 0) return perToken;
    draft.report(path, { code: 'no_common_grain', perToken: grainsText(perToken) }, { on: 'key' });
    return ONE;
  });
}

function grainsText(perToken: Rational): string {
  return `${String(toNumber(perToken))} grains`;
}

/** `tokens` in grains of the supply; told where that is more than can be counted exactly. */
export function toGrains(draft: Draft, scale: Scale, supply: number, tokens: Rational, path: Path): number {
  const perToken = scale.grainsPerToken[supply];
  assert(perToken !== undefined, 'a supply has its grain', { supply });
  const grains = multiply(tokens, perToken);
  if (compare(grains, COUNT_MAX) > 0) {
    draft.report(path, { code: 'no_common_grain', perToken: grainsText(perToken) });
  }
  return toNumber(grains);
}

/** Remembers an amount for the grain; what is broken counts as nothing. */
export function remember(supply: SupplyDraft, tokens: Rational | undefined): Rational {
  if (tokens === undefined) return ZERO;
  supply.uses.push(tokens);
  return tokens;
}
