/** The testing kit, as a user's project has it: promises of policies, matchers, the smallest scenario that fails. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definePolicy, loadScenario } from '../../src/index.ts';
import {
  brokenPromises,
  checkPolicy,
  config,
  everyScenario,
  lock,
  matchers,
  type Part,
  policyOptions,
  scenarioParts,
  smallestFailing,
  supply,
  task,
} from '../../src/testing/index.ts';
import { policyContract } from '../../src/testing/vitest.ts';
import { forgetful, ownBuiltIns } from '../policies/own-samples.ts';

expect.extend(matchers);

const LONG = process.env.QUOTASIM_LONG !== undefined;

describe('a good policy of one’s own', () => {
  policyContract(ownBuiltIns.find(({ name }) => name === 'own-fair-share')!);

  it.each(ownBuiltIns.map((one) => [`${one.family} ${one.name}`, one] as const))('keeps its promises: %s', (_, one) => {
    expect(brokenPromises(one)).toEqual([]);
  });
});

describe('a policy that is wrong on purpose', () => {
  it('breaks its promises, and the smallest case of each is told', () => {
    const broken = brokenPromises(forgetful);
    expect(broken.map(({ promise }) => promise)).toEqual([
      'lets go at the level it asked for, and above, where nobody else waits',
      'lets somebody go at the full supply, whoever waits and whatever it remembers',
    ]);
    expect(() => checkPolicy(forgetful)).toThrow(
      /^the policy breaks 2 promises\ndoes not keep: lets go at the level[\s\S]*Counterexample: \[\{"options":\{[^}]*\},"view":\{"levelGrains":[\s\S]*nobody goes on/,
    );
  });

  it('is found by a scenario that is as small as can be', () => {
    const pausing = scenarioParts({ tasksMax: 1 }).map((part): Part => {
      const text = JSON.stringify(part).replaceAll(
        /"await":\{"api":\d+\}/g,
        '"await":{"api":{"use":"forgetful","low":1,"high":2}}',
      );
      return JSON.parse(text) as Part;
    });
    const load = { policies: [forgetful] };
    const failing = smallestFailing(pausing, (one) => expect(one).toBeLive(), { load, runs: 40, seed: 3 });
    expect(failing?.because).toMatch(
      /^expected scenario to be live\ntask1 is starv[\s\S]*\n {2}How {2}[\s\S]*\nAgain {2}sim scenario\.yaml --seed 1$/,
    );
    expect(loadScenario(failing!.text, load).worlds[0]!.model.tasks.length).toBe(1);
    expect(failing!.text).toMatchInlineSnapshot(`
      "quotasim: 1
      horizon: 1d
      grid: 1m
      supplies:
        api:
          model: token-bucket
          capacity: 6
          refill:
            tokens: 1
            every: 1m
          debt: none
          initial: 0
      tasks:
        task1:
          trigger: always
          steps:
            - await:
                api:
                  use: forgetful
                  low: 1
                  high: 2
            - spend:
                api: 1
            - progress
            - work: 1m
      "
    `);
    const again = () => everyScenario(pausing, () => false, { load, runs: 1, seed: 3, write: () => 'smallest.yaml' });
    expect(again).toThrow(/the smallest scenario \(seed 3, made smaller \d+ times\):\nsim smallest\.yaml\n$/);
  });
});

describe('an error that is no broken promise', () => {
  const nothing = undefined as unknown as { tasks: string };
  const broken = definePolicy({
    family: 'admission',
    name: 'broken',
    describe: 'a mistake in its code',
    options: [],
    create: () => ({ admit: () => ({ kind: nothing.tasks as 'go' }) }),
  });
  const using = scenarioParts({ tasksMax: 1 }).map((part): Part => {
    const text = JSON.stringify(part).replaceAll(/"await":\{"api":\d+\}/g, '"await":{"api":{"use":"broken"}}');
    return JSON.parse(text) as Part;
  });

  it.each([
    ['TypeError', () => nothing.tasks],
    ['ReferenceError', () => new Function('return missing')()],
    ['RangeError', () => [].with(1, 0 as never)],
  ])('comes through as it is, at once: %s', (name, fails) => {
    const thrown: unknown[] = [];
    const holds = () => {
      try {
        return fails();
      } catch (error) {
        thrown.push(error);
        throw error;
      }
    };
    let caught: unknown;
    try {
      smallestFailing(scenarioParts({ tasksMax: 1 }), holds, { runs: 5, seed: 1 });
    } catch (error) {
      caught = error;
    }
    expect((caught as Error).name).toBe(name);
    expect(thrown).toEqual([caught]);
    expect(thrown[0]).toBe(caught);
  });

  it('comes through where it is thrown by a policy', () => {
    const load = { policies: [broken] };
    const live = () => everyScenario(using, (one) => expect(one).toBeLive(), { load, runs: 20, seed: 3 });
    expect(live).toThrow(/tasks/);
    expect(live).not.toThrow(/the smallest scenario/);
  });

  it('is not what an assertion throws, of whatever kind', () => {
    const ways: (() => unknown)[] = [() => assert.ok(false), () => expect(1).toBe(2), () => false, fails];
    for (const holds of ways) {
      const failing = smallestFailing(scenarioParts({ tasksMax: 1 }), holds, { runs: 2, seed: 1 });
      expect(failing).toHaveProperty('text');
    }
  });

  function fails(): never {
    throw new Error('a promise of my own is broken');
  }
});

describe('the matchers', () => {
  const text = (level: number) => `quotasim: 1
horizon: 1d
grid: 1m
parameters: { LEVEL: { value: ${level}, range: [40, 80], step: 5 } }
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: 100, debt: unlimited } }
tasks:
  sync: { trigger: { every: 15m, offset: 0 }, whenBusy: skip, steps: [{ await: { api: 50 } }, { spend: { api: 60 } }, progress] }
  index: { trigger: always, steps: [{ await: { api: $LEVEL } }, { spend: { api: 40 } }, progress, { work: 1m }] }
goals: { sync: { served: 50% } }
`;
  const safe = loadScenario(text(80), { file: 'prod.yaml' });
  const unsafe = loadScenario(text(50), { file: 'prod.yaml' });

  it('pass where it is so', () => {
    expect(safe).toBeLive();
    expect(safe).toProgressWithin('2h', 'index');
    expect(safe).toServe('50%');
    expect(safe).toMeetItsGoals();
    expect(unsafe).not.toBeLive('sync');
  });

  it('tell why it is not', () => {
    const told = (act: () => void): string => {
      try {
        act();
      } catch (error) {
        return (error as Error).message;
      }
      return 'it passed';
    };
    expect(told(() => expect(unsafe).toBeLive())).toMatchInlineSnapshot(`
      "expected prod to be live
      sync is starvable
        Why  sync can wait for ever for api to reach 50: every 2 h index takes 600 of it in 15 goes, each at 50
        How  sync can wait for ever for api to reach 50: every 2 h index takes 600 of it in 15 goes, each at 50
             00:00  api 0   sync starts; index starts, takes 40 of api (100 -> 60), makes progress and works for
                            1m; sync takes 60 of api (60 -> 0), makes progress and ends
             00:01  api 5   index ends, starts and waits for api to reach 50
             00:10  api 10  index takes 40 of api (50 -> 10), makes progress and works for 1m
             00:11  api 15  index ends, starts and waits for api to reach 50
             00:15  api 35  sync starts and waits for api to reach 50
             for ever, every 2 h:
             00:18  api 10  index takes 40 of api (50 -> 10), makes progress and works for 1m
             00:19  api 15  index ends, starts and waits for api to reach 50
             00:26  api 10  index takes 40 of api (50 -> 10), makes progress and works for 1m
             00:27  api 15  index ends, starts and waits for api to reach 50
             00:30  api 30  sync is due, and skipped because its run is still busy
             00:34  api 10  index takes 40 of api (50 -> 10), makes progress and works for 1m
             00:35  api 15  index ends, starts and waits for api to reach 50
             … and 29 more instants
      Again  sim prod.yaml --seed 1"
    `);
    expect(told(() => expect(safe).toProgressWithin('10m', 'index'))).toMatchInlineSnapshot(`
      "expected prod to be progressing within 10m
      index progress within 10 min: missed, up to 44 min without progress in some run (proved); the runs showed up to 44 min
        Why  index waited 43 min (from 61 min of run 1) for api to reach 80; until then the level never rose above 70, because sync, which asks already at 50, took 69 % of the tokens
        How  index can wait 44 min for progress, from 00:28 on
             00:00  api 0    sync starts; index starts, takes 40 of api (100 -> 60), makes progress and works for
                             1m; sync takes 60 of api (60 -> 0), makes progress and ends
             00:01  api 5    index ends, starts and waits for api to reach 80
             00:15  api 15   sync starts, takes 60 of api (75 -> 15), makes progress and ends
             00:28  api 40   index takes 40 of api (80 -> 40), makes progress and works for 1m
             00:29  api 45   index ends, starts and waits for api to reach 80
             00:30  api −10  sync starts, takes 60 of api (50 -> −10), makes progress and ends
             00:45  api 5    sync starts, takes 60 of api (65 -> 5), makes progress and ends
             01:00  api 20   sync starts, takes 60 of api (80 -> 20), makes progress and ends
             01:12  api 40   index takes 40 of api (80 -> 40), makes progress and works for 1m
      Again  sim prod.yaml --seed 1"
    `);
    expect(told(() => expect(safe).toServe('99%', 'sync'))).toMatchInlineSnapshot(`"it passed"`);
    expect(told(() => expect(safe).toServe('99%', 'index'))).toBe(
      'toServe: no start of index is ever due; it is triggered `always`',
    );
    expect(told(() => expect(safe).toBeLive('sinc'))).toMatchInlineSnapshot(
      `"the scenario has no task "sinc"; it has sync, index"`,
    );
    expect(told(() => expect(safe).toProgressWithin('10', 'index'))).toMatchInlineSnapshot(`
      "matcher.yaml:12:21 needs_unit
        goals.t.progressWithin must be a duration such as 30s, 15m or 1h30m, received the bare number 10
        12 |     progressWithin: "10"
                                 ^"
    `);
    expect(told(() => expect(safe).not.toBeLive())).toMatchInlineSnapshot(`
      "expected the scenario not to be live, and it is
      sim prod.yaml --seed 1"
    `);
  });

  it('judge settings within the ranges of the parameters', () => {
    const levels = new Set<string>();
    fc.assert(
      fc.property(config(safe), (set) => {
        levels.add(set.LEVEL!);
        return loadScenario(text(80), { set }).settings.length === 1;
      }),
      { numRuns: LONG ? 500 : 30 },
    );
    expect(levels.size).toBeGreaterThan(4);
    for (const level of levels)
      expect([Number(level) % 5, Number(level) >= 40, Number(level) <= 80]).toEqual([0, true, true]);
  });
});

it('whatever the arbitraries give is a scenario', () => {
  fc.assert(
    fc.property(scenarioParts(), (part) => {
      expect(loadScenario(JSON.stringify(part)).worlds).toHaveLength(1);
    }),
    { numRuns: LONG ? 2000 : 60 },
  );
  const parts = fc.record({ api: supply(), one: lock(), job: task({ supplies: ['api'], locks: ['one'] }) });
  fc.assert(
    fc.property(parts, ({ api, one, job }) => {
      const whole = { quotasim: 1, horizon: '1d', supplies: { api }, locks: { one }, tasks: { job } };
      expect(loadScenario(JSON.stringify(whole)).worlds).toHaveLength(1);
    }),
    { numRuns: LONG ? 2000 : 40 },
  );
});

it('options of a policy are such as its definition allows', () => {
  const [hysteresis] = ownBuiltIns.filter(({ name }) => name === 'own-hysteresis');
  fc.assert(
    fc.property(policyOptions(hysteresis!, { capacityGrains: 20, most: 4 }), ({ low, high }) => {
      expect([low! >= 0, high! > low!, high! <= 20]).toEqual([true, true, true]);
    }),
  );
});
