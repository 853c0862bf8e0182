/**
 * Reads the distributions of a scenario into those of the engine.
 *
 * @module
 */
import type { Distribution } from '../sim/distribution.ts';
import type { Path } from '../sim/model.ts';
import { compare, type Rational, toNumber, ZERO } from '../sim/rational.ts';
import { isWithin, type Reading } from './bounds.ts';
import type { Unit } from './issue.ts';
import { dotted } from './path-text.ts';
import type { Distribution as DistributionText } from './schema.ts';
import { type Drawn, drawn, type Known } from './terms.ts';

/** Reads a number that must be fixed. */
type ReadFixed = (path: Path, text: number | string) => Known | undefined;

/** A draw from the distribution at `path`; it is named by its path, and a fact gives it its own name. */
export function readDistribution(
  reading: Reading,
  path: Path,
  text: DistributionText,
  fixed: ReadFixed,
): Drawn | undefined {
  const parts = numbersOf(text).map(({ key, value }) => fixed([...path, ...key], value));
  const known = parts.filter((part) => part !== undefined);
  const first = known[0];
  if (first === undefined || known.length < parts.length) return undefined;
  const other = known.find((part) => part.unit !== first.unit);
  if (other !== undefined) {
    return void reading.report(path, { code: 'mixed_units', first: first.unit, other: other.unit });
  }
  const distribution = built(
    reading,
    path,
    text,
    known.map((part) => part.value),
    first.unit,
  );
  return distribution && drawn(first.unit, { name: dotted(path), distribution });
}

/** The numbers of a distribution in a fixed order, with the path to each. */
function numbersOf(text: DistributionText): { readonly key: Path; readonly value: number | string }[] {
  if ('choice' in text) return text.choice.map((value, index) => ({ key: ['choice', index], value }));
  if ('uniform' in text) return text.uniform.map((value, index) => ({ key: ['uniform', index], value }));
  return (['exponential', 'min', 'max'] as const).flatMap((key) => {
    const value = text[key];
    return value === undefined ? [] : [{ key: [key], value }];
  });
}

function built(
  reading: Reading,
  path: Path,
  text: DistributionText,
  values: readonly Rational[],
  unit: Unit,
): Distribution | undefined {
  const [first, second] = values as [Rational, Rational];
  if ('choice' in text) {
    const numbers = values.map(toNumber);
    if (text.weights === undefined) return { kind: 'choice', values: numbers };
    const { weights } = text;
    if (areWeights(weights, numbers.length)) return { kind: 'choice', values: numbers, weights };
    const at = [...path, 'weights'];
    return void reading.report(at, { code: 'bad_weights', values: numbers.length, weights: weights.length });
  }
  if ('uniform' in text) {
    const at = [...path, 'uniform', 1];
    if (!isWithin(reading, at, { unit, value: second }, { min: first })) return undefined;
    return { kind: 'uniform', low: toNumber(first), high: toNumber(second) };
  }
  if (!isWithin(reading, [...path, 'exponential'], { unit, value: first }, { above: ZERO })) return undefined;
  const min = text.min === undefined ? undefined : second;
  const max = text.max === undefined ? undefined : values.at(-1)!;
  const low = min ?? ZERO;
  if (compare(low, ZERO) < 0) isWithin(reading, [...path, 'min'], { unit, value: low }, { min: ZERO });
  if (max !== undefined && !isWithin(reading, [...path, 'max'], { unit, value: max }, { above: low })) return undefined;
  return {
    kind: 'exponential',
    mean: toNumber(first),
    ...(min && { min: toNumber(min) }),
    ...(max && { max: toNumber(max) }),
  };
}

function areWeights(weights: readonly number[], values: number): boolean {
  const proper = weights.every((weight) => Number.isFinite(weight) && weight >= 0);
  return proper && weights.length === values && weights.some((weight) => weight > 0);
}
