/** Each finding at its edge: just under, at, just over; and what makes it an error, a warning, or nothing. */
import { describe, expect, it } from 'vitest';
import { lint } from '../../../src/analysis/findings/lint.ts';
import { loadScenario } from '../../../src/scenarios/parse.ts';

const API = 'supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, debt: none } }';

/** A task in one line. */
const job = (name: string, steps: string, rest = 'trigger: { every: 1h, offset: any }, whenBusy: skip'): string =>
  `  ${name}: { ${rest}, steps: [${steps}] }`;

const ALWAYS = 'trigger: always';

/** "QS001 error" for each finding that is no good news. */
function found(...lines: readonly string[]): string[] {
  const { worlds } = lint(loadScenario(['quotasim: 1', 'horizon: 1d', ...lines].join('\n'), { file: 'edge.yaml' }));
  return worlds.flatMap(({ findings }) =>
    findings.filter(({ severity }) => severity !== 'note').map(({ code, severity }) => `${code} ${severity}`),
  );
}

describe('a level that cannot be reached', () => {
  const asks = (steps: string, ...more: readonly string[]) => found(...more, API, 'tasks:', job('one', steps));

  it.each([
    { steps: 'await: { api: 100 }, spend: { api: 1 }, progress', says: [] },
    { steps: 'await: { api: 101 }, spend: { api: 1 }, progress', says: ['QS001 error'] },
    { steps: 'spend: { api: 100 }, progress', says: [] },
    { steps: 'spend: { api: 101 }, progress', says: ['QS001 error'] },
    { steps: 'await: { api: 99, margin: 1 }, spend: { api: 1 }, progress', says: [] },
    { steps: 'await: { api: 100, margin: 1 }, spend: { api: 1 }, progress', says: ['QS001 error'] },
    { steps: 'await: { api: 101, atMost: 1m, otherwise: stop }, spend: { api: 1 }, progress', says: ['QS001 error'] },
    {
      steps: 'await: { api: 101, atMost: 1m, otherwise: continue }, spend: { api: 1 }, progress',
      says: ['QS001 warning'],
    },
  ])('says $says of $steps', ({ steps, says }) => {
    expect(asks(steps)).toEqual(says);
  });

  it.each([
    { choice: '[40, 100]', says: [] },
    { choice: '[40, 101]', says: ['QS001 error'] },
    { choice: '[40, 101], weights: [1, 0]', says: [] },
  ])('counts only what can be drawn: $choice', ({ choice, says }) => {
    expect(asks('spend: { api: $COST }, progress', `facts: { COST: { choice: ${choice} } }`)).toEqual(says);
  });
});

describe('demand above supply', () => {
  const load = (cost: string, every: string, debt = 'none', whenBusy = 'skip') =>
    found(
      `facts: { COST: ${cost} }`,
      `supplies: { api: { model: token-bucket, refill: 5/min, capacity: 300, debt: ${debt} } }`,
      'tasks:',
      job('one', 'spend: { api: $COST }, progress', `trigger: { every: ${every}, offset: any }, whenBusy: ${whenBusy}`),
    );

  it.each([
    { cost: '50', every: '10m', says: [] },
    { cost: '51', every: '10m', says: ['QS002 error'] },
    { cost: '{ choice: [40, 60] }', every: '10m', says: [] },
    { cost: '{ choice: [40, 61] }', every: '10m', says: ['QS002 warning'] },
    { cost: '{ choice: [51, 61] }', every: '10m', says: ['QS002 error'] },
  ])('says $says of $cost every $every', ({ cost, every, says }) => {
    expect(load(cost, every)).toEqual(says);
  });

  it('says nothing where a cost takes what is there', () => {
    expect(load('51', '10m', 'clamp')).toEqual([]);
  });

  it('tells a queue that grows besides', () => {
    expect(load('51', '10m', 'none', 'queue all')).toEqual(['QS002 error', 'QS002 error']);
    expect(load('50', '10m', 'none', 'queue all')).toEqual([]);
  });
});

describe('a limit shorter than the wait', () => {
  const patient = (steps: string) =>
    found(API, 'tasks:', job('one', `${steps}, progress`, 'trigger: { every: 10m, offset: any }, whenBusy: skip'));

  it.each([
    { steps: 'spend: { api: 60, atMost: 60s }', says: ['QS002 error', 'QS014 warning'] },
    { steps: 'spend: { api: 60, atMost: 61s }', says: ['QS002 error'] },
    // What waits before is over sooner, and then the other limit counts, too.
    {
      steps: 'await: { api: 30, atMost: 60s }, spend: { api: 60, atMost: 0s }',
      says: ['QS002 error', 'QS014 warning'],
    },
    { steps: 'await: { api: 30, atMost: 60s }, spend: { api: 60, atMost: 1s }', says: ['QS002 error'] },
    {
      steps: 'await: { api: 60, atMost: 60s }, spend: { api: 60, atMost: 1h }',
      says: ['QS002 error', 'QS014 warning'],
    },
    // A minute of work: by the next look more has come.
    { steps: 'spend: { api: 60, atMost: 60s }, work: 1m', says: ['QS002 error'] },
  ])('says $says of $steps', ({ steps, says }) => {
    expect(patient(steps)).toEqual(says);
  });
});

describe('locks', () => {
  const locked = (lock: string, ...jobs: readonly string[]) =>
    found(API, `locks: { index: { ${lock} } }`, 'tasks:', ...jobs);
  const other = job('other', 'acquire: index, work: 1m, progress');

  it.each([
    { lock: 'lease: none', steps: 'acquire: index, spend: { api: 40 }, progress', says: ['QS008 warning'] },
    { lock: 'lease: none, permits: 2', steps: 'acquire: index, spend: { api: 40 }, progress', says: [] },
    { lock: 'lease: none', steps: 'spend: { api: 40 }, acquire: index, progress', says: [] },
    { lock: 'lease: none', steps: 'acquire: index, work: 1m, release: index, spend: { api: 40 }, progress', says: [] },
    {
      lock: 'lease: none',
      steps: 'acquire: index, spend: { api: 101 }, progress',
      says: ['QS001 error', 'QS008 error'],
    },
    { lock: 'lease: none', steps: 'acquire: index, repeat: [work: 1m, progress]', says: ['QS008 error'] },
    { lock: 'lease: none', steps: 'repeat: [acquire: index, work: 1m, progress, release: index, work: 1m]', says: [] },
    {
      lock: 'lease: none',
      steps: 'repeat: [acquire: index, work: 1m, progress]',
      says: ['QS008 error', 'QS010 error'],
    },
    {
      lock: 'lease: 1h',
      steps: 'acquire: index, spend: { api: 40 }, progress',
      says: ['QS008 warning', 'QS012 warning'],
    },
    { lock: 'lease: 60m', steps: 'acquire: index, work: 60m, progress', says: [] },
    { lock: 'lease: 59m', steps: 'acquire: index, work: 60m, progress', says: ['QS012 error'] },
    { lock: 'lease: 59m', steps: 'acquire: index, work: { uniform: [1m, 60m] }, progress', says: ['QS012 warning'] },
  ])('say $says of $steps with $lock', ({ lock, steps, says }) => {
    expect(locked(lock, job('one', steps), other)).toEqual(says);
  });

  it('say nothing of a lock that one run alone ever wants', () => {
    expect(locked('lease: 1m', job('one', 'acquire: index, spend: { api: 40 }, work: 1h, progress'))).toEqual([]);
  });
});

describe('a ring of locks', () => {
  const ring = (first: string, second: string, rest?: string) =>
    found(
      'locks: { a: { lease: none }, b: { lease: none } }',
      'tasks:',
      job('one', first, rest),
      job('two', second, rest),
    );

  it.each([
    { first: 'acquire: a, work: 1m, acquire: b, progress', says: ['QS009 error'] },
    { first: 'acquire: a, acquire: b, progress', says: ['QS009 warning'] },
    { first: 'acquire: a, work: 1m, acquire: { b: 1, atMost: 1m }, progress', says: [] },
    { first: 'acquire: a, work: 1m, release: a, acquire: b, progress', says: [] },
    { first: 'acquire: b, work: 1m, acquire: a, progress', says: [] },
  ])('says $says of $first', ({ first, says }) => {
    expect(ring(first, 'acquire: b, work: 1m, acquire: a, progress')).toEqual(says);
  });

  it('is a warning where the two never start together', () => {
    const at = (offset: string) => `trigger: { every: 1h, offset: ${offset} }, whenBusy: skip`;
    const text = (offset: string) =>
      found(
        'locks: { a: { lease: none }, b: { lease: none } }',
        'tasks:',
        job('one', 'acquire: a, work: 1m, acquire: b, progress', at('5m')),
        job('two', 'acquire: b, work: 1m, acquire: a, progress', at(offset)),
      );
    expect([text('5m'), text('6m')]).toEqual([['QS009 error'], ['QS009 warning']]);
  });
});

describe('a pool', () => {
  const pooled = (slots: number, waits: string) =>
    found(
      API,
      `pools: { workers: { slots: ${slots} } }`,
      'tasks:',
      job('pull', waits, 'trigger: { every: 1h, offset: any }, whenBusy: skip, pool: workers'),
      job('mail', 'work: 1s, progress', 'trigger: { every: 1m, offset: any }, whenBusy: skip, pool: workers'),
    );

  it('is filled by as many waiters as it has slots, not by fewer, nor by those who give up', () => {
    expect(pooled(1, 'spend: { api: 40 }, progress')).toEqual(['QS011 warning']);
    expect(pooled(2, 'spend: { api: 40 }, progress')).toEqual([]);
    expect(pooled(1, 'spend: { api: 40, atMost: 1m }, progress')).toEqual([]);
  });
});

describe('polls', () => {
  const polled = (poll: string, debt = 'unlimited') =>
    found(
      `supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, debt: ${debt} } }`,
      'tasks:',
      job('one', `await: { api: 50, poll: { ${poll} } }, spend: { api: 40 }, progress, work: 1m`, ALWAYS),
    );

  it.each([
    { poll: 'every: 1m, cost: 4', says: [] },
    { poll: 'every: 1m, cost: 5', says: ['QS015 error'] },
    { poll: 'every: 90s, cost: 9', says: [] },
    { poll: 'every: 90s, cost: 10', says: ['QS015 error'] },
    { poll: 'every: 1m, cost: 5, charged: after', says: [] },
    { poll: 'every: 10m, cost: 4, orWhenDue: true', says: [] },
    { poll: 'every: 10m, cost: 5, orWhenDue: true', says: ['QS015 error'] },
    { poll: 'every: 1m, cost: 0', says: [] },
  ])('say $says of $poll', ({ poll, says }) => {
    expect(polled(poll)).toEqual(says);
    expect(polled(poll, 'clamp')).toEqual(says);
  });

  it('of two tasks together are a warning from the price of the refill on', () => {
    const two = (cost: number) =>
      found(
        'supplies: { api: { model: token-bucket, refill: { tokens: 6, every: 1m }, capacity: 100, debt: unlimited } }',
        'tasks:',
        ...['one', 'two'].map((name, index) =>
          job(
            name,
            `await: { api: ${50 + index}, poll: { every: 1m, cost: ${cost} } }, spend: { api: 4 }, progress, work: 1m`,
            ALWAYS,
          ),
        ),
      );
    expect([two(2), two(3)]).toEqual([[], ['QS015 warning']]);
  });
});
