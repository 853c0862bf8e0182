/**
 * What each parameter matters: value by value, how many settings keep every goal and what the best of them comes to; and what
 * the chosen setting would come to if this parameter alone were another. From the first follows what to buy: the least rate
 * that serves, the most load that is carried.
 *
 * @module
 */
import type { PlanTarget } from '../scenarios/scenario.ts';
import { type Catalogue, isKept } from './catalogue.ts';
import type { PlanReport } from './report.ts';
import type { Point } from './space.ts';
import { measuredAt, signOf, type Worth } from './worth.ts';

export interface EffectOptions {
  readonly catalogue: Catalogue;
  readonly worth: Worth;
  /** What is told of settings: the target, or of a parameter that is one, what more of it buys. */
  readonly measure: PlanTarget | undefined;
}

type Effect = PlanReport['effects'][number];

export function effectsOf(chosen: Point | undefined, options: EffectOptions): readonly Effect[] {
  return options.catalogue.space.axes.map((_, axis) => effectOf(chosen, axis, options));
}

function effectOf(chosen: Point | undefined, axis: number, options: EffectOptions): Effect {
  const { catalogue } = options;
  const { name, at } = catalogue.space.axes[axis]!;
  const points = catalogue.points.filter((point) => catalogue.standing(point) !== undefined);
  const indices = [...new Set(points.map((point) => point[axis]!))].toSorted((left, right) => left - right);
  const values = indices.map((index) => {
    const own = points.filter((point) => point[axis] === index);
    const kept = own.filter((point) => isKept(catalogue.standing(point)));
    const safe = own.filter((point) => catalogue.look(point)!.safety === 'safe');
    return {
      value: at(index),
      settings: own.length,
      safe: safe.length,
      kept: kept.length,
      best: bestOf(kept, options),
      mean: meanOf(kept, options),
    };
  });
  const kept = values.filter((value) => value.kept > 0);
  const means = kept.flatMap(({ mean }) => mean ?? []);
  const shares = values.map(({ kept: count, settings }) => count / settings);
  return {
    name,
    values,
    least: kept[0]?.value ?? null,
    most: kept.at(-1)?.value ?? null,
    mainEffect: means.length < 2 ? null : Math.max(...means) - Math.min(...means),
    keptSpread: Math.max(...shares) - Math.min(...shares),
    alone: chosen === undefined ? null : aloneOf(chosen, axis, options),
  };
}

/** Between what is measured lies when this parameter alone is varied and every goal is still met. */
function aloneOf(chosen: Point, axis: number, options: EffectOptions): Effect['alone'] {
  const { catalogue, worth, measure } = options;
  if (measure === undefined) return null;
  const along = catalogue.points.filter(
    (point) =>
      isKept(catalogue.standing(point)) && point.every((index, other) => other === axis || index === chosen[other]),
  );
  const valueAt = catalogue.space.axes[axis]!.at;
  const found = along.flatMap((point) => {
    const value = measuredAt(worth, measure, point, catalogue.look(point));
    return value === undefined ? [] : [{ value, at: valueAt(point[axis]!) }];
  });
  if (found.length === 0) return null;
  const sorted = found.toSorted((left, right) => left.value - right.value);
  return { low: sorted[0]!, high: sorted.at(-1)! };
}

function bestOf(points: readonly Point[], { catalogue, worth, measure }: EffectOptions): number | null {
  if (measure === undefined) return null;
  const values = points.flatMap((point) => measuredAt(worth, measure, point, catalogue.look(point)) ?? []);
  if (values.length === 0) return null;
  return signOf(measure) > 0 ? Math.max(...values) : Math.min(...values);
}

function meanOf(points: readonly Point[], { catalogue, worth, measure }: EffectOptions): number | null {
  if (measure === undefined) return null;
  const values = points.flatMap((point) => measuredAt(worth, measure, point, catalogue.look(point)) ?? []);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
