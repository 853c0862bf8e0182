/**
 * A report as JUnit's XML, which every CI shows: a test case for each goal, a suite for each world.
 *
 * @module
 */
import type { GoalReport, Report, WorldReport } from '../../judge/report/report.ts';
import { goalName } from '../text/goal-text.ts';
import { worldText } from './told.ts';

/** The text of a JUnit file; it has no times, since nothing that a clock measures is a result. */
export function junitText(report: Report): string {
  const worlds: readonly (WorldReport | Report)[] = report.worlds ?? [report];
  // The schemas that are published know `skipped` of a suite, and not of all together.
  const total = countsOf(worlds.flatMap(({ goals }) => goals)).replace(/ skipped="\d+"$/, '');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="quotasim" ${total}>`,
    ...worlds.flatMap((world) => suiteLines(report, world)),
    '</testsuites>',
    '',
  ].join('\n');
}

function countsOf(goals: readonly GoalReport[]): string {
  const count = (verdict: GoalReport['verdict']) => goals.filter((goal) => goal.verdict === verdict).length;
  const [failures, errors, skipped] = [count('missed'), count('unknown'), count('accepted')];
  return `tests="${goals.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

function suiteLines({ scenario, seed, again, quotasim }: Report, world: WorldReport | Report): string[] {
  const name = `${scenario.name}${worldText(world)}`;
  const properties = { title: scenario.title, hash: scenario.hash, seed, again, quotasim, verdict: world.verdict };
  return [
    `  <testsuite name="${escaped(name)}" ${countsOf(world.goals)}>`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => `      <property name="${key}" value="${escaped(value)}"/>`),
    '    </properties>',
    ...world.goals.flatMap((goal) => caseLines(scenario.name, goal, world)),
    ...findingLines(world),
    '  </testsuite>',
  ];
}

function caseLines(scenario: string, goal: GoalReport, { tasks }: WorldReport | Report): string[] {
  const head = `    <testcase classname="${escaped(`${scenario}.${goal.of}`)}" name="${escaped(goalName(goal))}"`;
  const cause = tasks[goal.of]?.cause ?? '';
  const body = escaped(cause === '' ? goal.text : `${goal.text}\n${cause}`);
  switch (goal.verdict) {
    case 'met':
      return [`${head}/>`];
    case 'missed':
      return [`${head}>`, `      <failure message="${escaped(goal.text)}" type="missed">${body}</failure>`, END];
    case 'unknown':
      return [`${head}>`, `      <error message="${escaped(goal.text)}" type="unknown">${body}</error>`, END];
    case 'accepted':
      return [`${head}>`, `      <skipped message="${escaped(goal.accepted ?? goal.text)}"/>`, END];
  }
}

const END = '    </testcase>';

function findingLines({ findings }: WorldReport | Report): string[] {
  if (findings.length === 0) return [];
  const lines = findings.map(({ code, severity, message, at }) => `${at} ${severity} ${code}: ${message}`);
  return [`    <system-out>${escaped(lines.join('\n'))}</system-out>`];
}

// What XML 1.0 has no way to write at all.
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text
    .replace(UNWRITABLE, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
