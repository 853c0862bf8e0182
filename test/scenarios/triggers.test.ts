/** What starts a task, as it is written: what it compiles to, what happens then, and what is told of each mistake. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Model } from '../../src/sim/model.ts';
import { verify } from '../../src/verify/verify.ts';
import { logRun } from '../sim/log.ts';
import { refusalOf } from './refused.ts';

const MINUTE = 60_000;

const scenario = (trigger: string, more = 'whenBusy: skip', steps = '[{ work: 1m }, progress]'): string => `quotasim: 1
horizon: 1h
start: 2026-02-05
tasks: { job: { trigger: ${trigger}, ${more}, steps: ${steps} } }
`;

const modelOf = (text: string, trace = ''): Model =>
  loadScenario(text, { file: 'test.yaml', read: () => trace }).worlds[0]!.model;

/** Minutes at which runs of the task start. */
function startsOf(model: Model): readonly number[] {
  const { lines } = logRun(model);
  return lines.flatMap((line) => (line.includes(' starts') ? [Number(line.split(' ')[0]) / MINUTE] : []));
}

describe('a cron pattern in a time zone', () => {
  const at = (more: string) => {
    const text = scenario(`{ cron: "30 8 * * *", ${more} }`).replace('1h', '4d').replace('02-05', '03-27');
    return startsOf(modelOf(text)).map((minutes) => (minutes / 60) % 24);
  };

  it('fires by the local clock, before and after it is changed', () => {
    expect(at('zone: Europe/Berlin, dst: skip')).toEqual([7.5, 7.5, 6.5, 6.5]);
    expect(at('zone: Asia/Kolkata')).toEqual([3, 3, 3, 3]);
    expect(at('zone: UTC')).toEqual([8.5, 8.5, 8.5, 8.5]);
  });

  it('says in the report what it rests on', () => {
    const text = scenario('{ cron: "0 2 * * *", zone: Europe/Berlin, dst: twice }');
    const { restsOn } = simulate(loadScenario(text, { file: 'test.yaml' })).report;
    expect(restsOn.find(({ name }) => name.endsWith('dst'))).toMatchObject({
      name: 'tasks.job.trigger.dst',
      value: 'twice',
      text:
        'job: when the clocks of Europe/Berlin are changed, a local time that they skip does not come, one that they ' +
        'show twice counts twice',
    });
  });

  it('is refused where the zone, the rule or the calendar is wrong', () => {
    expect(refusalOf(scenario('{ cron: "0 2 * * *", zone: Europe/Berlim }'))).toEqual([
      'tasks.job.trigger.zone must be a time zone such as UTC or America/Los_Angeles, received "Europe/Berlim"',
    ]);
    expect(refusalOf(scenario('{ cron: "0 2 * * *", zone: Europe/Berlin }'))).toEqual([
      'tasks.job.trigger needs "dst" (skip, shift or twice): the clocks of Europe/Berlin are changed, and what becomes of a ' +
        'local time that they skip or show twice has no default, since schedulers differ',
    ]);
    expect(refusalOf(scenario('{ cron: "0 2 30 2 *" }'))).toEqual([
      'tasks.job.trigger.cron is no cron pattern (minute hour day month weekday): no month it allows has a day that it ' +
        'allows, so it never fires',
    ]);
    expect(refusalOf(scenario('{ cron: "0 2 * * *", dst: sometimes }'))).toHaveLength(1);
  });

  it('is not verified where clocks are changed, and says what to write', () => {
    const reasons = (trigger: string) =>
      verify(loadScenario(scenario(trigger), { file: 'test.yaml' })).worlds[0]!.refusals.map(({ reason }) => reason);
    expect(reasons('{ cron: "*/5 * * * *", zone: Europe/Berlin, dst: skip }')).toEqual([
      'the clocks of Europe/Berlin are changed; name a zone that keeps its offset',
    ]);
    expect(reasons('{ cron: "*/5 * * * *", zone: Asia/Kolkata }')).toEqual([]);
  });
});

describe('a trace of starts', () => {
  it('brings the starts of its file, one or several at a time', () => {
    expect(startsOf(modelOf(scenario('{ trace: starts.csv }'), 'at\n0\n5m\n2026-02-05T00:20:00Z'))).toEqual([0, 5, 20]);
    const counted = modelOf(scenario('{ trace: starts.csv }', 'whenBusy: queue all'), 'at,count\n5m,2\n5m,1\n30m,1');
    expect(startsOf(counted)).toEqual([5, 6, 7, 30]);
  });

  it('waits for nothing when it is over', () => {
    const text = scenario('{ trace: starts.csv }');
    const loaded = loadScenario(text, { file: 'test.yaml', read: () => 'at\n5m' });
    const { goals, tasks } = simulate(loaded).report;
    expect(goals.map(({ goal, verdict }) => `${goal} ${verdict}`)).toEqual(['neverStarves met']);
    // That it never progresses again is no starvation, and nobody says that it is.
    expect(tasks.job!.claim).toBe('unknown');
    expect(verify(loaded).worlds[0]!.refusals.map(({ reason }) => reason)).toEqual([
      'its starts come from a trace, which ends; write `every` or `cron`',
    ]);
  });

  it.each([
    ['', 'starts.csv: is empty; its first line must be at or at,count'],
    ['at', 'starts.csv: has no row below its first line'],
    ['at\n5m\n4m', 'starts.csv:3: "4m" comes before the row above it'],
    ['at,count\n5m,0', 'starts.csv:2: count must be a whole number from 1 to 10000, found "0"'],
    ['at,items\n5m,1', 'starts.csv:1: the first line must be at or at,count, found "at,items"'],
    ['at\n2026-02-04', 'starts.csv:2: "2026-02-04" lies before the start of the scenario'],
  ])('is refused where the file is wrong: %j', (trace, says) => {
    expect(refusalOf(scenario('{ trace: starts.csv }'), trace)).toEqual([`tasks.job.trigger.trace: ${says}`]);
  });
});

describe('several starts at a time', () => {
  it.each([
    { busy: 'skip', starts: [10, 30, 50] },
    { busy: 'queue all', starts: [10, 11, 12, 30, 31, 32, 50, 51, 52] },
    { busy: 'allow', starts: [10, 10, 10, 30, 30, 30, 50, 50, 50] },
  ])('find the task as one after the other would ($busy)', ({ busy, starts }) => {
    const trigger = '{ every: 20m, offset: 10m, count: 3 }';
    expect(startsOf(modelOf(scenario(trigger, `whenBusy: ${busy}`)))).toEqual(starts);
  });

  it('are skipped though the first of them is over at once', () => {
    const trigger = '{ every: 20m, offset: 10m, count: 2 }';
    const { runs } = simulate(loadScenario(scenario(trigger, 'whenBusy: skip', '[progress]'), { file: 'test.yaml' }))
      .report.tasks.job!;
    expect(runs).toMatchObject({ triggered: 6, started: 3, skipped: 3 });
  });

  it('count in what is asked for', () => {
    const text = (count: number) => `quotasim: 1
horizon: 1d
supplies: { api: { model: token-bucket, refill: 1/min, capacity: 10, debt: none } }
tasks: { job: { trigger: { every: 10m, offset: 0, count: ${count} }, whenBusy: queue all, steps: [spend: { api: 4 }, progress] } }
`;
    const claim = (count: number) => simulate(loadScenario(text(count), { file: 'test.yaml' })).report.tasks.job!.claim;
    expect([claim(2), claim(3)]).toEqual(['live', 'overloaded']);
  });

  it('are a whole number', () => {
    expect(refusalOf(scenario('{ every: 20m, count: 0 }'))).toEqual([
      'tasks.job.trigger.count must be at least 1, received 0',
    ]);
    expect(refusalOf(scenario('{ every: 20m, count: 1.5 }'))).toHaveLength(1);
  });
});

describe('a pause', () => {
  it('follows each run, and needs no word about a busy task', () => {
    expect(startsOf(modelOf(scenario('{ always: { pause: 9m } }', 'priority: 0')))).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it('follows runs that something else started', () => {
    const trigger = '[{ always: { pause: 20m } }, { every: 30m, offset: 10m }]';
    // Ends at 1, 11 (its own start of 21 is off then), 32, 41.
    expect(startsOf(modelOf(scenario(trigger)))).toEqual([0, 10, 31, 40]);
  });

  it('may be drawn', () => {
    const { sources, triggers } = modelOf(scenario('{ always: { pause: { choice: [1m, 2m] } } }', 'priority: 0'));
    expect(triggers).toMatchObject([{ kind: 'pause', source: 0 }]);
    expect(sources).toMatchObject([{ distribution: { kind: 'choice' }, per: 'turn' }]);
  });

  it('is proved exactly, by its only run and by exploration', () => {
    const text = scenario('{ always: { pause: 9m } }', 'priority: 0');
    const loaded = loadScenario(text, { file: 'test.yaml' });
    expect(simulate(loaded).report.tasks.job).toMatchObject({
      claim: 'live',
      evidence: { kind: 'recurrence' },
      worst: { firstMs: MINUTE, betweenMs: 10 * MINUTE },
    });
    expect(verify(loaded).worlds[0]!.tasks[0]).toMatchObject({
      claim: 'live',
      worst: { firstMs: MINUTE, betweenMs: 10 * MINUTE },
    });
  });

  it('is refused twice, and below a millisecond', () => {
    expect(refusalOf(scenario('[always, { always: { pause: 1m } }]', 'priority: 0'))).toEqual([
      'tasks.job.trigger[1] says a second time when the next run follows the end of one; write `always` or one pause',
    ]);
    expect(refusalOf(scenario('{ always: { pause: 0s } }', 'priority: 0'))).toHaveLength(1);
  });
});
