/**
 * Findings for the terminal: how many, and each with its place, what is so and what to change.
 *
 * @module
 */
import type { Severity } from '../../analysis/findings/finding.ts';
import type { Lint, LintFinding } from '../../analysis/findings/lint.ts';
import { wrap } from './text-fit.ts';
import { harmless, type Paint, painter, type Style } from './text-style.ts';

const WIDTH_MIN = 60;
const WIDTH_MAX = 120;
const INDENT = 9;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];
const COLOURS: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', note: 'green' };

/** The findings as lines of text, with a new line at the end; what is found in several worlds is told once. */
export function formatLint(raw: Lint, { width, colour }: { readonly width: number; readonly colour: boolean }): string {
  const { scenario, worlds } = harmless(raw);
  const paint = painter(colour);
  const room = Math.min(Math.max(width, WIDTH_MIN), WIDTH_MAX);
  const all = worlds.flatMap(({ findings }) => findings);
  const once = all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
  const told = SEVERITIES.flatMap((severity) => once.filter((one) => one.severity === severity));
  const parts = told.map((one) => {
    const where = worlds.filter(({ findings }) => findings.some((other) => isSame(one, other)));
    const some = where.length < worlds.length ? where.map(({ set }) => setText(set)) : [];
    return findingLines(one, some, { paint, room });
  });
  return [[`${paint(scenario, 'bold')}  ${summary(told)}`], ...parts]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function isSame(one: LintFinding, other: LintFinding): boolean {
  return one.code === other.code && one.at === other.at && one.message === other.message;
}

function setText(set: Readonly<Record<string, string>>): string {
  return Object.entries(set)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function findingLines(
  { code, severity, message, change, at }: LintFinding,
  some: readonly string[],
  { paint, room }: { readonly paint: Paint; readonly room: number },
): string[] {
  const hang = (text: string): string[] => wrap(text, room - INDENT).map((line) => ' '.repeat(INDENT) + line);
  return [
    `${paint(severity.padEnd(INDENT), COLOURS[severity], 'bold')}${code}  ${at}`,
    ...(some.length > 0 ? hang(`where ${some.join(' or ')}`) : []),
    ...hang(`${message}.`),
    ...(change === undefined ? [] : hang(`Change: ${change}.`)),
  ];
}

/** "1 error, 2 warnings". */
function summary(findings: readonly LintFinding[]): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return counts.length === 0 ? 'no findings' : counts.join(', ');
}
