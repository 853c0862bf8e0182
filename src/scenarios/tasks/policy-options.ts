/**
 * The options of a policy as a scenario writes them: those its row in the table declares, each in the unit it says.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { compare, fromNumber, type Rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { PolicyOption } from '../../sim/policy.ts';
import { type Draft, type Later, type SupplyDraft, toGrains } from '../draft.ts';
import { COUNT_MAX } from '../values/bounds.ts';
import { readDuration, readKnown } from '../values/values.ts';

export interface ReadOption {
  readonly name: string;
  readonly value: Later<number>;
}

interface Read {
  readonly option: PolicyOption;
  readonly value: Rational;
}

/** The options of the policy at `path`; undefined where something is wrong, which is told. */
export function readOptions(
  draft: Draft,
  path: Path,
  text: Readonly<Record<string, unknown>>,
  supply: SupplyDraft | undefined,
  { options, sees }: { readonly options: readonly PolicyOption[]; readonly sees?: 'supply' },
): ReadOption[] | undefined {
  const known = ['use', ...(sees === undefined ? [] : [sees]), ...options.map((option) => option.name)];
  for (const key of Object.keys(text)) {
    if (!known.includes(key)) draft.report([...path, key], { code: 'unknown_key', key, known }, { on: 'key' });
  }
  const read = options.map((option) => readOption(draft, path, option, text[option.name]));
  const complete = read.filter((one) => one !== undefined);
  if (complete.length < options.length || !areInOrder(draft, path, complete)) return undefined;
  return complete.map(({ option, value }) => inGrains(draft, [...path, option.name], supply, option, value));
}

function readOption(draft: Draft, path: Path, option: PolicyOption, text: unknown): Read | undefined {
  const { name, minimum } = option;
  if (text === undefined) {
    if (option.default !== undefined) return { option, value: fromNumber(option.default) };
    return void draft.report(path, { code: 'missing_key', key: name });
  }
  const at = [...path, name];
  if (option.unit === 'duration' && (typeof text === 'number' || typeof text === 'string')) {
    const ms = readDuration(draft, at, text, { above: ZERO });
    if (ms === undefined) return undefined;
    draft.spansMs.push(ms);
    return { option, value: fromNumber(ms) };
  }
  if (typeof text !== 'number' && typeof text !== 'string') {
    const received = text === null ? 'nothing' : Array.isArray(text) ? 'a list' : 'something else';
    return void draft.report(at, { code: 'wrong_kind', expected: 'a number or an expression', received });
  }
  const value = readKnown(draft, at, text, 'number', {
    min: fromNumber(minimum),
    ...(option.positive === true && { above: ZERO }),
    max: COUNT_MAX,
    whole: option.unit === 'count',
  });
  return value && { option, value };
}

/** An option that must lie above another one does. */
function areInOrder(draft: Draft, path: Path, options: readonly Read[]): boolean {
  let inOrder = true;
  for (const { option, value } of options) {
    const other = options.find((one) => one.option.name === option.above);
    if (other === undefined || compare(value, other.value) > 0) continue;
    inOrder = false;
    const text = (one: Rational): string => `${toNumber(one)}${option.unit === 'duration' ? 'ms' : ''}`;
    const limit = `${other.option.name}, ${text(other.value)}`;
    draft.report([...path, option.name], { code: 'not_above', received: text(value), limit });
  }
  return inOrder;
}

function inGrains(
  draft: Draft,
  at: Path,
  supply: SupplyDraft | undefined,
  { name, unit }: PolicyOption,
  value: Rational,
): ReadOption {
  if (unit !== 'level' || supply === undefined) return { name, value: () => toNumber(value) };
  supply.uses.push(value);
  return { name, value: (scale) => toGrains(draft, scale, supply.index, value, at) };
}
