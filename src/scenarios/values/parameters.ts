/**
 * Parameters and facts as a whole: what each is, and whether a setting lies where it may.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import {
  add,
  compare,
  divide,
  isWhole,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from '../../sim/numbers/rational.ts';
import type { Amount, FactText, ParameterText, ScenarioDocument } from '../schema/schema.ts';
import { type Node, nodeAt, type Plain, plainOf } from '../text/tree.ts';
import { textOf } from '../worlds.ts';
import { isWithin, type NameLookup, type Reading, shown } from './bounds.ts';
import { factored } from './factors.ts';
import type { Definition } from './names.ts';
import { formatQuantity } from './quantity.ts';
import type { Known } from './terms.ts';
import { readKnown, readTerm } from './values.ts';

/** Where each parameter and fact is defined; one that was broken is there without its text. */
export function definitionsOf(root: Node, document: ScenarioDocument): Map<string, Definition> {
  const facts = keysOf(root, 'facts').map((name): [string, Definition] => {
    const text = own(document.facts, name);
    return [name, { path: ['facts', name], text: isUnsure(text) ? undefined : text }];
  });
  const parameters = keysOf(root, 'parameters').map((name): [string, Definition] => {
    const path = ['parameters', name];
    const text = own(document.parameters, name);
    return [name, isMap(text) ? { path: [...path, 'value'], text: text.value } : { path, text }];
  });
  return new Map([...facts, ...parameters]);
}

/** Works out every parameter and fact, used or not, and checks the settings against their ranges. */
export function checkParameters(reading: Reading, root: Node, document: ScenarioDocument): void {
  const ignore = (): void => {};
  for (const name of keysOf(root, 'parameters')) {
    const text = own(document.parameters, name);
    const path = ['parameters', name];
    const term = reading.names.resolve(name, ignore);
    if (isMap(text)) checkReferences(reading, path, text);
    if (term?.kind === 'drawn') reading.report(path, { code: 'must_be_constant', what: term.by });
    else if (term !== undefined && isMap(text)) checkRange(reading, path, text, term);
  }
  // After a value of the wrong unit is known, so that what refers to it is not told too.
  for (const name of reading.names.all) reading.names.resolve(name, ignore);
}

type ParameterMap = Exclude<ParameterText, number | string>;

/** Ranges bound what is searched, so they are literals: no reference can move them. */
function checkReferences({ report }: Reading, path: Path, map: ParameterMap): void {
  const { range = [], step, factor, oneOf = [] } = map;
  const texts: [Path, string | number | undefined][] = [
    ...range.map((text, index): [Path, string | number] => [['range', index], text]),
    [['step'], step],
    [['factor'], factor],
    ...oneOf.map((text, index): [Path, string | number] => [['oneOf', index], text]),
  ];
  for (const [key, text] of texts) {
    if (typeof text !== 'string' || !text.includes('$')) continue;
    report([...path, ...key], { code: 'reference_here' }, { offset: text.indexOf('$') });
  }
}

function checkRange(reading: Reading, path: Path, map: ParameterMap, value: Known): void {
  const { range, step, factor, oneOf } = map;
  const at = [...path, 'value'];
  if (isOfOtherUnit(reading, path, [...(range ?? []), ...(oneOf ?? [])], value)) {
    reading.names.spoil(String(path.at(-1)));
    return;
  }
  const literal = (key: Path, text: number | string): Rational | undefined =>
    readLiteral(reading, [...path, ...key], text, value);
  const size = step === undefined ? undefined : literal(['step'], step);
  if (size && range === undefined) {
    const why = 'steps are counted from the low end of a `range`, and there is none';
    reading.report([...path, 'step'], { code: 'no_meaning', what: '"step"', why }, { on: 'key' });
  }
  const stepped = size && isWithin(reading, [...path, 'step'], { ...value, value: size }, { above: ZERO });
  if (range !== undefined) {
    const [low, high] = range.map((text, index) => literal(['range', index], text));
    if (low && high && isWithin(reading, [...path, 'range', 1], { ...value, value: high }, { min: low })) {
      const inside = isWithin(reading, at, value, { min: low, max: high });
      if (inside && size && stepped) checkStep(reading, at, value, { low, high, size });
      if (inside) checkFactor(reading, path, map, { value, low, high });
    }
  } else if (factor !== undefined) {
    const why = 'the values are counted from the low end of a `range`, and there is none';
    reading.report([...path, 'factor'], { code: 'no_meaning', what: '"factor"', why }, { on: 'key' });
  }
  if (oneOf === undefined) return;
  const values = oneOf.map((text, index) => literal(['oneOf', index], text));
  if (values.some((one) => one === undefined || compare(one, value.value) === 0)) return;
  reading.report(at, { code: 'not_one_of', received: shown(value), known: oneOf.map(String) });
}

/**
 * Whether `value` is of another unit than every literal it is compared with: then it is the value that is wrong, which
 * may come from outside (`--set EVERY=15`).
 */
function isOfOtherUnit(reading: Reading, path: Path, texts: readonly (number | string)[], value: Known): boolean {
  const quiet: Reading = { report: () => {}, names: reading.names, files: reading.files };
  const units = texts.map((text) => readTerm(quiet, path, text)?.unit);
  const [expected] = units;
  if (expected === undefined || expected === value.unit || units.some((unit) => unit !== expected)) return false;
  const bare =
    value.unit === 'number' ? ({ code: 'needs_unit', unit: expected, received: shown(value) } as const) : undefined;
  reading.report([...path, 'value'], bare ?? { code: 'wrong_unit', expected, received: value.unit });
  return true;
}

/** The steps are counted from the low end of the range. */
function checkStep(
  reading: Reading,
  at: Path,
  value: Known,
  { low, high, size }: Readonly<Record<'low' | 'high' | 'size', Rational>>,
): void {
  const steps = divide(subtract(value.value, low), size);
  if (isWhole(steps)) return;
  const below = rational(steps.numerator / steps.denominator);
  const near = [below, add(below, ONE)]
    .map((count) => add(low, multiply(count, size)))
    .filter((one) => compare(one, high) <= 0)
    .map((one) => shown({ ...value, value: one }));
  reading.report(at, { code: 'off_step', received: shown(value), step: shown({ ...value, value: size }), near });
}

/** Each value of the range is so many times the one below it. */
function checkFactor(
  reading: Reading,
  path: Path,
  { step, factor }: ParameterMap,
  { value, low, high }: { readonly value: Known; readonly low: Rational; readonly high: Rational },
): void {
  if (factor === undefined) return;
  const at = [...path, 'factor'];
  if (step !== undefined) {
    reading.report(at, { code: 'exclude', keys: ['step', 'factor'] }, { on: 'key' });
    return;
  }
  const read = readKnown(reading, at, factor, 'number', { above: ONE });
  if (read === undefined || !isWithin(reading, [...path, 'range', 0], { ...value, value: low }, { above: ZERO }))
    return;
  const values = factored(low, high, read);
  if (values.some((one) => compare(one, value.value) === 0)) return;
  const known = values.map((one) => shown({ ...value, value: one }));
  reading.report([...path, 'value'], { code: 'not_one_of', received: shown(value), known });
}

function readLiteral(reading: Reading, path: Path, text: number | string, value: Known): Rational | undefined {
  if (typeof text === 'string' && text.includes('$')) return undefined;
  const term = readTerm(reading, path, text);
  if (term === undefined) return undefined;
  if (term.unit === value.unit) return term.kind === 'known' ? term.value : undefined;
  return void reading.report(path, { code: 'wrong_unit', expected: value.unit, received: term.unit });
}

/** Each parameter and fact with the value as it is used; what is unsure with all its values. */
export function parameterTexts(names: NameLookup, root: Node): Record<string, string> {
  const texts = names.all.map((name): [string, string] => {
    const term = names.resolve(name, () => {});
    const text = written(root, name);
    const workedOut = term?.kind === 'known' && typeof text === 'string' && text.includes('$');
    return [name, workedOut ? formatQuantity(term) : textOf(text)];
  });
  return Object.fromEntries(texts);
}

function written(root: Node, name: string): Plain {
  const parameter = nodeAt(root, ['parameters', name]);
  const node = nodeAt(root, ['facts', name]) ?? (parameter && (nodeAt(parameter, ['value']) ?? parameter));
  return node === undefined ? undefined : plainOf(node);
}

export function keysOf(root: Node, section: string): string[] {
  const node = nodeAt(root, [section]);
  return node?.kind === 'map' ? [...node.entries.keys()] : [];
}

/** What of a section has the right shape, in the order of the document (a JavaScript object would sort names like `7`). */
export function entriesOf<Value>(
  root: Node,
  section: string,
  map: Readonly<Record<string, Value>> | undefined,
): [string, Value][] {
  return keysOf(root, section).flatMap((name): [string, Value][] => {
    const value = own(map, name);
    return value === undefined ? [] : [[name, value]];
  });
}

function own<Value>(map: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

function isMap(text: ParameterText | undefined): text is ParameterMap {
  return typeof text === 'object';
}

function isUnsure(text: FactText | undefined): text is Exclude<FactText, Amount> {
  return typeof text === 'object' && 'unsure' in text;
}
