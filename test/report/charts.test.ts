import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/judge/report/report.ts';
import { allCharts, CHART_NAME, chartsOf } from '../../src/report/charts/charts.ts';
import type { ChartSpec, Json } from '../../src/report/spec.ts';
import { crowdResult } from './crowd-fixture.ts';
import { DAY, HOUR, keepaResult, MINUTE } from './fixture.ts';

const cases: readonly (readonly [string, Result])[] = [
  ['a week of the keepa story', keepaResult()],
  ['six hours of it', keepaResult({ horizonMs: 6 * HOUR })],
  ['two worlds', keepaResult({}, [{ pollCost: 0, gate: 50 }, { pollCost: 4 }])],
  ['a gate above the capacity', keepaResult({ gate: 480 })],
  ['awkward names', keepaResult({ names: { upserter: '<script>', backfiller: 'x'.repeat(300), supply: '__proto__' } })],
  ['inherited names', keepaResult({ names: { upserter: 'constructor', backfiller: 'toString', supply: 'valueOf' } })],
  ['empty names', keepaResult({ names: { upserter: '', backfiller: ' ', supply: '\n' } })],
  ['one task', crowdResult({ tasks: 1, horizonMs: DAY })],
  ['twelve tasks', crowdResult({ tasks: 12, horizonMs: 7 * DAY })],
  ['a minute', crowdResult({ tasks: 3, horizonMs: MINUTE })],
  ['ten years', crowdResult({ tasks: 2, horizonMs: 3650 * DAY })],
  ['a run in which nothing happens', crowdResult({ tasks: 2, horizonMs: DAY, idle: true })],
  ['a model without tasks', crowdResult({ tasks: 0, horizonMs: DAY, idle: true })],
  ['a horizon of nothing', crowdResult({ tasks: 1, horizonMs: 0, idle: true })],
];

/** Every number, string and function inside, with where it stands. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

describe.each(cases)('the charts of %s', (_, result) => {
  const charts = allCharts(result);

  it('are plain data: JSON keeps all of it', () => {
    for (const chart of charts) expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
    const plain = ['string', 'boolean', 'object'];
    const odd = charts
      .flatMap((chart) => leaves(chart, chart.name))
      .filter(([, value]) => (typeof value === 'number' ? !Number.isFinite(value) : !plain.includes(typeof value)));
    expect(odd).toEqual([]);
  });

  it('are the same twice', () => {
    expect(JSON.stringify(allCharts(result))).toBe(JSON.stringify(charts));
  });

  it('have names of their own that an old file is known by', () => {
    expect(new Set(charts.map(({ name }) => name)).size).toBe(charts.length);
    for (const { name } of charts) expect(name).toMatch(CHART_NAME);
  });

  it('have a title, a description, and as many cells as columns', () => {
    for (const { title, describe: text, table, height } of charts) {
      expect(title).not.toMatch(/undefined|NaN|null|\[object/);
      expect(text).toMatch(/\.$/);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      for (const row of table.rows) expect(row.length).toBe(table.columns.length);
      expect(height).toBeGreaterThan(80);
      expect(height).toBeLessThan(1400);
    }
  });

  it('are eight in a world, or fewer', () => {
    for (let index = 0; index < result.traces.length; index += 1) {
      expect(chartsOf(result, index).length).toBeLessThanOrEqual(8);
    }
  });

  it('hold no more points than pixels need', () => {
    for (const chart of charts) expect(JSON.stringify(chart).length, chart.name).toBeLessThan(900_000);
  });
});

function titles(result: Result): string[] {
  return allCharts(result).map(({ title }) => title);
}

describe('titles', () => {
  it('say who starves, and of what', () => {
    expect(titles(keepaResult())).toEqual([
      'From 2 min on keepa never again reaches the 80 tokens that backfiller waits for',
      'keepa in the first 12 h, in detail',
      'backfiller waits for tokens nearly all the time, and keeps a lock or slot all the while',
      'What each task does, the first 12 h in detail',
      'backfiller makes no more progress after 1 min',
      'upserter takes 99.8 % of the tokens of keepa, backfiller takes 0.2 %',
      'backfiller waits up to 7 d for tokens',
      '63 % of the due starts of upserter are served, goal 40 %',
    ]);
  });

  it('say "never" only where it is so', () => {
    expect(titles(keepaResult({ initial: 40 }))[0]).toBe('keepa never reaches the 80 tokens that backfiller waits for');
    expect(titles(keepaResult({ gate: 480 }))[0]).toBe('keepa never reaches the 480 tokens that backfiller waits for');
  });

  it('just name what is seen where nobody starves', () => {
    expect(titles(keepaResult({ gate: 50, everyMinutes: 15 }))[0]).toBe('keepa moves between −50 and 120 tokens');
    expect(titles(crowdResult({ tasks: 1, horizonMs: DAY, idle: true }))[0]).toBe(
      'Level of budget: nothing was recorded',
    );
  });
});

describe('the level chart', () => {
  const level = (result: Result, name = 'level'): ChartSpec => allCharts(result).find((chart) => chart.name === name)!;
  const labels = (chart: ChartSpec): Json[] => chart.config.data.datasets.map(({ label }) => label!);

  it('shows what each task takes, and the price of looking, where there is room', () => {
    expect(labels(level(keepaResult({ horizonMs: 3 * HOUR, pollCost: 1 })))).toEqual([
      'backfiller spends',
      'upserter spends',
      'paid looks at the balance',
      'level',
    ]);
  });

  it('says what it left out where there is none', () => {
    const chart = level(keepaResult({ pollCost: 1, everyMinutes: 15 }));
    expect(labels(chart)).not.toContain('paid looks at the balance');
    expect(JSON.stringify(chart.config.options.plugins)).toContain('paid looks at the balance are not drawn');
  });

  it('keeps the highest and the lowest level', () => {
    const result = keepaResult();
    const tokens = result.traces[0]!.supplies[0]!.level.map((corner) => corner.tokens);
    const edges = level(result).config.data.datasets.slice(-2) as unknown as { data: { y: number }[] }[];
    const line = edges.flatMap(({ data }) => data);
    expect(Math.max(...line.map(({ y }) => y))).toBe(Math.max(...tokens));
    expect(Math.min(...line.map(({ y }) => y))).toBe(Math.min(...tokens));
  });

  it('shows the capacity when a task waits for more than that', () => {
    expect(JSON.stringify(level(keepaResult({ gate: 480 })).config.options)).toContain('300: capacity');
  });
});

describe('a chart of served starts', () => {
  it('is left out where no start was due', () => {
    const result = crowdResult({ tasks: 2, horizonMs: DAY, idle: true });
    expect(allCharts(result).map(({ name }) => name)).toEqual(['level', 'lanes', 'since-progress', 'tokens']);
  });
});
