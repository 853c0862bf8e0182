/**
 * Compiles the goals of supplies: how much may be asked of one at a time, and how often it may refuse.
 *
 * @module
 */
import type { Model, Path } from '../../sim/model.ts';
import { multiply, ONE, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { DAY_MS } from '../../sim/time.ts';
import type { Goal } from '../scenario.ts';
import type { GoalText, PeakText } from '../schema/goal-shapes.ts';
import { COUNT_MAX, isWithin, type Reading } from '../values/bounds.ts';
import { readDuration, readKnown, readTerm } from '../values/values.ts';

/** The goals of the supply `of`, in the order of the keys. */
export function supplyGoals(reading: Reading, model: Model, of: string, text: GoalText): Goal[] {
  const path = ['goals', of];
  const { peak, refused } = text;
  const peaks = peak === undefined ? [] : Array.isArray(peak) ? peak : [peak];
  return [
    ...peaks.flatMap((one: PeakText, index) => {
      const at = [...path, 'peak', ...(Array.isArray(peak) ? [index] : [])];
      return peakGoals(reading, of, at, one);
    }),
    ...(refused === undefined ? [] : refusedGoal(reading, model, of, [...path, 'refused'], refused)),
  ];
}

function peakGoals(reading: Reading, of: string, path: Path, text: PeakText): Goal[] {
  const windowMs = readDuration(reading, [...path, 'within'], text.within, { above: ZERO });
  if (text.tokens === undefined && text.requests === undefined) {
    reading.report(path, { code: 'missing_key', key: 'requests' });
  }
  return (['tokens', 'requests'] as const).flatMap((figure): Goal[] => {
    const written = text[figure];
    if (written === undefined) return [];
    const exact = readKnown(reading, [...path, figure], written, 'number', { min: ZERO, max: COUNT_MAX });
    if (exact === undefined || windowMs === undefined) return [];
    return [{ of, goal: 'peak', path, implicit: false, figure, most: toNumber(exact), exact, windowMs }];
  });
}

/** A share of all tries, or a rate. */
function refusedGoal(reading: Reading, model: Model, of: string, path: Path, text: number | string): Goal[] {
  const supply = model.supplies.findIndex(({ name }) => name === of);
  const isCalled = model.tasks.some(({ program }) =>
    program.some((operation) => operation.kind === 'call' && operation.supply === supply),
  );
  if (!isCalled) {
    const why = `no step calls ${of}, and a \`spend\` waits until it is admitted`;
    reading.report(path, { code: 'no_meaning', what: '"refused"', why }, { on: 'key' });
  }
  const term = readTerm(reading, path, text);
  if (term === undefined) return [];
  if (term.unit !== 'share' && term.unit !== 'rate') {
    const expected = 'a share of the tries such as 1%, or a rate such as 10/d';
    reading.report(path, { code: 'wrong_kind', expected, received: `a ${term.unit}` });
    return [];
  }
  if (term.kind === 'drawn') {
    reading.report(path, { code: 'must_be_constant', what: term.by });
    return [];
  }
  const isShare = term.unit === 'share';
  if (!isWithin(reading, path, term, { min: ZERO, ...(isShare && { max: ONE }) })) return [];
  const exact = isShare ? term.value : multiply(term.value, rational(DAY_MS));
  const figure = isShare ? 'share' : 'perDay';
  return [{ of, goal: 'refused', path, implicit: false, figure, most: toNumber(exact), exact }];
}
