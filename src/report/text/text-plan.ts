/**
 * A plan for the terminal: the best setting that is safe and why, how far it is from trouble, and what else there is.
 *
 * @module
 */
import type { PlanReport } from '../../plan/report.ts';
import {
  changesText,
  choiceText,
  differenceText,
  doesText,
  edgeText,
  effectText,
  effortText,
  factText,
  figureText,
  headText,
  presentText,
  standingText,
  valuesText,
  whyText,
} from './plan-words.ts';
import { block, type Drawing, type DrawTable, drawn, label, roomOf } from './text-blocks.ts';
import { harmless, painter } from './text-style.ts';
import { verdictWord } from './text-worlds.ts';

export interface PlanTextOptions {
  readonly width: number;
  readonly colour: boolean;
  readonly wrote?: readonly string[];
  /** What was done with the chosen values. */
  readonly applied?: string | undefined;
  readonly table: DrawTable;
}

/** The plan as lines of text. The same plan and options give the same text. */
export function formatPlan(raw: PlanReport, { width, colour, wrote = [], applied, table }: PlanTextOptions): string {
  const report = harmless(raw);
  const drawing: Drawing = { paint: painter(colour), room: roomOf(width), table };
  const { paint } = drawing;
  const sections = [
    [
      `${verdictWord(report.verdict, paint)}  ${paint(report.scenario.name, 'bold')}   ${headText(report)}`,
      paint(effortText(report), 'dim'),
    ],
    choiceLines(report, drawing),
    frontLines(report, drawing),
    [
      ...block('If', robustLines(report), drawing),
      ...block(
        'Values',
        report.effects.map((effect) => effectText(effect, report.measure)),
        drawing,
      ),
      ...block('Note', report.remarks, drawing),
      ...(applied === undefined ? [] : [label('Apply', paint) + applied]),
      label('Again', paint) + report.again,
      ...(wrote[0] === undefined ? [] : [label('Wrote', paint) + wrote.join(', ')]),
    ],
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, '']);
  return lines.map((line) => line.trimEnd()).join('\n');
}

function choiceLines(report: PlanReport, drawing: Drawing): string[] {
  const { chosen, present, nearestMiss } = report;
  if (chosen === null) {
    const near =
      nearestMiss === null ? [] : [valuesText(nearestMiss.values), whyText(nearestMiss), doesText(nearestMiss)];
    return [
      ...block(
        'Near',
        near.filter((text) => text !== ''),
        drawing,
      ),
      ...(present === null ? [] : block('Now', [presentText(present)], drawing)),
    ];
  }
  return [
    ...block('Best', [changesText(chosen), whyText(chosen), doesText(chosen)], drawing),
    ...block('Why', [choiceText(report)], drawing),
    ...block('Margin', chosen.margin.edges.map(edgeText), drawing),
    ...(present === null || chosen.changes.length === 0
      ? []
      : [
          ...block('Now', [presentText(present)], drawing),
          ...block(
            'Change',
            chosen.difference.length === 0 ? [] : [chosen.difference.map(differenceText).join('; ')],
            drawing,
          ),
        ]),
  ];
}

/** One line alone is the choice itself. */
function frontLines({ front, target }: PlanReport, { paint, room, table }: Drawing): string[] {
  if (front.length < 2) return [];
  const targets = front[0]!.figures.map((figure) => figure.target);
  const rows = [
    [
      paint(target === null ? 'none is better in everything' : 'none is better in all', 'dim'),
      ...targets.map((name) => paint(name, 'bold')),
      '',
    ],
    ...front.map(({ values, figures, standing }) => [
      valuesText(values),
      ...figures.map((figure) => (figure.mean === null ? '–' : figureText(figure.target, figure.mean))),
      standing === 'proved' ? 'proved' : 'estimated',
    ]),
  ];
  return drawn(rows, room, table);
}

/** What spoils the setting, and in one line all that does not. */
function robustLines({ robustness }: PlanReport): string[] {
  const spoilt = robustness.filter(({ why }) => why !== null);
  const kept = robustness.filter(({ why }) => why === null).map(({ what, by }) => `${what} ${by}`);
  const fine =
    kept.length === 0 ? [] : [`${kept.join(', ')}: ${standingText('proved').replace('safe, proved, and ', '')}`];
  return [...spoilt.map(factText), ...fine];
}
