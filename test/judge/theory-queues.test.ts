/** Queues that have a formula: slots of a pool, copies at a backlog, service of every shape; and laws that hold of any run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

interface Service {
  readonly text: string;
  readonly meanS: number;
  /** E[S²]. */
  readonly squareS2: number;
}

const SERVICES: Readonly<Record<string, Service>> = {
  'M/M': { text: '{ exponential: 1s }', meanS: 1, squareS2: 2 },
  'M/D': { text: '1s', meanS: 1, squareS2: 1 },
  'M/G (uniform)': { text: '{ uniform: [400ms, 1600ms] }', meanS: 1, squareS2: 1 + 1.2 ** 2 / 12 },
  'M/G (gamma)': { text: '{ gamma: { mean: 1s, sd: 500ms } }', meanS: 1, squareS2: 1.25 },
  'M/G (two kinds)': { text: '{ choice: [500ms, 3s], weights: [4, 1] }', meanS: 1, squareS2: 2 },
};

/** Of Pollaczek and Khinchine (Kleinrock, Queueing Systems I, 5.6): the mean wait before one server. */
function waitOfOne(perSecond: number, { meanS, squareS2 }: Service): number {
  return (perSecond * squareS2) / (2 * (1 - perSecond * meanS));
}

/** Of Erlang (Kleinrock, Queueing Systems I, 3.5): the mean wait before `servers` of exponential service of 1 s. */
function waitOfSeveral(perSecond: number, servers: number): number {
  // The chance that all are busy, from that of a system that loses who finds them so.
  let lost = 1;
  for (let server = 1; server <= servers; server++) lost = (perSecond * lost) / (server + perSecond * lost);
  const busy = lost / (1 - (perSecond / servers) * (1 - lost));
  return busy / (servers - perSecond);
}

/** A beginning with nobody there is soon forgotten. */
const HORIZON = LONG ? '4400s' : '2400s';

const slots = (perSecond: number, servers: number, service: string): string => `quotasim: 1
horizon: ${HORIZON}
warmup: 400s
replications: 10
pools: { server: { slots: ${servers} } }
tasks:
  customer:
    trigger: { poisson: ${perSecond}/s }
    whenBusy: allow
    pool: server
    steps: [work: ${service}, progress]
`;

const copies = (perSecond: number, servers: number, service: string): string => `quotasim: 1
horizon: ${HORIZON}
warmup: 400s
replications: 10
backlogs: { jobs: { arrivals: { poisson: ${perSecond}/s } } }
tasks:
  server: { trigger: always, copies: ${servers}, steps: [take: jobs, work: ${service}, progress] }
`;

interface Case {
  readonly of: string;
  readonly text: string;
  readonly figure: 'wait' | 'age';
  readonly theoryMs: number;
}

const CASES: readonly Case[] = [
  ...Object.entries(SERVICES).map(([name, service]): Case => {
    const theoryMs = 1000 * waitOfOne(0.5, service);
    return { of: `${name}/1, the wait for a slot`, text: slots(0.5, 1, service.text), figure: 'wait', theoryMs };
  }),
  ...[2, 3].map((servers): Case => {
    const theoryMs = 1000 * waitOfSeveral(0.7 * servers, servers);
    const text = slots(0.7 * servers, servers, SERVICES['M/M']!.text);
    return { of: `M/M/${servers}, the wait for a slot`, text, figure: 'wait', theoryMs };
  }),
  ...[1, 3].map((servers): Case => {
    const theoryMs = 1000 * (waitOfSeveral(0.5 * servers, servers) + 1);
    const text = copies(0.5 * servers, servers, SERVICES['M/M']!.text);
    return { of: `M/M/${servers} of copies, the age of an item when it is done`, text, figure: 'age', theoryMs };
  }),
  {
    of: 'M/D/1 of a backlog, the age of an item when it is done',
    text: copies(0.5, 1, '1s'),
    figure: 'age',
    theoryMs: 1000 * (waitOfOne(0.5, SERVICES['M/D']!) + 1),
  },
];

/** The interval of the mean that a report tells. */
function told({ text, figure }: Case, seed: string): readonly [number, number] {
  const { tasks, backlogs } = simulate(loadScenario(text, { file: 'queue.yaml' }), { seed }).report;
  const [low, high] = (figure === 'wait' ? tasks.customer!.waitMs.pool! : backlogs!.jobs!.ageMs!).interval!;
  return [low, high];
}

describe('a queue of the kind', () => {
  const repetitions = LONG ? 200 : 1;

  it.each(CASES)(`$of: is as theory says, in nine of ten of ${repetitions} reports`, { timeout: 900_000 }, (one) => {
    const held = Array.from({ length: repetitions }, (_, repetition) => {
      const [low, high] = told(one, `queue ${repetition}`);
      // An interval that holds everything would say nothing.
      expect(high - low).toBeLessThan((LONG ? 0.5 : 0.7) * one.theoryMs);
      return low <= one.theoryMs && one.theoryMs <= high;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThanOrEqual(0.9 * repetitions);
  });
});

/** Customers in bursts, served so that all are done before the end. */
const crowd = fc.record({
  servers: fc.integer({ min: 1, max: 3 }),
  serviceS: fc.integer({ min: 1, max: 9 }),
  batch: fc.integer({ min: 1, max: 4 }),
  gaps: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 }),
  items: fc.integer({ min: 1, max: 3 }),
});
const HORIZON_S = 3600;

describe("Little's law", () => {
  it('holds of a backlog: what lay in it and was in hand, over time, is how old each item became', () => {
    let items = 0;
    fc.assert(
      fc.property(crowd, ({ servers, serviceS, batch, gaps, items: each }) => {
        const times = gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0));
        const trace = times.map((atS) => `${atS}s,${each}`).join('\n');
        const text = `quotasim: 1
horizon: ${HORIZON_S}s
replications: 1
backlogs: { jobs: { arrivals: { trace: came.csv } } }
tasks:
  server: { trigger: always, copies: ${servers}, steps: [take: { jobs: ${batch} }, work: ${serviceS}s, progress] }
`;
        const scenario = loadScenario(text, { file: 'law.yaml', read: () => `at,items\n${trace}\n` });
        const { jobs } = simulate(scenario).report.backlogs!;
        expect(jobs!.done).toBe(gaps.length * each);
        items += jobs!.done;
        // Each item is in hand for as long as the work takes.
        const areaS = jobs!.items.mean * HORIZON_S + jobs!.done * serviceS;
        expect(areaS).toBeCloseTo((jobs!.ageMs!.mean * jobs!.ageMs!.count) / 1000, 4);
      }),
      { numRuns: LONG ? 500 : 15 },
    );
    expect(items).toBeGreaterThan(100);
  });

  it('holds of a pool: slots held over time, waits and latencies are measured apart and add up', () => {
    let waited = 0;
    fc.assert(
      fc.property(crowd, fc.integer({ min: 0, max: 9 }), ({ servers, serviceS, batch, items }, offsetS) => {
        const text = `quotasim: 1
horizon: ${HORIZON_S}s
replications: 1
pools: { slots: { slots: ${servers} } }
tasks:
${Array.from({ length: items }, (_, task) => `  t${task}: { trigger: { every: 1000s, offset: ${offsetS + task}s }, whenBusy: allow, copies: ${batch}, pool: slots, steps: [work: ${serviceS + task}s, progress] }`).join('\n')}
`;
        const { tasks, locks } = simulate(loadScenario(text, { file: 'law.yaml' })).report;
        let busyS = 0;
        for (const [index, { runs, waitMs, latency }] of Object.values(tasks).entries()) {
          expect(runs.completed).toBe(runs.triggered);
          const worked = runs.completed * (serviceS + index);
          busyS += worked;
          const waits = waitMs.pool!.mean! * waitMs.pool!.count;
          waited += Number(waits > 0);
          expect(latency!.mean! * latency!.count).toBeCloseTo(waits + 1000 * worked, 3);
        }
        // The share of all slots, over time.
        expect(locks.slots!.heldShare * servers * HORIZON_S).toBeCloseTo(busyS, 4);
      }),
      { numRuns: LONG ? 500 : 20 },
    );
    expect(waited).toBeGreaterThan(5);
  });
});
