/**
 * Which tasks end their runs after so long, and how.
 *
 * @module
 */
import type { Model } from '../model.ts';

export interface TimeLimits {
  /** Whether any does. */
  readonly limits: boolean;
  /** By task: how long its runs may last, 0 where they may for ever; and 1 where they die then, 0 where they fail. */
  readonly limitMs: Float64Array;
  readonly limitHard: Uint8Array;
  /** First of the timers, one for each task, where any has a limit. */
  readonly limitTimers: number;
}

/** `firstTimer`: the number of the first timer of a limit. */
export function timeLimitsOf({ tasks }: Model, firstTimer: number): TimeLimits {
  const found = tasks.map(({ program }) => program.find((one) => one.kind === 'limit'));
  return {
    limits: found.some((one) => one !== undefined),
    limitMs: Float64Array.from(found, (one) => one?.afterMs ?? 0),
    limitHard: Uint8Array.from(found, (one) => Number(one?.hard ?? false)),
    limitTimers: firstTimer,
  };
}
