/**
 * A path as people write it: `tasks.upserter.steps[0].await`.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';

export function dotted(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
