/**
 * What a plan says of random settings, held to proofs of each setting by itself: who can starve, the longest waits, and that
 * nothing is chosen that breaks a goal about every run. Parameters stand in thresholds, periods, capacities and leases.
 */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { Job, Look } from '../../src/plan/job.ts';
import { performerOf } from '../../src/plan/perform.ts';
import { plan } from '../../src/plan/plan.ts';
import type { RunnerFor } from '../../src/plan/runner.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';

const SCENARIOS = process.env.QUOTASIM_LONG === undefined ? 2 : 150;
const FILE = { file: 'random.yaml' };

/** Two tasks that share a bucket, and perhaps a lock. */
function textOf(seed: number): string {
  const random = seedrandom.alea(`plan ${seed}`);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const lock = random() < 0.4;
  const leased = lock && random() < 0.5;
  const takes = (level: string | number, cost: string | number, poll: string): string => {
    const gate = random() < 0.8 ? `{ await: { s: ${level}${poll} } }, ` : '';
    const limit = random() < 0.3 ? ', atMost: 2m, otherwise: stop' : '';
    return `${lock ? '{ acquire: l }, ' : ''}${gate}{ spend: { s: ${cost}${limit} } }, progress`;
  };
  const [capacity, bTrigger] = [int(8, 20), pick(['always', '{ every: 2m, offset: any }'])];
  const lines = [
    'quotasim: 1\nhorizon: 6h\ngrid: 1m\nreplications: 2',
    `parameters:\n  GATE: { value: 1, range: [1, 16], step: ${pick([3, 5])} }\n  EVERY: { value: 4m, oneOf: [3m, 4m, 6m] }`,
    `  CAPACITY: { value: ${capacity}, oneOf: [${capacity}, ${capacity + 5}] }`,
    ...(leased ? ['  LEASE: { value: 10m, oneOf: [1m, 10m] }'] : []),
    `facts: { COST: ${int(2, 8)} }`,
    `supplies: { s: { model: token-bucket, refill: { tokens: ${int(1, 3)}, every: 1m }, capacity: $CAPACITY, initial: any, debt: ${pick(['none', 'unlimited', 'clamp', '5'])} } }`,
    ...(lock ? [`locks: { l: { lease: ${leased ? '$LEASE' : 'none'} } }`] : []),
    `order: ${pick(['any', 'any', 'priority', 'fair'])}`,
    `tasks:\n  a:\n    trigger: { every: $EVERY, offset: ${pick(['any', '0s', '1m'])} }\n    whenBusy: skip\n    priority: ${int(0, 2)}`,
    `    steps: [${takes(int(1, 6), pick(['$COST', '{ choice: [2, $COST] }']), '')}${random() < 0.4 ? ', { work: 1m }' : ''}]`,
    `  b:\n    trigger: ${bTrigger}\n    priority: ${int(0, 2)}${bTrigger === 'always' ? '' : '\n    whenBusy: skip'}`,
    `    steps: [${takes('$GATE', int(2, 9), ', poll: { every: 1m }')}, { work: 1m }]`,
    `goals: ${pick(['{ a: { served: 50% } }', '{ b: { progressWithin: 40m } }', '{ a: { served: 90% }, b: { progressWithin: 30m } }'])}`,
    `plan: { ${pick(['maximize: b.progress', 'maximize: a.served', 'minimize: $CAPACITY', 'minimize: b.age'])}, where: $GATE <= $CAPACITY }`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Works in this process, and keeps what it said of each setting. */
function listening(looks: Map<Job['values'], Look>): RunnerFor {
  return (setup, family) => {
    const perform = performerOf(setup, family);
    return {
      async perform(jobs, done) {
        for (const [index, job] of jobs.entries()) {
          const result = perform(job);
          if (result.kind === 'look' && job.kind === 'look' && job.edits === undefined) looks.set(job.values, result);
          done(index, result);
        }
      },
      close: async () => {},
    };
  };
}

/** What is said of a setting and is not so. */
function mistakes(look: Look, text: string, set: Job['values']): readonly string[] {
  const { tasks, goals, stopped } = verify(loadScenario(text, { ...FILE, set })).worlds[0]!;
  const starving = goals.filter(({ goal }) => goal === 'neverStarves');
  const canStarve = starving.some(({ verdict }) => verdict === 'violated');
  const isLive = stopped === 'complete' && starving.every(({ verdict }) => verdict === 'proved');
  const waits = Object.entries(look.worstMs ?? {}).filter(([name, waitMs]) => {
    const worst = tasks.find(({ task }) => task === name)?.worst;
    return worst !== undefined && Math.max(worst.firstMs, worst.betweenMs) !== waitMs;
  });
  const late = goals.some(({ goal, verdict }) => goal === 'progressWithin' && verdict === 'violated');
  return [
    ...(look.invalid === undefined ? [] : [`no scenario: ${look.invalid}`]),
    ...(look.safety === 'safe' && canStarve ? ['safe, and can starve'] : []),
    ...(look.safety === 'unsafe' && isLive ? ['unsafe, and cannot starve'] : []),
    ...(look.judged?.verdict === 'pass' && late ? ['keeps its goals, and waits too long'] : []),
    ...waits.map(([name, waitMs]) => `${name} waits ${waitMs} ms`),
  ];
}

describe('a plan of two tasks that share a bucket', () => {
  it.each(Array.from({ length: SCENARIOS }, (_, seed) => seed))(
    'says of each setting what a proof of it alone says, and chooses none that is not safe (seed %i)',
    async (seed) => {
      const text = textOf(seed);
      const looks = new Map<Job['values'], Look>();
      const { chosen, counts } = await plan(text, FILE, { runner: listening(looks) });
      expect(looks.size).toBeGreaterThanOrEqual(counts.looked);
      const wrong = [...looks].flatMap(([set, look]) => mistakes(look, text, set).map((says) => ({ set, says })));
      expect(wrong, text).toEqual([]);
      if (chosen?.standing !== 'proved') return;
      const { goals } = verify(loadScenario(text, { ...FILE, set: chosen.values })).worlds[0]!;
      // A share of starts is about the mean: a worst case that is below it misses nothing.
      expect(goals.filter(({ goal, verdict }) => goal !== 'served' && verdict === 'violated')).toEqual([]);
    },
  );
});
