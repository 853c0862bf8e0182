/** What looks at the balance may cost, and what debt makes of it. */
import { describe, expect, it } from 'vitest';
import { constant, every, MINUTE, model, supply, task } from './build.ts';
import { logRun } from './log.ts';

/** One token a minute, no debt; a spend of `cost` that looks each minute and pays one token for the look, read first. */
function lines(cost: number): readonly string[] {
  const poll = { everyMs: MINUTE, orWhenDue: false, cost: constant(1), charged: 'after' as const };
  return logRun(
    model({
      horizonMs: 10 * MINUTE,
      supplies: [
        supply({
          debt: { kind: 'none' },
          refill: { kind: 'stepwise', grains: 2, everyMs: MINUTE, phaseMs: { kind: 'fixed', value: 0 } },
        }),
      ],
      tasks: [task('a', [{ kind: 'spend', supply: 0, cost: constant(cost), poll }])],
      triggers: [every(0, 900 * MINUTE)],
    }),
  ).lines;
}

describe('a look that is charged after it read the level', () => {
  it.each([
    { when: 'what is left pays for the spend', cost: 1, level: '60000 a spends 1 -> 0' },
    { when: 'the look took what the spend needs', cost: 2, level: '120000 a spends 2 -> 0' },
  ])('lets the spend through, without a debt, when $when', ({ cost, level }) => {
    expect(lines(cost).filter((line) => line.includes('spends'))).toEqual([level]);
  });
});
