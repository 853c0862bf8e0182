/** Formats that configure schedulers, workers and alarms: what they write is read by parsers that are not ours. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { cronOf, type Schedule } from '../../src/export/deployment.ts';
import { exportConfig } from '../../src/export/export-config.ts';
import { FORMATS } from '../../src/export/formats.ts';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { quickLimits } from '../../src/judge/quick-limits.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { parseCron } from '../../src/scenarios/tasks/cron-text.ts';
import { type CronFields, nextCronMs } from '../../src/sim/cron.ts';
import { verify } from '../../src/verify/verify.ts';

const MINUTE_MS = 60_000;

const SCENARIO = `quotasim: 1
title: Jobs
horizon: 2d
start: 2026-03-02
parameters: { BATCH: 5, EVERY: { value: 15m } }
supplies: { queue: { preset: bullmq, max: 100, duration: 1m } }
pools: { workers: { preset: celery, slots: 3 } }
tasks:
  sync:
    trigger: { every: $EVERY, offset: any }
    whenBusy: skip
    pool: workers
    steps: [{ spend: { queue: $BATCH } }, progress]
  nightly:
    trigger: { cron: "30 3 * * MON-FRI" }
    whenBusy: allow
    steps: [{ work: 1m }, progress]
  "odd \\"name\\" {{ $x }} #1":
    trigger: [{ cron: "0 12 1,15 * FRI" }, { every: 7m, offset: 0 }]
    whenBusy: queue all
    steps: [{ work: 1s }, progress]
  forever: { trigger: always, steps: [{ work: 1h }, progress] }
`;

function textOf(format: string, text = SCENARIO): string {
  const scenario = loadScenario(text, { file: 'jobs.yaml' });
  const { report } = withProofs(simulate(scenario, { replications: 2 }), scenario, verify(scenario, quickLimits(1)));
  return exportConfig(scenario, report, FORMATS.find(({ name }) => name === format)!, { force: true });
}

const ODD = 'odd "name" {{ $x }} #1';

describe('celery', () => {
  const text = textOf('celery');
  /** Python reads the module; of Celery it needs what a crontab was asked. */
  const seen = JSON.parse(execFileSync('python3', ['-I', '-c', READ()], { input: text, encoding: 'utf8' })) as Record<
    string,
    unknown
  >;

  it('is Python, with constants, a schedule, routes and workers', () => {
    expect(seen).toEqual({
      BATCH: 5,
      EVERY: { seconds: 900 },
      beat_schedule: {
        sync: { task: 'sync', schedule: { seconds: 900 } },
        nightly: {
          task: 'nightly',
          schedule: { minute: '30', hour: '3', day_of_month: '*', month_of_year: '*', day_of_week: '1,2,3,4,5' },
        },
        [`${ODD} 2`]: { task: ODD, schedule: { seconds: 420 } },
      },
      timezone: 'UTC',
      task_routes: { sync: { queue: 'workers' } },
      worker_concurrency: 3,
      worker_prefetch_multiplier: 4,
    });
  });

  it('says what it leaves out', () => {
    expect(text).toContain('is left out: days and weekdays of which either suffices; Celery asks for both');
  });
});

function READ(): string {
  return `
import datetime, json, sys, types
celery, schedules = types.ModuleType('celery'), types.ModuleType('celery.schedules')
schedules.crontab = lambda **fields: fields
sys.modules['celery'], sys.modules['celery.schedules'] = celery, schedules
names = {}
exec(compile(sys.stdin.read(), 'celeryconfig.py', 'exec'), names)
plain = {key: value for key, value in names.items() if not key.startswith('__') and key not in ('timedelta', 'crontab')}
print(json.dumps(plain, default=lambda span: {'seconds': span.total_seconds()}))
`;
}

describe('kubernetes', () => {
  const documents = parseAllDocuments(textOf('kubernetes')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Record<string, unknown>;
  });

  it('is a ConfigMap of texts, and of each CronJob what a scenario knows', () => {
    expect(documents).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'jobs-settings' },
        data: { BATCH: '5', EVERY: '15m' },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'sync' },
        spec: { schedule: '*/15 * * * *', concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 10 },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'nightly' },
        spec: { schedule: '30 3 * * 1,2,3,4,5', timeZone: 'Etc/UTC', concurrencyPolicy: 'Allow' },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'odd-name-x-1' },
        spec: { schedule: '0 12 1,15 * 5', timeZone: 'Etc/UTC' },
      },
    ]);
  });

  it('says what it leaves out', () => {
    expect(textOf('kubernetes')).toContain('has no CronJob: every 7 min is no pattern of a calendar');
    expect(textOf('kubernetes')).toContain('has whenBusy: queue all, and no concurrencyPolicy does that');
  });
});

describe('bullmq', () => {
  it('is a TypeScript module with options of schedulers, workers and limiters', async () => {
    const { outputText, diagnostics } = ts.transpileModule(textOf('bullmq'), {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    expect(diagnostics).toEqual([]);
    const module: Record<string, unknown> = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
    expect({ ...module }).toEqual({
      BATCH: 5,
      EVERY: '15m',
      schedulers: {
        sync: { every: 900_000 },
        nightly: { pattern: '30 3 * * 1,2,3,4,5', tz: 'UTC' },
        [ODD]: { pattern: '0 12 1,15 * 5', tz: 'UTC' },
        [`${ODD} 2`]: { every: 420_000 },
      },
      workers: { workers: { concurrency: 3 } },
      limiters: { queue: { max: 100, duration: 60_000 } },
    });
  });
});

describe('github-actions', () => {
  it("is a workflow's schedule and environment", () => {
    expect(parse(textOf('github-actions'))).toEqual({
      on: { schedule: [{ cron: '*/15 * * * *' }, { cron: '30 3 * * 1,2,3,4,5' }, { cron: '0 12 1,15 * 5' }] },
      env: { BATCH: '5', EVERY: '15m' },
    });
  });

  it('says what GitHub does not start', () => {
    const often = SCENARIO.replace('value: 15m', 'value: 1m');
    expect(textOf('github-actions', often)).toContain(
      '"sync" is left out: GitHub starts nothing more often than every 5 minutes',
    );
  });
});

describe('what a start does that finds a run going on', () => {
  const jobs = (modes: readonly string[]) => `quotasim: 1
horizon: 1d
parameters: { WORK: 1m }
tasks:
${modes.map((mode, index) => `  job${index}: { trigger: { every: 15m }, whenBusy: ${mode}, steps: [work: $WORK, progress] }`).join('\n')}
`;
  const ALL = ['allow', 'queue one', 'queue all', 'skip', 'replace', 'replace hard', '{ unsure: [skip, allow] }'];
  const told = (format: string, modes: readonly string[]) =>
    textOf(format, jobs(modes))
      .split('\n')
      .filter((line) => line.includes('whenBusy'))
      .map((line) => line.trim());

  it.each(['celery', 'bullmq', 'github-actions', 'kubernetes'])(
    'is told by %s where it cannot be written',
    (format) => {
      expect(told(format, ALL).join('\n')).toMatchSnapshot();
    },
  );

  it.each(['celery', 'bullmq', 'github-actions', 'kubernetes'])(
    'is not worth a word to %s where it is allowed',
    (format) => {
      expect(told(format, ['allow'])).toEqual([]);
    },
  );

  it.each([
    ['replace', true],
    ['queue one', false],
  ])("is a group of GitHub's for a workflow of one task: %s", (mode, cancels) => {
    expect(parse(textOf('github-actions', jobs([mode])))).toMatchObject({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      concurrency: { group: '${{ github.workflow }}', 'cancel-in-progress': cancels },
    });
    expect(told('github-actions', [mode])).toEqual([]);
  });

  it('is no group of a whole workflow where that has several tasks', () => {
    expect(parse(textOf('github-actions', jobs(['replace', 'allow'])))).not.toHaveProperty('concurrency');
  });
});

describe('prometheus', () => {
  const SAFE = `quotasim: 1
horizon: 2d
parameters: { BATCH: 5 }
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 100, debt: none, initial: any } }
tasks:
  "a \\"b\\" {{c}}": { trigger: { every: 15m, offset: any }, whenBusy: skip, steps: [{ spend: { api: $BATCH } }, progress] }
  never: { trigger: { every: 6h, offset: any }, whenBusy: skip, steps: [{ spend: { api: 900, atMost: 0s } }, progress] }
`;

  it('has an alert at each bound that is known for certain', () => {
    const text = textOf('prometheus', SAFE);
    const { groups } = parse(text) as {
      groups: { name: string; rules: { alert: string; expr: string; annotations: object }[] }[];
    };
    expect(groups).toHaveLength(1);
    const [rule] = groups[0]!.rules;
    expect(groups[0]!.rules).toHaveLength(1);
    expect(rule!.alert).toBe('ABCOverdue');
    const [, selector, seconds] =
      /^time\(\) - max\(quotasim_last_progress_timestamp_seconds\{task=("(?:[^"\\]|\\.)*")\}\) > (\d+)$/.exec(
        rule!.expr,
      )!;
    expect(JSON.parse(selector!)).toBe('a "b" {{c}}');
    // It starts every 15 minutes, and waits a minute for tokens at the most.
    expect(Number(seconds)).toBeGreaterThanOrEqual(15 * 60);
    expect(Number(seconds)).toBeLessThanOrEqual(17 * 60);
    expect(JSON.stringify(rule!.annotations)).not.toContain('{{');
    expect(text).toContain('# "never" has no alert: how long it waits at worst is not known for certain\n');
  });

  it('has none for a task that may have nothing to do for longer than it ever waits', () => {
    const text = textOf(
      'prometheus',
      `quotasim: 1
title: Mails
horizon: 1d
parameters: { EVERY: 1h }
backlogs: { mails: { arrivals: { every: 1h, offset: 0 } } }
tasks:
  worker: { trigger: always, steps: [take: mails, work: 1m, progress, emit: clean] }
  clean: { trigger: { on: worker }, whenBusy: skip, steps: [work: 1m, progress] }
  hourly: { trigger: { every: $EVERY }, whenBusy: skip, steps: [work: 1m, progress] }
`,
    );
    const { groups } = parse(text) as { groups: { rules: { alert: string }[] }[] };
    expect(groups[0]!.rules.map(({ alert }) => alert)).toEqual(['HourlyOverdue']);
    expect(text).toContain('# "worker" has no alert: it waits for up to 1 min while it has something to do');
    expect(text).toContain('# "clean" has no alert: it waits for up to 1 min while it has something to do');
  });
});

/** The times at which a pattern fires in so many days, in minutes. */
function times(fields: CronFields, days: number): number[] {
  const found: number[] = [];
  const until = days * 1440 * MINUTE_MS;
  for (
    let at = nextCronMs({ fields, epochMs: EPOCH }, -1);
    at < until;
    at = nextCronMs({ fields, epochMs: EPOCH }, at)
  ) {
    found.push(at / MINUTE_MS);
  }
  return found;
}

const EPOCH = Date.UTC(2026, 1, 20);

function fieldsOf(pattern: string): CronFields {
  const parsed = parseCron(pattern);
  if (parsed.kind === 'wrong') throw new Error(`${pattern}: ${parsed.text}`);
  return parsed.fields;
}

function patternOf(schedule: Schedule): string {
  const cron = cronOf(schedule);
  return 'pattern' in cron ? cron.pattern : cron.why;
}

describe('a pattern', () => {
  const field = (low: number, high: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 2, max: 6 }).map((step) => `*/${step}`),
      fc.uniqueArray(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
    );

  it('fires when the one it was read from does', () => {
    const patterns = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6));
    fc.assert(
      fc.property(patterns, (parts) => {
        const fields = fieldsOf(parts.join(' '));
        const written = fieldsOf(patternOf({ kind: 'cron', fields, zone: 'UTC' }));
        expect(times(written, 40)).toEqual(times(fields, 40));
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it.each([
    [5, undefined, '*/5 * * * *'],
    [60, undefined, '0 * * * *'],
    [60, 10, '10 * * * *'],
    [15, 7, '7-59/15 * * * *'],
    [360, 90, '30 1-23/6 * * *'],
    [1440, 180, '0 3 * * *'],
  ])('is found for every %i minutes from %s on', (every, offset, pattern) => {
    const phaseMs = offset && (offset % every) * MINUTE_MS;
    const schedule = { kind: 'every', everyMs: every * MINUTE_MS, phaseMs } as const;
    expect(patternOf(schedule)).toBe(pattern);
    const first = (offset ?? 0) % every;
    const wanted = Array.from({ length: Math.ceil((2880 - first) / every) }, (_, index) => first + index * every);
    expect(times(fieldsOf(pattern), 2)).toEqual(wanted);
  });

  it.each([7, 45, 90, 2880, 0.5])('is none for every %d minutes', (every) => {
    expect(patternOf({ kind: 'every', everyMs: every * MINUTE_MS, phaseMs: 0 })).toMatch(
      / is no pattern of a calendar$/,
    );
  });
});

describe('a period', () => {
  const timesOf = (start: string, every: string): string => {
    const text = `quotasim: 1
horizon: 1d
${start}
parameters: { WORK: 1m }
tasks: { one: { trigger: ${every}, whenBusy: skip, steps: [{ work: $WORK }, progress] } }
`;
    const [manifest] = parseAllDocuments(textOf('kubernetes', text)).slice(1);
    return (manifest!.toJS() as { spec: { schedule: string } }).spec.schedule;
  };

  it.each([
    ['start: 2026-01-05', '{ every: 1h, offset: 10m }', '10 * * * *'],
    ['start: 2026-01-05T10:30:00Z', '{ every: 1h, offset: 0 }', '30 * * * *'],
    ['start: 2026-01-05T10:30:00Z', '{ every: 15m, offset: 5m }', '5-59/15 * * * *'],
    ['start: 2026-01-05T22:00:00Z', '{ every: 6h, offset: 0 }', '0 4-23/6 * * *'],
    ['start: 2026-01-05T10:30:00Z', '{ every: 1d, offset: any }', '0 0 * * *'],
    ['grid: 1m', '{ every: 6h, offset: 1h }', '0 1-23/6 * * *'],
  ])('is counted from the start: %s %s', (start, every, schedule) => {
    expect(timesOf(start, every)).toBe(schedule);
  });
});

describe('a file of several documents', () => {
  it('is read as one, at the lines of the file', () => {
    const yaml = FORMATS.find(({ name }) => name === 'yaml')!;
    const text = '# head\n---\nA: 1\n---\n# nothing\n---\r\nx:\n  B: 2\n';
    const found = yaml.read!(text, 'a.yaml');
    expect(found.map(({ name, line, column }) => `${name} ${line}:${column}`)).toEqual(['A 3:1', 'x 7:1', 'B 8:3']);
    expect(found.map(({ value }) => value && text.slice(value.start, value.end))).toEqual(['1', undefined, '2']);
    expect(() => yaml.read!('A: 1\n---\nB: [\n', 'a.yaml')).toThrow(/^a\.yaml:[34]:\d+ not_readable/);
  });
});
