/**
 * Searches a space that is too large to be looked at whole: it begins at points that are spread evenly, and from the best of
 * them goes to a better neighbour again and again, with steps that grow shorter, until none is better (integer local search
 * with restarts, in the manner of R-SPLINE: H. Wang, R. Pasupathy, B. Schmeiser, 2013). From the best of all it then goes along
 * the edge of what is safe. What it finds is the best of what it
 * looked at, and nothing is said of the rest.
 *
 * @module
 */
import type { Catalogue, Standing } from './catalogue.ts';
import type { Ledger } from './ledger.ts';
import { around, isAllowed, keyOf, type Point, type Space, stepped } from './space.ts';

export interface SearchOptions {
  readonly catalogue: Catalogue;
  readonly ledger: Ledger;
  /** How good a point is among those that stand alike; larger is better. */
  readonly worth: (point: Point) => number;
}

const STARTS = 128;
const CLIMBS_MAX = 32;

const RANKS: Readonly<Record<Standing, number>> = {
  proved: 5,
  estimated: 4,
  unknown: 3,
  missed: 2,
  unsafe: 1,
  invalid: 0,
};

/** Fills the catalogue; gives how many times it climbed. */
export async function search({ catalogue, ledger, worth }: SearchOptions): Promise<number> {
  const { space } = catalogue;
  const spread = spreadPoints(space, STARTS);
  const starts = space.present !== undefined && isAllowed(space, space.present) ? [space.present, ...spread] : spread;
  await catalogue.lookAt(starts, 'spread points');
  const seen = new Set<string>();
  let climbs = 0;
  while (climbs < CLIMBS_MAX && ledger.exhausted === undefined) {
    const begin = bestOf(
      starts.filter((point) => !seen.has(keyOf(point))),
      { catalogue, worth },
    );
    if (begin === undefined) break;
    climbs++;
    for (const point of await climb(begin, { catalogue, ledger, worth })) seen.add(keyOf(point));
  }
  await polish({ catalogue, ledger, worth });
  return climbs;
}

/** Steps along two axes at once that are tried from the best point. */
const EXCHANGES = [1, 2, 3];

/**
 * Goes on from the best point by giving up some of one parameter for some of another: along the edge of what is safe every
 * step of one alone is worse, or not to be had.
 */
async function polish(options: SearchOptions): Promise<void> {
  const { catalogue, ledger } = options;
  const { space } = catalogue;
  let at = bestOf(catalogue.points, options);
  while (at !== undefined && ledger.exhausted === undefined) {
    const next = [...around(space, at), ...exchanges(space, at)].filter((point) => isAllowed(space, point));
    await catalogue.lookAt(next, 'exchanges');
    const best = bestOf([at, ...next], options)!;
    if (best === at) return;
    at = best;
  }
}

function exchanges(space: Space, point: Point): readonly Point[] {
  const axes = [...space.axes.keys()];
  return axes.flatMap((up) =>
    axes.flatMap((down) => {
      if (up === down) return [];
      return EXCHANGES.flatMap((more) =>
        EXCHANGES.flatMap((less) => {
          const raised = stepped(space, point, up, more);
          const next = raised && stepped(space, raised, down, -less);
          return next === undefined ? [] : [next];
        }),
      );
    }),
  );
}

/** The points on the way, the top last. */
async function climb(begin: Point, options: SearchOptions): Promise<readonly Point[]> {
  const { catalogue, ledger } = options;
  const { space } = catalogue;
  const way = [begin];
  let at = begin;
  let stride = Math.max(1, Math.floor(Math.max(...space.axes.map(({ size }) => size)) / 8));
  while (ledger.exhausted === undefined) {
    const next = around(space, at, stride).filter((point) => isAllowed(space, point));
    await catalogue.lookAt(next, 'neighbours');
    const best = bestOf([at, ...next], options)!;
    if (best !== at) {
      at = best;
      way.push(at);
    } else if (stride === 1) return way;
    else stride = Math.max(1, Math.floor(stride / 2));
  }
  return way;
}

type Ranking = Pick<SearchOptions, 'catalogue' | 'worth'>;

/** The first of the best; undefined where nothing is known of any. */
function bestOf(points: readonly Point[], { catalogue, worth }: Ranking): Point | undefined {
  const rank = (point: Point): readonly [number, number] => [RANKS[catalogue.standing(point)!], worth(point)];
  const known = points.filter((point) => catalogue.standing(point) !== undefined);
  return known.reduce<Point | undefined>((best, point) => {
    if (best === undefined) return point;
    const [one, other] = [rank(best), rank(point)];
    return other[0] > one[0] || (other[0] === one[0] && other[1] > one[1]) ? point : best;
  }, undefined);
}

/**
 * Points that lie evenly whatever their number: the additive recurrence by the powers of the root of x^(d+1) = x + 1 (M.
 * Roberts, The unreasonable effectiveness of quasirandom sequences, 2018), with those that a constraint forbids left out.
 */
export function spreadPoints(space: Space, count: number): readonly Point[] {
  const { axes } = space;
  let root = 1.5;
  for (let round = 0; round < 60; round++) root = (1 + root) ** (1 / (axes.length + 1));
  const found = new Map<string, Point>();
  for (let index = 1; index <= 50 * count && found.size < count; index++) {
    const point = axes.map(({ size }, axis) => {
      const part = (0.5 + index / root ** (axis + 1)) % 1;
      return Math.min(size - 1, Math.floor(part * size));
    });
    if (isAllowed(space, point)) found.set(keyOf(point), point);
  }
  return [...found.values()];
}
