/** Presets: each compiles, runs and does what is documented of it; what is said beside one goes before it; what is wrong is told. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { exampleText } from '../../src/scenarios/presets/expand.ts';
import { PRESETS } from '../../src/scenarios/presets/index.ts';
import { presetPage, presetsDocument } from '../../src/scenarios/presets/pages.ts';
import type { Section } from '../../src/scenarios/presets/preset.ts';
import { logRun } from '../sim/log.ts';
import { told } from './refusal.ts';

const MINUTE_MS = 60_000;

const ALL = PRESETS.flatMap((preset) =>
  (Object.entries(preset.parts) as [Section, (typeof preset.parts)[Section]][]).map(
    ([section, part]) => [preset.name, section, part!] as const,
  ),
);

/** A scenario in which `thing` is the supply, pool or task that a job uses. */
function scenarioOf(section: Section, thing: string, steps = '[{ work: 1s }, progress]'): string {
  const task = section === 'tasks' ? `<<: ${thing}` : 'whenBusy: skip';
  return `quotasim: 1
horizon: 2d
replications: 2
start: 2026-03-02
${section === 'tasks' ? '' : `${section}: { it: ${thing} }\n`}tasks:
  job:
    trigger: { every: 1h, offset: 0 }
    steps: ${steps}${section === 'pools' ? '\n    pool: it' : ''}
    ${task}
`;
}

const fieldsOf = (name: string, { asks = [] }: (typeof ALL)[number][2]): string =>
  `{ ${[`preset: ${name}`, ...asks.map(({ key, example }) => `${key}: ${example}`)].join(', ')} }`;

/** Takes one, and says so where the whole of it comes back. */
const SPEND = '[{ spend: { it: 1, lasts: 1s } }, progress]';

describe.each(ALL)('%s in %s', (name, section, part) => {
  const steps = section === 'supplies' ? SPEND : undefined;
  const scenario = loadScenario(scenarioOf(section, fieldsOf(name, part), steps), { file: 'it.yaml' });

  it('means what its page says, written out', () => {
    const plain = JSON.stringify(parse(exampleText(part)));
    const written = loadScenario(scenarioOf(section, plain, steps), { file: 'it.yaml' });
    expect(written.worlds.map(({ model }) => model)).toEqual(scenario.worlds.map(({ model }) => model));
  });

  it('runs', () => {
    const { report } = simulate(scenario);
    expect(report.tasks.job!.progress.amount).toBeGreaterThanOrEqual(40);
    const rests = report.restsOn.find(({ value }) => value === name);
    expect(rests?.text).toMatch(new RegExp(`^${section}\\.\\w+ is as preset ${name} has it, read in \\d{4}-\\d{2} `));
  });

  it('asks for what it has a place for, first in its value, and says where to read it', () => {
    const used = [...part.text.matchAll(/"?<(\w+)>/g)].map((match) => match[1]!);
    const keys = (part.asks ?? []).map(({ key }) => key);
    expect([...new Set(used)].sort()).toEqual([...keys].sort());
    expect(part.text).not.toMatch(/: "[^"<]+</);
    for (const key of keys) {
      const less = fieldsOf(name, { ...part, asks: part.asks!.filter((ask) => ask.key !== key) });
      expect(told(scenarioOf(section, less, steps))).toContain(
        `needs "${key}", which preset ${name} cannot know: ${part.asks!.find((ask) => ask.key === key)!.where}`,
      );
    }
  });
});

/** When a job is served, in minutes from the start, that spends again and again on a supply. */
function servedAt(supply: string, spend: string, { first = '0', count = 6, start = '2026-03-02' } = {}): number[] {
  const { worlds } = loadScenario(
    `quotasim: 1
horizon: 20d
start: ${start}
supplies: { it: ${supply} }
tasks:
  job:
    trigger: { every: 100d, offset: ${first} }
    whenBusy: skip
    steps: [{ repeat: { times: ${count}, steps: [${spend}, progress] } }]
`,
    { file: 'it.yaml' },
  );
  return logRun(worlds[0]!.model)
    .lines.filter((line) => line.endsWith('progresses 1'))
    .map((line) => Number(line.split(' ')[0]) / MINUTE_MS);
}

/** A scenario whose scheduler is down for a while. */
function missed(preset: string, trigger: string, beside: string): string {
  return `quotasim: 1
horizon: 1d
start: 2026-03-02
outages: [{ from: 2h, until: 3h }]
tasks: { job: { preset: ${preset}, trigger: ${trigger}, ${beside} steps: [{ work: 1s }, progress] } }
`;
}

const ONE = '{ spend: { it: 1 } }';

describe('what is documented', () => {
  it('keepa: tokens come once a minute, a balance above 0 suffices, and 60 minutes of them are kept', () => {
    const supply = (initial: number) => `{ preset: keepa, rate: 5/min, initial: ${initial}, refill: { phase: 0 } }`;
    expect(servedAt(supply(0), '{ spend: { it: 40 } }')).toEqual([1, 9, 17, 25, 33, 41]);
    expect(servedAt(supply(300), '{ spend: { it: 150 } }', { first: '5h', count: 4 })).toEqual([300, 300, 301, 331]);
  });

  it.each(['github-rest', 'github-graphql'])('%s: an hour begins with the first use, not by the clock', (name) => {
    const twice = '{ spend: { it: 1 } }, { work: 50m }';
    expect(servedAt(`{ preset: ${name}, limit: 2 }`, ONE, { first: '20m' })).toEqual([20, 20, 80, 80, 140, 140]);
    expect(servedAt(`{ preset: ${name}, limit: 1 }`, twice, { first: '20m', count: 3 })).toEqual([70, 130, 190]);
  });

  it('github-secondary: no minute has more points, and no more calls are in flight', () => {
    const supply = '{ preset: github-secondary, limits: { points: { limit: 10 } } }';
    expect(servedAt(supply, '{ spend: { it: 5, lasts: 24s } }', { count: 4 })).toEqual([0.4, 0.8, 1.4, 1.8]);
  });

  it('youtube: units come back at midnight in California, which is an hour earlier in UTC from 8 March 2026 on', () => {
    const supply = '{ preset: youtube, limit: 2 }';
    const days = servedAt(supply, ONE, { start: '2026-03-06', count: 10 }).map((minutes) => minutes / 60);
    expect(days).toEqual([0, 0, 8, 8, 32, 32, 56, 56, 79, 79]);
  });

  it('shopify-graphql: admitted on what is asked for, and what it did not need comes back', () => {
    const supply = '{ preset: shopify-graphql, restore: 100/s, size: 1000 }';
    const spend = '{ spend: { it: 1000, lasts: 1s, actual: 200 } }';
    // 200 are missing when it is over, of which 100 came meanwhile: one second more.
    expect(servedAt(supply, spend, { count: 3 }).map((minutes) => minutes * 60)).toEqual([1, 3, 5]);
  });

  it('shopify-rest, amazon-sp-api: a burst, then the rate', () => {
    const burst = [0, 0, 0, 0.5, 1, 1.5].map((seconds) => seconds / 60);
    expect(servedAt('{ preset: shopify-rest, leak: 2/s, size: 3 }', ONE)).toEqual(burst);
    expect(servedAt('{ preset: amazon-sp-api, rate: 2/s, burst: 3 }', ONE)).toEqual(burst);
  });

  it('stripe: no second has more', () => {
    const seconds = servedAt('{ preset: stripe, limit: 2 }', '{ spend: { it: 1 } }, { work: 300ms }');
    expect(seconds.map((minutes) => Math.round(minutes * 60_000))).toEqual([300, 600, 1300, 1600, 2300, 2600]);
  });

  it('slack, x: windows by the clock, wherever they begin', () => {
    expect(servedAt('{ preset: slack, limit: 2, phase: 0 }', ONE, { first: '30s' })).toEqual([0.5, 0.5, 1, 1, 2, 2]);
    expect(servedAt('{ preset: x, limit: 2, phase: 0 }', ONE, { first: '5m' })).toEqual([5, 5, 15, 15, 30, 30]);
  });

  it('jira: points by the hour and a burst of requests, both at once', () => {
    const supply = '{ preset: jira, points: 10, rate: 1/min, burst: 2, limits: { points: { phase: 0 } } }';
    expect(servedAt(supply, '{ spend: { it: 3 } }')).toEqual([0, 0, 1, 60, 60, 61]);
  });

  it('docker-hub: any six hours', () => {
    const minutes = servedAt('{ preset: docker-hub, limit: 2 }', '{ spend: { it: 1 } }, { work: 5h }', { count: 4 });
    expect(minutes.map((at) => at / 60)).toEqual([5, 10, 15, 20]);
    const eager = servedAt('{ preset: docker-hub, limit: 2 }', '{ spend: { it: 1 } }, { work: 2h }', { count: 5 });
    expect(eager.map((at) => at / 60)).toEqual([2, 4, 8, 10, 14]);
  });

  it('strava: quarters by the clock, and a day until midnight UTC', () => {
    const supply = '{ preset: strava, limit: 2, daily: 3, limits: { quarter: { phase: 0 } } }';
    expect(servedAt(supply, ONE, { first: '8h' })).toEqual([480, 480, 495, 1440, 1440, 1455]);
  });

  it('strava: what a quarter refuses still counts for the day', () => {
    const supply = '{ preset: strava, limit: 2, daily: 5, limits: { quarter: { phase: 0 } } }';
    const call = '{ call: { it: 1, retry: { wait: 5m } } }';
    // Refused at 480, 485 and 490: then the day is used up.
    expect(servedAt(supply, call, { first: '8h', count: 4 })).toEqual([480, 480, 1440, 1440]);
  });

  it('openai: refused requests count, so that who hammers never gets through', () => {
    const call = (honour: boolean) => `{ call: { it: 1, retry: { wait: 1s, honourHint: ${honour} } } }`;
    const supply = '{ preset: openai, rpm: 4, tpm: 1000 }';
    expect(servedAt(supply, call(false), { count: 5 })).toEqual([0, 0, 0, 0]);
    expect(servedAt(supply, call(true), { count: 5 })).toEqual([0, 0, 0, 0, 1]);
  });

  it('openai: a request and its tokens, all or nothing', () => {
    const supply = '{ preset: openai, rpm: 4, tpm: 120 }';
    expect(servedAt(supply, '{ spend: { it: 60 } }', { count: 4 })).toEqual([0, 0, 0.5, 1]);
    expect(servedAt(supply, '{ spend: { it: 10 } }', { count: 6 })).toEqual([0, 0, 0, 0, 0.25, 0.5]);
  });

  it('anthropic: input and output tokens apart', () => {
    const supply = '{ preset: anthropic, rpm: 60, itpm: 1000, otpm: 100 }';
    const spend = '{ spend: { it.itpm: 100, it.otpm: 50 } }';
    expect(servedAt(supply, spend, { count: 4 })).toEqual([0, 0, 0.5, 1]);
  });

  it.each([
    ['celery', 48, 0],
    ['kubernetes-cronjob', 48, 0],
    ['sidekiq', 48, 0],
    ['apscheduler', 24, 24],
    ['temporal', 24, 24],
  ])('%s: starts beside a run that is still going on, %i of 48', (name, started, skipped) => {
    const text = scenarioOf('tasks', `{ preset: ${name} }`, '[{ work: 90m }, progress]').replace(
      'replications: 2',
      'replications: 1',
    );
    const { runs } = simulate(loadScenario(text, { file: 'it.yaml' })).report.tasks.job!;
    expect([runs.started, runs.skipped]).toEqual([started, skipped]);
  });

  it.each([
    ['celery', '{ cron: "*/10 * * * *" }', '', { starts: 'once' }],
    ['apscheduler', '{ every: 10m, offset: 0 }', '', { starts: 'once', withinMs: 1000 }],
    ['kubernetes-cronjob', '{ cron: "*/10 * * * *" }', '', { starts: 'once', giveUpAfter: 100, busyToo: false }],
    [
      'kubernetes-cronjob',
      '{ every: 10m }',
      'whenBusy: skip, catchUp: { busyToo: true },',
      { busyToo: true, giveUpAfter: 100 },
    ],
    ['kubernetes-cronjob', '{ every: 10m }', 'catchUp: once,', { starts: 'once', busyToo: false }],
  ])('%s: what was missed in an outage by %s (%s)', (name, trigger, beside, rule) => {
    const text = missed(name, trigger, beside);
    expect(loadScenario(text, { file: 'it.yaml' }).worlds[0]!.model.triggers[0]).toMatchObject({ catchUp: rule });
    const calm = loadScenario(text.replace(/outages: .*\n/, '').replace(/catchUp: [^,]*,/, ''), { file: 'it.yaml' });
    expect(calm.worlds[0]!.model.triggers[0]).not.toHaveProperty('catchUp');
  });

  it('says nothing of starts of which no source does: it must be said', () => {
    for (const [name, trigger] of [
      ['celery', '{ every: 10m }'],
      ['temporal', '{ every: 10m }'],
      ['sidekiq', '{ every: 10m }'],
    ] as const) {
      expect(told(missed(name, trigger, ''))).toContain('catch_up_missing');
    }
    expect(() => loadScenario(missed('celery', 'always', ''), { file: 'it.yaml' })).not.toThrow();
  });

  it('celery: what a worker fetched before keeps its place', () => {
    const model = loadScenario(scenarioOf('pools', '{ preset: celery, slots: 3 }')).worlds[0]!.model;
    expect(model.locks).toMatchObject([{ permits: 3, line: { order: 'fifo', passOver: false, prefetch: 12 } }]);
  });
});

describe('what stands beside a preset', () => {
  const keepa = (beside: string) => scenarioOf('supplies', `{ preset: keepa, rate: 5/min${beside} }`, SPEND);
  const supplyOf = (beside: string, set = {}) =>
    loadScenario(keepa(beside), { file: 'it.yaml', set }).worlds.map(({ model }) => model.supplies[0]!);

  it('goes before it, field by field, within its maps too', () => {
    const [plain] = supplyOf('');
    expect(supplyOf(', debt: none')[0]!.debt).toEqual({ kind: 'none' });
    expect(supplyOf(', capacity: 100')[0]!.capacityGrains).toBeLessThan(plain!.capacityGrains);
    const { refill } = supplyOf(', refill: { phase: 0 }')[0]!;
    expect(refill).toEqual({ ...plain!.refill, phaseMs: { kind: 'fixed', value: 0 } });
    expect(supplyOf(', refill: 7/min')[0]!.refill.kind).toBe('continuous');
  });

  it('may be unsure, or set from outside', () => {
    expect(supplyOf(', debt: { unsure: [none, unlimited] }').map(({ debt }) => debt.kind)).toEqual([
      'none',
      'unlimited',
    ]);
    expect(supplyOf('', { 'supplies.it.debt': 'clamp' })[0]!.debt.kind).toBe('clamp');
  });

  it('may be worked out from parameters', () => {
    const text = keepa('').replace('5/min', '$RATE + 1/min').replace('start:', 'parameters: { RATE: 4/min }\nstart:');
    const { model } = loadScenario(text, { file: 'it.yaml' }).worlds[0]!;
    expect(model.supplies).toEqual(supplyOf(''));
  });

  it('comes with anchors and merges', () => {
    const text = `quotasim: 1
horizon: 1d
supplies:
  a: &a { preset: bullmq, max: 10, duration: 1m }
  b: { <<: *a, max: 20 }
tasks: { job: { trigger: always, steps: [{ spend: { b: 1 } }, progress] } }
`;
    const { supplies } = loadScenario(text, { file: 'it.yaml' }).worlds[0]!.model;
    expect(supplies.map(({ capacityGrains }) => capacityGrains)).toEqual([10, 20]);
  });
});

describe('what is wrong with a preset', () => {
  it('is told where it stands, all at once, and nothing that follows from it', () => {
    expect(told(WRONG)).toMatchInlineSnapshot(`
      "
      broken.yaml:5:16 unknown_name
        supplies.b: there is no preset "kepa" (did you mean "keepa"?); known: keepa, github-rest, github-graphql, github-secondary, shopify-graphql, shopify-rest, amazon-sp-api, stripe, youtube, youtube-search, slack, jira, …
        5 |   b: { preset: kepa, rate: 20/min }
                           ^

      broken.yaml:6:16 preset_asks
        supplies.c needs "rate", which preset keepa cannot know: the tokens per minute of your plan; every answer has it as refillRate; such as rate: 5/min
        6 |   c: { preset: keepa }
                           ^

      broken.yaml:7:29 needs_unit
        supplies.d.rate must be a rate such as 5/min or 0.9/s, received the bare number 20
        7 |   d: { preset: keepa, rate: 20 }
                                        ^

      broken.yaml:8:36 unknown_name
        supplies.e.limit: there is no parameter or fact "LMIT"; known: RATE
        8 |   e: { preset: github-rest, limit: $LMIT }
                                               ^

      broken.yaml:9:38 unknown_name
        supplies.f.capacity: there is no parameter or fact "RTE" (did you mean "RATE"?); known: RATE
        9 |   f: { preset: keepa, rate: 20/min + $RTE }
                                                 ^

      broken.yaml:9:38 unknown_name
        supplies.f.refill.tokens: there is no parameter or fact "RTE" (did you mean "RATE"?); known: RATE
        9 |   f: { preset: keepa, rate: 20/min + $RTE }
                                                 ^

      broken.yaml:10:40 unknown_key
        supplies.g: unknown key "capcity"; known here: model, limit, every, anchor, phase, changes, initial, turn, lockout, refused, counts, unit
        10 |   g: { preset: github-rest, limit: 50, capcity: 3 }
                                                    ^

      broken.yaml:11:37 no_meaning
        supplies.h: "model" has no meaning here: preset keepa says what it is; what is something else is written out, without a preset
        11 |   h: { preset: keepa, rate: 20/min, model: quota }
                                                 ^

      broken.yaml:12:16 no_such_part
        supplies.i: preset temporal says nothing of supplies, but of tasks; known: keepa, github-rest, github-graphql, github-secondary, shopify-graphql, shopify-rest, amazon-sp-api, stripe, youtube, youtube-search, slack, jira, …
        12 |   i: { preset: temporal }
                            ^

      broken.yaml:13:16 wrong_kind
        supplies.j.preset must be the name of a preset, received a list
        13 |   j: { preset: [1] }
                            ^

      broken.yaml:14:38 unexpected
        supplies.k.rate: expected a number or a $NAME, found the end
        14 |   k: { preset: keepa, rate: "20/min +" }
                                                  ^

      broken.yaml:15:29 wrong_kind
        supplies.l.rate must be a number or an expression, received a map
        15 |   l: { preset: keepa, rate: { uniform: [1/min, 2/min] } }
                                         ^

      broken.yaml:16:36 not_above
        supplies.m.limit must be above 0, received 0
        16 |   m: { preset: github-rest, limit: 0 }
                                                ^

      broken.yaml:18:16 preset_asks
        pools.w needs "slots", which preset celery cannot know: the worker's --concurrency; such as slots: 4
        18 |   w: { preset: celery }
                            ^

      broken.yaml:21:13 unknown_name
        tasks.t: there is no preset "kubernetes"; known: celery, apscheduler, kubernetes-cronjob, bullmq, sidekiq, temporal
        21 |     preset: kubernetes
                         ^
      "
    `);
  });
});

const WRONG = `quotasim: 1
horizon: 1d
parameters: { RATE: 20/min }
supplies:
  b: { preset: kepa, rate: 20/min }
  c: { preset: keepa }
  d: { preset: keepa, rate: 20 }
  e: { preset: github-rest, limit: $LMIT }
  f: { preset: keepa, rate: 20/min + $RTE }
  g: { preset: github-rest, limit: 50, capcity: 3 }
  h: { preset: keepa, rate: 20/min, model: quota }
  i: { preset: temporal }
  j: { preset: [1] }
  k: { preset: keepa, rate: "20/min +" }
  l: { preset: keepa, rate: { uniform: [1/min, 2/min] } }
  m: { preset: github-rest, limit: 0 }
pools:
  w: { preset: celery }
tasks:
  t:
    preset: kubernetes
    trigger: { every: 1h }
    pool: w
    steps: [{ spend: { b: 20 } }, progress]
`;

describe('docs/presets.md', () => {
  it('is what the presets say', () => {
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync('docs/presets.md', presetsDocument());
    expect(readFileSync('docs/presets.md', 'utf8')).toBe(presetsDocument());
    for (const preset of PRESETS) expect(presetsDocument()).toContain(presetPage(preset));
    const [, example] = /```yaml\n(quotasim: 1\n[\s\S]*?)```/.exec(presetsDocument())!;
    expect(loadScenario(example!, { file: 'it.yaml' }).worlds).toHaveLength(1);
  });
});
