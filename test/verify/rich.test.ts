/** Whatever a scenario is made of: claims and waits are those of a plain exploration, and every script shows what it says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectPlainJudgement } from './plain-judgement.ts';
import { richScenario } from './rich.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

describe('a scenario with many elements at once', () => {
  it('is judged as a plain exploration judges it, and every script of it is confirmed', () => {
    const seen = { compared: 0, scripts: 0 };
    fc.assert(
      fc.property(fc.gen(), (generate) => void expectPlainJudgement(richScenario(generate), seen)),
      { numRuns: LONG ? 3000 : 28, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 20);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 40);
  });

  it('is so where tasks pause, several starts come at a time, and schedulers miss some', () => {
    const seen = { compared: 0, scripts: 0 };
    fc.assert(
      fc.property(fc.gen(), (generate) => void expectPlainJudgement(richScenario(generate, { starts: true }), seen)),
      { numRuns: LONG ? 3000 : 18, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 10);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 20);
  });
});
