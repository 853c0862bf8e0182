/**
 * A comparison of two expressions, `20 * $BATCH <= $CAPACITY`: what a setting must satisfy to be looked at.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { compare, type Rational } from '../../sim/numbers/rational.ts';
import type { Reading, Spotted } from '../values/bounds.ts';
import type { Known } from '../values/terms.ts';
import { readTerm } from '../values/values.ts';

const OPERATOR = /<=|>=|!=|==|<|>|=/;

const HOLDS: Readonly<Record<string, (sign: number) => boolean>> = {
  '<=': (sign) => sign <= 0,
  '>=': (sign) => sign >= 0,
  '<': (sign) => sign < 0,
  '>': (sign) => sign > 0,
  '=': (sign) => sign === 0,
  '==': (sign) => sign === 0,
  '!=': (sign) => sign !== 0,
};

export interface Sides {
  readonly left: Rational;
  readonly right: Rational;
  readonly holds: boolean;
}

/** What both sides come to by `reading`; undefined, with an issue told, where they cannot be compared. */
export function readComparison(reading: Reading, path: Path, text: string): Sides | undefined {
  const found = OPERATOR.exec(text);
  const rest = found === null ? '' : text.slice(found.index + found[0].length);
  if (found === null || OPERATOR.test(rest)) {
    const expected = 'a comparison of two expressions, such as 20 * $BATCH <= $CAPACITY';
    return void reading.report(path, { code: 'wrong_kind', expected, received: `"${text}"` });
  }
  const left = side(reading, path, text.slice(0, found.index), 0);
  const right = side(reading, path, rest, found.index + found[0].length);
  if (left === undefined || right === undefined) return undefined;
  if (left.unit !== right.unit) {
    const issue = { code: 'unit_mismatch', operator: found[0], left: left.unit, right: right.unit } as const;
    return void reading.report(path, issue, { offset: found.index });
  }
  const holds = HOLDS[found[0]]!(compare(left.value, right.value));
  return { left: left.value, right: right.value, holds };
}

/** Half of the text, told where it stands in the whole. */
function side({ report, names, files }: Reading, path: Path, text: string, from: number): Known | undefined {
  const moved = (at: Path, issue: Parameters<Reading['report']>[1], spotted: Spotted = {}): void =>
    report(at, issue, at === path ? { ...spotted, offset: (spotted.offset ?? 0) + from } : spotted);
  const term = readTerm({ report: moved, names, files }, path, text);
  if (term?.kind !== 'drawn') return term;
  return void report(path, { code: 'must_be_constant', what: term.by });
}
