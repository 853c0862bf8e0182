/** docs/cases.md: what happened in each case, and what is said of it, as the command says it. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Report } from '../../src/judge/report/report.ts';
import { goalName } from '../../src/report/text/goal-text.ts';
import { judged } from './judged.ts';

export interface Row {
  readonly name: string;
  /** What the scenario's header says: what it shows, and the verdict it expects. */
  readonly shows: string;
  readonly expected: Report['verdict'];
  readonly report: Report;
}

/** Every case, and behind it the one that mends it. */
export function caseNames(): string[] {
  const names = readdirSync('scenarios/cases').flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -5)] : []));
  const base = (name: string): string => name.replace(/-fixed$/, '');
  return names.toSorted(
    (left, right) => base(left).localeCompare(base(right), 'en', { numeric: true }) || left.length - right.length,
  );
}

export function rowOf(name: string): Row {
  const header = readFileSync(`scenarios/cases/${name}.yaml`, 'utf8').split('\nquotasim:')[0]!;
  const text = header.replace(/^# ?/gm, '').replace(/\s+/g, ' ');
  const shows = /What it shows: (.*?) Question:/.exec(text)?.[1] ?? '';
  const said = /\b(PASS|FAIL|UNKNOWN)\b/.exec(text)?.[1]?.toLowerCase();
  const expected = (said ?? (name.endsWith('-fixed') ? 'pass' : 'fail')) as Report['verdict'];
  return { name, shows, expected, report: judged(name) };
}

/** "upserter starves (livelock), by proof". */
function claimText(name: string, { claim, evidence, mechanism }: Report['tasks'][string]): string {
  const says = {
    live: 'is safe',
    starvable: 'can starve',
    starved: 'starves',
    overloaded: 'is overloaded',
    unknown: '',
  };
  const how = mechanism === undefined ? '' : ` (${mechanism})`;
  if (claim === 'unknown') return `${name}: not known for certain (${evidence.text})`;
  return `${name} ${says[claim]}${how}, by ${evidence.kind}`;
}

function cells({ name, shows, expected, report }: Row): readonly string[] {
  const tasks = Object.entries(report.tasks);
  const causes = new Set(tasks.flatMap(([, { cause }]) => (cause === undefined ? [] : [cause])));
  // A task may be safe, and still be later than was asked for.
  const missed = report.goals
    .filter(({ implicit, verdict }) => !implicit && verdict === 'missed')
    .map((goal) => `${goal.of} misses ${goalName(goal)}`);
  return [
    `[${name}](../scenarios/cases/${name}.yaml)`,
    shows.replace(/^[a-z](?![\w-]*\.yaml)/, (letter) => letter.toUpperCase()),
    expected.toUpperCase(),
    `**${report.verdict.toUpperCase()}**: ${[...tasks.map(([task, one]) => claimText(task, one)), ...missed].join('; ')}`,
    [...causes].join('; ') || '–',
  ];
}

export function pageText(rows: readonly Row[]): string {
  const head = ['case', 'what it shows', 'expected', 'what sim says', 'why'];
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return `# Cases

What really happened to others, as scenarios: incidents from public threads (\`p…\`), the ladder of fixes of one system (\`l…\`, and
\`ask-at-once\`, which is of that system too), and two deadlocks. Behind each stands what mends it. The header of each file says what is assumed, and where the case is from.
\`npx sim scenarios/cases/p9-quota.yaml\` judges one.

<!-- the table is generated: UPDATE_DOCS=1 npx vitest run test/cases/page.test.ts -->

${[line(head), line(head.map(() => '---')), ...rows.map((row) => line(cells(row)))].join('\n')}
`;
}
