/**
 * The shape of a user's policy, looked at as data: what comes from a plugin has no types that anybody has checked.
 *
 * Each function says the first thing that is wrong, in words that go on after the name of the policy.
 *
 * @module
 */
import { kindOf } from '../sim/kind-of.ts';
import type { PolicyDefinition } from './definition.ts';

export type Family = PolicyDefinition['family'];

type Unknown = Readonly<Record<string, unknown>>;

const FAMILIES: readonly Family[] = ['admission', 'interval', 'batch'];
const UNITS = ['level', 'count', 'duration'];
const COMMON = ['family', 'name', 'describe', 'options', 'create'];
/** What only some families have. */
const MORE: Readonly<Record<Family, readonly string[]>> = {
  admission: ['together'],
  interval: ['sees'],
  batch: ['sees'],
};
const OPTION_KEYS = ['name', 'unit', 'minimum', 'positive', 'above', 'default', 'describe'];
/** Keys that mean something else beside the options. */
const RESERVED = ['use', 'supply'];

/** The functions that `create` must give, and what else it may. */
const MADE: Readonly<Record<Family, { readonly must: string; readonly may: readonly string[] }>> = {
  admission: { must: 'admit', may: ['memory', 'remember', 'seesWaiting'] },
  interval: { must: 'pauseMs', may: ['memory', 'remember', 'pausesMs'] },
  batch: { must: 'size', may: ['memory', 'remember'] },
};

/** Whether a value is meant to be the definition of a policy. */
export function isMeantAsPolicy(value: unknown): value is Unknown {
  return isObject(value) && ['family', 'create', 'admit', 'pauseMs', 'size'].some((key) => key in value);
}

/** What is wrong with a definition; undefined where nothing is. */
export function definitionMistake(value: unknown): string | undefined {
  if (!isObject(value)) return `must be an object, received ${kindOf(value)}`;
  const { family, name, describe, options, create } = value;
  if (!isFamily(family)) return `needs a family, one of ${FAMILIES.join(', ')}, received ${kindOf(family)}`;
  if (!isName(name)) return 'needs a name: 1 to 100 letters, digits, - and _, a letter first';
  if (!isText(describe)) return 'needs a text `describe` that says what it does';
  const unknown = Object.keys(value).find((key) => ![...COMMON, ...MORE[family]].includes(key));
  if (unknown !== undefined) return `has "${unknown}", which means nothing in the family ${family}`;
  if (value.sees !== undefined && value.sees !== 'supply')
    return `can see nothing but a supply: write sees: 'supply', received ${kindOf(value.sees)}`;
  if (value.together !== undefined && typeof value.together !== 'boolean')
    return `needs true or false for together, received ${kindOf(value.together)}`;
  if (typeof create !== 'function') return `needs a function \`create\`, received ${kindOf(create)}`;
  const mistake = optionsMistake(options);
  if (mistake !== undefined) return mistake;
  const listed = options as readonly Unknown[];
  const level = listed.find(({ unit }) => unit === 'level');
  if (level !== undefined && family !== 'admission' && value.sees === undefined)
    return `has the level ${String(level.name)}, and sees no supply: say sees: 'supply'`;
  return family === 'batch' ? mostMistake(listed) : undefined;
}

/** What is wrong with what `create` gave. */
export function madeMistake(family: Family, made: unknown): string | undefined {
  const { must, may } = MADE[family];
  if (!isObject(made)) return `create must give an object with a function ${must}, and gave ${kindOf(made)}`;
  if (typeof made[must] !== 'function') return `create must give a function ${must}, and gave ${kindOf(made[must])}`;
  const unknown = Object.keys(made).find((key) => key !== must && !may.includes(key));
  if (unknown !== undefined) return `create gave "${unknown}", which a policy of one's own cannot declare`;
  const { memory, remember, seesWaiting, pausesMs } = made;
  if (remember !== undefined && typeof remember !== 'function') return 'remember must be a function';
  if (seesWaiting !== undefined && typeof seesWaiting !== 'boolean') return 'seesWaiting must be true or false';
  const hasMemory = Array.isArray(memory) && memory.length > 0;
  if (hasMemory && remember === undefined) return 'has a memory, and no function `remember` that says what is in it';
  if (!hasMemory && remember !== undefined) return 'has a function `remember`, and no `memory` that says what it keeps';
  return memoryMistake(memory) ?? (family === 'interval' ? pausesMistake(pausesMs) : undefined);
}

function optionsMistake(options: unknown): string | undefined {
  if (!Array.isArray(options)) return `needs a list of options, which may be empty, received ${kindOf(options)}`;
  const names = options.map((option: unknown) => (isObject(option) ? option.name : undefined));
  for (const [index, option] of (options as readonly unknown[]).entries()) {
    const mistake = isObject(option) ? optionMistake(option, names.slice(0, index)) : 'must be an object';
    if (mistake !== undefined) return `options[${index}] ${mistake}`;
  }
  return undefined;
}

function optionMistake(option: Unknown, before: readonly unknown[]): string | undefined {
  const { name, unit, minimum, positive, above, describe } = option;
  if (!isName(name)) return 'needs a name: letters, digits, - and _, a letter first';
  if (RESERVED.includes(name)) return `cannot be called "${name}", which means something else`;
  if (before.includes(name)) return `has the name "${name}", which another one has`;
  if (!UNITS.includes(String(unit))) return `needs a unit, one of ${UNITS.join(', ')}, received ${kindOf(unit)}`;
  if (!isNumber(minimum)) return `needs a number \`minimum\`, received ${kindOf(minimum)}`;
  if (!isText(describe)) return 'needs a text `describe` that says what it is';
  if (positive !== undefined && positive !== true) return 'can say `positive: true`, or nothing of it';
  if (above !== undefined && !before.includes(above)) return `must be above an option before it, not ${kindOf(above)}`;
  if (option.default !== undefined && !(isNumber(option.default) && option.default >= minimum))
    return `needs a default of at least ${minimum}, received ${kindOf(option.default)}`;
  const unknown = Object.keys(option).find((key) => !OPTION_KEYS.includes(key));
  return unknown === undefined
    ? undefined
    : `has "${unknown}", which means nothing: known are ${OPTION_KEYS.join(', ')}`;
}

function mostMistake(options: readonly Unknown[]): string | undefined {
  const most = options.find(({ name }) => name === 'most');
  if (most?.unit === 'count' && Number(most.minimum) >= 1) return undefined;
  return 'needs an option `most` of unit count and minimum 1: no batch exceeds it';
}

function memoryMistake(memory: unknown): string | undefined {
  if (memory === undefined) return undefined;
  if (!Array.isArray(memory)) return `memory must be a list of { name, low, high }, received ${kindOf(memory)}`;
  for (const [index, slot] of (memory as readonly unknown[]).entries()) {
    if (!isObject(slot) || !isText(slot.name)) return `memory[${index}] needs a name`;
    const { low, high } = slot;
    if (!isWhole(low) || !isWhole(high)) return `memory[${index}] needs whole numbers low and high`;
    if (low > 0 || high < 0) return `memory[${index}] begins at 0, which is not from ${low} to ${high}`;
  }
  return undefined;
}

function pausesMistake(pausesMs: unknown): string | undefined {
  const are = Array.isArray(pausesMs) && pausesMs.length > 0 && pausesMs.every((one) => isWhole(one) && one > 0);
  return are ? undefined : 'needs pausesMs: a list of every pause it may ask for, in whole milliseconds above 0';
}

function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFamily(value: unknown): value is Family {
  return FAMILIES.some((family) => family === value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z][\w-]{0,99}$/.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
