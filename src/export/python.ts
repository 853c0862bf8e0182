/**
 * A Python module of constants; durations are `timedelta`s where production does not count them.
 *
 * What Python wrote, Python's own parser reads: see `src/node/python-settings.ts`.
 *
 * @module
 */
import { TIME_UNITS } from '../scenarios/values/quantity.ts';
import { compare, divide, isWhole, type Rational, rational, toNumber, ZERO } from '../sim/numbers/rational.ts';
import type { Entry, Format } from './format.ts';

export const python: Format = {
  name: 'python',
  describe: 'a module of constants, such as Django and Celery settings',
  files: ['.py'],
  write(entries, head) {
    const lines = constantLines(entries);
    const isTimed = lines.some((line) => line.includes('timedelta('));
    return [
      ...head.map((line) => `# ${line}`),
      ...(isTimed ? ['from datetime import timedelta', ''] : []),
      ...lines,
      '',
    ].join('\n');
  },
};

/** An assignment for each setting. */
export function constantLines(entries: readonly Entry[]): string[] {
  return entries.map((entry) => `${entry.setting.name} = ${literalOf(entry)}`);
}

/** Python's names of the units, longest first. */
const UNITS: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  m: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
};

function literalOf({ setting, scalar }: Entry): string {
  if (scalar.kind === 'number') return scalar.digits;
  if (setting.unit !== 'duration') return JSON.stringify(scalar.text);
  return timedelta(setting.value);
}

/** A `timedelta` of so many milliseconds. */
export function timedeltaOf(ms: number): string {
  return timedelta(rational(ms));
}

/** In the largest unit that makes it whole. */
function timedelta(value: Rational): string {
  const parts = Object.entries(TIME_UNITS).map(([name, ms]) => ({ name, count: divide(value, rational(ms)) }));
  const whole =
    parts.find(({ count }) => isWhole(count) && compare(count, ZERO) > 0) ?? parts.find(({ name }) => name === 's')!;
  return `timedelta(${UNITS[whole.name]}=${toNumber(whole.count)})`;
}
