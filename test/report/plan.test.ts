/** A plan drawn and written as a page: every chart is data, says what it shows in words too, and nothing of a scenario is obeyed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import type { PlanReport } from '../../src/plan/report.ts';
import { PLAN_CHART_NAME, planCharts } from '../../src/report/charts/plan-charts.ts';
import { renderPlan } from '../../src/report/page/plan-html.ts';
import { formatPlan } from '../../src/report/text/text-plan.ts';

const TEXT = `quotasim: 1
title: "<script>alert(1)</script>"
horizon: 1d
parameters:
  RATE: { value: 20/min, oneOf: [5/min, 10/min, 20/min] }
  COST: { value: 40, range: [20, 80], step: 20 }
supplies: { api: { model: token-bucket, refill: $RATE, capacity: 100, initial: 100, debt: none } }
tasks: { sync: { trigger: { every: 5m, offset: 0s }, whenBusy: skip, steps: [spend: { api: $COST }, progress: $COST] } }
goals: { sync: { served: 99% } }
plan: { maximize: sync.progress, price: { RATE: { 5/min: 1, 10/min: 2, 20/min: 4 } } }
`;

describe('a plan', () => {
  let report: PlanReport;
  beforeAll(async () => {
    report = await plan(TEXT, { file: 'one.yaml' });
  });

  it('has a map with a cell for each pair of values, and frames what was chosen', () => {
    const { map, chosen } = report;
    expect({ x: map!.xs.length, y: map!.ys.length }).toEqual({ x: 3, y: 4 });
    const at = map!.cells[map!.ys.indexOf(chosen!.values[map!.y]!)]![map!.xs.indexOf(chosen!.values[map!.x]!)]!;
    // 288 starts of 80 tokens are 16 a minute: only the largest rate pays for them.
    expect(chosen!.values).toEqual({ RATE: '20/min', COST: '80' });
    expect(at).toEqual({ standing: 'proved', value: 288 * 80 });
  });

  it('lays what costs less beside what does more', () => {
    const front = report.front.map(({ values, figures }) => [
      values.RATE,
      values.COST,
      ...figures.map(({ mean }) => mean),
    ]);
    expect(front).toEqual([
      ['20/min', '80', 288 * 80, 4],
      ['10/min', '40', 288 * 40, 2],
      ['5/min', '20', 288 * 20, 1],
    ]);
  });

  it('is drawn by data alone, with names of their own', () => {
    const charts = planCharts(report);
    const names = charts.map(({ name }) => name);
    expect(names).toEqual(['plan-map', 'plan-tornado', 'plan-curve-1', 'plan-curve-2']);
    expect(names.every((name) => PLAN_CHART_NAME.test(name))).toBe(true);
    for (const chart of charts) {
      expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
      expect(chart.describe.length).toBeGreaterThan(20);
      expect(chart.table.rows.every((row) => row.length === chart.table.columns.length)).toBe(true);
    }
  });

  it('is a page in which a title is a title', () => {
    const page = renderPlan(report, planCharts(report), {
      pictures: new Map(),
      scripts: { chartJs: '', annotation: '' },
    });
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).toContain('RATE stays 20/min');
  });

  it('says in the terminal which settings are beaten by none', () => {
    const text = formatPlan(report, { width: 100, colour: false, table: (rows) => rows.map((row) => row.join(' | ')) });
    expect(text).toContain('RATE=10/min COST=40 | 11,520 a day | 2 | proved');
  });
});
