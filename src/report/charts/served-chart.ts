/**
 * The share of due starts that were served, per task, with its interval and the goal.
 *
 * @module
 */
import type { TaskReport } from '../../judge/report/report.ts';
import { INK } from '../palette.ts';
import type { ChartSpec, JsonObject, Point } from '../spec.ts';
import { amountText, shareText } from '../text/amount-text.ts';
import { CHART_WIDTH, headHeight, shorten } from '../text/text-fit.ts';
import type { World } from '../world.ts';
import { frame, note, rowScale, valueScale } from './frame.ts';
import { pen, rectanglePath, shapes } from './pens.ts';
import { strokePath, whiskerPath } from './whiskers.ts';

const ROW = 44;
const RIGHT = 230;

interface Row {
  readonly task: string;
  readonly served: NonNullable<TaskReport['served']>;
  readonly goal: number | undefined;
  readonly perDay: number;
}

/** Undefined where no task has starts that can be served or missed. */
export function servedChart(world: World, name: string): ChartSpec | undefined {
  const rows = world.tasks.flatMap((task): Row[] => {
    const { served, progress } = world.world.tasks[task]!;
    const goal = world.world.goals.find((candidate) => candidate.of === task && candidate.goal === 'served');
    return served === null ? [] : [{ task, served, goal: goal?.target ?? undefined, perDay: progress.perDay }];
  });
  if (rows.length === 0) return undefined;
  const title = titleOf(rows);
  const subtitle = 'bar: mean of all runs · whisker: 95 % interval · dashed: goal';
  return {
    name,
    title,
    describe: `Share of due starts that were served: ${rows.map((row) => `${row.task} ${shareText(row.served.share)}${goalText(row)}`).join('; ')}.`,
    width: CHART_WIDTH,
    height: ROW * rows.length + headHeight(title, subtitle) + 54,
    config: {
      type: 'line',
      data: { datasets: datasets(world, rows) },
      options: frame({
        title,
        subtitle,
        legend: false,
        right: RIGHT,
        scales: {
          x: {
            ...valueScale({ min: 0, max: 1, step: 0.2 }, ''),
            ticks: {
              stepSize: 0.2,
              color: INK.quiet,
              font: { size: 13 },
              format: { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 0 },
            },
          },
          y: rowScale(
            rows.map(({ task }) => shorten(task)),
            rows.map(({ task }) => world.colour(task)),
          ),
        },
        annotations: labels(rows),
        interaction: { mode: 'nearest', intersect: true },
      }),
    },
    table: {
      columns: ['task', 'served', '95 % interval', 'goal', 'progress per day'],
      rows: rows.map(({ task, served, goal, perDay }) => [
        task,
        shareText(served.share),
        served.interval === null ? '' : `${shareText(served.interval[0])} to ${shareText(served.interval[1])}`,
        goal === undefined ? 'none' : shareText(goal),
        amountText(perDay),
      ]),
    },
  };
}

function datasets(world: World, rows: readonly Row[]): JsonObject[] {
  const bars = rows.map(({ task, served }, row) =>
    shapes(
      `${shorten(task)} served`,
      rectanglePath({ left: 0, right: served.share, top: row - 0.26, bottom: row + 0.26 }),
      world.colour(task),
    ),
  );
  const whiskers = rows.flatMap(({ served }, row): Point[] => {
    if (served.interval === null) return [];
    const [low, high] = [clamp(served.interval[0]), clamp(served.interval[1])];
    return whiskerPath([low, high], row);
  });
  const goals = rows.flatMap(({ goal }, row) => (goal === undefined ? [] : strokePath(goal, row, 0.46)));
  return [
    pen('95 % interval', whiskers, INK.text, 2),
    pen('goal', goals, INK.limit, 2, { borderDash: [4, 3] }),
    ...bars,
  ];
}

function clamp(share: number): number {
  return Math.max(0, Math.min(1, share));
}

function labels(rows: readonly Row[]): JsonObject {
  return Object.fromEntries(
    rows.map((row, index) => [
      `served${index}`,
      {
        ...note(`${shareText(row.served.share)}${goalText(row)}`, { colour: INK.text, bold: true }),
        xValue: 1,
        yValue: index,
        position: { x: 'start', y: 'center' },
        xAdjust: 12,
      },
    ]),
  );
}

function goalText({ goal }: Row): string {
  return goal === undefined ? '' : `, goal ${shareText(goal)}`;
}

function titleOf(rows: readonly Row[]): string {
  const missing = rows.filter(({ goal, served }) => goal !== undefined && served.share < goal);
  const worst = (missing.length > 0 ? missing : rows).reduce((low, row) =>
    row.served.share < low.served.share ? row : low,
  );
  const name = shorten(worst.task, 40);
  if (worst.served.share === 1) return `Every due start of ${name} is served`;
  if (worst.served.share === 0) return `No due start of ${name} is served`;
  return `${shareText(worst.served.share)} of the due starts of ${name} are served${goalText(worst)}`;
}
