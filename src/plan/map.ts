/**
 * How settings stand over the two parameters that matter most, the others as they were chosen.
 *
 * @module
 */
import { standingOf } from './catalogue.ts';
import type { EffectOptions } from './effects.ts';
import type { PlanReport } from './report.ts';
import type { Point } from './space.ts';
import { measuredAt } from './worth.ts';

/** More cells than this along one side cannot be told apart. */
const SIDE_MAX = 60;

export function heatMap(
  chosen: Point | undefined,
  effects: readonly PlanReport['effects'][number][],
  { catalogue, worth, measure }: EffectOptions,
): PlanReport['map'] {
  const { axes } = catalogue.space;
  if (chosen === undefined) return null;
  const ranked = [...axes.keys()]
    .filter((axis) => axes[axis]!.size > 1 && axes[axis]!.size <= SIDE_MAX)
    .toSorted((left, right) => effects[right]!.keptSpread - effects[left]!.keptSpread || left - right);
  const [x, y] = ranked;
  if (x === undefined || y === undefined) return null;
  const indices = (axis: number): readonly number[] => Array.from({ length: axes[axis]!.size }, (_, index) => index);
  const texts = (axis: number): string[] => indices(axis).map((index) => axes[axis]!.at(index));
  const cells = indices(y).map((row) =>
    indices(x).map((column) => {
      const point = chosen.with(x, column).with(y, row);
      const look = catalogue.look(point);
      if (look === undefined) return null;
      const value = measure && measuredAt(worth, measure, point, look);
      return { standing: standingOf(look), value: value ?? null };
    }),
  );
  return { x: axes[x]!.name, y: axes[y]!.name, xs: texts(x), ys: texts(y), cells };
}
