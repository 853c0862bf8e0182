/**
 * All charts of a result, in the order in which they tell the story.
 *
 * @module
 */
import type { Result } from '../../judge/report/report.ts';
import type { ChartSpec } from '../spec.ts';
import { type World, worldAt, worldCount } from '../world.ts';
import { backlogChart } from './backlog-chart.ts';
import { exampleCharts } from './example-charts.ts';
import { lanesChart } from './lanes-chart.ts';
import { levelChart } from './level-chart.ts';
import { servedChart } from './served-chart.ts';
import { sinceProgressChart } from './since-progress-chart.ts';
import { tokensChart } from './tokens-chart.ts';
import { waitsChart } from './waits-chart.ts';
import { detailWindow } from './window.ts';

/** More supplies than this get their numbers and no picture of their level. */
const SUPPLIES_DRAWN = 3;
/** The same for backlogs. */
const BACKLOGS_DRAWN = 3;

/**
 * The charts of the world at `index`; names are unique within the result.
 *
 * @example
 * for (const { name, title } of chartsOf(result, 0)) console.log(name, title);
 */
export function chartsOf(result: Result, index: number): ChartSpec[] {
  const world = worldAt(result, index);
  const prefix = worldCount(result) > 1 ? `world-${index + 1}-` : '';
  const window = detailWindow(world);
  const supplies = suppliesDrawn(world);
  const slugs = slugsOf(supplies, 'supply');
  const level = (supply: string): string => `${prefix}level${supplies.length > 1 ? `-${slugs.get(supply)}` : ''}`;
  const charts = [
    ...supplies.map((supply) => levelChart(world, supply, level(supply))),
    ...(window === undefined
      ? []
      : supplies.slice(0, 1).map((supply) => levelChart(world, supply, `${level(supply)}-detail`, window))),
    lanesChart(world, `${prefix}lanes`),
    window === undefined ? undefined : lanesChart(world, `${prefix}lanes-detail`, window),
    ...backlogCharts(world, prefix),
    sinceProgressChart(world, `${prefix}since-progress`),
    Object.keys(world.world.supplies).length === 0 ? undefined : tokensChart(world, `${prefix}tokens`),
    waitsChart(world, `${prefix}waits`),
    servedChart(world, `${prefix}served`),
    ...exampleCharts(world, result, index, prefix),
  ];
  return charts.filter((chart) => chart !== undefined);
}

/** The charts of every world, worlds in order. */
export function allCharts(result: Result): ChartSpec[] {
  return Array.from({ length: worldCount(result) }, (_, index) => chartsOf(result, index)).flat();
}

/** The names `chartsOf` gives, so that files of an earlier run can be told from the user's own. */
export const CHART_NAME: RegExp =
  /^(world-\d+-)?(counterexample-[a-z0-9-]+-)?(level|lanes|backlog|since-progress|tokens|waits|served)(-[a-z0-9-]+)?$/;

/** Most contended first: the supply most tokens of which were asked for, and looked at. */
function suppliesDrawn({ world, trace }: World): string[] {
  return trace.supplies
    .map(({ name }) => ({
      name,
      busy: trace.spends.filter((spend) => spend.supply === name).length,
      of: world.supplies[name],
    }))
    .filter(({ of }) => of !== undefined)
    .sort((left, right) => right.busy - left.busy)
    .slice(0, SUPPLIES_DRAWN)
    .map(({ name }) => name);
}

function backlogCharts(world: World, prefix: string): ChartSpec[] {
  // Most busy first.
  const drawn = world.trace.backlogs
    .toSorted((left, right) => right.items.length - left.items.length)
    .slice(0, BACKLOGS_DRAWN);
  const slugs = slugsOf(
    drawn.map(({ name }) => name),
    'backlog',
  );
  return drawn.map((backlog) => {
    const slug = drawn.length > 1 ? `-${slugs.get(backlog.name)}` : '';
    return backlogChart(world, backlog, `${prefix}backlog${slug}`);
  });
}

/** Names of files; `kind` stands for one that has no letters. */
function slugsOf(names: readonly string[], kind: string): Map<string, string> {
  const slugs = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const plain = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40);
    const taken = [...slugs.values()].includes(plain) || plain === '' || plain === 'detail';
    slugs.set(name, taken ? `${plain === '' ? kind : plain}-${index + 1}` : plain);
  }
  return slugs;
}
