import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Supply } from '../../src/sim/model.ts';
import { logRun } from '../sim/log.ts';
import { refusal } from './refusal.ts';
import { broken, modelOf } from './valid.ts';

const BUCKET = '{ model: token-bucket, refill: 5/min, capacity: 300, debt: unlimited }';

function supplyOf(text: string): Supply {
  return modelOf(broken(BUCKET, text)).supplies[0]!;
}

describe('a leaky bucket', () => {
  it('is a bucket that fills continuously and knows no debt', () => {
    expect(supplyOf('{ model: leaky-bucket, rate: 5/min, burst: 300 }')).toEqual(
      supplyOf('{ model: token-bucket, refill: 5/min, capacity: 300, debt: none }'),
    );
  });

  it('admits what the generic cell rate algorithm admits', () => {
    const asks = fc.array(fc.tuple(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 1, max: 4 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(asks, fc.integer({ min: 4, max: 8 }), (list, burst) => {
        let atMs = 0;
        const times = list.map(([gapMs, cost]) => {
          atMs += gapMs;
          return { atMs, cost };
        });
        expect(admitted(times, burst)).toEqual(conforming(times, burst));
      }),
      { numRuns: 100 },
    );
  });
});

interface Ask {
  readonly atMs: number;
  readonly cost: number;
}

/** What gets through a leaky bucket of one token a second: each ask is a task that tries once. */
function admitted(asks: readonly Ask[], burst: number): boolean[] {
  const tasks = asks.map(
    ({ atMs, cost }, index) =>
      `  t${index}:\n    trigger: { every: 1000000s, offset: ${atMs}ms }\n    whenBusy: skip\n    priority: ${-index}\n` +
      `    steps: [{ spend: { api: ${cost}, atMost: 0s } }, progress]\n`,
  );
  const { worlds } = loadScenario(
    'quotasim: 1\nhorizon: 1h\norder: priority\nsupplies:\n' +
      `  api: { model: leaky-bucket, rate: 1/s, burst: ${burst} }\ntasks:\n${tasks.join('')}`,
    { file: 'gcra.yaml' },
  );
  const { counts } = logRun(worlds[0]!.model);
  return asks.map((_, task) => counts.has(`${task} progress`));
}

/**
 * The algorithm as ITU-T I.371 has it: a theoretical arrival time, one cell a second, and a tolerance; an ask of n is n
 * cells at once, and conforms if the last of them does.
 */
function conforming(asks: readonly Ask[], burst: number): boolean[] {
  const toleranceMs = (burst - 1) * 1000;
  let arrivalMs = 0;
  return asks.map(({ atMs, cost }) => {
    const nextMs = Math.max(arrivalMs, atMs) + cost * 1000;
    if (nextMs - 1000 - toleranceMs > atMs) return false;
    arrivalMs = nextMs;
    return true;
  });
}

describe('a fixed window', () => {
  it('is a bucket that is filled up when the next window begins', () => {
    const bucket = supplyOf(
      '{ model: token-bucket, refill: { tokens: 100, every: 1h, phase: 10m }, capacity: 100, debt: none }',
    );
    expect(supplyOf('{ model: fixed-window, limit: 100, every: 1h, phase: 10m }')).toEqual({
      ...bucket,
      refill: { ...bucket.refill, fills: true },
    });
  });

  it('may begin anywhere on the grid', () => {
    const model = modelOf(broken(BUCKET, '{ model: fixed-window, limit: 100, every: 1h, phase: any }'));
    expect(model.starts[0]).toMatchObject({ label: 'supplies.keepa.phase' });
  });
});

describe('a supply', () => {
  it.each([
    ['{ model: leaky-bucket, rate: 5/min }', 'missing_key', 'supplies.keepa needs "burst"'],
    ['{ model: leaky-bucket, rate: 5, burst: 9 }', 'needs_unit', 'supplies.keepa.rate must be a rate'],
    ['{ model: leaky-bucket, rate: 5/s, burst: 0 }', 'not_above', 'supplies.keepa.burst must be above 0'],
    ['{ model: leaky-bucket, rate: 5/s, burst: 9, debt: none }', 'unknown_key', 'unknown key "debt"'],
    ['{ model: fixed-window, limit: 100, every: 0s }', 'not_above', 'supplies.keepa.every must be above 0'],
    ['{ model: fixed-window, limit: 100, every: 60 }', 'needs_unit', 'supplies.keepa.every must be a duration'],
    ['{ model: fixed-window, limit: 100, every: 1h, phase: 2h }', 'not_below', 'supplies.keepa.phase'],
    [
      '{ model: leeky-bucket, rate: 5/s, burst: 9 }',
      'wrong_kind',
      'must be token-bucket, leaky-bucket, fixed-window, sliding-window, quota or concurrency, received "leeky-bucket" (did you mean "leaky-bucket"?)',
    ],
    ['{ model: sliding-window, limit: 0, every: 6h }', 'not_above', 'supplies.keepa.limit must be above 0'],
    ['{ model: sliding-window, limit: 100 }', 'missing_key', 'supplies.keepa needs "every"'],
    [
      '{ model: sliding-window, limit: 9, every: 1h, initial: 10 }',
      'too_big',
      'supplies.keepa.initial must be at most 9',
    ],
    [
      '{ model: fixed-window, limit: 9, every: 1h, anchor: first-use, phase: 1m }',
      'no_meaning',
      'supplies.keepa.phase: "phase" has no meaning here: a window begins when something is spent',
    ],
    [
      '{ model: leaky-bucket, rate: 5/s, burst: 9, changes: [{ at: 2d, rate: 1/s }, { at: 1d, rate: 5/s }] }',
      'not_later',
      'supplies.keepa.changes[1].at must be later than the change before it, received 1d',
    ],
    [
      '{ model: leaky-bucket, rate: 5/s, burst: 9, changes: [{ at: 0s, rate: 1/s }] }',
      'not_above',
      'supplies.keepa.changes[0].at must be above 0s',
    ],
    ['{ model: leaky-bucket, rate: 5/s, burst: 9, counts: requests }', 'no_meaning', '"counts" has no meaning here'],
    ['{ rate: 5/s, burst: 9 }', 'missing_key', 'supplies.keepa needs "model"'],
  ])('%s is refused', (text, code, message) => {
    const { issues } = refusal(broken(BUCKET, text));
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]!.message).toContain(message);
  });
});
