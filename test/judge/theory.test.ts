/** Estimates against theory: an interval that claims 95 % holds the truth about so often. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

const file = 'scenarios/mm1.yaml';
const scenario = loadScenario(readFileSync(file, 'utf8'), { file });

/** M/M/1 with load r = 0.9 and a service of 1 s waits r / (1 - r) s (Kleinrock, Queueing Systems I, 3.2). */
const THEORY_MS = 9_000;

function covers(seed: number): boolean {
  const { report } = simulate(scenario, { seed: String(seed) });
  const { pool } = report.tasks.customer!.waitMs;
  expect(pool!.count).toBeGreaterThan(20 * 50_000);
  return pool!.interval![0] <= THEORY_MS && THEORY_MS <= pool!.interval![1];
}

const long = process.env.QUOTASIM_LONG !== undefined;
const seeds = Array.from({ length: long ? 100 : 1 }, (_, seed) => seed);

it(`covers the mean wait of M/M/1 for ${seeds.length} seeds, at most one in ten aside`, { timeout: 900_000 }, () => {
  const covered = seeds.filter(covers).length;
  expect(covered).toBeGreaterThanOrEqual(0.9 * seeds.length);
});
