/** Queues that have a formula: means of simulated waits and of the servers' load lie where theory says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { logRun } from '../sim/log.ts';

interface Queue {
  /** Arrivals a second. */
  readonly rate: number;
  readonly servers: number;
  /** A distribution of mean 1 s. */
  readonly service: string;
}

/** Mean wait in seconds and share of the servers' time that is used, each with its distance from theory in standard errors. */
function measured({ rate, servers, service }: Queue) {
  const text = `quotasim: 1
horizon: 3h
warmup: 30m
replications: 20
pools: { clerks: { slots: ${servers} } }
tasks:
  customer: { trigger: { poisson: ${rate}/s }, whenBusy: allow, pool: clerks, steps: [work: ${service}, progress] }
`;
  const { report } = simulate(loadScenario(text, { file: 'queue.yaml' }), { seed: '1' });
  const { mean, interval } = report.tasks.customer!.waitMs.pool!;
  // Half of a 95 % Student interval with 19 degrees of freedom is 2.093 standard errors.
  return { wait: mean / 1000, error: (interval![1] - mean) / 1000 / 2.093, load: report.locks.clerks!.heldShare };
}

/** Erlang's C: the probability that a customer has to wait, for `load` in servers' worth of work. */
function erlangC(servers: number, load: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < servers; n++) {
    term *= load / n;
    sum += term;
  }
  const all = ((term * load) / servers) * (servers / (servers - load));
  return all / (sum + all);
}

/** Pollaczek and Khinchine: the mean wait for one server, from the mean square of the service time. */
function meanWait(rate: number, square: number): number {
  return (rate * square) / (2 * (1 - rate));
}

describe('a queue', () => {
  it.each<Queue & { readonly name: string; readonly wait: number }>([
    { name: 'M/M/1', rate: 0.7, servers: 1, service: '{ exponential: 1s }', wait: 0.7 / 0.3 },
    { name: 'M/M/3', rate: 2.4, servers: 3, service: '{ exponential: 1s }', wait: erlangC(3, 2.4) / (3 - 2.4) },
    { name: 'M/D/1', rate: 0.8, servers: 1, service: '1s', wait: meanWait(0.8, 1) },
    { name: 'M/G/1 uniform', rate: 0.8, servers: 1, service: '{ uniform: [0s, 2s] }', wait: meanWait(0.8, 4 / 3) },
    {
      name: 'M/G/1 gamma',
      rate: 0.6,
      servers: 1,
      service: '{ gamma: { mean: 1s, sd: 500ms } }',
      wait: meanWait(0.6, 1.25),
    },
    {
      name: 'M/G/1 lognormal',
      rate: 0.6,
      servers: 1,
      service: '{ lognormal: { mean: 1s, sd: 1s } }',
      wait: meanWait(0.6, 2),
    },
  ])('$name waits as long as its formula says, and uses its servers as the load demands', (queue) => {
    const { wait, error, load } = measured(queue);
    expect(Math.abs(wait - queue.wait) / error).toBeLessThan(3);
    // So that the test can fail: the formula's own neighbours lie outside.
    expect(error / queue.wait).toBeLessThan(0.05);
    // Little's law for the servers: customers in service = arrivals a second x seconds of service.
    expect(Math.abs(load - queue.rate / queue.servers)).toBeLessThan(0.01);
  });
});

describe('a token bucket', () => {
  it('lets through at most its capacity and what is refilled in any window, however hard it is asked', () => {
    const supply = fc.record({
      rate: fc.integer({ min: 1, max: 9 }),
      capacity: fc.integer({ min: 1, max: 40 }),
      initial: fc.integer({ min: 0, max: 40 }),
      debt: fc.constantFrom('none', '7'),
    });
    const tasks = fc.array(
      fc.record({ everyS: fc.integer({ min: 1, max: 9 }), cost: fc.integer({ min: 1, max: 12 }), work: fc.boolean() }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(supply, tasks, ({ rate, capacity, initial, debt }, list) => {
        const text = `quotasim: 1
horizon: 10m
supplies:
  api: { model: token-bucket, refill: ${rate}/s, capacity: ${capacity}, initial: ${Math.min(initial, capacity)}, debt: ${debt} }
tasks:
${list
  .map(({ everyS, cost, work }, index) => {
    const steps = `[{ spend: { api: ${cost} } }, progress${work ? ', { work: 1s }' : ''}]`;
    return `  t${index}: { trigger: { every: ${everyS}s, offset: 0 }, whenBusy: queue all, steps: ${steps} }`;
  })
  .join('\n')}
`;
        const { model } = loadScenario(text, { file: 'bucket.yaml' }).worlds[0]!;
        const most = capacity + (debt === 'none' ? 0 : Number(debt));
        const grains = model.supplies[0]!.grainsPerToken;
        const spends = logRun(model).lines.flatMap((line) => {
          const match = /^(\d+) \S+ spends (-?\d+) -> (-?\d+)$/.exec(line);
          return match === null
            ? []
            : [{ atMs: Number(match[1]), tokens: (Number(match[2]) - Number(match[3])) / grains }];
        });
        let worst = Number.NEGATIVE_INFINITY;
        for (let first = 0; first < spends.length; first += 7) {
          let sum = 0;
          for (const { atMs, tokens } of spends.slice(first, first + 200)) {
            sum += tokens;
            worst = Math.max(worst, sum - rate * ((atMs - spends[first]!.atMs) / 1000));
          }
        }
        expect(worst).toBeLessThanOrEqual(most + 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});
