/**
 * Options of a policy within what its definition allows.
 *
 * @module
 */
import fc from 'fast-check';
import type { PolicyOption } from '../sim/policy.ts';

interface Described {
  readonly options: readonly PolicyOption[];
}

interface Limits {
  /** Levels are at most this. */
  readonly capacityGrains: number;
  /** Counts are at most this, or the least that is allowed. */
  readonly most: number;
}

const LONGEST_MS = 10_000;
/** Of a count that may be below 0, such as a priority. */
const COUNT_LEAST = -2;

/**
 * Whatever options a policy may be made with: each at least its minimum, and above the one it must be above.
 *
 * @example
 * fc.property(policyOptions(mine, { capacityGrains: 300, most: 8 }), (options) => …);
 */
export function policyOptions(
  { options }: Described,
  { capacityGrains, most }: Limits,
): fc.Arbitrary<Readonly<Record<string, number>>> {
  return fc.gen().map((generate) => {
    const values: Record<string, number> = {};
    // Levels that are added up still fit into the supply.
    const levels = Math.max(1, options.filter(({ unit }) => unit === 'level').length);
    const mostOf = { level: Math.floor(capacityGrains / levels), duration: LONGEST_MS, count: most };
    for (const option of options) {
      const least = leastOf(option, values);
      // Room for those that must be above it.
      const above = options.filter((other) => other.above === option.name).length;
      values[option.name] = generate(fc.integer, { min: least, max: Math.max(least, mostOf[option.unit] - above) });
    }
    return values;
  });
}

function leastOf({ unit, minimum, positive, above }: PolicyOption, values: Readonly<Record<string, number>>): number {
  const low = unit === 'duration' || positive === true ? 1 : unit === 'level' ? 0 : COUNT_LEAST;
  const least = Math.max(Math.ceil(minimum), low);
  return above === undefined ? least : Math.max(least, (values[above] ?? 0) + 1);
}
