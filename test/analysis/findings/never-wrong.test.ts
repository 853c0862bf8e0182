/** What rules claim, exploration confirms: on random systems no rule is ever wrong, and each has something to say. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { claimsByRule } from '../../../src/analysis/findings/claims.ts';
import { verifyWorld } from '../../../src/verify/verify.ts';
import { modelOf, system } from './takers.ts';

const systems = Number(process.env.QUOTASIM_SYSTEMS ?? (process.env.QUOTASIM_LONG === undefined ? 1500 : 60_000));

it(`agrees with exploration on ${systems} random systems`, { timeout: 3_600_000 }, () => {
  const fired = new Map<string, number>();
  fc.assert(
    fc.property(system, (text) => {
      const model = modelOf(text);
      const claims = claimsByRule(model);
      if (claims.length === 0) return;
      const verified = verifyWorld(
        { set: {}, model, goals: [], assumptions: [] },
        { statesMax: 30_000, stepsMax: 100_000 },
      );
      for (const { task, claim, code } of claims) {
        const { claim: proved } = verified.tasks[task]!;
        if (proved === 'unknown') continue;
        fired.set(`${code} ${claim}`, (fired.get(`${code} ${claim}`) ?? 0) + 1);
        // Where the exploration is not whole, "starvable" may yet turn out to be "starved".
        const whole = verified.stopped === 'complete' && verified.zeno === undefined;
        const confirmed =
          proved === claim ||
          (proved === 'starved' && claim === 'starvable') ||
          (proved === 'starvable' && claim === 'starved' && !whole);
        expect({ code, claim, proved, confirmed }).toEqual({ code, claim, proved, confirmed: true });
      }
    }),
    { numRuns: systems },
  );
  if (process.env.QUOTASIM_COUNTS !== undefined) process.stdout.write(`${JSON.stringify([...fired].sort())}\n`);
});
