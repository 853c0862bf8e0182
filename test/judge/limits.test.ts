/** Goals of supplies and backlogs, and by when starts must be done: just at their limits and beside them, from runs. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { refusal } from '../scenarios/refusal.ts';
import { load, reportOf } from './scenario-text.ts';

/** Thirty pods that all call at the full hour, a limit of 20 a minute, a retry every ten seconds. */
const herd = (goals: string, jitter = '') => `quotasim: 1
horizon: 4h
supplies:
  api: { model: fixed-window, limit: 20, every: 1m }
tasks:
  pods:
    trigger: { every: 1h, offset: 0${jitter} }
    copies: 30
    whenBusy: skip
    steps: [{ call: { api: 1, retry: { wait: 10s } } }, progress]
goals: { ${goals} }
`;

const goalsOf = (text: string, options = { replications: 2 }) =>
  reportOf(load(text), options).goals.filter(({ implicit }) => !implicit);
const verdictOf = (text: string, options = { replications: 2 }) => goalsOf(text, options)[0]!.verdict;

describe('a peak', () => {
  it.each([
    ['requests: 30, within: 10s', 'met'],
    ['requests: 29, within: 10s', 'missed'],
    // What is exactly ten seconds apart is not together; a millisecond more and it is.
    ['requests: 40, within: 10001ms', 'met'],
    ['requests: 39, within: 10001ms', 'missed'],
    ['tokens: 20, within: 1m', 'met'],
    ['tokens: 19.5, within: 1m', 'missed'],
    ['tokens: 30, within: 60001ms', 'met'],
    ['tokens: 29, within: 60001ms', 'missed'],
  ])('of at most %s is %s', (peak, verdict) => {
    expect(verdictOf(herd(`api: { peak: { ${peak} } }`))).toBe(verdict);
  });

  it('says what it came to, and when first', () => {
    expect(goalsOf(herd('api: { peak: { requests: 29, within: 10s } }'))[0]).toMatchObject({
      of: 'api',
      goal: 'peak',
      figure: 'requests',
      when: 'in any 10 s',
      target: 29,
      measured: 30,
      text: 'peak 29 requests in any 10 s: missed, up to 30 requests in any 10 s in 2 of 2 runs of 4 h, first at 0 ms of run 1',
    });
  });

  it('cannot be told from a run shorter than its window, unless it is higher already', () => {
    expect(verdictOf(herd('api: { peak: { tokens: 120, within: 5h } }'))).toBe('unknown');
    expect(verdictOf(herd('api: { peak: { tokens: 119, within: 5h } }'))).toBe('missed');
    expect(verdictOf(herd('api: { peak: { tokens: 120, within: 4h } }'))).toBe('met');
  });

  it('that runs keep is not proved by them', () => {
    const scenario = load(herd('api: { peak: { requests: 30, within: 10s } }'));
    const verified = verify(scenario, { statesMax: 1000 });
    const proved = withProofs(simulate(scenario, { replications: 2 }), scenario, verified, { demand: true });
    expect(proved.report.goals.find(({ goal }) => goal === 'peak')).toMatchObject({
      verdict: 'unknown',
      text: expect.stringMatching(/^peak 30 requests in any 10 s: unknown, at most 30 .*; not proved$/),
    });
  });
});

describe('refused calls', () => {
  it.each([
    // Of 30 pods 20 are served at once, 10 are refused at 0, 10, … 50 s: 60 of 90 tries.
    ['67%', 'met'],
    ['66%', 'missed'],
    ['0%', 'missed'],
    // 240 in 4 h.
    ['1440/d', 'met'],
    ['1439/d', 'missed'],
  ])('of at most %s are %s', (refused, verdict) => {
    expect(verdictOf(herd(`api: { refused: ${refused} }`))).toBe(verdict);
  });

  it('are judged by their interval where runs differ, and any is too many where none may be', () => {
    const jittered = (refused: string) => herd(`api: { refused: ${refused} }`, ', jitter: 90s');
    const [goal] = goalsOf(jittered('50%'), { replications: 8 });
    const [low, high] = goal!.interval!;
    expect(high).toBeGreaterThan(low);
    const percent = (share: number) => `${(100 * share).toFixed(3)}%`;
    expect(verdictOf(jittered(percent(high + 0.01)), { replications: 8 })).toBe('met');
    expect(verdictOf(jittered(percent(low - 0.01)), { replications: 8 })).toBe('missed');
    expect(verdictOf(jittered(percent((low + high) / 2)), { replications: 8 })).toBe('unknown');
    expect(verdictOf(jittered('0%'), { replications: 8 })).toBe('missed');
    expect(verdictOf(jittered(percent(high + 0.01)), { replications: 1 })).toBe('unknown');
  });

  it('cannot be judged where nothing was tried', () => {
    const text = herd('api: { refused: 1% }').replace('offset: 0', 'offset: 1h').replace('4h', '30m');
    expect(goalsOf(text)[0]).toMatchObject({ verdict: 'unknown', measured: null, evidence: 'none' });
  });
});

/** A nightly job that takes as long as it says. */
const nightly = (work: string, doneBy: string, more = '') => `quotasim: 1
horizon: 10d
start: 2026-03-25T00:00:00Z
tasks:
  report:
    trigger: { cron: 0 0 * * * }
    whenBusy: skip
    steps: [{ work: ${work} }, ${more}progress]
goals: { report: { doneBy: ${doneBy} } }
`;

describe('doneBy of a task', () => {
  it.each([
    ['5h', '5h', 'met'],
    ['5h', '4h59m', 'missed'],
    ['6h', '06:00', 'met'],
    ['6h1m', '06:00', 'missed'],
    // The night of 29 March is an hour shorter in Berlin: 06:00 comes at 05:00 UTC, later at 04:00.
    ['5h', '{ at: 06:00, zone: Europe/Berlin }', 'missed'],
    ['4h', '{ at: 06:00, zone: Europe/Berlin }', 'met'],
    ['5h', '{ at: 06:00, zone: Europe/Berlin, share: 40% }', 'met'],
    ['5h', '{ at: 06:00, zone: Europe/Berlin, share: 41% }', 'missed'],
    ['{ choice: [1h, 7h] }', '06:00', 'missed'],
    ['{ choice: [1h, 7h] }', '{ at: 06:00, share: 10% }', 'met'],
  ])('of a job of %s, %s, is %s', (work, doneBy, verdict) => {
    expect(verdictOf(nightly(work, doneBy), { replications: 8 })).toBe(verdict);
  });

  it('counts every cycle by its own time of the day, where a cycle is no whole day', () => {
    // Every 7 h, done 3 h later. By 06:00: of 24 starts in a week those due from 03:01 to 05:59, three, come too late.
    const text = nightly('3h', '{ at: 06:00, share: 86% }')
      .replace('{ cron: 0 0 * * * }', '{ every: 7h, offset: 0 }')
      .replace('horizon: 10d', 'horizon: 70d');
    const due = Array.from({ length: 240 }, (_, start) => (start * 7) % 24);
    const inTime = due.filter((hour) => hour + 3 <= (hour < 6 ? 6 : 30)).length;
    expect(goalsOf(text)[0]!.measured).toBeCloseTo(inTime / due.length, 12);
  });

  it('counts a start that was skipped, or came to nothing, as never done', () => {
    // Every second night the job is still busy.
    expect(goalsOf(nightly('30h', '{ within: 40h, share: 50% }'))[0]).toMatchObject({ measured: 0.5 });
    expect(verdictOf(nightly('30h', '40h'))).toBe('missed');
    expect(verdictOf(nightly('1h', '2h', 'stop, '))).toBe('missed');
  });

  it('leaves open what is not over at the end and may be in time', () => {
    const late = nightly('30h', '{ within: 40h, share: 50% }').replace('10d', '3d');
    // Due at 0, 24 and 48 h: done at 30 h, skipped, and to be done at 78 h.
    expect(goalsOf(late)[0]).toMatchObject({ verdict: 'unknown', bracket: [1 / 3, 2 / 3], measured: 0.5 });
    const none = nightly('30h', '40h').replace('10d', '1d');
    expect(goalsOf(none)[0]).toMatchObject({ verdict: 'unknown', measured: null });
    // Time is up though it is not over.
    expect(verdictOf(nightly('30h', '20h').replace('10d', '1d'))).toBe('missed');
  });
});

describe('doneBy of a backlog', () => {
  const drained = (doneBy: string, expires = '') => `quotasim: 1
horizon: 3d
start: 2026-01-01T00:00:00Z
backlogs:
  todo: { arrivals: { every: 1d, items: 10, offset: 1h }, capacity: 100${expires} }
tasks:
  worker:
    trigger: always
    steps: [{ take: todo }, { work: 6m }, progress]
goals: { todo: { doneBy: ${doneBy} } }
`;

  it.each([
    ['1h', 'met'],
    ['59m', 'missed'],
    ['02:00', 'met'],
    ['01:59', 'missed'],
    ['{ within: 59m, share: 1% }', 'missed'],
  ])('%s is %s', (doneBy, verdict) => {
    expect(verdictOf(drained(doneBy))).toBe(verdict);
  });

  it('is not kept by throwing items away', () => {
    expect(verdictOf(drained('1h', ', expires: { after: 20m, pruneEvery: 30m }'))).toBe('missed');
  });
});

describe('a goal that has no meaning', () => {
  const told = (goals: string) => refusal(herd(goals)).issues.map(({ message }) => message);
  it.each([
    ['nobody: { served: 1% }', 'there is no task, supply or backlog "nobody"; known: pods, api'],
    ['api: { served: 95% }', '"served" has no meaning here: api is a supply, which may have "peak", "refused"'],
    ['pods: { refused: 1% }', '"refused" has no meaning here: pods is a task, which may have'],
    ['api: { peak: { within: 1m } }', 'goals.api.peak needs "requests"'],
    ['api: { peak: { tokens: 1, within: 0s } }', 'goals.api.peak.within must be above 0'],
    ['api: { refused: 5 }', 'goals.api.refused must be a share of the tries such as 1%, or a rate such as 10/d'],
    ['pods: { doneBy: 06:00 }', 'needs a `start` date at the top of the scenario: a time of day comes by the calendar'],
    ['pods: { doneBy: { zone: UTC } }', '"zone" has no meaning here: it is the zone of `at`'],
    ['pods: { doneBy: { share: 50% } }', 'goals.pods.doneBy needs "within"'],
    ['pods: { doneBy: { within: 1h, at: 06:00 } }', '"within" and "at" exclude each other'],
    ['pods: { doneBy: { within: 1h, share: 0% } }', 'goals.pods.doneBy.share must be above 0%'],
  ])('%s is refused', (goals, message) => {
    expect(told(goals)).toEqual([expect.stringContaining(message)]);
  });

  it('is one of calls where nobody calls, and one of starts where none is due', () => {
    const spends = herd('api: { refused: 1% }').replace('call: { api: 1, retry: { wait: 10s } }', 'spend: { api: 1 }');
    expect(refusal(spends).issues[0]!.message).toContain('no step calls api, and a `spend` waits until it is admitted');
    const always = herd('pods: { doneBy: 1h }')
      .replace(/trigger: .*/, 'trigger: always')
      .replace('whenBusy: skip', '');
    expect(refusal(always).issues[0]!.message).toContain(
      'has no start that is due; write it under the name of its backlog',
    );
  });

  it('is one whose name is a task and a supply', () => {
    const text = herd('pods: { peak: { tokens: 1, within: 1m } }').replace(
      'supplies:',
      'supplies:\n  pods: { model: quota, limit: 1, resets: { at: 00:00 } }',
    );
    const { issues } = refusal(text.replace('horizon', 'start: 2026-01-01\nhorizon'));
    expect(issues.map(({ message }) => message)).toEqual(['goals.pods: "pods" is also the name of a task']);
    expect(loadScenario(herd('pods: { served: 1% }'), { file: 'a.yaml' }).worlds).toHaveLength(1);
  });
});
