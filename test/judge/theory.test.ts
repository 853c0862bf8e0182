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
/** The first is the one that the command takes, so that `scenarios/mm1.yaml` says what its header promises. */
const seeds = Array.from({ length: long ? 100 : 1 }, (_, index) => index + 1);

it(`covers the mean wait of M/M/1 for ${seeds.length} seeds, at most one in ten aside`, { timeout: 900_000 }, () => {
  const covered = seeds.filter(covers).length;
  expect(covered).toBeGreaterThanOrEqual(0.9 * seeds.length);
});

/** M/M/1 with load 1/2: the mean wait is one service, and a beginning with nobody there is soon forgotten. */
const HALF_LOADED = `quotasim: 1
horizon: 4400s
warmup: 400s
replications: 10
pools: { server: { slots: 1 } }
tasks:
  customer:
    trigger: { poisson: 0.5/s }
    whenBusy: allow
    pool: server
    steps: [work: { exponential: 1s }, progress]
`;

/** Ten runs of 2,000 customers each, again and again: the share of reports whose interval holds the mean that theory says. */
const repetitions = long ? 1_000 : 8;

it(`holds the mean wait in 92 to 97 % of ${repetitions} reports of ten runs`, { timeout: 3_600_000 }, () => {
  const queue = loadScenario(HALF_LOADED, { file: 'mm1.yaml' });
  const held = Array.from({ length: repetitions }, (_, seed) => {
    const { interval } = simulate(queue, { seed: `coverage ${seed}` }).report.tasks.customer!.waitMs.pool!;
    return interval![0] <= 1_000 && 1_000 <= interval![1];
  }).filter(Boolean).length;
  // So few as by default show no more than that they are not far off.
  expect(held / repetitions).toBeGreaterThanOrEqual(long ? 0.92 : 0.7);
  if (long) expect(held / repetitions).toBeLessThanOrEqual(0.97);
});
