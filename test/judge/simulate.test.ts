import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Report, reportSchema } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { VERSION } from '../../src/sim/version.ts';
import { load, reportOf, weekOf } from './scenario-text.ts';

function shipped(name: string, set: Readonly<Record<string, string>> = {}): Scenario {
  const file = `scenarios/${name}.yaml`;
  return loadScenario(readFileSync(file, 'utf8'), { file, set });
}

const worldsOf = (report: Report) => report.worlds ?? [{ set: {}, ...report }];

const files = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));

describe.each(files.map((name) => name.replace('.yaml', '')))('the report of %s', (name) => {
  const { report } = simulate(shipped(name), { replications: 3, eventsMax: 200_000 });

  it('is what its schema says', () => {
    expect(reportSchema.parse(report)).toEqual(report);
  });

  it('accounts for every token', () => {
    for (const { supplies, tasks } of worldsOf(report)) {
      for (const [supply, { initial, refilled, used, usedBy, pollTokens, wasted, left }] of Object.entries(supplies)) {
        const spent = Object.values(tasks).reduce((sum, task) => sum + (task.spent[supply] ?? 0), 0);
        const byTask = Object.values(usedBy).reduce((sum, tokens) => sum + tokens, 0);
        expect(initial + refilled).toBeCloseTo(used + wasted + left, 6);
        expect(used).toBeCloseTo(byTask + pollTokens, 6);
        expect(used).toBeCloseTo(spent, 6);
        expect(wasted).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('accounts for every start', () => {
    for (const { tasks } of worldsOf(report)) {
      for (const { runs, replications } of Object.values(tasks)) {
        const ended = runs.completed + runs.stopped + runs.failed;
        if (report.scenario.warmupMs === 0) expect(runs.started).toBe(ended + runs.unfinished);
        if (report.scenario.warmupMs === 0) expect(runs.triggered).toBe(runs.started + runs.skipped + runs.queued);
        expect(replications.reduce((sum, { triggered }) => sum + triggered, 0)).toBe(runs.triggered);
      }
    }
  });
});

describe('simulate', () => {
  it('gives the same bytes twice, and others with another seed', () => {
    const text = (seed: string) => JSON.stringify(simulate(shipped('keepa-after'), { seed, replications: 2 }));
    expect(text('7')).toBe(text('7'));
    expect(JSON.parse(text('7')).traces).not.toEqual(JSON.parse(text('8')).traces);
  });

  it('takes seed and replications from its options, else from the scenario, else 1 and 20', () => {
    const scenario = weekOf(
      'tasks: { job: { trigger: { every: 1h, offset: any }, whenBusy: skip, steps: [progress] } }',
    );
    const told = ({ seed, replications }: Report) => [seed, replications];
    expect(told(simulate(scenario).report)).toEqual(['1', 20]);
    expect(told(simulate({ ...scenario, seed: 's', replications: 3 }).report)).toEqual(['s', 3]);
    expect(told(simulate({ ...scenario, seed: 's' }, { seed: 't', replications: 2 }).report)).toEqual(['t', 2]);
  });

  it('runs once where nothing is left open, and says so', () => {
    const report = reportOf(
      weekOf('tasks: { job: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [progress] } }'),
    );
    expect(report.replications).toBe(1);
    expect(report.tasks.job!.evidence.text).toBe(
      'the only possible run recurs every 1 h: at most 0 ms to the first progress and 1 h between two',
    );
    expect(report.tasks.job!.progress.interval).toEqual([24, 24]);
  });

  it('names the setting in its hash: another value, another hash', () => {
    const hash = (set = {}) => simulate(shipped('prod', set), { replications: 1 }).report.scenario.hash;
    expect(hash()).toMatch(/^[0-9a-f]{16}$/);
    expect(hash()).toBe(hash());
    expect(hash({ BACKFILL_MIN_TOKENS: '55' })).not.toBe(hash());
  });

  it.each([
    [{ replications: 0 }, 'simulate: replications must be a whole number of at least 1, received 0'],
    [{ replications: 1.5 }, 'simulate: replications must be a whole number of at least 1, received 1.5'],
    [{ replications: '3' }, 'simulate: replications must be a whole number of at least 1, received "3"'],
    [{ eventsMax: Number.NaN }, 'simulate: eventsMax must be a whole number of at least 1, received NaN'],
    [{ seed: 1 }, 'simulate: seed must be a text, received 1'],
    [{ onProgress: true }, 'simulate: onProgress must be a function, received true'],
    [{ replication: 3 }, 'simulate has no option "replication"; it has seed, replications, eventsMax, onProgress'],
    [3, 'simulate: the options must be an object, received 3'],
  ])('refuses what is no option of it: %j', (options, says) => {
    const scenario = weekOf('tasks: { job: { trigger: always, steps: [work: 1d, progress] } }');
    expect(() => simulate(scenario, options as never)).toThrow(new TypeError(says));
  });

  it('takes an option that is undefined for one that is not given', () => {
    const scenario = weekOf('tasks: { job: { trigger: always, steps: [work: 1d, progress] } }');
    expect(simulate(scenario, { seed: undefined, replications: undefined, onProgress: undefined }).report.seed).toBe(
      '1',
    );
  });

  it('tells how far it is, over all worlds', () => {
    const told: string[] = [];
    const onProgress = (done: number, total: number) => told.push(`${done}/${total}`);
    simulate(shipped('keepa-polls'), { replications: 2, eventsMax: 10, onProgress });
    expect(told).toEqual(['1/4', '2/4', '3/4', '4/4']);
  });

  it('says how to have the same again, in words a shell takes', () => {
    expect(simulate(shipped('prod'), { seed: "it's", replications: 1 }).report.again).toBe(
      "sim scenarios/prod.yaml --seed 'it'\\''s' --replications 1",
    );
    const load = { file: 'w.yaml', set: { EVERY: '30m', 'tasks.sync.whenBusy': 'queue all' }, horizon: '2d' };
    const set = loadScenario(
      `quotasim: 1
horizon: 1d
parameters: { EVERY: 15m }
tasks: { sync: { trigger: { every: $EVERY }, whenBusy: skip, steps: [progress] } }`,
      load,
    );
    expect(simulate(set).report.again).toBe(
      "sim w.yaml --set EVERY=30m --set 'tasks.sync.whenBusy=queue all' --horizon 2d --seed 1",
    );
  });

  it('is of the version that package.json names', () => {
    expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
    expect(reportOf(shipped('prod'), { replications: 1 }).quotasim).toBe(VERSION);
  });
});

describe('worlds', () => {
  const unsure = weekOf(`facts: { WORK: { unsure: [1m, 90m] } }
tasks: { job: { trigger: { every: 1h }, whenBusy: skip, steps: [{ work: $WORK }, progress] } }
goals: { job: { served: 90% } }`);

  it('are all reported where a fact is unsure, and the worst stands on top', () => {
    const { worlds, ...top } = reportOf(unsure);
    expect(worlds!.map(({ set, verdict }) => [set, verdict])).toEqual([
      [{ WORK: '1m' }, 'pass'],
      [{ WORK: '90m' }, 'fail'],
    ]);
    const { set: _, ...worst } = worlds![1]!;
    expect(top).toMatchObject(worst);
  });

  it('are not spoken of where nothing is unsure', () => {
    expect(reportOf(shipped('prod'), { replications: 1 }).worlds).toBeUndefined();
  });
});

describe('a run that cannot be finished', () => {
  it('is unknown, with a finding that says how far it came', () => {
    const report = reportOf(shipped('prod'), { eventsMax: 1_000 });
    expect(report.verdict).toBe('unknown');
    expect(
      report.findings.map(({ code, severity, message, at }) => [code, severity, message, at]),
    ).toMatchInlineSnapshot(`
      [
        [
          "QS901",
          "warning",
          "stopped after 1,000 events, at 3 d of run 1 (4 of 4 runs): a shorter horizon or a higher limit is needed to judge",
          "scenarios/prod.yaml:9:10",
        ],
      ]
    `);
    // What the settings prove by themselves stays.
    const seen = report.goals.filter(({ evidence }) => evidence !== 'rule');
    expect(seen.map(({ verdict }) => verdict)).not.toContain('met');
  });

  it('is located where a loop takes no time', () => {
    const report = reportOf(
      load(`quotasim: 1
title: round and round
horizon: 1d
tasks:
  spinner:
    trigger: { every: 1h }
    whenBusy: skip
    steps:
      - repeat:
          - progress
`),
    );
    expect(report.verdict).toBe('unknown');
    expect(
      report.findings.map(({ code, severity, message, at }) => [code, severity, message, at]),
    ).toMatchInlineSnapshot(`
      [
        [
          "QS016",
          "error",
          "spinner goes round without any time passing from the moment it starts",
          "test.yaml:9:9",
        ],
        [
          "QS902",
          "error",
          "spinner goes round 10,000 operations at 1 h of run 1 without any time passing (1 of 1 runs): give the loop some work or a wait",
          "test.yaml:9:9",
        ],
      ]
    `);
  });

  it.each(['whenBusy: queue all', 'whenBusy: allow'])(
    'is none where very many starts come at once and each is soon over: %s',
    (whenBusy) => {
      const task = (name: string, trigger: string, steps: string) =>
        `${name}: { trigger: ${trigger}, ${whenBusy}, steps: [${steps}] }`;
      const report = reportOf(
        load(`quotasim: 1
horizon: 3h
tasks:
  ${task('crowd', '{ every: 1h, count: 6000 }', 'progress, progress')}
  ${task('caller', '{ every: 1h }', '{ emit: { called: 11000 } }, progress')}
  ${task('called', '{ on: caller }', 'progress')}
`),
        { replications: 1 },
      );
      expect(report.findings.filter(({ code }) => code === 'QS902')).toEqual([]);
      expect([report.tasks.crowd!.progress.amount, report.tasks.called!.progress.amount]).toEqual([24_000, 22_000]);
    },
  );

  it('is told in a crowd, too', () => {
    const report = reportOf(
      load(`quotasim: 1
horizon: 3h
tasks:
  crowd: { trigger: { every: 1h, count: 200 }, whenBusy: queue all, steps: [{ repeat: [progress] }] }
`),
    );
    expect(report.findings.map(({ code }) => code)).toContain('QS902');
  });
});
