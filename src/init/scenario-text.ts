/**
 * Writes a scenario for people: what is known with where it stands, what is not as unsure, a comment at everything that
 * is to be filled in. It is one that can be run as it is.
 *
 * @module
 */
import { add, compare, rational } from '../sim/numbers/rational.ts';
import { durationMs, durationOf, START } from './cron-starts.ts';
import type { Draft } from './draft.ts';
import type { FoundSystem, Job } from './found.ts';
import { type Horizon, horizonOf, longestGapMs } from './horizon.ts';
import { commentLines, commentText, withoutReference, yamlText } from './labels.ts';
import { Writing } from './writing.ts';

/** The text of the scenario; the same draft gives the same bytes. */
export function scenarioText(draft: Draft): string {
  const { system, title, within } = draft;
  const writing = new Writing(draft);
  const tasks = writing.tasks();
  const horizon = horizonOf(system);
  const goals =
    within === undefined ? [] : system.jobs.map((job, index) => goalLine(writing.names[index]!, job, within));
  return [
    ...headLines(draft, horizon),
    'quotasim: 1',
    `title: ${JSON.stringify(commentText(withoutReference(title)) || 'Jobs')}`,
    `horizon: ${horizon.days}d`,
    `start: ${START} # a Monday; days later clocks are changed, first in America, then in Europe`,
    'replications: 5',
    ...section('parameters', writing.parameters),
    ...section('facts', writing.facts),
    ...section('supplies', writing.supplies),
    ...section('locks', writing.locks),
    ...section('pools', writing.pools),
    ...section('tasks', tasks),
    ...leftOutLines(system),
    ...section('goals', goals),
    ...(goals.length > 0
      ? []
      : ['', '# A job must not starve; say more of it here: goals: { NAME: { progressWithin: 2h, served: 95% } }']),
    '',
  ].join('\n');
}

function headLines({ system, sources, api }: Draft, { isShort }: Horizon): string[] {
  const from =
    sources.length === 0
      ? 'Written by `sim init`.'
      : `Written by \`sim init\` from ${sources.join(', ')}: names, schedules and overlap rules are as there.`;
  const rest =
    'What is `unsure` is not known yet, so every way is judged. Write what is true in its place, or the least and the most it may be.';
  return [
    ...commentLines(`${from} ${rest}`),
    ...system.remarks.flatMap((remark) => commentLines(remark)),
    ...(isShort ? ['# Some job starts so rarely that the horizon is too short to say whether it starves.'] : []),
    ...(api === undefined
      ? ['# No API is in it yet: `sim presets` lists known ones, docs/language.md has the rest.']
      : []),
  ];
}

/** A job that starts more seldom than that has as long from when it is due. */
function goalLine(name: string, job: Job, within: string): string {
  const wanted = durationMs(within)!;
  const gap = rational(Math.ceil(longestGapMs(job)));
  if (compare(add(gap, gap), wanted) <= 0) return `  ${yamlText(name)}: { progressWithin: ${within} }`;
  const why = `${within} beyond the longest time between two starts`;
  return `  ${yamlText(name)}: { progressWithin: ${durationOf(add(wanted, gap))} } # ${why}`;
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${name}:`, ...lines];
}

function leftOutLines({ leftOut }: FoundSystem): string[] {
  if (leftOut.length === 0) return [];
  const lines = leftOut.map(({ name, why, at }) => `  # ${commentText(`${name} (${at.file}:${at.line}): ${why}`)}`);
  return ['  # Left out:', ...lines];
}
