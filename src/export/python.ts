/**
 * A Python module of constants; durations are `timedelta`s where production does not count them.
 *
 * What Python wrote, Python's own parser reads: see `src/node/python-settings.ts`.
 *
 * @module
 */
import { TIME_UNITS } from '../scenarios/values/quantity.ts';
import { compare, divide, isWhole, rational, toNumber, ZERO } from '../sim/numbers/rational.ts';
import type { Entry, Format } from './format.ts';

export const python: Format = {
  name: 'python',
  describe: 'a module of constants, such as Django and Celery settings',
  files: ['.py'],
  write(entries, head) {
    const lines = entries.map((entry) => `${entry.setting.name} = ${literalOf(entry)}`);
    const isTimed = lines.some((line) => line.includes('timedelta('));
    return [
      ...head.map((line) => `# ${line}`),
      ...(isTimed ? ['from datetime import timedelta', ''] : []),
      ...lines,
      '',
    ].join('\n');
  },
};

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
  const parts = Object.entries(TIME_UNITS).map(([name, ms]) => ({ name, count: divide(setting.value, rational(ms)) }));
  const whole =
    parts.find(({ count }) => isWhole(count) && compare(count, ZERO) > 0) ?? parts.find(({ name }) => name === 's')!;
  return `timedelta(${UNITS[whole.name]}=${toNumber(whole.count)})`;
}
