/**
 * Spin, the twin and `verify`, each in its own way, say the same of random systems: what is claimed of both tasks, and that
 * the longest waits are as long as that and no longer. Without Spin this is skipped, where `QUOTASIM_NEEDS_SPIN` is not set.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf, KNOWN_ROWS } from './rules-table.ts';
import { missingTools, search, spinObjections, verdictOf } from './spin.ts';
import { twin } from './twin.ts';
import { type TwoTasks, twoTasks } from './two-tasks.ts';
import { product } from './two-tasks-product.ts';

const long = process.env.QUOTASIM_LONG !== undefined;
const forms = Number(process.env.QUOTASIM_SPIN ?? (long ? 200 : 2));
const missing = missingTools();

if (missing.length > 0) {
  process.stderr.write(`test/verify/spin.test.ts: skipped, for want of ${missing.join(' and ')}\n`);
}

it.runIf(process.env.QUOTASIM_NEEDS_SPIN !== undefined)('is not skipped where it must not be', () => {
  expect(missing).toEqual([]);
});

/** A small system, live in both tasks. */
const form: TwoTasks = {
  threshold: 8,
  batch: 4,
  gate: 5,
  costs: [4, 6],
  period: 5,
  refill: 2,
  capacity: 20,
  initial: 'any',
  offset: 'any',
  debt: 'unlimited',
  belowGate: 'wait',
  first: 'any',
  stepSeconds: 60,
  poll: 'none',
  lookCost: 0,
};

describe.skipIf(missing.length > 0)('Spin', () => {
  it(`agrees with the twin and with verify on ${forms} random forms`, { timeout: 1_800_000 }, () => {
    fc.assert(
      fc.property(twoTasks, (random) => {
        const answer = twin(random);
        expect(product(random)).toEqual(answer);
        expect(spinObjections(random, answer)).toEqual([]);
      }),
      { numRuns: forms },
    );
  });

  it.runIf(forms >= 100).each(KNOWN_ROWS)('knows $setting, debt $debt, $belowGate', (row) => {
    const { setting, debt, belowGate, ...known } = row;
    expect(spinObjections(formOf(setting, { debt, belowGate }), known)).toEqual([]);
  });

  it('objects to every part of an answer that is wrong', () => {
    const right = twin(form);
    expect(right).toEqual({
      backfiller: { claim: 'live', worst: { first: 10, between: 8 } },
      upserter: { claim: 'live', worst: { first: 6, between: 6 } },
    });
    expect(
      spinObjections(form, {
        backfiller: { claim: 'live', worst: { first: 9, between: 9 } },
        upserter: { claim: 'starved' },
      }),
    ).toEqual([
      'first_backfiller is violated',
      'between_shorter_backfiller holds',
      'live_upserter holds',
      'starved_upserter is violated',
    ]);
  });

  it('gives no answer when a limit of depth is reached', () => {
    expect(() => spinObjections(form, twin(form), 50)).toThrow('max search depth too small');
  });

  it('notices a world that comes to a halt', () => {
    const claim = { name: 'moves', formula: '', holds: true };
    const halting = (body: string) =>
      `bool odd;\nactive proctype world() { ${body} }\nltl moves { ([]<> odd) && ([]<> !odd) }\nltl other { []<> odd }\n`;
    const found = (body: string) => search({ text: halting(body), claims: [claim] }).map((one) => one.found);
    expect(found('do :: odd = !odd od')).toEqual([true]);
    expect(found('do :: odd = !odd :: odd -> break od')).toEqual([false]);
    expect(found('do :: odd = !odd :: atomic { odd -> false } od')).toEqual([false]);
  });
});

describe('what the checker prints', () => {
  const printed = (says: string, errors: number, limit = '') =>
    `pan: ltl formula live\n${limit}${says}(Spin Version 6.5.2)\n${errors > 0 ? 'Warning: Search not completed\n' : ''}
State-vector 32 byte, depth reached 9, errors: ${errors}\nStats on memory usage (in Megabytes):\n`;

  it('is an answer when the search was whole, or a run against the claim was found', () => {
    expect(verdictOf('live', printed('', 0))).toBe(true);
    expect(verdictOf('live', printed('pan:1: acceptance cycle (at depth 4)\n', 1))).toBe(false);
    expect(verdictOf('live', printed('pan:1: assertion violated  !( !(live)) (at depth 4)\n', 1))).toBe(false);
  });

  it.each([
    { when: 'another claim was searched', name: 'other', text: printed('', 0) },
    { when: 'the depth was reached', name: 'live', text: printed('', 0, 'error: max search depth too small\n') },
    {
      when: 'the depth was reached and an error counted',
      name: 'live',
      text: printed('pan:1: depth limit reached\n', 1),
    },
    { when: 'the memory ran out', name: 'live', text: printed('', 0, 'pan: reached -DMEMLIM bound\n') },
    { when: 'another error was found', name: 'live', text: printed('pan:1: invalid end state (at depth 4)\n', 1) },
    { when: 'the search was broken off', name: 'live', text: printed('', 0, 'Warning: Search not completed\n') },
    { when: 'nothing was counted', name: 'live', text: 'pan: ltl formula live\n' },
  ])('is none when $when', ({ name, text }) => {
    expect(() => verdictOf(name, text)).toThrow('no answer from Spin');
  });
});
