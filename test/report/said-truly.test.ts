/** What charts and tables say of a run is what happened in it: each scenario is small enough to be judged by hand. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import type { Result } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { allCharts } from '../../src/report/charts/charts.ts';
import { tasksTable } from '../../src/report/page/page-parts.ts';
import type { ChartSpec } from '../../src/report/spec.ts';
import { taskRows } from '../../src/report/text/text-tasks.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { keepaResult } from './fixture.ts';

function resultOf(text: string, { replications = 2, proved = false } = {}): Result {
  const scenario = loadScenario(`quotasim: 1\n${text}`, { file: 'test.yaml' });
  const result = simulate(scenario, { replications });
  return proved ? withProofs(result, scenario, verify(scenario), { demand: false, soften: false }) : result;
}

function chartOf(result: Result, name: string): ChartSpec {
  return allCharts(result).find((chart) => chart.name === name)!;
}

function column(result: Result, name: string): (string | undefined)[] {
  const { columns, rows } = tasksTable(result.report);
  return rows.map((row) => row[columns.indexOf(name)]);
}

const WINDOW = (first: string, amount: number): string => `horizon: 24h
supplies:
  api: { model: leaky-bucket, rate: 2/s, burst: 10 }
  daily: { model: fixed-window, limit: 100, every: 1h, phase: any }
tasks:
  a:
    trigger: { every: 1m, offset: 0s }
    whenBusy: skip
    steps: [spend: { api: 8 }, spend: { daily: ${amount > 1 ? 2 : 1} }, work: 10s, progress]
  b: { trigger: always, steps: [${first}, spend: { api: 5 }, work: 30s, progress] }
`;

describe('how often a level is reached', () => {
  it('is how often a wait for it ended, and not how often tokens were taken', () => {
    const result = resultOf(WINDOW('spend: { daily: 5 }', 5));
    const titles = allCharts(result).map(({ title }) => title);
    expect(titles).toContain('daily reaches the 5 tokens that b waits for, about every 1 h');
    const { lanes, spends } = result.traces[0]!;
    const waits = lanes.find(({ task }) => task === 'b')!.spans.filter(({ name }) => name === 'daily');
    expect(waits.length).toBeLessThan(26);
    expect(spends.filter(({ task, supply }) => task === 'b' && supply === 'daily').length).toBeGreaterThan(200);
  });

  it('speaks of one token as of one', () => {
    const titles = allCharts(resultOf(WINDOW('spend: { daily: 1 }', 1))).map(({ title }) => title);
    expect(titles.join()).not.toMatch(/\b1 tokens/);
  });

  it('is not told of a task that never had to wait', () => {
    const text = `horizon: 24h
supplies: { api: { model: token-bucket, refill: 60/min, capacity: 50, debt: none } }
tasks: { b: { trigger: { every: 1h, offset: 0s }, whenBusy: skip, steps: [spend: { api: 5 }, progress] } }`;
    expect(chartOf(resultOf(text), 'level').title).toBe('api moves between 45 and 50 tokens, its capacity');
  });
});

/** Looks at the price of a token eat all that comes once a job was refused; `other` takes tokens beside it. */
const POLLS = (other: string): string => `horizon: 7d
grid: 1s
facts: { POLL: 1 }
supplies: { api: { model: token-bucket, refill: 2/min, capacity: 300, initial: 60, debt: unlimited } }
tasks:
  job:
    trigger: always
    steps:
      - await: { api: 50, margin: 5, poll: { every: 30s, cost: $POLL, charged: before } }
      - spend: { api: 40 }
      - progress
      - work: 20s
${other}`;

describe('a wait that goes on for ever', () => {
  const result = resultOf(POLLS(''));
  const report = result.report.tasks.job!;

  it('is for the level with the margin, which is drawn, and is put down to the looks that ate the refill', () => {
    const chart = chartOf(result, 'level');
    expect(chart.title).toBe(
      'From 20 s on api never again reaches the 55 tokens that job waits for: the looks take most of the tokens',
    );
    expect(result.report.supplies.api!.gates).toEqual([{ task: 'job', tokens: 50, refusedTokens: 55 }]);
    expect(JSON.stringify(chart.config.options)).toContain('55: once refused');
  });

  it('is a mark in the chart of waits, and a wait in the table of tasks', () => {
    expect(report.longestWait?.finished).toBe(false);
    const chart = chartOf(result, 'waits');
    expect(chart.title).toBe('job waits for tokens for at least 7 d, not over at the end');
    expect(chart.table.rows).toEqual([
      ['job', 'waits for tokens', '1', '0 ms', '0 ms', '0 ms', 'at least 7 d, not over'],
    ]);
    const longest = chart.config.data.datasets.find(({ label }) => label === 'the longest')!;
    expect((longest as unknown as { data: unknown[] }).data).toHaveLength(1);
    expect(column(result, 'longest wait')).toEqual(['tokens at least 7 d, not over']);
  });

  it('blames another task where that one took the tokens, and nobody where nobody took any', () => {
    const title = (steps: string): string =>
      chartOf(
        resultOf(`horizon: 7d
grid: 1m
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: 0, debt: none } }
tasks:
  first: { trigger: always, priority: 1, steps: [${steps}] }
  last: { trigger: always, priority: 0, steps: [spend: { api: 50 }, progress] }
order: priority`),
        'level',
      ).title;
    expect(title('repeat: [spend: { api: 50 }, progress]')).toMatch(
      / waits for 50 tokens of api: whenever they are there, another task takes them$/,
    );
    expect(title('work: 1m, progress')).not.toContain('another task');
    expect(
      allCharts(result)
        .map((chart) => chart.title)
        .join(),
    ).not.toContain('another task');
  });
});

const STEADY = (horizon: string, goal: string): string => `horizon: ${horizon}
grid: 1m
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: none } }
tasks: { sync: { trigger: { every: 1h, offset: 0s }, whenBusy: skip, steps: [spend: { api: 10 }, progress] } }
goals: { sync: { progressWithin: ${goal} } }`;

describe('how long a task is without progress', () => {
  it('is said of the runs that were seen', () => {
    const title = (replications: number): string =>
      chartOf(resultOf(STEADY('1d', '2h'), { replications }), 'since-progress').title;
    expect(title(3)).toMatch(/^sync is without progress for at most .* in any of these 3 runs/);
    expect(title(1)).toMatch(/^sync is without progress for at most [^,]* in this run$/);
  });

  it('is told apart where it is proved, and then the runs that starved are no sample', () => {
    const seen = resultOf(STEADY('1d', '2h'));
    const proved = resultOf(STEADY('1d', '2h'), { proved: true });
    const head = ({ report }: Result): string[] => taskRows(report, (text) => text)[0]!;
    expect(head(seen)).toContain('longest gap');
    expect(head(proved)).toContain('gap at most');
    expect(proved.report.tasks.sync!.evidence.kind).toBe('proof');
    expect(column(proved, 'runs starved to the end')).toEqual(['0 of 2']);
    expect(column(keepaResult(), 'runs starved to the end')[0]).toBe('0 of 20 (0 % to 16 %)');
    expect(column(proved, 'longest gap seen')).toHaveLength(1);
  });
});

describe('what cannot be verified', () => {
  it('is named by its place in the document, or as a fact of its task', () => {
    const text = (work: string): string => `horizon: 1d
facts: { LONG: { uniform: [5s, 25s] } }
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 50, debt: none } }
tasks: { sync: { trigger: always, steps: [repeat: [spend: { api: 1 }, progress, work: ${work}]] } }`;
    const proof = (work: string): string => JSON.stringify(resultOf(text(work), { proved: true }).report.proof);
    expect(proof('{ uniform: [5s, 25s] }')).toContain('tasks.sync.steps[0].repeat[2].work: it has 20001');
    expect(proof('{ uniform: [5s, 25s] }')).not.toContain('sync tasks.sync');
    expect(proof('$LONG')).not.toContain(' in steps.');
  });
});
