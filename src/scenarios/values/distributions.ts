/**
 * Reads the distributions of a scenario into those of the engine.
 *
 * @module
 */

import type { Path } from '../../sim/model.ts';
import { type Continuous, type Distribution, shareKept } from '../../sim/numbers/distribution.ts';
import { naturalLog } from '../../sim/numbers/logarithm.ts';
import { normalQuantile } from '../../sim/numbers/normal.ts';
import { divide, fromNumber, multiply, type Rational, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { Distribution as DistributionText } from '../schema/schema.ts';
import type { Unit } from '../text/issue.ts';
import { dotted } from '../text/path-text.ts';
import { type Bounds, isWithin, type Reading, shown } from './bounds.ts';
import { type EmpiricalText, readEmpirical } from './empirical.ts';
import { type Drawn, drawn, type Known } from './terms.ts';
import { areWeights } from './weights.ts';

/** All but what was measured: a form and its numbers. */
type Formed = Exclude<DistributionText, EmpiricalText>;

/** Reads a number that must be fixed. */
type ReadFixed = (path: Path, text: number | string) => Known | undefined;

/** A draw from the distribution at `path`; it is named by its path, and a fact gives it its own name. */
export function readDistribution(
  reading: Reading,
  path: Path,
  text: DistributionText,
  fixed: ReadFixed,
): Drawn | undefined {
  if ('empirical' in text) {
    const measured = readEmpirical(reading, path, text, fixed);
    return measured && drawn(measured.unit, { name: dotted(path), distribution: measured.distribution });
  }
  const parts = partsOf(text);
  const values = parts.map(({ key, value }) => fixed([...path, ...key], value));
  if (values.includes(undefined)) return undefined;
  const known = new Map(parts.map(({ key }, index) => [key.join('.'), values[index]!] as const));
  const unit = unitOf(reading, path, known);
  if (unit === undefined) return undefined;
  const distribution = new Builder(reading, path, unit, known).build(text);
  return distribution && drawn(unit, { name: dotted(path), distribution });
}

/** The numbers of a distribution, with the path to each. */
function partsOf(text: Formed): { readonly key: Path; readonly value: number | string }[] {
  return Object.entries(text)
    .filter(([name]) => name !== 'weights')
    .flatMap(([name, inner]): { key: Path; value: number | string }[] => {
      if (typeof inner !== 'object') return [{ key: [name], value: inner }];
      const entries = Array.isArray(inner) ? [...inner.entries()] : Object.entries(inner);
      return entries.map(([key, value]) => ({ key: [name, key], value: value as number | string }));
    });
}

/** The exponent of a Weibull distribution is a number whatever is drawn; all the rest is in the unit of what is drawn. */
const SHAPE = 'weibull.shape';

function unitOf(reading: Reading, path: Path, known: ReadonlyMap<string, Known>): Unit | undefined {
  const exponent = known.get(SHAPE);
  if (exponent !== undefined && exponent.unit !== 'number') {
    const issue = { code: 'wrong_unit', expected: 'number', received: exponent.unit } as const;
    return void reading.report([...path, 'weibull', 'shape'], issue);
  }
  const others = [...known].filter(([key]) => key !== SHAPE).map(([, value]) => value);
  const first = others[0]!;
  const other = others.find(({ unit }) => unit !== first.unit);
  if (other === undefined) return first.unit;
  return void reading.report(path, { code: 'mixed_units', first: first.unit, other: other.unit });
}

/** The 95 % quantile of the standard normal distribution. */
const Z95 = normalQuantile(0.95);
/** A truncation must leave at least this share: beyond it the digits of a quantile run out. */
const SHARE_KEPT_MIN = 1e-6;
/** Between what the shape of a gamma or Weibull distribution must lie, so that its quantiles are exact enough. */
const SHAPE_MIN = 0.01;
const SHAPE_MAX = 1_000_000;

interface Truncation {
  readonly min?: number;
  readonly max?: number;
}

/** Builds the engine's distribution from numbers that are known; undefined where they make none, which is reported. */
class Builder {
  readonly #reading: Reading;
  readonly #path: Path;
  readonly #unit: Unit;
  readonly #known: ReadonlyMap<string, Known>;

  constructor(reading: Reading, path: Path, unit: Unit, known: ReadonlyMap<string, Known>) {
    this.#reading = reading;
    this.#path = path;
    this.#unit = unit;
    this.#known = known;
  }

  build(text: Formed): Distribution | undefined {
    if ('choice' in text) return this.#choice(text.choice.length, text.weights);
    if ('uniform' in text) return this.#uniform();
    if ('triangular' in text) return this.#triangular();
    if ('exponential' in text) return this.#exponential();
    if ('normal' in text) return this.#normal();
    if ('lognormal' in text) return 'median' in text.lognormal ? this.#lognormalByQuantiles() : this.#lognormal();
    if ('gamma' in text) return this.#gamma();
    return this.#weibull();
  }

  #choice(count: number, weights: readonly number[] | undefined): Distribution | undefined {
    const values = Array.from({ length: count }, (_, index) => toNumber(this.#value(`choice.${index}`)));
    if (weights === undefined) return { kind: 'choice', values };
    if (areWeights(weights, count)) return { kind: 'choice', values, weights };
    const issue = { code: 'bad_weights', values: count, weights: weights.length } as const;
    return void this.#reading.report([...this.#path, 'weights'], issue);
  }

  #uniform(): Distribution | undefined {
    const [low, high] = [this.#value('uniform.0'), this.#value('uniform.1')];
    if (!this.#within('uniform.1', { min: low })) return undefined;
    return { kind: 'uniform', low: toNumber(low), high: toNumber(high) };
  }

  #triangular(): Distribution | undefined {
    const [low, mode, high] = [0, 1, 2].map((index) => this.#value(`triangular.${index}`)) as [
      Rational,
      Rational,
      Rational,
    ];
    const ordered = this.#within('triangular.1', { min: low }) && this.#within('triangular.2', { min: mode });
    if (!ordered) return undefined;
    if (!this.#within('triangular.2', { above: low })) return undefined;
    return { kind: 'triangular', low: toNumber(low), mode: toNumber(mode), high: toNumber(high) };
  }

  #exponential(): Distribution | undefined {
    const mean = this.#positive('exponential');
    return mean === undefined ? undefined : this.#truncated({ kind: 'exponential', mean });
  }

  #normal(): Distribution | undefined {
    const [mean, sd] = [toNumber(this.#value('normal.mean')), this.#positive('normal.sd')];
    return sd === undefined ? undefined : this.#truncated({ kind: 'normal', mean, sd });
  }

  /** sigma^2 = ln(1 + (sd / mean)^2), and the median lies exp(sigma^2 / 2) below the mean. */
  #lognormal(): Distribution | undefined {
    const [mean, sd] = [this.#positive('lognormal.mean'), this.#positive('lognormal.sd')];
    if (mean === undefined || sd === undefined) return undefined;
    const squared = 1 + (sd / mean) ** 2;
    return this.#truncated({
      kind: 'lognormal',
      median: mean / Math.sqrt(squared),
      sigma: Math.sqrt(naturalLog(squared)),
    });
  }

  #lognormalByQuantiles(): Distribution | undefined {
    const median = this.#positive('lognormal.median');
    if (median === undefined) return undefined;
    if (!this.#within('lognormal.p95', { above: this.#value('lognormal.median') })) return undefined;
    const sigma = naturalLog(toNumber(this.#value('lognormal.p95')) / median) / Z95;
    return this.#truncated({ kind: 'lognormal', median, sigma });
  }

  /** shape = (mean / sd)^2, scale = sd^2 / mean. */
  #gamma(): Distribution | undefined {
    const [mean, sd] = [this.#positive('gamma.mean'), this.#positive('gamma.sd')];
    if (mean === undefined || sd === undefined) return undefined;
    const [least, most] = [
      divide(this.#value('gamma.mean'), rational(1000)),
      multiply(this.#value('gamma.mean'), rational(10)),
    ];
    if (!this.#within('gamma.sd', { min: least, max: most })) return undefined;
    return this.#truncated({ kind: 'gamma', shape: (mean / sd) ** 2, scale: (sd * sd) / mean });
  }

  #weibull(): Distribution | undefined {
    const scale = this.#positive('weibull.scale');
    const shape = this.#value(SHAPE);
    const bounds = { min: fromNumber(SHAPE_MIN), max: rational(SHAPE_MAX) };
    const fits = isWithin(this.#reading, [...this.#path, 'weibull', 'shape'], { unit: 'number', value: shape }, bounds);
    return scale !== undefined && fits
      ? this.#truncated({ kind: 'weibull', shape: toNumber(shape), scale })
      : undefined;
  }

  #truncated<Family extends Continuous>(family: Family): (Family & Truncation) | undefined {
    const [min, max] = [this.#known.get('min')?.value, this.#known.get('max')?.value];
    if (min !== undefined && !this.#within('min', { min: ZERO })) return undefined;
    if (max !== undefined && !this.#within('max', { above: min ?? ZERO })) return undefined;
    const whole = {
      ...family,
      ...(min && { min: toNumber(min) }),
      ...(max && { max: toNumber(max) }),
    };
    if (shareKept(whole) >= SHARE_KEPT_MIN) return whole;
    const text = (value: Rational): string => shown({ unit: this.#unit, value });
    const ends = { min: text(min ?? ZERO), max: max === undefined ? 'infinity' : text(max) };
    return void this.#reading.report(this.#path, { code: 'nothing_kept', ...ends });
  }

  #value(key: string): Rational {
    return this.#known.get(key)!.value;
  }

  #positive(key: string): number | undefined {
    return this.#within(key, { above: ZERO }) ? toNumber(this.#value(key)) : undefined;
  }

  #within(key: string, bounds: Bounds): boolean {
    const at = key.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    return isWithin(this.#reading, [...this.#path, ...at], { unit: this.#unit, value: this.#value(key) }, bounds);
  }
}
