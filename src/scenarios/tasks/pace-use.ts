/**
 * `pause: { use: backoff, … }` and `take: { deals: { use: fit, … } }`: interval and batch policies from the table, one for each use.
 *
 * @module
 */
import { fixedBatch } from '../../policies/fixed-batch.ts';
import { fixedInterval } from '../../policies/fixed-interval.ts';
import { PolicyError } from '../../policies/policy-error.ts';
import type { Path } from '../../sim/model.ts';
import { ONE } from '../../sim/numbers/rational.ts';
import type { BatchPolicy, IntervalPolicy } from '../../sim/policy.ts';
import type { Draft, Later, Scale, SupplyDraft } from '../draft.ts';
import type { PolicyText } from '../schema/amount-shapes.ts';
import { makePolicy } from './make-policy.ts';
import { type ReadOption, readOptions } from './policy-options.ts';
import type { PolicyRow } from './policy-tables.ts';

/** Where an interval policy stands in `Model.policies`, and the longest pause it may ask for. */
export interface UsedInterval {
  readonly policy: number;
  readonly longestMs: number;
}

/** Where a batch policy stands in `Model.policies`, once it is made, and its largest batch. */
export interface UsedBatch {
  readonly policy: Later<number>;
  readonly most: number;
}

/** What stands for one that cannot be made, which was told. */
const NO_PAUSES = fixedInterval({ pauseMs: 1 });
const NO_BATCHES = fixedBatch({ most: 1 });

/** The interval policy that `text` names; undefined, with its mistakes told, where it is broken. */
export function intervalUse(draft: Draft, path: Path, text: PolicyText): Later<UsedInterval> | undefined {
  const used = readUse(draft, path, text, draft.tables.interval, 'interval');
  if (used === undefined) return undefined;
  draft.spansMs.push(...pausesOf(draft, used));
  return once((scale) => {
    const { settings, more } = settledAt(used, scale);
    const made = makePolicy(draft, path, used.row, { options: settings }) ?? NO_PAUSES;
    const policy = draft.policies.push({ ...made, ...more, settings }) - 1;
    return { policy, longestMs: Math.max(...made.pausesMs) };
  });
}

/** The batch policy that `text` names. */
export function batchUse(draft: Draft, path: Path, text: PolicyText): UsedBatch | undefined {
  const used = readUse(draft, path, text, draft.tables.batch, 'batch');
  if (used === undefined) return undefined;
  const policy = once((scale) => {
    const { settings, more } = settledAt(used, scale);
    const made = makePolicy(draft, path, used.row, { options: settings }) ?? NO_BATCHES;
    return draft.policies.push({ ...made, ...more, settings }) - 1;
  });
  // A number of items hangs on no grain.
  return { policy, most: used.options.find(({ name }) => name === 'most')!.value(NO_SCALE) };
}

/** Its pauses, for the grid that all of them are multiples of; none where it cannot be made, which is told when it is. */
function pausesOf({ supplies }: Draft, { row, options }: Use<IntervalPolicy>): readonly number[] {
  // Grains are not known yet, and pauses do not hang on them.
  const scale = { gridMs: 1, grainsPerToken: [...supplies.values()].map(() => ONE) };
  try {
    const values = Object.fromEntries(options.map(({ name, value }) => [name, value(scale)]));
    return row.make({ options: values, users: 1, place: (says) => says }).pausesMs;
  } catch (error) {
    if (error instanceof PolicyError) return [];
    throw error;
  }
}

const NO_SCALE: Scale = { gridMs: 1, grainsPerToken: [] };

interface Use<Made extends IntervalPolicy | BatchPolicy> {
  readonly row: PolicyRow<Made>;
  readonly supply: SupplyDraft | undefined;
  readonly options: readonly ReadOption[];
}

/** The options in grains, and what else the model knows of the policy. */
function settledAt({ options, supply }: Use<IntervalPolicy | BatchPolicy>, scale: Scale) {
  const settings = Object.fromEntries(options.map(({ name, value }) => [name, value(scale)]));
  return { settings, more: supply === undefined ? {} : { supply: supply.index } };
}

function readUse<Made extends IntervalPolicy | BatchPolicy>(
  draft: Draft,
  path: Path,
  text: PolicyText,
  table: readonly PolicyRow<Made>[],
  family: string,
): Use<Made> | undefined {
  const row = table.find((one) => one.name === text.use);
  if (row === undefined && draft.named.has(text.use)) {
    const why = `what stands under \`policies\` is shared by steps that await; write the ${family} policy out here`;
    return void draft.report([...path, 'use'], { code: 'no_meaning', what: `"${text.use}"`, why });
  }
  if (row === undefined) {
    if (draft.tables.incomplete) return undefined;
    const known = table.map((one) => one.name);
    return void draft.report([...path, 'use'], {
      code: 'unknown_name',
      what: `${family} policy`,
      name: text.use,
      known,
    });
  }
  const supply = row.sees === undefined ? undefined : supplySeen(draft, path, text);
  const options = readOptions(draft, path, text, supply, row);
  if (options === undefined || (row.sees !== undefined && supply === undefined)) return undefined;
  return { row, supply, options };
}

/** The supply whose level the policy sees. */
function supplySeen(draft: Draft, path: Path, text: PolicyText): SupplyDraft | undefined {
  const name = text.supply;
  if (name === undefined) return void draft.report(path, { code: 'missing_key', key: 'supply' });
  const supply = typeof name === 'string' ? draft.supplies.get(name) : undefined;
  if (supply !== undefined) return supply;
  const known = [...draft.supplies.keys()];
  return void draft.report([...path, 'supply'], { code: 'unknown_name', what: 'supply', name: String(name), known });
}

/** An operation may be written out more than once; its policy is made once. */
function once<Made>(make: Later<Made>): Later<Made> {
  let made: { readonly value: Made } | undefined;
  return (scale) => {
    made ??= { value: make(scale) };
    return made.value;
  };
}
