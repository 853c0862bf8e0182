/**
 * Where an exported file comes from and what is known of its values, as the lines of a comment: the same input, the same
 * lines.
 *
 * @module
 */
import type { GoalReport, Report, TaskReport } from '../judge/report/report.ts';
import { printable } from '../scenarios/text/source.ts';

/** The lines that head an exported file; none of them holds a line break or a control character. */
export function provenanceLines(report: Report): readonly string[] {
  const { quotasim, scenario, seed, verdict } = report;
  const missed = report.goals.filter((goal) => goal.verdict === 'missed');
  const lines = [
    `Settings of ${scenario.name}${scenario.title === scenario.name ? '' : `: ${scenario.title}`}`,
    `quotasim ${quotasim}, scenario ${scenario.hash}, seed ${seed}: ${VERDICTS[verdict]}`,
    ...Object.entries(report.tasks).map(([name, task]) => `${name}: ${claimText(task)}`),
    ...missed.map(goalLine),
  ];
  return lines.map(printable);
}

const VERDICTS = {
  pass: 'every goal met',
  fail: 'A GOAL IS MISSED, exported all the same',
  unknown: 'NOT ALL GOALS ARE KNOWN TO BE MET, exported all the same',
} as const satisfies Record<Report['verdict'], string>;

function claimText({ claim, evidence, mechanism }: TaskReport): string {
  return `${claim}${mechanism === undefined ? '' : ` (${mechanism})`}, by ${evidence.kind}`;
}

function goalLine({ of, text }: GoalReport): string {
  return `MISSED by ${of}: ${text}`;
}
