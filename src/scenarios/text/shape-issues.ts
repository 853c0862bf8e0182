/**
 * What zod says about the shape of a document, told to a person: in a choice between forms only the form that was meant
 * speaks, and an unknown key names what is known.
 *
 * @module
 */
import type { z } from 'zod';
import type { Path } from '../../sim/model.ts';
import { scenarioSchema } from '../schema/schema.ts';
import type { ScenarioIssue } from './issue.ts';
import { nearest } from './nearest.ts';
import { type Known, knownMessage } from './shape.ts';
import type { Plain } from './tree.ts';

export interface ShapeIssue {
  readonly path: Path;
  readonly on: 'key' | 'value';
  readonly issue: ScenarioIssue;
  /** Not worth a sentence: another issue says the same. */
  readonly silent?: true;
}

/** All that is wrong with the shape of `value`. */
export function shapeIssues(value: Plain): readonly ShapeIssue[] {
  const { error } = scenarioSchema.safeParse(value);
  const flat = (error?.issues ?? []).flatMap((issue) => flatten(issue, [], value));
  return flat.flatMap((one) => translate(one, value, flat));
}

type ZodIssue = z.core.$ZodIssue;

/** The issues of zod that are left once every choice between forms has spoken with one voice. */
interface Flat {
  readonly path: Path;
  readonly issue: ZodIssue;
}

function flatten(issue: ZodIssue, base: Path, value: Plain): Flat[] {
  const path = [...base, ...(issue.path as Path)];
  if (issue.code !== 'invalid_union') return [{ path, issue }];
  const forms = issue.errors.map((errors) => errors.flatMap((error) => flatten(error, path, value)));
  const fitting = forms.filter((form) => !form.some((one) => isOtherKind(one, path)));
  if (fitting.length === 0) return [{ path, issue }];
  const scored = fitting.map((form) => ({ form, misses: form.filter((one) => atRoot(one, path, value)).length }));
  const least = Math.min(...scored.map(({ misses }) => misses));
  const best = knowingMost(
    scored.filter(({ misses }) => misses === least).map(({ form }) => form),
    path,
  );
  if (best.length > 1 && least > 0) return [merged(best, path) ?? { path, issue }];
  return best.reduce((a, b) => (b.length < a.length ? b : a));
}

/** No form of this choice can be what was meant: the value is of another kind altogether. */
function isOtherKind({ path, issue }: Flat, root: Path): boolean {
  if (path.length !== root.length) return false;
  return issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union';
}

/** Those that know the most of the keys that are there. */
function knowingMost(forms: readonly Flat[][], root: Path): Flat[][] {
  const unknown = (form: readonly Flat[]): number =>
    form.reduce(
      (sum, { path, issue }) =>
        sum + (issue.code === 'unrecognized_keys' && path.length === root.length ? issue.keys.length : 0),
      0,
    );
  const least = Math.min(...forms.map(unknown));
  return forms.filter((form) => unknown(form) === least);
}

/** A key that is missing from the root of the form, or not known there. */
function atRoot({ path, issue }: Flat, root: Path, value: Plain): boolean {
  if (issue.code === 'unrecognized_keys') return path.length === root.length;
  return path.length === root.length + 1 && valueAt(value, path) === undefined;
}

/** Several forms are as far off as each other: the keys of all of them are known here. */
function merged(forms: readonly (readonly Flat[])[], path: Path): Flat | undefined {
  const issues = forms.flat().map(({ issue }) => issue);
  const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (unknown.length === 0) return undefined;
  const all = unknown.map((issue) => knownOf(issue.message));
  const known = [...new Set(all.flatMap((one) => one.known))];
  const keys = [...new Set(unknown.flatMap((issue) => issue.keys))];
  const foreign = keys.filter((key) => !known.includes(key));
  const message = knownMessage(known, [...new Set(all.flatMap((one) => one.later))], foreign.length === 0);
  return { path, issue: { code: 'unrecognized_keys', keys: foreign.length > 0 ? foreign : keys, path: [], message } };
}

function knownOf(message: string): Known {
  return message.startsWith('{') ? (JSON.parse(message) as Known) : { known: [], later: [] };
}

function translate({ path, issue }: Flat, value: Plain, all: readonly Flat[]): ShapeIssue[] {
  const received = valueAt(value, path);
  const changing = changesOf(path, received);
  if (changing !== undefined) return [changing];
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(inOrder(issue.keys, received), knownOf(issue.message), path);
    case 'invalid_union':
      if (received === undefined) return missing(path, all);
      return wrongKind(path, issue.message, received);
    case 'invalid_type':
      if (received === undefined) return missing(path, all);
      if (issue.expected === 'never') return [later(path)];
      return wrongKind(path, KINDS[issue.expected] ?? issue.expected, received);
    case 'invalid_value':
      if (received === undefined) return missing(path, all);
      return wrongKind(path, issue.values.map(String).join(' or '), received);
    case 'too_small':
      return [
        { path, on: 'value', issue: { code: 'too_few', min: Number(issue.minimum), received: lengthOf(received) } },
      ];
    case 'too_big':
      return wrongKind(path, `${issue.maximum} values`, received);
    default:
      return wrongKind(path, 'something else', received);
  }
}

/** `changes` where nothing changes on a date: among the amounts of a step, or in an amount. */
function changesOf(path: Path, received: Plain): ShapeIssue | undefined {
  const inSteps = path[0] === 'tasks' && path[2] === 'steps';
  const isValue = (path[0] === 'facts' || path[0] === 'parameters') && path.length === 2;
  if (!inSteps && !isValue) return undefined;
  const inside = typeof received === 'object' && received !== null && Object.hasOwn(received, 'changes');
  if (!inside && !(inSteps && path.at(-1) === 'changes')) return undefined;
  return { path: inside ? [...path, 'changes'] : path, on: 'key', issue: { code: 'never_changes' } };
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

/** As they stand in the document. */
function inOrder(keys: readonly string[], map: Plain): string[] {
  return Object.keys((map ?? {}) as object).filter((key) => keys.includes(key));
}

/** Steps that are words alone. */
const BARE_STEPS: ReadonlySet<string> = new Set(['stop', 'fail']);

function unknownKeys(keys: readonly string[], { known, later: soon, apart }: Known, path: Path): ShapeIssue[] {
  // Told at the second, and cut out with both: which one was meant nobody knows.
  if (apart) {
    return keys.map((key, index) => {
      const issue = { path: [...path, key], on: 'key', issue: { code: 'not_together', keys } } as const;
      return index === 1 ? issue : { ...issue, silent: true };
    });
  }
  return keys.map((key) =>
    soon.includes(key)
      ? later([...path, key])
      : BARE_STEPS.has(key) && known.includes('acquire')
        ? { path: [...path, key], on: 'key', issue: { code: 'bare_step', word: key } }
        : { path: [...path, key], on: 'key', issue: { code: 'unknown_key', key, known } },
  );
}

function later(path: Path): ShapeIssue {
  return { path, on: 'key', issue: { code: 'not_supported', what: `"${String(path.at(-1))}"` } };
}

/** A missing key is not told where a typo of it is. */
function missing(path: Path, all: readonly Flat[]): ShapeIssue[] {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const typos = all.flatMap(({ path: at, issue }) =>
    issue.code === 'unrecognized_keys' && at.join('\0') === parent.join('\0') ? issue.keys : [],
  );
  const isTypo = typos.some((typo) => nearest(typo, [key]) !== undefined);
  return [{ path: parent, on: 'key', issue: { code: 'missing_key', key }, ...(isTypo && { silent: true }) }];
}

function wrongKind(path: Path, expected: string, received: Plain): ShapeIssue[] {
  const words = expected.split(/,\s*|\s+or\s+/);
  const near = typeof received === 'string' ? nearest(received, words) : undefined;
  const issue = { code: 'wrong_kind', expected, received: describe(received), ...(near && { nearest: near }) } as const;
  return [{ path, on: 'value', issue }];
}

function describe(value: Plain): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'string' ? `"${value}"` : String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function lengthOf(value: Plain): number {
  return Array.isArray(value) ? value.length : 0;
}

/** What stands at `path` of plain data. */
export function valueAt(value: Plain, path: Path): Plain {
  return path.reduce<Plain>((inner, step) => {
    if (Array.isArray(inner)) return (inner as readonly Plain[])[Number(step)];
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.hasOwn(inner, step) ? (inner as Readonly<Record<string, Plain>>)[String(step)] : undefined;
  }, value);
}
