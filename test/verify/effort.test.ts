/** A proof that is to be quick counts its work, and never guesses when that is used up. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { type VerifyOptions, verify } from '../../src/verify/verify.ts';

const text = (wait: string) => `quotasim: 1
horizon: 1d
grid: 1m
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: any, debt: none } }
tasks:
  one: { trigger: { every: 13m, offset: any }, whenBusy: skip, steps: [${wait}, progress] }
`;
const SPEND = '{ spend: { api: 20 } }';

function world(options: VerifyOptions, steps: string = SPEND): WorldVerification {
  return verify(loadScenario(text(steps), { file: 'test.yaml' }), options).worlds[0]!;
}

/** So many jobs that are all due at one instant. */
const tied = (count: number): string => `quotasim: 1
horizon: 1d
grid: 1m
supplies: { api: { model: token-bucket, refill: 60/min, capacity: 9, debt: none } }
tasks:
${Array.from({ length: count }, (_, job) => `  job${job}: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [${SPEND.replace('20', '1')}, progress] }`).join('\n')}
`;

/** The least `stepsMax` with which everything is explored. */
function stepsNeeded(explored = (stepsMax: number) => world({ stepsMax })): number {
  let [low, high] = [0, 100_000];
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (explored(middle).stopped === 'complete') high = middle;
    else low = middle;
  }
  return high;
}

describe('steps', () => {
  it('one too few give unknown, and as many as it takes a proof', () => {
    const needed = stepsNeeded();
    const whole = world({ stepsMax: needed });
    expect(needed).toBeGreaterThanOrEqual(whole.states);
    expect(whole).toMatchObject({ stopped: 'complete', tasks: [{ claim: 'live' }] });
    expect(world({})).toEqual(whole);
    const less = world({ stepsMax: needed - 1 });
    expect(less).toMatchObject({ stopped: 'steps-max', tasks: [{ claim: 'unknown' }] });
    expect(less.frontier).toBe(1);
    expect(world({ stepsMax: 0 })).toMatchObject({ stopped: 'steps-max', states: 0, tasks: [{ claim: 'unknown' }] });
  });

  it('are more where many are tied, whose orders each take long', () => {
    const needed = (count: number) =>
      stepsNeeded((stepsMax) => verify(loadScenario(tied(count), { file: 'test.yaml' }), { stepsMax }).worlds[0]!);
    /** Each of `count` has gone or not, and any that has not goes next: so many ways, but that two have no order. */
    const ways = (count: number) => count * 2 ** (count - 1);
    expect(needed(4)).toBeLessThan(2 * ways(4));
    // Each of them counts for two.
    expect(needed(8)).toBeGreaterThan(1.5 * ways(8));
    expect(needed(8)).toBeLessThan(4 * ways(8));
  });

  it('are used up by instants without end, which are found all the same', () => {
    const { stopped, zeno, tasks } = world({ stepsMax: 2000 }, '{ repeat: [{ await: { api: 0 } }] }');
    expect(zeno).toBeDefined();
    expect({ stopped, claims: tasks.map(({ claim }) => claim) }).toEqual({ stopped: 'steps-max', claims: ['unknown'] });
  });
});

describe('starts', () => {
  it('more than may be tried give unknown; as many give a proof', () => {
    const starts = 101 * 13;
    expect(world({ startsMax: starts }).stopped).toBe('complete');
    expect(world({ startsMax: starts - 1 })).toMatchObject({ stopped: 'starts-max', tasks: [{ claim: 'unknown' }] });
  });
});

describe('looks', () => {
  it('too few leave the worst share unknown, and the claim and its waits as they are', () => {
    const { served, ...rest } = world({}).tasks[0]!;
    expect(served).toBeDefined();
    expect(world({ looksMax: 0 }).tasks[0]).toEqual(rest);
  });
});
