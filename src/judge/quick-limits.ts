/**
 * How much of a proof a simulation may cost: about a second, counted and not measured, so that the result is the same on
 * every machine.
 *
 * @module
 */
import type { VerifyOptions } from '../verify/verify.ts';

const STATES_MAX = 200_000;
const BYTES_MAX = 2 ** 28;
const STEPS_MAX = 500_000;
const LOOKS_MAX = 5_000_000;
/** Chances are worked out where a task can starve, and cost about as much again. */
const CHANCES = { statesMax: 100_000, waysMax: 200_000, workMax: 1_000_000, when: 'starvable' } as const;

/** Limits for verifying `worlds` worlds on the way; they share the work. */
export function quickLimits(worlds: number): VerifyOptions {
  const stepsMax = Math.ceil(STEPS_MAX / worlds);
  return {
    statesMax: STATES_MAX,
    bytesMax: BYTES_MAX,
    startsMax: stepsMax,
    stepsMax,
    looksMax: Math.ceil(LOOKS_MAX / worlds),
    chances: { ...CHANCES, waysMax: Math.ceil(CHANCES.waysMax / worlds) },
  };
}
