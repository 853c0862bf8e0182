/**
 * Two levels instead of one: whoever finds the level below `low` pauses, and so do all who share the policy, until it is back
 * at `high`. Between the two what was last decided stands, as in a thermostat.
 *
 * It saves up for what is dear and keeps a supply from being worked at its floor, at the price of a standstill: from `low` to
 * `high` the refill takes its time, whoever waits.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import { type AdmissionPolicy, type AdmissionPolicyFactory, GO, waitUntil } from '../sim/policy.ts';

export interface HysteresisOptions {
  /** In grains, at least 0. */
  readonly low: number;
  /** In grains, above `low`. */
  readonly high: number;
}

/**
 * Lets a task go on from `low` up; once a look found less than `low`, not before the level is back at `high`.
 *
 * @throws {InvariantError} when `high` does not lie above `low`.
 * @example
 * hysteresis({ low: 20 * grainsPerToken, high: 80 * grainsPerToken });
 */
export function hysteresis({ low, high }: HysteresisOptions): AdmissionPolicy {
  assert(low >= 0 && low < high, 'hysteresis needs a band', { low, high });
  const after = (levelGrains: number, recharging: number): number => {
    if (levelGrains >= high) return 0;
    return levelGrains < low ? 1 : recharging;
  };
  return {
    family: 'admission',
    name: 'hysteresis',
    memory: [{ name: 'recharging', low: 0, high: 1 }],
    pause: { belowGrains: low, untilGrains: high },
    admit: ({ levelGrains }, [recharging = 0]) =>
      after(levelGrains, recharging) === 0 ? GO : waitUntil(high, 'recharging'),
    remember: ({ levelGrains }, [recharging = 0]) => [after(levelGrains, recharging)],
  };
}

export const hysteresisFactory: AdmissionPolicyFactory = {
  name: 'hysteresis',
  describe: 'once a look found less than one level, nobody goes on before another, higher one is reached',
  options: [
    { name: 'low', unit: 'level', minimum: 0, describe: 'a look that finds less than this begins a pause' },
    { name: 'high', unit: 'level', minimum: 0, above: 'low', describe: 'from here on the pause is over' },
  ],
  create: ({ low, high }) => {
    assert(low !== undefined && high !== undefined, 'hysteresis has two levels');
    return hysteresis({ low, high });
  },
};
