/**
 * What is not ours to set, a little different: the rate of each supply, the cost of every step, the load that comes. Each is
 * an edit of the document, so that the setting is judged as if it had been written so.
 *
 * @module
 */
import type { Edit } from '../scenarios/parse.ts';
import { CALL_OPTIONS, WAITING_OPTIONS } from '../scenarios/schema/schema.ts';
import type { Plain } from '../scenarios/text/tree.ts';
import type { Path } from '../sim/model.ts';

export interface FactChange {
  /** `rate of keepa`, `costs`, `load`. */
  readonly what: string;
  /** `-20 %`, `x 5`. */
  readonly by: string;
  readonly edits: readonly Edit[];
}

/** A fifth less and a fifth more; a rate also halved, doubled and five times, as an upgrade makes it. */
const NEAR = [
  { by: '-20 %', factor: '4/5' },
  { by: '+20 %', factor: '6/5' },
];
const RATES = [{ by: 'x 1/2', factor: '1/2' }, ...NEAR, { by: 'x 2', factor: '2' }, { by: 'x 5', factor: '5' }];

export function factChanges(document: Plain): readonly FactChange[] {
  const supplies = Object.entries(mapAt(document, 'supplies'));
  const rates = supplies.flatMap(([name, supply]) =>
    RATES.map(({ by, factor }) => ({
      what: `rate of ${name}`,
      by,
      edits: rateEdits(supply, ['supplies', name], factor),
    })),
  );
  const tasks = Object.entries(mapAt(document, 'tasks'));
  const names = supplies.map(([name]) => name);
  // A part of the costs alone would be called by the name of all.
  const isOpen = tasks.some(([, task]) => hasMeasured(childOf(task, 'steps'), names));
  const costs = (isOpen ? [] : NEAR).map(({ by, factor }) => ({
    what: 'costs',
    by,
    edits: tasks.flatMap(([name, task]) => costEdits(childOf(task, 'steps'), ['tasks', name, 'steps'], names, factor)),
  }));
  const load = NEAR.map(({ by, factor }) => ({ what: 'load', by, edits: loadEdits(document, factor) }));
  return [...rates, ...costs, ...load].filter(({ edits }) => edits.length > 0);
}

/** A supply, or each of the limits of one. */
function rateEdits(supply: Plain, path: Path, factor: string): readonly Edit[] {
  const limits = childOf(supply, 'limits');
  if (limits !== undefined) {
    return Object.entries(mapAt(supply, 'limits')).flatMap(([name, limit]) =>
      rateEdits(limit, [...path, 'limits', name], factor),
    );
  }
  for (const key of ['refill', 'rate', 'limit'] as const) {
    const text = childOf(supply, key);
    if (text === undefined) continue;
    const tokens = childOf(text, 'tokens');
    return tokens === undefined
      ? scaled(text, [...path, key], factor)
      : scaled(tokens, [...path, key, 'tokens'], factor);
  }
  return [];
}

interface Amount {
  readonly path: Path;
  readonly text: Plain;
}

/** Amounts that are spent, wherever the step stands; levels that are waited for are settings. */
function costsIn(node: Plain, path: Path, supplies: readonly string[]): readonly Amount[] {
  if (Array.isArray(node)) return node.flatMap((one: Plain, index) => costsIn(one, [...path, index], supplies));
  return Object.entries(childMap(node)).flatMap(([key, child]) => {
    if (key !== 'spend' && key !== 'call') return costsIn(child, [...path, key], supplies);
    const options: readonly string[] = [...WAITING_OPTIONS, ...CALL_OPTIONS];
    return Object.entries(childMap(child))
      .filter(([name]) => supplies.includes(name) || (name === 'actual' && options.includes(name)))
      .map(([name, text]) => ({ path: [...path, key, name], text }));
  });
}

function costEdits(steps: Plain, path: Path, supplies: readonly string[], factor: string): readonly Edit[] {
  return costsIn(steps, path, supplies).flatMap((one) => scaled(one.text, one.path, factor));
}

function hasMeasured(steps: Plain, supplies: readonly string[]): boolean {
  return costsIn(steps, [], supplies).some(({ text }) => isMeasured(text));
}

/** What comes by chance, and what comes to a backlog; periods of tasks are settings. */
function loadEdits(document: Plain, factor: string): readonly Edit[] {
  const tasks = Object.entries(mapAt(document, 'tasks')).flatMap(([name, task]) =>
    sourceEdits(childOf(task, 'trigger'), ['tasks', name, 'trigger'], factor),
  );
  const backlogs = Object.entries(mapAt(document, 'backlogs')).flatMap(([name, backlog]) =>
    sourceEdits(childOf(backlog, 'arrivals'), ['backlogs', name, 'arrivals'], factor),
  );
  return [...tasks, ...backlogs];
}

function sourceEdits(source: Plain, path: Path, factor: string): readonly Edit[] {
  if (Array.isArray(source)) return source.flatMap((one: Plain, index) => sourceEdits(one, [...path, index], factor));
  const poisson = childOf(source, 'poisson');
  if (poisson !== undefined) return scaled(poisson, [...path, 'poisson'], factor);
  const items = childOf(source, 'items');
  return items === undefined ? [] : scaled(items, [...path, 'items'], factor);
}

/** An amount that is so many times what it was: of one that is drawn, or not known, every value that it may have. */
function scaled(text: Plain, path: Path, factor: string): readonly Edit[] {
  if (typeof text === 'number' || typeof text === 'string') return [{ path, text: `(${text}) * ${factor}` }];
  if (Array.isArray(text)) return text.flatMap((one: Plain, index) => scaled(one, [...path, index], factor));
  return Object.entries(childMap(text))
    .filter(([name]) => !UNSCALED.includes(name))
    .flatMap(([name, child]) => scaled(child, [...path, name], factor));
}

/** How often each value comes, and in which unit a file has them: no amounts. A Weibull distribution is as steep as it was. */
const UNSCALED: readonly string[] = ['weights', 'in', 'shape'];

/** Amounts that were measured stand in a file that no edit reaches. */
function isMeasured(text: Plain): boolean {
  return typeof childOf(text, 'empirical') === 'string' || childOf(text, 'in') !== undefined;
}

function childOf(node: Plain, key: string): Plain {
  const map = childMap(node);
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function mapAt(node: Plain, key: string): Readonly<Record<string, Plain>> {
  return childMap(childOf(node, key));
}

function childMap(node: Plain): Readonly<Record<string, Plain>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
    ? (node as Readonly<Record<string, Plain>>)
    : {};
}
