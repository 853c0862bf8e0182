/**
 * Several results side by side for the terminal: a column each, and below each figure by how much it differs from the first.
 *
 * @module
 */
import type { ComparedFigure, ComparedWorld, Comparison } from '../../judge/compare/comparison.ts';
import { changeText, differenceText, figureName, figureText } from './compare-text.ts';
import { intervalText } from './goal-text.ts';
import { block, type Drawing, type DrawTable, drawn, label, roomOf } from './text-blocks.ts';
import { shorten } from './text-fit.ts';
import { goalLabel, goalOutcome } from './text-goals.ts';
import { harmless, type Paint, painter } from './text-style.ts';
import { verdictWord, worldLabel } from './text-worlds.ts';

export interface CompareTextOptions {
  readonly width: number;
  readonly colour: boolean;
  /** The files that were written, the one to look at first. */
  readonly wrote?: readonly string[];
  readonly table: DrawTable;
}

const LABEL_LENGTH_MAX = 40;

/**
 * The comparison as lines of text, with a new line at the end. The same comparison and options give the same text.
 *
 * @example
 * formatComparison(compareResults(sides, 'sim compare a.yaml b.yaml'), { width: 80, colour: false, table });
 */
export function formatComparison(raw: Comparison, { width, colour, wrote = [], table }: CompareTextOptions): string {
  const comparison = harmless(raw);
  const space: Drawing = { paint: painter(colour), room: roomOf(width), table };
  const { paint } = space;
  const sections = [
    [`${paint('COMPARE', 'bold')}  ${comparison.sides.map(({ label: name }) => name).join(' | ')}`],
    changedLines(comparison, space),
    ...comparison.worlds.map((world) => worldLines(comparison, world, space)),
    [
      ...block('Pairs', [pairsText(comparison)], space),
      ...block('Worlds', unmatchedText(comparison), space),
      label('Again', paint) + comparison.again,
      ...(wrote[0] === undefined ? [] : [label('Wrote', paint) + wrote.join(', ')]),
    ],
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, '']);
  return lines.map((line) => line.trimEnd()).join('\n');
}

function changedLines({ changed, sides }: Comparison, { paint, room, table }: Drawing): string[] {
  if (changed.length === 0) return [];
  const rows = [
    headRow('setting', sides, paint),
    ...changed.map(({ name, values }) => [name, ...values.map((value) => value ?? '–')]),
  ];
  return drawn(rows, room, table);
}

function worldLines({ sides }: Comparison, world: ComparedWorld, { paint, room, table }: Drawing): string[] {
  const rows = [
    headRow(worldLabel(world), sides, paint),
    ['verdict', ...world.verdicts.map((verdict) => verdictWord(verdict, paint))],
    ...Object.entries(world.claims).map(([task, claims]) => [task, ...claims.map((claim) => claim ?? '–')]),
    ...goalRows(world, paint),
    ...world.figures.flatMap((figure) => figureRows(figure, paint)),
  ];
  return drawn(rows, room, table);
}

function headRow(name: string, sides: Comparison['sides'], paint: Paint): string[] {
  return [paint(name, 'dim'), ...sides.map(({ label: text }) => paint(shorten(text, LABEL_LENGTH_MAX), 'bold'))];
}

/** Goals that somebody wrote, and those that some side does not keep. */
function goalRows({ goals }: ComparedWorld, paint: Paint): string[][] {
  return goals
    .filter(({ sides }) => sides.some((goal) => goal !== null && (!goal.implicit || goal.verdict !== 'met')))
    .map(({ of, sides }) => {
      const labels = new Set(sides.flatMap((goal) => (goal === null ? [] : [goalLabel(goal)])));
      // Where each side asks for something else, each says what.
      const shared = labels.size === 1;
      const name = shared ? `${of} ${[...labels][0]}` : of;
      const cell = (goal: (typeof sides)[number]) =>
        goal === null ? '–' : `${shared ? '' : `${goalLabel(goal)}: `}${goalOutcome(goal, paint)}`;
      return [name, ...sides.map(cell)];
    });
}

function figureRows(figure: ComparedFigure, paint: Paint): string[][] {
  const text = figureText(figure);
  const means = figure.sides.map(({ measured }) =>
    measured === null ? '–' : text(measured.mean) + intervalText(measured.interval, text),
  );
  const differences = figure.sides.map((side, index) => {
    if (index === 0) return '';
    const words = [differenceText(figure, side), changeText(side)].filter((word) => word !== '');
    const styles = { better: ['green'], worse: ['red'], same: ['dim'], unclear: ['yellow'] } as const;
    return paint(words.join(' '), ...styles[side.change]);
  });
  return [
    [`${figure.of} ${figureName(figure)}`, ...means],
    ['  against the first', ...differences],
  ];
}

function pairsText({ sides, seed }: Comparison): string {
  const counts = new Set(sides.map(({ replications }) => replications));
  const runs = counts.size === 1 ? `${[...counts][0]} runs each` : `${[...counts].join(', ')} runs`;
  return `${runs}, seed ${seed}; run by run with the same random numbers. Intervals hold 95 % each, not all together.`;
}

function unmatchedText({ unmatched }: Comparison): string[] {
  return unmatched.length === 0
    ? []
    : [`not all worlds of ${unmatched.join(', ')} have a counterpart; only shared ones are compared`];
}
