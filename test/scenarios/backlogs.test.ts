/** Backlogs as they are written: what they compile to, and what is told of each mistake, in its place. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { refusalOf } from './refused.ts';

const scenario = (
  backlog: string,
  steps = '[take: { todo: 2 }, work: 1m, progress: n]',
  more = '',
): string => `quotasim: 1
horizon: 1d
start: 2026-02-05
${more}backlogs: { todo: ${backlog} }
tasks: { job: { trigger: always, steps: ${steps} } }
`;

const compiled = (backlog: string, trace = '') => {
  const [world] = loadScenario(scenario(backlog), { file: 'test.yaml', read: () => trace }).worlds;
  return world!.model;
};

describe('a backlog', () => {
  it('compiles to what is written', () => {
    const { backlogs, arrivals } = compiled(
      '{ initial: 3, capacity: 9, expires: { after: 1h, pruneEvery: 10m }, arrivals: [{ every: 1h, items: 2, offset: 5m }] }',
    );
    expect(backlogs).toEqual([
      {
        name: 'todo',
        path: ['backlogs', 'todo'],
        unlimited: false,
        initial: { kind: 'fixed', value: 3 },
        capacity: 9,
        expires: { afterMs: 3_600_000, everyMs: 600_000 },
      },
    ]);
    expect(arrivals).toEqual([
      {
        kind: 'every',
        backlog: 0,
        path: ['backlogs', 'todo', 'arrivals', 0],
        periodMs: 3_600_000,
        offsetMs: { kind: 'fixed', value: 300_000 },
        items: { kind: 'fixed', count: 2 },
      },
    ]);
  });

  it('leaves open what is any, and what is between', () => {
    const { starts, sources } = compiled(
      '{ initial: { any: 5, atMost: 12 }, arrivals: { every: 1h, between: [1, 3], offset: 1h } }',
    );
    expect(starts).toEqual([{ label: 'backlogs.todo.initial', from: 0, step: 5, count: 3 }]);
    expect(sources[0]).toMatchObject({ task: -1, open: true, distribution: { kind: 'choice', values: [1, 2, 3] } });
  });

  it('reads a trace in durations and dates, and holds it in its hash', () => {
    const points = (trace: string) => {
      const [arrival] = compiled('{ arrivals: { trace: came.csv } }', trace).arrivals;
      return arrival?.kind === 'trace' ? arrival.points : undefined;
    };
    expect(points('at,items\n0,1\n90m,2\n2026-02-05T02:00:00Z,3\n2h,4\n')).toEqual([
      { atMs: 0, items: 1 },
      { atMs: 5_400_000, items: 2 },
      { atMs: 7_200_000, items: 7 },
    ]);
  });
});

describe('a mistake', () => {
  it.each([
    ['{ initial: -1 }', 'backlogs.todo.initial must be at least 0, received -1'],
    ['{ initial: 1.5 }', 'backlogs.todo.initial must be a whole number of units, received 1.5'],
    ['{ initial: 5, capacity: 4 }', 'backlogs.todo.initial must be at most 4, received 5'],
    ['{ capacity: 0 }', 'backlogs.todo.capacity must be at least 1, received 0'],
    [
      '{ initial: any }',
      'backlogs.todo.initial needs an end: write { any: 1, atMost: 1000 }, or give the backlog a capacity',
    ],
    [
      '{ initial: unlimited, capacity: 4 }',
      'backlogs.todo.capacity: "initial: unlimited" and "capacity" exclude each other',
    ],
    ['{ arrivals: { every: 0s } }', 'backlogs.todo.arrivals.every must be above 0s, received 0s'],
    ['{ arrivals: { every: 1h, items: -2 } }', 'backlogs.todo.arrivals.items must be at least 0, received -2'],
    [
      '{ arrivals: { every: 1h, between: [3, 1] } }',
      'backlogs.todo.arrivals.between[1] must be at least 3, received 1',
    ],
    [
      '{ arrivals: { every: 1h, items: 1, between: [1, 2] } }',
      'backlogs.todo.arrivals.between: "items" and "between" exclude each other',
    ],
    ['{ arrivals: { poisson: 0/h } }', 'backlogs.todo.arrivals.poisson must be above 0/s, received 0/s'],
    ['{ expires: { after: 1h, pruneEvery: 0s } }', 'backlogs.todo.expires.pruneEvery must be above 0s, received 0s'],
    ['{ expires: { after: 1h } }', 'backlogs.todo.expires needs "pruneEvery"'],
    ['{ arrivals: { trace: gone.csv } }', 'backlogs.todo.arrivals.trace: gone.csv: no such file'],
  ])('in %s is told', (backlog, says) => {
    expect(refusalOf(scenario(backlog))).toEqual([says]);
  });

  it.each([
    ['at,items\n1h,1\n30m,2\n', 'came.csv:3: "30m" comes before the row above it'],
    ['at,items\n1h,-1\n', 'came.csv:2: items must be a whole number up to 1000000000, found "-1"'],
    [
      'at,items\nnoon,1\n',
      'came.csv:2: at must be a duration such as 90m, or a date such as 2026-02-05T18:03:00Z, found "noon"',
    ],
    ['at,items\n2026-02-04,1\n', 'came.csv:2: "2026-02-04" lies before the start of the scenario'],
  ])('in the trace %j is told with its line', (trace, says) => {
    expect(refusalOf(scenario('{ arrivals: { trace: came.csv } }'), trace)).toEqual([
      `backlogs.todo.arrivals.trace: ${says}`,
    ]);
  });

  it.each([
    ['[take: { todo: 0 }, progress]', 'tasks.job.steps[0].take.todo must be at least 1, received 0'],
    ['[take: { todo: 2, atLeast: 3 }, progress]', 'tasks.job.steps[0].take.atLeast must be at most 2, received 3'],
    [
      '[take: { todo: 9, atLeast: 6 }, progress]',
      'tasks.job.steps[0].take.atLeast must be at most 5 (the capacity of todo), received 6',
    ],
    [
      '[take: tood, progress]',
      'tasks.job.steps[0].take: there is no backlog "tood" (did you mean "todo"?); known: todo',
    ],
    ['[take: { atMost: 1m }, progress]', 'tasks.job.steps[0].take needs a backlog: take: { NAME: ITEMS }'],
    [
      '[work: 1m * n, take: todo, progress]',
      'tasks.job.steps[0].work: n is how many items the last `take` took, and no step before this one takes any',
    ],
    [
      '[repeat: { while: { take: { todo: 1, atMost: 1m } }, steps: [progress] }]',
      'tasks.job.steps[0].repeat.while.take.atMost: the take of a `while` does not wait, so it has no "atMost": the loop ends',
    ],
  ])('in the steps %s is told', (steps, says) => {
    expect(refusalOf(scenario('{ initial: 3, capacity: 5 }', steps))).toEqual([says]);
  });

  it('is told of n where no run takes anything', () => {
    expect(
      refusalOf(scenario('{ initial: 3 }', '[take: todo, progress]', 'facts: { LIMIT: { uniform: [1, n] } }\n')),
    ).toEqual(['facts.LIMIT.uniform[1] must be fixed, but n is drawn anew in each run']);
  });
});
