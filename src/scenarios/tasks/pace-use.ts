/**
 * `pause: { use: backoff, … }` and `take: { deals: { use: fit, … } }`: interval and batch policies from the table, one for each use.
 *
 * @module
 */
import { batchPolicies, intervalPolicies } from '../../policies/index.ts';
import type { Path } from '../../sim/model.ts';
import type { BatchPolicyFactory, IntervalPolicyFactory } from '../../sim/policy.ts';
import type { Draft, Later, Scale, SupplyDraft } from '../draft.ts';
import type { PolicyText } from '../schema/amount-shapes.ts';
import { type ReadOption, readOptions } from './policy-options.ts';

/** Where in `Model.policies` the policy stands, once it is made, and the number it is bounded by. */
export interface UsedPolicy {
  readonly policy: Later<number>;
  /** The longest pause in ms, or the largest batch. */
  readonly most: number;
}

/** The interval policy that `text` names; undefined, with its mistakes told, where it is broken. */
export function intervalUse(draft: Draft, path: Path, text: PolicyText): UsedPolicy | undefined {
  const used = readUse(draft, path, text, intervalPolicies, 'interval');
  if (used === undefined) return undefined;
  const { factory, supply, options } = used;
  const made = once((scale) => {
    const settings = settingsOf(options, scale);
    const seen = supply === undefined ? {} : { supply: supply.index };
    return draft.policies.push({ ...factory.create(settings), ...seen, settings }) - 1;
  });
  // Pauses are no amounts of tokens: they do not hang on the grain.
  const spans = factory.options.filter(({ unit }) => unit === 'duration').map(({ name }) => name);
  const most = options.flatMap(({ name, value }) => (spans.includes(name) ? [value(NO_SCALE)] : []));
  return { policy: made, most: Math.max(...most) };
}

/** The batch policy that `text` names. */
export function batchUse(draft: Draft, path: Path, text: PolicyText): UsedPolicy | undefined {
  const used = readUse(draft, path, text, batchPolicies, 'batch');
  if (used === undefined) return undefined;
  const { factory, supply, options } = used;
  const made = once((scale) => {
    const settings = settingsOf(options, scale);
    const seen = supply === undefined ? {} : { supply: supply.index };
    return draft.policies.push({ ...factory.create(settings), ...seen, settings }) - 1;
  });
  return { policy: made, most: options.find(({ name }) => name === 'most')!.value(NO_SCALE) };
}

const NO_SCALE: Scale = { gridMs: 1, grainsPerToken: [] };

interface Use<Factory> {
  readonly factory: Factory;
  readonly supply: SupplyDraft | undefined;
  readonly options: readonly ReadOption[];
}

function readUse<Factory extends IntervalPolicyFactory | BatchPolicyFactory>(
  draft: Draft,
  path: Path,
  text: PolicyText,
  table: readonly Factory[],
  family: string,
): Use<Factory> | undefined {
  const factory = table.find((row) => row.name === text.use);
  if (factory === undefined && draft.named.has(text.use)) {
    const why = `what stands under \`policies\` is shared by steps that await; write the ${family} policy out here`;
    return void draft.report([...path, 'use'], { code: 'no_meaning', what: `"${text.use}"`, why });
  }
  if (factory === undefined) {
    const known = table.map((row) => row.name);
    return void draft.report([...path, 'use'], {
      code: 'unknown_name',
      what: `${family} policy`,
      name: text.use,
      known,
    });
  }
  const supply = factory.sees === undefined ? undefined : supplySeen(draft, path, text);
  const options = readOptions(draft, path, text, supply, factory);
  if (options === undefined || (factory.sees !== undefined && supply === undefined)) return undefined;
  return { factory, supply, options };
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

function settingsOf(options: readonly ReadOption[], scale: Scale): Record<string, number> {
  return Object.fromEntries(options.map(({ name, value }) => [name, value(scale)]));
}

/** An operation may be written out more than once; its policy is made once. */
function once(make: Later<number>): Later<number> {
  let made = -1;
  return (scale) => {
    if (made < 0) made = make(scale);
    return made;
  };
}
