/**
 * The charts of a comparison: each figure with its intervals, a row for each side, and the level of the supply that is most
 * asked for, the lines of all sides in one picture.
 *
 * @module
 */
import type { ComparedFigure, ComparedWorld } from '../../judge/compare/comparison.ts';
import type { Compared } from '../compared.ts';
import type { ChartSpec } from '../spec.ts';
import { compareBars } from './compare-bars.ts';
import { compareLevel } from './compare-level.ts';

const SLUGS: Readonly<Record<ComparedFigure['figure'], string>> = {
  progressPerDay: 'progress',
  served: 'served',
  longestWithoutProgress: 'longest',
};

/** Worlds in order; names are unique. */
export function compareCharts(compared: Compared): ChartSpec[] {
  const { worlds } = compared.comparison;
  return worlds.flatMap((world, index) =>
    chartsOfWorld(compared, world, worlds.length > 1 ? `world-${index + 1}-` : ''),
  );
}

/** The names that `compareCharts` gives. */
export const COMPARE_CHART_NAME: RegExp = /^(world-\d+-)?compare-(progress|served|longest|level)$/;

function chartsOfWorld(compared: Compared, world: ComparedWorld, prefix: string): ChartSpec[] {
  const kinds = Object.keys(SLUGS) as ComparedFigure['figure'][];
  const bars = kinds.map((kind) => {
    const figures = world.figures.filter(({ figure }) => figure === kind);
    return compareBars(compared.comparison.sides, figures, `${prefix}compare-${SLUGS[kind]}`);
  });
  return [...bars, compareLevel(compared, world, `${prefix}compare-level`)].filter((chart) => chart !== undefined);
}
