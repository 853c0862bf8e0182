/**
 * What is unsure makes worlds: one for each combination of the values it may have.
 *
 * @module
 */
import type { Path } from '../sim/model.ts';
import { dotted } from './text/path-text.ts';
import { valueAt } from './text/shape-issues.ts';
import { type Node, nodeAt, type Plain, withNode } from './text/tree.ts';

export const WORLDS_MAX = 16;

/** A place whose value is unsure. */
export interface UnsurePoint {
  readonly path: Path;
  /** The fact's name, else the dotted path. */
  readonly name: string;
  readonly count: number;
}

/** Where something may be unsure. */
export function unsurePoints(root: Node): UnsurePoint[] {
  const within = (section: string, ...keys: string[]): Path[] => {
    const node = nodeAt(root, [section]);
    return node?.kind === 'map' ? [...node.entries.keys()].map((name) => [section, name, ...keys]) : [];
  };
  const limits = within('supplies', 'limits').flatMap((path): Path[] => {
    const node = nodeAt(root, path);
    return node?.kind === 'map' ? [...node.entries.keys()].map((limit) => [...path, limit, 'debt']) : [];
  });
  const modes = [...within('supplies', 'debt'), ...within('supplies', 'turn'), ...within('tasks', 'whenBusy')];
  const places: Path[] = [...within('facts'), ...limits, ...modes, ['order']];
  return places.flatMap((path) => {
    const list = nodeAt(root, [...path, 'unsure']);
    if (list?.kind !== 'list' || list.items.length === 0) return [];
    const name = path[0] === 'facts' ? String(path[1]) : dotted(path);
    return [{ path, name, count: list.items.length }];
  });
}

export interface Settled {
  readonly root: Node;
  readonly document: Plain;
  readonly set: Readonly<Record<string, string>>;
}

/** Every combination, the last point varying fastest. */
export function settle(root: Node, document: Plain, points: readonly UnsurePoint[]): Settled[] {
  return points.reduce<Settled[]>(
    (worlds, point) =>
      worlds.flatMap((world) => Array.from({ length: point.count }, (_, index) => withChoice(world, point, index))),
    [{ root, document, set: {} }],
  );
}

function withChoice({ root, document, set }: Settled, { path, name }: UnsurePoint, index: number): Settled {
  const at = [...path, 'unsure', index];
  const node = nodeAt(root, at)!;
  const value = valueAt(document, at);
  return {
    root: withNode(root, path, node),
    document: withValue(document, path, value),
    set: { ...set, [name]: textOf(value) },
  };
}

/** A value as one would write it on one line. */
export function textOf(value: Plain): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${textOf(inner)}`)
    .join(', ');
}

/** The plain document with another value at a path of maps; a part that is missing, because it was broken, stays so. */
function withValue(document: Plain, path: Path, value: Plain): Plain {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, step)) return document;
  const map = document as Readonly<Record<string, Plain>>;
  return { ...map, [step]: withValue(map[step], rest, value) };
}
