/**
 * How much of a proof a simulation may cost: about a second, counted and not measured, so that the result is the same on
 * every machine.
 *
 * @module
 */
import type { Verification } from '../verify/verification.ts';
import type { VerifyOptions } from '../verify/verify.ts';
import type { RestsOptions } from './rests.ts';

const STATES_MAX = 200_000;
const BYTES_MAX = 2 ** 28;
const STEPS_MAX = 500_000;
const LOOKS_MAX = 5_000_000;
/** Chances are worked out where a task can starve, and cost about as much again. */
const CHANCES = { statesMax: 100_000, waysMax: 200_000, workMax: 1_000_000, when: 'starvable' } as const;

/**
 * Limits for verifying `worlds` worlds on the way; they share the work.
 *
 * @example
 * verify(scenario, quickLimits(scenario.worlds.length));
 */
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

/** States of all worlds up to which assumptions are turned on the way, too. */
const RESTS_STATES_MAX = 10_000;

/**
 * What is turned of the assumptions on the way: what nobody wrote, so that nobody may have thought of it (that a look is free,
 * whose turn it is); nothing where the worlds are large.
 */
export function quickRests({ worlds }: Verification): RestsOptions {
  const isSmall = worlds.every(({ stopped }) => stopped === 'complete');
  const states = worlds.reduce((sum, world) => sum + world.states, 0);
  return { stepsMax: isSmall && states <= RESTS_STATES_MAX ? 8 * RESTS_STATES_MAX : 0, kinds: ['polls', 'order'] };
}
