/**
 * `{ use: threshold, level: 50 }`: an admission policy from the table, with the options it declares.
 *
 * @module
 */
import { admissionPolicies } from '../../policies/index.ts';
import type { Path, Target } from '../../sim/model.ts';
import { rational, toNumber } from '../../sim/numbers/rational.ts';
import type { AdmissionPolicyFactory, PolicyOption } from '../../sim/policy.ts';
import { type Draft, type Later, type SupplyDraft, toGrains } from '../draft.ts';
import { COUNT_MAX } from '../values/bounds.ts';
import { readKnown } from '../values/values.ts';

const NONE: Target = { kind: 'level', level: { kind: 'constant', value: 0 } };

/** The target a policy gives; each use has a policy, and a memory, of its own. */
export function policyTarget(
  draft: Draft,
  path: Path,
  text: Readonly<Record<string, unknown>>,
  supply: SupplyDraft | undefined,
): Later<Target> {
  const name = String(text.use);
  const factory = admissionPolicies.find((row) => row.name === name);
  if (factory === undefined) {
    const known = admissionPolicies.map((row) => row.name);
    draft.report([...path, 'use'], { code: 'unknown_name', what: 'admission policy', name, known });
    return () => NONE;
  }
  const options = readOptions(draft, path, text, supply, factory);
  return (scale) => {
    if (options === undefined) return NONE;
    draft.policies.push(factory.create(Object.fromEntries(options.map(({ name: key, value }) => [key, value(scale)]))));
    return { kind: 'policy', policy: draft.policies.length - 1 };
  };
}

interface ReadOption {
  readonly name: string;
  readonly value: Later<number>;
}

function readOptions(
  draft: Draft,
  path: Path,
  text: Readonly<Record<string, unknown>>,
  supply: SupplyDraft | undefined,
  { options }: AdmissionPolicyFactory,
): ReadOption[] | undefined {
  const known = ['use', ...options.map((option) => option.name)];
  for (const key of Object.keys(text)) {
    if (!known.includes(key)) draft.report([...path, key], { code: 'unknown_key', key, known }, { on: 'key' });
  }
  const read = options.map((option) => readOption(draft, path, option, text[option.name], supply));
  const complete = read.filter((option) => option !== undefined);
  return complete.length === options.length ? complete : undefined;
}

function readOption(
  draft: Draft,
  path: Path,
  option: PolicyOption,
  text: unknown,
  supply: SupplyDraft | undefined,
): ReadOption | undefined {
  const { name, minimum } = option;
  if (text === undefined) return void draft.report(path, { code: 'missing_key', key: name });
  const at = [...path, name];
  if (typeof text !== 'number' && typeof text !== 'string') {
    return void draft.report(at, {
      code: 'wrong_kind',
      expected: 'a number or an expression',
      received: 'something else',
    });
  }
  const value = readKnown(draft, at, text, 'number', { min: rational(minimum), max: COUNT_MAX });
  if (value === undefined || supply === undefined) return undefined;
  if (option.unit === 'count') return { name, value: () => toNumber(value) };
  supply.uses.push(value);
  return { name, value: (scale) => toGrains(draft, scale, supply.index, value, at) };
}
