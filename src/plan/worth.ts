/**
 * What a setting is worth by a target: by its runs, by its price, or by a parameter itself. Larger is better here, whichever
 * way the target goes.
 *
 * @module
 */
import type { Objective, PlanAsked, PlanTarget } from '../scenarios/scenario.ts';
import type { Look } from './job.ts';
import { isSame } from './measures.ts';
import { type Point, type Space, valuesAt } from './space.ts';

export interface Worth {
  readonly space: Space;
  readonly plan: PlanAsked;
  /** What runs measure, in the order of their values. */
  readonly measured: readonly Objective[];
}

export function signOf({ direction }: Pick<PlanTarget, 'direction'>): 1 | -1 {
  return direction === 'maximize' ? 1 : -1;
}

/** The place of a target among what runs measure. */
export function columnOf({ measured }: Pick<Worth, 'measured'>, target: PlanTarget): number {
  return measured.findIndex((one) => isSame({ kind: 'task', ...one }, target));
}

/** In the target's own unit; undefined where it is not known. */
export function measuredAt(worth: Worth, target: PlanTarget, point: Point, look: Look | undefined): number | undefined {
  if (target.kind === 'price') return worth.plan.priceAt?.(valuesAt(worth.space, point));
  if (target.kind === 'parameter') {
    // Values lie in the order of their size, and only their order counts; what they are is told by their text.
    const axis = worth.space.axes.findIndex(({ name }) => name === target.name);
    return axis < 0 ? undefined : point[axis];
  }
  const column = columnOf(worth, target);
  const values = look?.judged?.runs.values.map((row) => row[column] ?? null) ?? [];
  if (values.length === 0 || values.includes(null)) return undefined;
  return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length;
}
