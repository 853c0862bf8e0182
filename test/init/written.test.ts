/** Whatever was found, what is written is a scenario that loads, with every job in it and nothing of its names obeyed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { ConfigError } from '../../src/export/config-error.ts';
import { crontabJobs } from '../../src/init/crontab.ts';
import type { Draft } from '../../src/init/draft.ts';
import { type FoundSystem, type Job, NOTHING_FOUND, type Start } from '../../src/init/found.ts';
import { workflowJobs } from '../../src/init/github-workflow.ts';
import { kubernetesJobs } from '../../src/init/kubernetes.ts';
import { scenarioText } from '../../src/init/scenario-text.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { exampleText } from '../../src/scenarios/presets/expand.ts';
import { PRESETS } from '../../src/scenarios/presets/index.ts';

const HOSTILE = [
  '',
  ' ',
  '$HOME',
  '$(touch owned)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell would obey
  'a $HOME ${x} $$b',
  'a"b\'c`d`',
  'line\nline\r\n---\nkind: x',
  '--- !!js/function',
  '\u2028\u0085\ufeff\ufffd\u0000',
  '__proto__',
  'atMost',
  'true',
  '*/ --> {{ x }} %0A::error::',
  'x'.repeat(300),
  '😀'.repeat(90),
  'é ß 日本語',
  '- [a, {b: c}] # d',
];

const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 30 }));

const start: fc.Arbitrary<Start> = fc.oneof(
  fc.constantFrom<Start>(
    { kind: 'cron', pattern: '*/15 * * * *', zone: 'UTC', dst: 'twice' },
    { kind: 'cron', pattern: '@daily', zone: 'Europe/Berlin', dst: 'shift' },
    { kind: 'cron', pattern: '0 3 1 * *', zone: 'America/New_York', dst: 'skip' },
    { kind: 'every', every: '15m', ms: 900_000 },
    { kind: 'every', every: '1ms', ms: 1 },
    { kind: 'every', every: '1h', ms: 3_600_000, kept: { name: 'SYNC', file: 'a/b.py', in: 's' } },
    { kind: 'every', every: '2h', ms: 7_200_000, kept: { name: 'SYNC', file: 'other.py' } },
    { kind: 'every', every: '30s', ms: 30_000, kept: { name: 'RUN_LASTS', file: 'a/b.py' } },
  ),
);

const job: fc.Arbitrary<Job> = fc
  .record({
    name: text,
    file: text,
    starts: fc.array(start, { minLength: 1, maxLength: 2 }),
    whenBusy: fc.constantFrom<Job['whenBusy']>(['skip'], ['allow'], ['replace'], ['skip', 'queue all']),
    limit: fc.constantFrom(undefined, { text: '10m', hard: true }, { text: '1s', hard: false }),
    lock: fc.option(fc.record({ name: text, atMost: fc.constantFrom(undefined, '0s', '30s') }), { nil: undefined }),
    remarks: fc.array(text, { maxLength: 2 }),
    pool: fc.option(text, { nil: undefined }),
    rate: fc.option(text, { nil: undefined }),
  })
  .map(({ name, file, starts, whenBusy, limit, lock, remarks, pool, rate }) => ({
    ...{ name, whenBusy, remarks, at: { file, line: 3 }, limits: rate === undefined ? [] : [rate] },
    starts: starts as [Start, ...Start[]],
    ...(limit && { timeLimit: limit }),
    ...(lock && { lock }),
    ...(pool !== undefined && { pool }),
  }));

const system: fc.Arbitrary<FoundSystem> = fc
  .record({
    jobs: fc.array(job, { minLength: 1, maxLength: 6 }),
    leftOut: fc.array(text, { maxLength: 2 }),
    remark: text,
  })
  .map(({ jobs, leftOut, remark }) => ({
    jobs,
    leftOut: leftOut.map((name) => ({ name, why: name, at: { file: name, line: 1 } })),
    pools: jobs.flatMap(({ pool }) => (pool === undefined ? [] : [{ name: pool, slots: undefined, preset: 'celery' }])),
    limits: jobs.flatMap(({ limits }) => limits.map((name) => ({ name, rate: '10/min', at: { file: name, line: 2 } }))),
    locks: jobs.flatMap(({ lock }) => (lock === undefined ? [] : [lock.name])),
    remarks: [remark],
  }));

const draft: fc.Arbitrary<Draft> = fc.record({
  system,
  title: text,
  sources: fc.array(text, { maxLength: 2 }),
  api: fc.constantFrom<Draft['api']>(
    undefined,
    { name: 'api', figures: {} },
    { name: 'api', figures: { rate: '7/min', capacity: '40' } },
    { name: 'keepa', preset: 'keepa', figures: { rate: '5/min' } },
  ),
  cost: fc.constantFrom(undefined, '40'),
  lasts: fc.constantFrom(undefined, '90s'),
  within: fc.constantFrom(undefined, '2h'),
});

describe('what is written', () => {
  it('loads, has every job, and is YAML whatever anything is called', () => {
    fc.assert(
      fc.property(draft, (one) => {
        const written = scenarioText(one);
        expect(parseDocument(written).errors).toEqual([]);
        expect(written.split('\n').filter((line) => [...line].length > 280)).toEqual([]);
        const { worlds } = loadScenario(written, { file: 'a.yaml' });
        expect(worlds.length).toBeLessThanOrEqual(16);
        for (const { model } of worlds) {
          expect(model.tasks).toHaveLength(one.system.jobs.length);
          expect(model.triggers).toHaveLength(one.system.jobs.flatMap(({ starts }) => starts).length);
        }
        expect(scenarioText(one)).toBe(written);
      }),
      { numRuns: process.env.QUOTASIM_LONG === undefined ? 40 : 2000, seed: 5 },
    );
  });

  it('is judged as any other scenario', () => {
    const jobs = fc.sample(job, { numRuns: 3, seed: 2 });
    const simple: Job[] = jobs.map((one, index) => ({
      ...{ name: one.name, at: one.at, whenBusy: ['skip'], limits: [], remarks: one.remarks },
      starts: [{ kind: 'every', every: `${index + 1}h`, ms: (index + 1) * 3_600_000 }],
    }));
    const { report } = simulate(
      loadScenario(
        scenarioText({
          ...{ title: 'x', sources: [], system: { ...NOTHING_FOUND, jobs: simple } },
          ...{ api: { name: 'api', figures: {} }, cost: undefined, lasts: undefined, within: '1d' },
        }),
        { file: 'a.yaml', horizon: '1d' },
      ),
      { replications: 1 },
    );
    expect(report.worlds).toHaveLength(16);
    expect(report.goals.filter(({ of }) => of !== 'api').length).toBeGreaterThanOrEqual(6);
  });

  it.each(PRESETS.filter(({ parts }) => parts.supplies).map((preset) => [preset.name, preset] as const))(
    'loads with the API %s',
    (name, { parts }) => {
      const { asks = [] } = parts.supplies!;
      const figures = Object.fromEntries(asks.map(({ key, example }) => [key, example]));
      const lasts = /model: concurrency/.test(exampleText(parts.supplies!)) ? ({ lasts: true } as const) : {};
      const jobs: Job[] = [
        { name: 'a', at: undefined, starts: [{ kind: 'always' }], whenBusy: [], limits: [], remarks: [] },
        {
          ...{ name: 'b', at: undefined, starts: [{ kind: 'every', every: '1h', ms: 3_600_000 }] },
          ...{ whenBusy: ['skip'], limits: [], remarks: [], timeLimit: { text: '10m', hard: true } },
        },
      ];
      const written = scenarioText({
        ...{
          title: name,
          sources: [],
          system: { ...NOTHING_FOUND, jobs },
          api: { name, preset: name, figures, ...lasts },
        },
        ...{ cost: undefined, lasts: undefined, within: undefined },
      });
      expect(loadScenario(written, { file: 'a.yaml' }).worlds.length).toBe(4);
    },
  );
});

describe('a file that is made up', () => {
  const command = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }));
  const pattern = fc.constantFrom('* * * * *', '0 3 * * MON-FRI', '@daily', '@reboot', '0 0 31 2 *', '61 * * * *', 'x');

  /** Either it is told with its place, or it is a scenario. */
  function loadsOrIsTold(read: () => FoundSystem): void {
    let found: FoundSystem;
    try {
      found = read();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as Error).message).toMatch(/^a\.txt:\d+:\d+ \w+\n/);
      return;
    }
    if (found.jobs.length === 0) return;
    const written = scenarioText({
      ...{ title: 'x', sources: ['a.txt'], system: found, api: undefined },
      ...{ cost: undefined, lasts: undefined, within: undefined },
    });
    expect(loadScenario(written, { file: 'a.yaml' }).worlds[0]!.model.tasks).toHaveLength(found.jobs.length);
  }

  const runs = { numRuns: process.env.QUOTASIM_LONG === undefined ? 30 : 3000, seed: 9 };

  it('as a crontab loads or is told', () => {
    const line = fc.tuple(pattern, command).map(([when, what]) => `${when} ${what}`);
    const lines = fc.array(fc.oneof(line, command, fc.constant('CRON_TZ=Europe/Berlin')), { maxLength: 5 });
    fc.assert(
      fc.property(lines, (all) => loadsOrIsTold(() => crontabJobs(all.join('\n'), 'a.txt', undefined))),
      runs,
    );
  });

  it('as CronJobs loads or is told', () => {
    const manifest = fc
      .record({ name: command, namespace: command, when: pattern, zone: fc.constantFrom('UTC', 'Asia/Tokyo', 'x') })
      .map(({ name, namespace, when, zone }) => ({
        kind: 'CronJob',
        metadata: { name, namespace },
        spec: { schedule: when, timeZone: zone, startingDeadlineSeconds: 1e300 },
      }));
    fc.assert(
      fc.property(fc.array(manifest, { maxLength: 4 }), command, (items, tail) => {
        const list = JSON.stringify({ kind: 'List', items });
        loadsOrIsTold(() => kubernetesJobs(list, 'a.txt', undefined));
        loadsOrIsTold(() => kubernetesJobs(`${list}\n---\n${tail}`, 'a.txt', undefined));
      }),
      runs,
    );
  });

  it('as a workflow loads or is told', () => {
    const all = fc.record({ name: command, when: fc.array(pattern, { maxLength: 3 }), group: command });
    fc.assert(
      fc.property(all, ({ name, when, group }) => {
        const schedule = when.map((one) => ({ cron: one }));
        const written = JSON.stringify({ name, on: { schedule }, concurrency: { group }, jobs: { a: {} } });
        loadsOrIsTold(() => workflowJobs(written, 'a.txt'));
      }),
      runs,
    );
  });
});
