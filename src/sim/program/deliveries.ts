/**
 * Which tasks have their starts delivered at least once, or at most once, and by what rules.
 *
 * @module
 */
import type { Model } from '../model.ts';
import type { Delivery } from '../run-rules.ts';

export interface Deliveries {
  /** By task. */
  readonly delivery: readonly (Delivery | undefined)[];
  /** Whether any start is delivered again. */
  readonly redelivers: boolean;
  /** Whether any is while the run it was delivered to goes on. */
  readonly doubles: boolean;
  /** By task: after how long that happens, 0: never. */
  readonly visibleMs: Float64Array;
  /** First of the timers, one for each task, where any doubles: when the first of its starts is delivered again. */
  readonly deliveryTimers: number;
}

/** `firstTimer`: the number of the first timer of a delivery. */
export function deliveriesOf({ tasks }: Model, firstTimer: number): Deliveries {
  const visibleMs = Float64Array.from(tasks, ({ delivery }) =>
    delivery?.kind === 'at least once' && !delivery.renewed ? delivery.visibleMs : 0,
  );
  return {
    delivery: tasks.map(({ delivery }) => delivery),
    redelivers: tasks.some(({ delivery }) => delivery?.kind === 'at least once'),
    doubles: visibleMs.some((ms) => ms > 0),
    visibleMs,
    deliveryTimers: firstTimer,
  };
}
