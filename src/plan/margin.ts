/**
 * How far a setting is from one that is not to be had: along each parameter, in both directions, to the nearest value at
 * which a task can starve, a goal is not met, or nothing is known.
 *
 * @module
 */
import { type Catalogue, isKept, reasonOf, type Standing } from './catalogue.ts';
import { isAllowed, type Point, stepped } from './space.ts';

export interface Edge {
  readonly name: string;
  readonly direction: 'below' | 'above';
  /** The first value on that side that is not to be had, and how many steps away. */
  readonly at: string;
  readonly steps: number;
  readonly standing: Exclude<Standing, 'proved' | 'estimated'> | 'not-looked-at';
  /** Where `standing` is no reason enough. */
  readonly why?: string;
}

export interface Margin {
  /** To the nearest of them; null where there is none on any axis. */
  readonly steps: number | null;
  readonly edges: readonly Edge[];
}

export function marginOf(catalogue: Catalogue, point: Point): Margin {
  const edges = catalogue.space.axes.flatMap((_, axis) =>
    ([-1, 1] as const).flatMap((direction) => edgeOf(catalogue, point, axis, direction) ?? []),
  );
  const steps = edges.filter(({ standing }) => standing !== 'not-looked-at').map((edge) => edge.steps);
  return { steps: steps.length === 0 ? null : Math.min(...steps), edges };
}

function edgeOf(catalogue: Catalogue, point: Point, axis: number, direction: 1 | -1): Edge | undefined {
  const { space } = catalogue;
  const { name, at } = space.axes[axis]!;
  for (let steps = 1; ; steps++) {
    const next = stepped(space, point, axis, direction * steps);
    // What a constraint forbids is as good as out of range.
    if (next === undefined || !isAllowed(space, next)) return undefined;
    const standing = catalogue.standing(next);
    if (isKept(standing)) continue;
    const where = { name, direction: direction < 0 ? 'below' : 'above', at: at(next[axis]!), steps } as const;
    if (standing === undefined) return { ...where, standing: 'not-looked-at' };
    const why = reasonOf(catalogue.look(next)!);
    return { ...where, standing: standing as Edge['standing'], ...(why !== undefined && { why }) };
  }
}

/** The nearest setting in one parameter that keeps every goal: how far it is from safety. */
export function nearestKept(
  catalogue: Catalogue,
  point: Point,
): { readonly name: string; readonly to: string; readonly steps: number } | undefined {
  const { axes } = catalogue.space;
  const found = catalogue.points.flatMap((other) => {
    const changed = axes.flatMap((_, axis) => (other[axis] === point[axis] ? [] : [axis]));
    const [axis] = changed;
    if (axis === undefined || changed.length > 1 || !isKept(catalogue.standing(other))) return [];
    const { name, at } = axes[axis]!;
    return [{ name, to: at(other[axis]!), steps: Math.abs(other[axis]! - point[axis]!) }];
  });
  return found.toSorted((left, right) => left.steps - right.steps)[0];
}
