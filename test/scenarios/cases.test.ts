/** The shipped scenarios say what their headers promise (numbers worked out independently of this program). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Report, TaskReport, WorldReport } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';

const HOUR_MS = 3_600_000;

function reportOf(name: string, folder = 'scenarios'): Report {
  const file = `${folder}/${name}.yaml`;
  return simulate(loadScenario(readFileSync(file, 'utf8'), { file })).report;
}

/** Claims, and the longest first and between waits in minutes, as every case of the scenario has them. */
function proofOf(name: string): unknown {
  const file = `scenarios/${name}.yaml`;
  const { worlds } = verify(loadScenario(readFileSync(file, 'utf8'), { file }));
  const minutes = (ms: number) => ms / 60_000;
  return worlds[0]!.tasks.map(({ task: of, claim, worst }) => [
    of,
    claim,
    ...(worst === undefined ? [] : [minutes(worst.firstMs), minutes(worst.betweenMs)]),
  ]);
}

function task({ tasks }: Pick<WorldReport, 'tasks'>, name: string): TaskReport {
  return tasks[name]!;
}

function verdictsOf({ goals }: Pick<WorldReport, 'goals'>): string[] {
  return goals.map(({ of, goal, verdict }) => `${of} ${goal} ${verdict}`);
}

describe('keepa-before', () => {
  const report = reportOf('keepa-before');

  it('fails: no batch in any replication once the tokens of the start are spent', () => {
    expect(report.verdict).toBe('fail');
    expect(verdictsOf(report)).toContain('backfiller progressWithin missed');
    const { replications } = task(report, 'backfiller');
    expect(replications.every(({ lastMs }) => lastMs === null || lastMs < HOUR_MS)).toBe(true);
    expect(task(report, 'upserter').served!.share).toBeCloseTo(0.63, 1);
  });
});

describe('what is proved', () => {
  const safe = [
    ['upserter', 'live', 17, 17],
    ['backfiller', 'live', 88, 44],
  ];

  it.each([
    [
      'keepa-before',
      [
        ['upserter', 'live', 12, 20],
        ['backfiller', 'starved'],
      ],
    ],
    [
      'keepa-after',
      [
        ['upserter', 'starvable'],
        ['backfiller', 'live', 58, 68],
      ],
    ],
    ['keepa-kept-80', safe],
    ['prod', safe],
  ])('%s', (name, proved) => {
    expect(proofOf(name)).toEqual(proved);
  });
});

describe('keepa-after', () => {
  const report = reportOf('keepa-after');

  it('fails: the batches come, but three starts in ten are lost', () => {
    expect(verdictsOf(report)).toEqual([
      // A rule says that some run starves it; whether it comes to that is a matter of draws.
      'upserter neverStarves unknown',
      'upserter served missed',
      'backfiller neverStarves met',
      'backfiller progressWithin met',
    ]);
    expect(Math.abs(task(report, 'backfiller').progress.perDay - 96)).toBeLessThan(2);
    expect(task(report, 'upserter').served!.share).toBeCloseTo(0.7, 1);
  });
});

describe.each(['keepa-kept-80', 'prod'])('%s', (name) => {
  const report = reportOf(name);

  it('passes: every start is served, at the most batches the tokens pay for', () => {
    expect(report.verdict).toBe('pass');
    expect(task(report, 'upserter').served!.share).toBe(1);
    expect(Math.abs(task(report, 'backfiller').progress.perDay - 60)).toBeLessThan(1);
    // The proved bounds: 88 minutes for the first batch and 44 between two, 17 for the Upserter.
    expect(task(report, 'backfiller').progress.firstMs).toBeLessThanOrEqual(88 * 60_000);
    expect(task(report, 'backfiller').progress.betweenMs!.max).toBeLessThanOrEqual(44 * 60_000);
    expect(task(report, 'upserter').progress.longestMs).toBeLessThanOrEqual(17 * 60_000);
  });
});

describe('keepa-polls', () => {
  const [free, paid] = reportOf('keepa-polls').worlds!;

  it('fails in both worlds, and shows what flips between them', () => {
    expect([free!.set, free!.verdict, paid!.set, paid!.verdict]).toEqual([
      { POLL_COST: '0' },
      'fail',
      { POLL_COST: '1' },
      'fail',
    ]);
    expect(verdictsOf(free!)).toContain('upserter served missed');
    expect(verdictsOf(paid!)).toContain('upserter served missed');
    expect(verdictsOf(free!)).toContain('backfiller progressWithin met');
    expect(verdictsOf(paid!)).toContain('backfiller progressWithin missed');
    expect(task(free!, 'backfiller').progress.longestMs).toBeLessThan(2 * HOUR_MS);
    expect(task(paid!, 'backfiller').progress.longestMs).toBeGreaterThan(24 * HOUR_MS);
  });

  it('has the looks eat the refill where they cost a token', () => {
    const { pollTokens, refilled } = paid!.supplies.keepa!;
    expect(pollTokens / refilled).toBeGreaterThan(0.7);
    expect(free!.supplies.keepa!.pollTokens).toBe(0);
  });
});

describe('w2', () => {
  it('counts what every other tool counts', () => {
    const report = reportOf('w2', 'bench');
    expect(task(report, 'upserter').runs).toMatchObject({ completed: 394_199, stopped: 131_401 });
    expect(task(report, 'backfiller').progress.amount).toBe(131_400);
    // The others count refusals, we the looks that follow one: the last refusal has its look behind the horizon.
    expect(report.supplies.tokens!.polls).toBe(5_190_300 - 1);
  });
});

describe('a backlog', () => {
  it('that is fed faster than the tokens pay for grows, by rule and in the only run', () => {
    const report = reportOf('backlog-grows');
    expect(report.verdict).toBe('fail');
    const { claim, evidence, cause, itemsPerDay } = task(report, 'lookup');
    expect([claim, evidence.kind, itemsPerDay]).toEqual(['overloaded', 'rule', 160]);
    expect(cause).toBe(
      'at least 960 items come to products a day and no more than 800 can be done, since an item takes at least 9 of keepa and 7,200 come a day: it grows by at least 160 a day, without end',
    );
    expect(report.backlogs!.products).toMatchObject({ arrived: 6_710, left: 1_085, lost: 0, expired: 0 });
  });

  it('is kept down by a batch of ten, and of two, but not of one', () => {
    const report = reportOf('backlog-kept-down');
    expect(report.verdict).toBe('pass');
    expect(report.findings).toEqual([]);
    const file = 'scenarios/backlog-kept-down.yaml';
    const text = readFileSync(file, 'utf8');
    const claims = ['1', '2', '10'].map((BATCH) => {
      const [world] = verify(loadScenario(text, { file, set: { BATCH } }), { statesMax: 3_000 }).worlds;
      return world!.tasks[0]!.claim;
    });
    expect(claims).toEqual(['unknown', 'live', 'live']);
  });
});
