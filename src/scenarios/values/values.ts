/**
 * Reads the values of a scenario: a number, an expression or a distribution at a path, in the unit its place asks for.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { fromNumber, type Rational, subtract, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { Amount } from '../schema/schema.ts';
import type { Unit } from '../text/issue.ts';
import { type Bounds, COUNT_MAX, isWithin, type Reading, shown } from './bounds.ts';
import { readDistribution } from './distributions.ts';
import { type Formula, parseFormula } from './formula.ts';
import { evaluateFormula, type Known, known, type Term } from './terms.ts';

/** The term at `path`, whatever it is measured in. */
export function readTerm(reading: Reading, path: Path, text: Amount): Term | undefined {
  if (typeof text === 'object')
    return readDistribution(reading, path, text, (at, value) => readFixed(reading, at, value));
  if (typeof text === 'number') return readNumber(reading, path, text);
  const formula = readFormula(reading, path, text);
  return (
    formula &&
    evaluateFormula(formula, {
      name: (name, offset) => reading.names.resolve(name, (issue) => reading.report(path, issue, { offset })),
      fail: (issue, offset) => reading.report(path, issue, { offset }),
    })
  );
}

/** The term at `path` in the unit its place is measured in. */
export function readAmount(reading: Reading, path: Path, text: Amount, unit: Unit): Term | undefined {
  const term = readTerm(reading, path, text);
  if (term === undefined || term.unit === unit) return term;
  const { report } = reading;
  if (term.unit === 'number' && term.kind === 'known' && isBare(text)) {
    return void report(path, { code: 'needs_unit', unit, received: shown(term) });
  }
  if (unit === 'number' && term.kind === 'known' && isBare(text)) {
    return void report(path, { code: 'needs_number', unit, received: shown(term) });
  }
  return void report(path, { code: 'wrong_unit', expected: unit, received: term.unit });
}

/** A fixed value within bounds. */
export function readKnown(
  reading: Reading,
  path: Path,
  text: Amount,
  unit: Unit,
  bounds: Bounds,
): Rational | undefined {
  const term = readAmount(reading, path, text, unit);
  if (term === undefined) return undefined;
  if (term.kind === 'drawn') return void reading.report(path, { code: 'must_be_constant', what: term.by });
  return isWithin(reading, path, term, bounds) ? term.value : undefined;
}

/** A fixed duration in whole milliseconds; a bare 0 passes where `zero` says so. */
export function readDuration(
  reading: Reading,
  path: Path,
  text: Amount,
  bounds: Bounds & { readonly zero?: boolean },
): number | undefined {
  if (bounds.zero === true && (text === 0 || text === '0')) return 0;
  const value = readKnown(reading, path, text, 'duration', { max: COUNT_MAX, min: ZERO, ...bounds, whole: true });
  return value && toNumber(value);
}

/** A fixed value of whatever unit, for the numbers of a distribution. */
function readFixed(reading: Reading, path: Path, text: Amount): Known | undefined {
  const term = readTerm(reading, path, text);
  if (term === undefined) return undefined;
  if (term.kind === 'drawn') return void reading.report(path, { code: 'must_be_constant', what: term.by });
  return isWithin(reading, path, term, { min: subtract(ZERO, COUNT_MAX), max: COUNT_MAX }) ? term : undefined;
}

/** A literal of one's own, not something worked out. */
function isBare(text: Amount): boolean {
  return typeof text === 'number' || (typeof text === 'string' && /^\s*-?\d[^\s*+()$-]*\s*$/.test(text));
}

function readNumber({ report }: Reading, path: Path, text: number): Known | undefined {
  if (Number.isFinite(text)) return known('number', fromNumber(text));
  return void report(path, { code: 'not_finite', received: String(text) });
}

function readFormula({ report, names }: Reading, path: Path, text: string): Formula | undefined {
  const parsed = parseFormula(text, names.all);
  if (parsed.kind === 'formula') return parsed.formula;
  return void report(path, parsed.issue, { offset: parsed.at });
}
