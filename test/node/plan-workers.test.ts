/** Jobs of a plan come to the same in threads of their own as in this one, and what goes wrong there is told here. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as PlanWorkers from '../../src/node/plan-workers.ts';
import type { Job, PlanSetup } from '../../src/plan/job.ts';
import { familyOf } from '../../src/scenarios/parse.ts';

// The build, for a thread begins with a file of it.
const built = new URL('../../dist/node/plan-workers.js', import.meta.url).href;
const { planWorkers } = (await import(built)) as typeof PlanWorkers;

const file = new URL('../../scenarios/keepa-after.yaml', import.meta.url).pathname;
const text = readFileSync(file, 'utf8');
const setup: PlanSetup = {
  ...{ text, file, set: {}, horizon: '1d', files: {}, seed: '1', replications: 2, eventsMax: 1e6 },
  ...{ requireProof: false, statesMax: 100_000, stepsMax: 100_000 },
};
const looks = (...thresholds: number[]): Job[] =>
  thresholds.map((threshold) => ({
    kind: 'look',
    values: { BACKFILL_MIN_TOKENS: String(threshold) },
    runs: 'never',
  }));

async function resultsOf(count: number, jobs: readonly Job[], given = setup): Promise<readonly unknown[]> {
  const runner = planWorkers(count)(given, familyOf(text, { file, horizon: '1d' }));
  const results: unknown[] = [];
  try {
    await runner.perform(
      jobs,
      (index, result) => {
        results[index] = result;
      },
      () => false,
    );
  } finally {
    await runner.close();
  }
  return results;
}

describe('jobs of a plan', () => {
  it('come to the same in two threads as in this one', async () => {
    const jobs = looks(5, 50, 55, 60, 85, 130);
    const alone = await resultsOf(1, jobs);
    expect(new Set(alone.map((one) => JSON.stringify(one))).size).toBeGreaterThan(1);
    expect(await resultsOf(2, jobs)).toEqual(alone);
  });

  it('fail here with what went wrong there', async () => {
    const broken = { ...setup, text: 'quotasim: 1\n' };
    await expect(resultsOf(2, looks(5, 50, 55, 60, 80), broken)).rejects.toThrow(/keepa-after.yaml/);
  });
});
