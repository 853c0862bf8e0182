/**
 * A report as Markdown, for the comment on a pull request: the verdict, what is deployed otherwise, the goals, why, what mends
 * it, and what it rests on.
 *
 * @module
 */
import type { Report, WorldReport } from '../../judge/report/report.ts';
import { goalName, measuredText } from '../text/goal-text.ts';
import { worldText } from './told.ts';

/** Its first line lets a bot find its own comment again. */
export function markdownText(report: Report): string {
  const { scenario, verdict, config, seed, again, quotasim } = report;
  const worlds: readonly (WorldReport | Report)[] = report.worlds ?? [report];
  const parts = [
    `<!-- quotasim ${plain(scenario.name).replaceAll('--', '')} -->`,
    `## ${VERDICTS[verdict]}: ${plain(scenario.title)}`,
    ...(config === undefined ? [] : configParts(config)),
    ...worlds.flatMap((world) => worldParts(world)),
    ...restsParts(report),
    `Scenario ${code(scenario.name)}, hash ${code(scenario.hash)}, seed ${code(seed)}, quotasim ${plain(quotasim)}. To repeat it: ${code(again)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const VERDICTS = { pass: '✅ Pass', fail: '❌ Fail', unknown: '❔ Unknown' } as const;

function configParts({ files, changed, missing, unknown }: NonNullable<Report['config']>): string[] {
  const from = files.map(code).join(', ');
  const rows = changed.map(({ name, scenario, deployed, at }) => [
    code(name),
    code(scenario),
    code(deployed),
    code(at),
  ]);
  const absent = missing.length === 0 ? [] : [`Not in it, so as in the scenario: ${missing.map(code).join(', ')}.`];
  const meant = unknown
    .filter(({ meant: other }) => other !== undefined)
    .map(({ name, meant: other, at }) => `${code(name)} (${code(at)}) is no parameter; did you mean ${code(other!)}?`);
  return [
    changed.length === 0 ? `${from} has the values of the scenario.` : `${from} has other values than the scenario:`,
    ...(rows.length === 0 ? [] : [table(['setting', 'scenario', 'deployed', 'at'], rows)]),
    ...absent,
    ...meant,
  ];
}

function worldParts(world: WorldReport | Report): string[] {
  const title = worldText(world);
  const rows = world.goals.map((goal) => [
    MARKS[goal.verdict],
    plain(goal.of),
    plain(goalName(goal)),
    plain(measuredText(goal)),
    goal.evidence,
  ]);
  const causes = Object.entries(world.tasks).flatMap(([name, { cause }]) =>
    cause === undefined || !world.goals.some((goal) => goal.of === name && goal.verdict !== 'met')
      ? []
      : [`- **${plain(name)}**: ${plain(cause)}`],
  );
  const { fix } = world;
  return [
    ...(title === '' ? [] : [`### ${VERDICTS[world.verdict]} where ${plain(title.slice(2, -1))}`]),
    ...(rows.length === 0 ? [] : [table(['', 'task', 'goal', 'measured', 'evidence'], rows)]),
    ...(causes.length === 0 ? [] : [`**Why**\n\n${causes.join('\n')}`]),
    ...(fix === undefined || fix.kind === 'none' ? [] : [`**Fix** ${plain(fix.text)}`]),
    ...findingParts(world),
  ];
}

const MARKS = { met: '✅', missed: '❌', unknown: '❔', accepted: '☑️' } as const;

function findingParts({ findings }: WorldReport | Report): string[] {
  const told = findings.filter(({ severity }) => severity !== 'note');
  if (told.length === 0) return [];
  const lines = told.map(
    ({ code: id, severity, message, at }) => `- ${id} ${severity}: ${plain(message)} (${code(at)})`,
  );
  return [`<details><summary>Findings (${told.length})</summary>\n\n${lines.join('\n')}\n\n</details>`];
}

function restsParts({ restsOn }: Report): string[] {
  if (restsOn.length === 0) return [];
  const lines = restsOn.map(
    ({ text, flips }) => `- ${plain(text)}${flips === undefined ? '' : `; **${plain(flips)}**`}`,
  );
  return [`<details><summary>What this rests on</summary>\n\n${lines.join('\n')}\n\n</details>`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = (cells: readonly string[]) => cells.map((cell) => cell.replaceAll('|', String.raw`\|`));
  return [head, head.map(() => '---'), ...rows.map(escaped)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A text in which nothing is markup, on one line. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]~#]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;');
}

/** A piece of code: more backticks around it than in it. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}
