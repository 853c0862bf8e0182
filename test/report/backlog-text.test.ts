/** What the terminal says of backlogs: sizes and fates are those of one run, whatever the report sums up. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { backlogLines, backlogsTable } from '../../src/report/text/backlog-text.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

const scenario = (backlog: string, steps: string) =>
  loadScenario(
    `quotasim: 1
horizon: 1d
supplies: { api: { model: token-bucket, refill: 1/min, capacity: 9, initial: 0, debt: none } }
backlogs: { todo: ${backlog} }
tasks: { job: { trigger: always, steps: [${steps}] } }
`,
    { file: 'told.yaml' },
  );

const linesOf = (backlog: string, steps: string, replications = 1): string[] =>
  backlogLines(simulate(scenario(backlog, steps), { replications }).report);

describe('a backlog is told', () => {
  it.each([
    ['{}', 'take: todo, progress'],
    ['{ initial: 1, arrivals: { every: 2d, offset: 36h } }', 'take: { todo: 2, atLeast: 2 }, progress'],
    ['{ initial: 100, arrivals: { every: 1h, items: 3, offset: 1h } }', 'take: todo, work: 10m, progress'],
    ['{ initial: unlimited }', 'take: { todo: 5 }, work: 10m, progress'],
    ['{ arrivals: { every: 1h, items: 50, offset: 1h }, capacity: 60 }', 'take: todo, work: 10m, progress'],
    [
      '{ arrivals: { every: 1h, items: 9, offset: 1h }, expires: { after: 6h, pruneEvery: 1h } }',
      'take: todo, work: 10m, progress',
    ],
    ['{ initial: 5 }', 'take: todo, work: 1m, stop'],
  ])('in full where %s is met by %s', (backlog, steps) => {
    expect(linesOf(backlog, steps).join('\n')).toMatchSnapshot();
  });

  it('as one run has it, where there are several', () => {
    const backlog = '{ initial: 20, arrivals: { every: 1h, items: 6, offset: any } }';
    const [one] = linesOf(backlog, 'take: todo, work: 10m, progress', 1);
    const [many] = linesOf(backlog, 'take: todo, work: 10m, progress', 4);
    expect(one).toMatchInlineSnapshot(
      `"todo: 15 to 21 items (mean 17.5). Of 20 there at first and 144 that came: 143 done, 1 in hand, 20 left. Half of the done were done within 3 h, 95 % within 3 h 30 min; the oldest left is 3 h 10 min old."`,
    );
    expect(many).toMatchInlineSnapshot(
      `"todo: 14 to 23 items (mean 17.8). In each run, on average, of 20 there at first and 143 that came: 143 done, 1 in hand, 18.5 left. Half of the done were done within 3 h, 95 % within 3 h 40 min; the oldest left is 3 h 30 min old."`,
    );
  });

  it('in a row whose numbers add up', () => {
    const { report } = simulate(
      scenario('{ initial: 9, arrivals: { poisson: 7/h }, capacity: 30 }', 'take: todo, work: 10m, progress'),
    );
    const { columns, rows } = backlogsTable(report);
    const number = (column: string): number => Number(rows[0]![columns.indexOf(column)]!.replaceAll(',', ''));
    const there = number('at first') + number('arrived');
    expect(['done', 'thrown away', 'lost', 'in hand', 'left'].reduce((sum, one) => sum + number(one), 0)).toBe(there);
    expect(there).toBeGreaterThan(100);
  });
});
