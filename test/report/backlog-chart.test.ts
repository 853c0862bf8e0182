/** The picture of a backlog: its line is what the meter counted, and its title is borne out by it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { allCharts, CHART_NAME } from '../../src/report/charts/charts.ts';
import type { ChartSpec } from '../../src/report/spec.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { stocked, stockedText } from '../sim/stocked.ts';

function resultOf(backlogs: string, steps: string, more = ''): Result {
  const text = `quotasim: 1
horizon: 2d
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: 300, debt: none } }
backlogs: ${backlogs}
tasks: { job: { trigger: always, steps: ${steps} }${more} }
`;
  return simulate(loadScenario(text, { file: 'drawn.yaml' }), { replications: 1 });
}

function shipped(name: string): Result {
  const file = `scenarios/${name}.yaml`;
  return simulate(loadScenario(readFileSync(file, 'utf8'), { file }));
}

function drawn(result: Result): ChartSpec[] {
  return allCharts(result).filter(({ name }) => /^backlog/.test(name));
}

function titleOf(result: Result): string {
  return drawn(result)[0]!.title;
}

const grows = shipped('backlog-grows');

const WORKS = '[take: { todo: 10 }, spend: { api: 5 + 4 * n }, work: 5s, progress: n]';

describe('the line of a backlog', () => {
  it('is what lies in it, and how old the oldest is, as they are counted', () => {
    fc.assert(
      fc.property(stockedText, (text) => {
        const { report, traces } = simulate(stocked(text), { replications: 1 });
        const [line] = traces[0]!.backlogs;
        const numbers = report.backlogs!.todo!;
        if (numbers.unlimited) {
          expect(line).toBeUndefined();
          return;
        }
        const { items, oldest } = line!;
        const most = (all: readonly number[]): number => all.reduce((high, one) => Math.max(high, one), 0);
        expect(most(items.map((corner) => corner.items))).toBe(numbers.items.max);
        expect(Math.min(...items.map((corner) => corner.items))).toBe(numbers.items.min);
        expect(items.at(-1)!.items).toBe(numbers.left);
        expect(oldest.at(-1)!.ageMs).toBe(numbers.oldestMs ?? 0);
        const area = items.reduce(
          (sum, { atMs, items: lie }, at) => sum + lie * ((items[at + 1]?.atMs ?? atMs) - atMs),
          0,
        );
        expect(area / items.at(-1)!.atMs).toBeCloseTo(numbers.items.mean, 6);
        // Between two jumps an age rises as time does, or there is nothing that could grow old.
        const odd = oldest.filter(({ atMs, ageMs }, at) => {
          const next = oldest[at + 1];
          if (next === undefined || next.atMs === atMs) return false;
          return next.ageMs === 0 ? ageMs > 0 : next.ageMs - ageMs !== next.atMs - atMs;
        });
        expect(odd).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps to as many points as pixels need', () => {
    for (const chart of drawn(resultOf('{ todo: { arrivals: { poisson: 50/h } } }', WORKS))) {
      expect(JSON.stringify(chart).length).toBeLessThan(200_000);
      expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
    }
  });
});

describe('the title', () => {
  it('says what is known to grow for ever', () => {
    expect(titleOf(grows)).toBe('The backlog products grows by 160 items a day, for ever');
  });

  it('says what comes and goes', () => {
    expect(titleOf(shipped('backlog-kept-down'))).toBe('The backlog products holds up to 10 items, taken as they come');
  });

  it.each([
    ['{ todo: { initial: 100 } }', 'The backlog todo is worked off after 21 min, and stays empty'],
    ['{ todo: { initial: 1 } }', 'The backlog todo is worked off after 0 ms, and stays empty'],
    ['{ todo: {} }', 'The backlog todo is empty all the time'],
    ['{ todo: { arrivals: { poisson: 100/h } } }', 'The backlog todo grows from 0 to 1,507 items in 2 d'],
    [
      '{ todo: { initial: 30, arrivals: { every: 12h, items: 30, offset: 12h } } }',
      'The backlog todo holds up to 30 items, the oldest of them up to 10 s old',
    ],
  ])('of %s is "%s"', (backlogs, title) => {
    expect(titleOf(resultOf(backlogs, WORKS))).toBe(title);
  });
});

describe('the pictures of a world', () => {
  it('are one for each backlog that has an end, of which three are drawn at the most', () => {
    const names = (backlogs: string): string[] => drawn(resultOf(backlogs, WORKS)).map(({ name }) => name);
    expect(names('{ todo: { initial: unlimited } }')).toEqual([]);
    expect(names('{ todo: { initial: 9 } }')).toEqual(['backlog']);
    expect(names('{ todo: { initial: 9 }, Zwei Ä: {}, "!": {}, d: {} }')).toEqual([
      'backlog-todo',
      'backlog-zwei',
      'backlog-backlog-3',
    ]);
    for (const name of names('{ todo: { initial: 9 }, detail: {} }')) expect(name).toMatch(CHART_NAME);
  });

  it('leave the age out where nothing ever waits', () => {
    const scales = (result: Result): string[] => Object.keys(drawn(result)[0]!.config.options.scales as object);
    expect(scales(shipped('backlog-kept-down'))).toEqual(['x', 'y']);
    expect(scales(grows)).toEqual(['x', 'y', 'age']);
  });

  it('show the capacity where it is near', () => {
    const shows = (capacity: number): boolean =>
      JSON.stringify(drawn(resultOf(`{ todo: { initial: 40, capacity: ${capacity} } }`, WORKS))[0]).includes(
        'capacity',
      );
    expect([40, 100, 101].map(shows)).toEqual([true, true, false]);
  });
});

it('is told in rows from tick to tick', () => {
  const [chart] = drawn(resultOf('{ todo: { initial: 30, arrivals: { every: 12h, items: 30, offset: 12h } } }', WORKS));
  expect(chart!.table).toMatchInlineSnapshot(`
    {
      "columns": [
        "until",
        "items then",
        "least",
        "most",
        "oldest",
      ],
      "rows": [
        [
          "6 h",
          "0",
          "0",
          "30",
          "10 s",
        ],
        [
          "12 h",
          "20",
          "0",
          "30",
          "0 ms",
        ],
        [
          "18 h",
          "0",
          "0",
          "20",
          "10 s",
        ],
        [
          "24 h",
          "20",
          "0",
          "30",
          "0 ms",
        ],
        [
          "30 h",
          "0",
          "0",
          "20",
          "10 s",
        ],
        [
          "36 h",
          "20",
          "0",
          "30",
          "0 ms",
        ],
        [
          "42 h",
          "0",
          "0",
          "20",
          "10 s",
        ],
        [
          "2 d",
          "0",
          "0",
          "0",
          "0 ms",
        ],
      ],
    }
  `);
  expect(chart!.describe).toMatchInlineSnapshot(
    `"Items in todo against time: between 0 and 30 items, 30 at the start, 0 at the end; the oldest up to 10 s old."`,
  );
});
