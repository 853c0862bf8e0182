/** A scheduler that is down for a while: what is started late, what is lost, and what is told of each mistake. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certifyWorld } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { verify, verifyWorld } from '../../src/verify/verify.ts';
import { logRun } from '../sim/log.ts';
import { refusalOf } from './refused.ts';

const MINUTE = 60_000;

interface Written {
  readonly trigger?: string;
  readonly busy?: string;
  readonly outages?: string;
  readonly steps?: string;
}

const scenario = (
  catchUp: string,
  { trigger, busy = 'queue all', outages, steps }: Written = {},
): string => `quotasim: 1
horizon: 1h
start: 2026-02-05
outages: ${outages ?? '[{ from: 15m, until: 2026-02-05T00:42:00Z }]'}
tasks:
  job:
    trigger: ${trigger ?? '{ every: 10m, offset: 0 }'}
    whenBusy: ${busy}
    ${catchUp === '' ? '' : `catchUp: ${catchUp}`}
    steps: ${steps ?? '[{ work: 30s }, progress]'}
`;

const load = (text: string) => loadScenario(text, { file: 'test.yaml' });

/** Minutes at which runs start, with when they were due where that was earlier. */
function startsOf(text: string): readonly string[] {
  const { lines } = logRun(load(text).worlds[0]!.model);
  return lines.flatMap((line) => {
    const found = /^(\d+) job starts(?:, due (\d+))?$/.exec(line);
    if (found === null) return [];
    const due = found[2] === undefined ? '' : ` (${Number(found[2]) / MINUTE})`;
    return [`${Number(found[1]) / MINUTE}${due}`];
  });
}

describe.each([
  { by: 'a period', trigger: '{ every: 10m, offset: 0 }' },
  { by: 'the calendar', trigger: '{ cron: "*/10 * * * *" }' },
])('starts by $by, 20, 30 and 40 missed in an outage until 42', ({ trigger }) => {
  it.each([
    { catchUp: 'none', starts: ['0', '10', '50'] },
    { catchUp: 'once', starts: ['0', '10', '42 (40)', '50'] },
    { catchUp: 'all', starts: ['0', '10', '42 (20)', '42.5 (30)', '43 (40)', '50'] },
    { catchUp: '{ starts: all, within: 12m }', starts: ['0', '10', '42 (30)', '42.5 (40)', '50'] },
    { catchUp: '{ starts: all, within: 719999ms }', starts: ['0', '10', '42 (40)', '50'] },
    { catchUp: '{ starts: once, within: 1m }', starts: ['0', '10', '50'] },
    { catchUp: '{ starts: once, giveUpAfter: 3 }', starts: ['0', '10', '42 (40)', '50'] },
    { catchUp: '{ starts: once, giveUpAfter: 2 }', starts: ['0', '10'] },
    // What is missed longer ago than that is not counted.
    { catchUp: '{ starts: once, giveUpAfter: 2, within: 15m }', starts: ['0', '10', '42 (40)', '50'] },
  ])('are made up for as $catchUp says', ({ catchUp, starts }) => {
    expect(startsOf(scenario(catchUp, { trigger }))).toEqual(starts);
  });
});

describe('a late start', () => {
  it('counts with those that found the task busy, where these count as missed', () => {
    // The first run takes 35 minutes: 10, 20 and 30 are skipped. At 40 it is free again.
    const busy = { busy: 'skip', steps: '[{ work: 35m }, progress]', outages: '[{ from: 58m, until: 59m }]' };
    expect(startsOf(scenario('{ starts: once, giveUpAfter: 3, busyToo: true }', busy))).toEqual(['0', '40']);
    expect(startsOf(scenario('{ starts: once, giveUpAfter: 2, busyToo: true }', busy))).toEqual(['0']);
    expect(startsOf(scenario('{ starts: once, giveUpAfter: 2 }', busy))).toEqual(['0', '40']);
  });

  it('finds its task busy as any other does', () => {
    const busy = { busy: 'skip', steps: '[{ work: 35m }, progress]', outages: '[{ from: 8m, until: 12m }]' };
    expect(startsOf(scenario('once', busy))).toEqual(['0', '40']);
    expect(startsOf(scenario('once', { ...busy, busy: 'queue all' }))).toEqual(['0', '35 (10)']);
    expect(startsOf(scenario('once', { ...busy, busy: 'allow' }))).toContain('12 (10)');
  });
});

describe('what the report says of it', () => {
  it('counts every missed start once, and waits from when it was due', () => {
    const of = (catchUp: string) => simulate(load(scenario(catchUp))).report.tasks.job!;
    expect(of('none').runs).toMatchObject({ triggered: 6, started: 3, skipped: 3 });
    expect(of('once').runs).toMatchObject({ triggered: 6, started: 4, skipped: 2 });
    expect(of('all').runs).toMatchObject({ triggered: 6, started: 6, skipped: 0 });
    expect(of('{ starts: once, giveUpAfter: 2 }').runs).toMatchObject({ started: 2, skipped: 3 });
    const within = (max: string) => {
      const text = `${scenario('all')}goals: { job: { latency: { max: ${max} } } }\n`;
      return simulate(load(text)).report.goals.find(({ goal }) => goal.startsWith('latency'))!.verdict;
    };
    // Due at 20, done at 42:30.
    expect([within('22m30s'), within('22m29s')]).toEqual(['met', 'missed']);
  });

  it('rests on it', () => {
    const { restsOn } = simulate(load(scenario('{ starts: once, within: 200s, giveUpAfter: 100 }'))).report;
    expect(restsOn.find(({ name }) => name === 'tasks.job.catchUp')).toMatchObject({
      value: 'once',
      text:
        'job: what its scheduler missed is made up for by one start, if it was due within 3m20s; after more than 100 missed ' +
        'starts it is never started again',
    });
  });
});

describe('an exploration', () => {
  /** Two jobs that meet, so that there are many runs; the outage ends at 42. */
  const two = (catchUp: string): string =>
    scenario(catchUp, { trigger: '{ every: 10m, offset: { any: 5m } }', busy: 'skip' }).replace(
      'tasks:\n',
      'tasks:\n  other: { trigger: { always: { pause: 7m } }, steps: [{ work: 1m }, progress] }\n',
    );

  it('has dates in its states, and knows the longest waits exactly', () => {
    const [world] = verify(load(two('once'))).worlds;
    expect(world!.stopped).toBe('complete');
    // From the start at 5 to the late one at 42: that of 15 is the first to be missed.
    expect(world!.tasks[1]).toMatchObject({ claim: 'live', worst: { betweenMs: 37 * MINUTE } });
    expect(verify(load(two('none'))).worlds[0]!.tasks[1]).toMatchObject({ worst: { betweenMs: 40 * MINUTE } });
  });

  it('finds who is given up, and says so', () => {
    const scenarioOf = load(two('{ starts: once, giveUpAfter: 2 }'));
    const { report } = withProofs(simulate(scenarioOf), scenarioOf, verify(scenarioOf));
    expect(report.tasks.job).toMatchObject({ claim: 'starved', mechanism: 'given-up' });
    expect(report.tasks.job!.cause).toContain('its scheduler gives up after more than 2 missed starts');
    expect(report.tasks.other!.claim).toBe('live');
  });

  it('can be written down and checked by somebody else', () => {
    const loaded = load(two('all').replace('skip', 'queue all'));
    const world = loaded.worlds[0]!;
    const made = certifyWorld(world, verifyWorld(world));
    if (made.kind === 'refused') throw new Error(made.because);
    const file = {
      quotasimCertificate: 1,
      quotasim: '0',
      scenario: 'test',
      set: {},
      worlds: [made.certificate],
    } as const;
    expect(checkCertificate(loaded, certificateText(file))).toMatchObject({ kind: 'holds' });
  });
});

describe('is refused', () => {
  it('where something is missing, or has no meaning', () => {
    expect(refusalOf(scenario(''))).toEqual([
      'tasks.job needs "catchUp" (none, once or all): what becomes of starts that its scheduler misses in an outage has no ' +
        'default, since schedulers differ',
    ]);
    expect(refusalOf(scenario('once', { trigger: '{ poisson: 1/min }' }))).toEqual([
      'tasks.job.catchUp: catchUp has no meaning here: no scheduler starts this task by a period or by the calendar',
    ]);
    expect(refusalOf(scenario('{ starts: all, giveUpAfter: 3 }'))).toEqual([
      'tasks.job.catchUp.giveUpAfter: giveUpAfter has no meaning here: only who starts once for all that was missed ' +
        'counts it: write `starts: once`',
    ]);
    expect(refusalOf(scenario('once', { trigger: '{ every: 10m, jitter: 1m }' }))).toHaveLength(1);
    expect(refusalOf(scenario('sometimes'))).toHaveLength(1);
  });

  it('where outages are not in the order of time, or of nobody', () => {
    expect(refusalOf(scenario('once', { outages: '[{ from: 10m, until: 10m }]' }))).toEqual([
      'outages[0].until must be later than its beginning, received 10m',
    ]);
    expect(refusalOf(scenario('once', { outages: '[{ from: 10m, until: 20m }, { from: 20m, until: 30m }]' }))).toEqual([
      'outages[1].from must be later than the end of the outage before it, received 20m',
    ]);
    expect(refusalOf(scenario('once', { outages: '[{ from: 0, until: 20m, tasks: [jobb] }]' }))[0]).toBe(
      'outages[0].tasks[0]: there is no task "jobb" (did you mean "job"?); known: job',
    );
    expect(refusalOf(scenario('once', { outages: '[{ from: 2026-02-04, until: 20m }]' }))).toHaveLength(1);
  });
});
