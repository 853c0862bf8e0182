/**
 * The pictures of a counterexample: the level it is about and what each task does, the cycle marked.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Counterexample } from '../../judge/evidence/counterexample.ts';
import { fileNames } from '../../judge/report/file-names.ts';
import type { Result } from '../../judge/report/report.ts';
import type { ChartSpec } from '../spec.ts';
import type { World } from '../world.ts';
import { backlogChart } from './backlog-chart.ts';
import { lanesChart } from './lanes-chart.ts';
import { levelChart } from './level-chart.ts';

/** More counterexamples than this in one world are told, and not drawn. */
const DRAWN_MAX = 3;

/** The pictures of the counterexamples of a world; `world` is it as runs have shown it. */
export function exampleCharts(
  world: World,
  { counterexamples = [] }: Result,
  index: number,
  prefix: string,
): ChartSpec[] {
  const names = fileNames(world.tasks);
  return counterexamples
    .filter((one) => one.world === index && one.report.shows !== 'zeno')
    .slice(0, DRAWN_MAX)
    .flatMap((one) => chartsOfOne(exampleWorld(world, one), one, `${prefix}counterexample-${names.get(one.task)}`));
}

/** Whether a chart belongs to the counterexample of `task`. */
export function isExampleOf(spec: ChartSpec, script: string): boolean {
  const [, prefix = '', file = ''] = /^(world-\d+-)?(.*)\.script\.json$/.exec(script) ?? [];
  return ['level', 'backlog', 'lanes'].some((kind) => spec.name === `${prefix}counterexample-${file}-${kind}`);
}

export function isExample({ name }: ChartSpec): boolean {
  return /^(world-\d+-)?counterexample-/.test(name);
}

function exampleWorld(world: World, { trace, report }: Counterexample): World {
  const { text, cycle, script } = report;
  const example = {
    title: text,
    subtitle: `a run that can happen, from ${script}${cycle === null ? '' : `; shaded: the cycle of ${durationText(cycle.durationMs)}, which goes on for ever`}`,
    cycle: cycle === null ? undefined : { fromMs: cycle.fromMs, toMs: cycle.fromMs + cycle.durationMs },
  };
  return { ...world, trace, endMs: trace.horizonMs, example };
}

function chartsOfOne(world: World, one: Counterexample, name: string): ChartSpec[] {
  const supply = supplyOf(world, one);
  const level = supply === undefined ? [] : [levelChart(world, supply, `${name}-level`)];
  return [...level, ...backlogOf(world, one, name), lanesChart(world, `${name}-lanes`)];
}

/** What lay in the backlog that the task takes from, while it made no progress. */
function backlogOf(world: World, { task }: Counterexample, name: string): ChartSpec[] {
  const own = world.trace.backlogs.filter(({ takenBy }) => takenBy.includes(task));
  return own.slice(0, 1).map((backlog) => backlogChart(world, backlog, `${name}-backlog`));
}

/** The supply the task waits for longest, else the one most is taken of. */
function supplyOf({ trace }: World, { task }: Counterexample): string | undefined {
  const waitedMs = (supply: string): number =>
    trace.lanes
      .filter((lane) => lane.task === task)
      .flatMap(({ spans }) => spans)
      .filter(({ doing, name }) => doing === 'supply' && name === supply)
      .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const taken = (supply: string): number => trace.spends.filter((spend) => spend.supply === supply).length;
  const ranked = trace.supplies
    .map(({ name }) => ({ name, waitedMs: waitedMs(name), taken: taken(name) }))
    .sort((left, right) => right.waitedMs - left.waitedMs || right.taken - left.taken);
  return ranked[0]?.name;
}
