import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFormula } from '../../src/scenarios/values/formula.ts';
import { formatQuantity, type Quantity } from '../../src/scenarios/values/quantity.ts';
import { evaluateFormula, type Term } from '../../src/scenarios/values/terms.ts';
import { rational } from '../../src/sim/numbers/rational.ts';

/** What a text is worth, as one would write it; else the code of what is wrong with it. */
function worth(text: string, names: Readonly<Record<string, Term>> = {}): string {
  const parsed = parseFormula(text, Object.keys(names));
  if (parsed.kind === 'issue') return `${parsed.issue.code} at ${parsed.at}`;
  const told: string[] = [];
  const term = evaluateFormula(parsed.formula, {
    name: (name) => names[name],
    fail: (issue, at) => void told.push(`${issue.code} at ${at}`),
  });
  if (term?.kind === 'known') return `${term.unit} ${formatQuantity(term)}`;
  return told[0] ?? 'drawn';
}

describe('a literal', () => {
  it.each([
    ['40', 'number 40'],
    ['0.5', 'number 0.5'],
    ['2e3', 'number 2000'],
    ['1h30m', 'duration 1h30m'],
    ['90m', 'duration 1h30m'],
    ['1.5h', 'duration 1h30m'],
    ['500ms', 'duration 500ms'],
    ['0s', 'duration 0s'],
    ['7d', 'duration 7d'],
    ['5/min', 'rate 5/min'],
    ['0.9/s', 'rate 54/min'],
    ['300/h', 'rate 5/min'],
    ['7 / d', 'rate 7/d'],
    ['95%', 'share 95%'],
    ['12.5%', 'share 12.5%'],
  ])('%s is %s', (text, expected) => {
    expect(worth(text)).toBe(expected);
  });

  it.each(['5min', '30m1h', '1h1h', '5x', '0x10', '1_000', '5/fortnight', '1e3s', '7w', '5%%'])(
    '%s is none',
    (text) => {
      expect(worth(text)).toBe('unknown_unit at 0');
    },
  );

  it('reads what it writes, in every unit', () => {
    const value = fc.tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.constantFrom(1, 10, 1000, 60_000));
    fc.assert(
      fc.property(fc.constantFrom('number', 'share', 'duration', 'rate'), value, (unit, [above, below]) => {
        const whole = unit === 'duration' ? 1 : below;
        const quantity: Quantity = { unit, value: rational(above, whole) };
        const text = formatQuantity(quantity);
        // A fraction that does not end is written as a division, which is read as one.
        if (!text.includes('/') || unit === 'rate') {
          fc.pre(!/\d\/\d/.test(text));
          expect(worth(text)).toBe(`${unit} ${text}`);
        }
      }),
    );
  });
});

describe('an expression', () => {
  const names: Record<string, Term> = {
    BATCH: { kind: 'known', unit: 'number', value: rational(5) },
    EVERY: { kind: 'known', unit: 'duration', value: rational(900_000) },
    COST: {
      kind: 'drawn',
      unit: 'number',
      tree: { kind: 'draw', draw: { name: 'COST', distribution: { kind: 'choice', values: [40, 60] } } },
      size: 1,
      by: 'COST',
    },
  };

  it.each([
    ['20 * $BATCH + 80', 'number 180'],
    ['2 + 3 * 4', 'number 14'],
    ['(2 + 3) * 4', 'number 20'],
    ['10 - 4 - 3', 'number 3'],
    ['100 / 10 / 5', 'number 2'],
    ['-$BATCH + 8', 'number 3'],
    ['1 / 3 * 3', 'number 1'],
    ['min($BATCH, 3, 4)', 'number 3'],
    ['max($EVERY, 20m)', 'duration 20m'],
    ['$EVERY / 3', 'duration 5m'],
    ['$EVERY / 1m', 'number 15'],
    ['5/min * $EVERY', 'number 75'],
    ['75 / $EVERY', 'rate 5/min'],
    ['95% * 200', 'number 190'],
    ['100% - 5%', 'share 95%'],
    ['$COST * 2', 'drawn'],
  ])('%s is %s', (text, expected) => {
    expect(worth(text, names)).toBe(expected);
  });

  it.each([
    ['$EVERY + 5', 'unit_mismatch at 7'],
    ['5 - 95%', 'unit_mismatch at 2'],
    ['min(5, 5m)', 'unit_mismatch at 0'],
    ['5/min / 5m', 'unit_mismatch at 6'],
    ['1 / (5 - $BATCH)', 'division_by_zero at 2'],
    ['', 'unexpected at 0'],
    ['5 +', 'unexpected at 3'],
    ['(5', 'unexpected at 2'],
    ['5)', 'unexpected at 1'],
    ['5 5', 'unexpected at 2'],
    ['min()', 'unexpected at 4'],
    ['BATCH', 'bare_word at 0'],
    ['min', 'bare_word at 0'],
    ['eval(1)', 'no_calls at 0'],
    ['$BATCH(1)', 'no_calls at 0'],
    ['(1)(2)', 'no_calls at 3'],
    ['$BATCH[0]', 'no_index at 6'],
    ['[1]', 'no_index at 0'],
    ['$BATCH = 1', 'no_assignment at 7'],
    ['1 > 0', 'no_assignment at 2'],
    ['$BATCH.x', 'no_member at 6'],
    ['.5', 'no_member at 0'],
    [`1${'+1'.repeat(600)}`, 'too_complex at 1000'],
    ['('.repeat(60), 'too_complex at 51'],
    ['1e9999', 'too_complex at 0'],
    ['-'.repeat(900), 'too_complex at 51'],
  ])('%s is refused: %s', (text, expected) => {
    expect(worth(text, names)).toBe(expected);
  });

  it('does not grow without limit through the names it passes', () => {
    const grow = (depth: number, start: Term): string => {
      let term = start;
      for (let n = 0; n < depth; n++) {
        const told: string[] = [];
        const parsed = parseFormula('$A * $A');
        if (parsed.kind === 'issue') return parsed.issue.code;
        const evaluation = { name: () => term, fail: (issue: { code: string }) => void told.push(issue.code) };
        const next = evaluateFormula(parsed.formula, evaluation);
        if (next === undefined) return told[0]!;
        term = next;
      }
      return 'accepted';
    };
    expect(grow(40, names.BATCH!)).toBe('too_complex');
    expect(grow(40, names.COST!)).toBe('too_complex');
  });
});
