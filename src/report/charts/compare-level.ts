/**
 * The level of one supply on all sides: how the same chance plays out under other settings.
 *
 * @module
 */
import type { ComparedWorld } from '../../judge/compare/comparison.ts';
import { worldsOf } from '../../judge/verdict.ts';
import type { Compared } from '../compared.ts';
import { taskColour } from '../palette.ts';
import type { ChartSpec } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { CHART_WIDTH, headHeight, labelsOf, legendHeight, shorten } from '../text/text-fit.ts';
import { type World, worldAt } from '../world.ts';
import { timeAxis, valueAxis } from './axis.ts';
import { frame, timeScale, valueScale } from './frame.ts';
import { extremes, lineOf } from './level-line.ts';
import { pen } from './pens.ts';
import { thin } from './thin.ts';
import { detailWindow } from './window.ts';

const PLOT_HEIGHT = 260;
const PLOT_WIDTH = CHART_WIDTH - 100;

/** Undefined where no supply is on all sides. */
export function compareLevel(
  { comparison, results }: Compared,
  { set }: ComparedWorld,
  name: string,
): ChartSpec | undefined {
  const same = (world: { readonly set: Readonly<Record<string, string>> }) =>
    Object.entries(set).every(([fact, value]) => world.set[fact] === value);
  const worlds = results.map((result) => worldAt(result, Math.max(0, worldsOf(result.report).findIndex(same))));
  const supply = busiest(worlds);
  if (supply === undefined) return undefined;
  const window = detailWindow(worlds[0]!);
  const endMs = Math.max(...worlds.map((world) => world.endMs));
  const axis = timeAxis(window?.fromMs ?? 0, window?.toMs ?? endMs);
  const lines = worlds.map((world) => lineOf(world, supply, axis));
  const ends = lines.flatMap((line) => extremes(line, []));
  const values = valueAxis(Math.min(0, ...ends.map(({ low }) => low)), Math.max(1, ...ends.map(({ high }) => high)));
  const columns = { from: 0, to: axis.labels.length - 1, count: PLOT_WIDTH };
  const labels = comparison.sides.map(({ label }) => shorten(label, 40));
  const datasets = lines.map((line, side) => pen(labels[side]!, thin(line, columns), taskColour(side), 1.5));
  const title = `The level of ${shorten(supply)} on each side, with the same random numbers`;
  const subtitle = window === undefined ? 'the first run' : `the first run · ${window.text}`;
  return {
    name,
    title,
    describe: `${title}.`,
    width: CHART_WIDTH,
    height: PLOT_HEIGHT + headHeight(title, subtitle) + 50 + legendHeight(labelsOf(datasets)),
    config: {
      type: 'line',
      data: { datasets },
      options: frame({
        title,
        subtitle,
        legendForward: true,
        scales: { x: timeScale(axis), y: valueScale(values, `tokens of ${shorten(supply)}`) },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
      }),
    },
    table: {
      columns: ['side', 'least', 'mean', 'most'],
      rows: worlds.map(({ world }, side) => {
        const { min, mean, max } = world.supplies[supply]!.level;
        return [comparison.sides[side]!.label, amountText(min), amountText(mean), amountText(max)];
      }),
    },
    time: { fromMs: axis.fromMs, stepMs: axis.stepMs },
  };
}

/** The supply that all sides have and that the first asks most of. */
function busiest(worlds: readonly World[]): string | undefined {
  const [first] = worlds;
  const shared = first!.trace.supplies
    .map(({ name }) => name)
    .filter((name) =>
      worlds.every(
        ({ world, trace }) => world.supplies[name] !== undefined && trace.supplies.some((one) => one.name === name),
      ),
    );
  const busy = (name: string) => first!.trace.spends.filter(({ supply }) => supply === name).length;
  return shared.toSorted((left, right) => busy(right) - busy(left))[0];
}
