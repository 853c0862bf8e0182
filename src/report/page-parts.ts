/**
 * The parts of report.html that are numbers and words: goals, tasks, supplies, locks, what flips between worlds.
 *
 * @module
 */
import { durationText } from '../analysis/duration-text.ts';
import type { GoalReport, Report, WorldReport } from '../judge/report.ts';
import { amountText, shareText } from './amount-text.ts';
import { goalName, measuredText } from './goal-text.ts';
import { type Html, html, NOTHING } from './html-text.ts';
import type { ChartTable } from './spec.ts';

type Body = Omit<WorldReport, 'set'>;

/** A table whose first column names its rows. */
export function tableHtml({ columns, rows }: ChartTable, numbersFrom = Number.POSITIVE_INFINITY): Html {
  const kind = (index: number): string => (index >= numbersFrom ? 'number' : 'text');
  return html`<table><thead><tr>${columns.map((column, index) => html`<th scope="col" class="${kind(index)}">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first = '', ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell, index) => html`<td class="${kind(index + 1)}">${cell}</td>`)}</tr>
`,
  )}</tbody></table>`;
}

/** A verdict as a word on its colour. */
export function chip(verdict: GoalReport['verdict'] | Report['verdict'], more = ''): Html {
  return html`<span class="chip ${verdict}">${verdict}${more}</span>`;
}

/** The sentences that stand below the verdict: the cause of each missed goal, or what was found instead. */
export function leadSentences(body: Body): string[] {
  const missed = body.goals.filter(({ verdict }) => verdict === 'missed');
  const unknown = body.goals.filter(({ verdict }) => verdict === 'unknown');
  const tasks = [...new Set([...missed, ...unknown].map(({ of }) => of)), ...Object.keys(body.tasks)];
  const causes = [...new Set(tasks.flatMap((task) => body.tasks[task]?.cause ?? []))];
  const count = body.goals.length;
  const goals = count === 1 ? 'the only goal' : `${count} goals`;
  if (missed.length > 0) return [...causes, `${missed.length} of ${goals} missed: ${listGoals(missed)}.`];
  if (unknown.length > 0) return [...causes, `${unknown.length} of ${goals} cannot be judged: ${listGoals(unknown)}.`];
  return [
    count === 0 ? 'No goal was set.' : count === 1 ? 'The only goal is met.' : `All ${count} goals are met.`,
    ...causes,
  ];
}

function listGoals(goals: readonly GoalReport[]): string {
  return goals.map((goal) => `${goal.of} ${goalName(goal)}${bracketed(measuredText(goal))}`).join(', ');
}

function bracketed(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

/** Every goal with its measurement and verdict, those that were written before those that every task has. */
export function goalsTable(body: Body): Html {
  const goals = [...body.goals].sort((left, right) => Number(left.implicit) - Number(right.implicit));
  return html`<table><thead><tr><th scope="col">task</th><th scope="col">goal</th><th scope="col">measured</th><th scope="col">verdict</th><th scope="col">by</th><th scope="col"></th></tr></thead>
<tbody>${goals.map(
    (goal) => html`<tr><th scope="row">${goal.of}</th><td>${goalName(goal)}</td><td>${measuredText(goal)}</td>
<td>${chip(goal.verdict)}</td><td>${goal.evidence}</td><td class="quiet">${goal.accepted ?? goal.text}</td></tr>
`,
  )}</tbody></table>`;
}

/** Numbers per task. */
export function tasksTable(body: Body): ChartTable {
  const columns = [
    'task',
    'claim',
    'evidence',
    'progress per day',
    'longest without',
    'starts due',
    'served',
    'skipped',
    'gave up',
    'failed',
    'tokens',
  ];
  const rows = Object.entries(body.tasks).map(
    ([name, { claim, mechanism, evidence, progress, runs, served, spent }]) => [
      name,
      mechanism === undefined ? claim : `${claim} (${mechanism})`,
      evidence.text,
      amountText(progress.perDay) + intervalText(progress.interval, amountText),
      durationText(progress.longestMs),
      amountText(runs.triggered),
      served === null ? 'none due' : shareText(served.share) + intervalText(served.interval, shareText),
      amountText(runs.skipped),
      amountText(runs.stopped),
      amountText(runs.failed),
      Object.entries(spent)
        .map(([supply, tokens]) => `${amountText(tokens)} of ${supply}`)
        .join(', '),
    ],
  );
  return { columns, rows };
}

function intervalText(interval: readonly [number, number] | null, text: (value: number) => string): string {
  return interval === null ? '' : ` (${text(interval[0])} to ${text(interval[1])})`;
}

/** Numbers per supply, over all runs. */
export function suppliesTable(body: Body): ChartTable {
  const columns = [
    'supply',
    'capacity',
    'level (mean)',
    'refilled',
    'used',
    'wasted while full',
    'left',
    'looks',
    'paid for looks',
    'time below zero',
  ];
  const rows = Object.entries(body.supplies).map(([name, supply]) => [
    name,
    amountText(supply.capacity),
    `${amountText(supply.level.min)} to ${amountText(supply.level.max)} (${amountText(supply.level.mean)})`,
    ...[supply.refilled, supply.used, supply.wasted, supply.left, supply.polls, supply.pollTokens].map(amountText),
    durationText(supply.debtMs),
  ]);
  return { columns, rows };
}

/** Numbers per lock and pool. */
export function locksTable(body: Body): ChartTable {
  const columns = ['name', 'kind', 'permits', 'held', 'held by one who waits', 'leases run out'];
  const rows = Object.entries(body.locks).map(([name, lock]) => [
    name,
    lock.kind,
    String(lock.permits),
    shareText(lock.heldShare),
    shareText(lock.heldWaitingShare),
    String(lock.expired),
  ]);
  return { columns, rows };
}

/** A heading and a table, or nothing where the table has no rows. */
export function tableSection(heading: string, table: ChartTable, numbersFrom?: number): Html {
  if (table.rows.length === 0) return NOTHING;
  return html`<h3>${heading}</h3><div class="card">${tableHtml(table, numbersFrom)}</div>`;
}

/** "POLL_COST = 0", the name of a world. */
export function worldName(world: WorldReport): string {
  const facts = Object.entries(world.set).map(([name, value]) => `${name} = ${value}`);
  return facts.length === 0 ? 'the only world' : facts.join(', ');
}

/** What the unsure facts decide: the goals whose verdict flips first, then those that no world saves. */
export function flipsHtml(worlds: readonly WorldReport[]): Html {
  const rows = goalRows(worlds);
  const flips = rows.filter(({ same }) => !same);
  const lost = rows.filter(({ same, goals }) => same && goals.every((goal) => goal?.verdict === 'missed'));
  const facts = [...new Set(worlds.flatMap(({ set }) => Object.keys(set)))].join(', ');
  const said = [
    flips.length > 0
      ? `It depends on ${facts}: ${flips.map(({ label }) => label).join(', ')}.`
      : `${facts} decides no goal: the verdicts are the same in ${worlds.length === 2 ? 'both' : `all ${worlds.length}`} worlds.`,
    lost.length > 0 ? `Missed in every world: ${lost.map(({ label }) => label).join(', ')}.` : '',
  ];
  const ordered = [...flips, ...rows.filter(({ same }) => same)];
  return html`<section id="worlds"><h2>What flips between the worlds</h2><p>${said.filter((part) => part !== '').join(' ')}</p>
<div class="card"><table><thead><tr><th scope="col">goal</th>${worlds.map((world) => html`<th scope="col">${worldName(world)}</th>`)}</tr></thead>
<tbody><tr><th scope="row">verdict</th>${worlds.map(({ verdict }) => html`<td>${chip(verdict)}</td>`)}</tr>
${ordered.map(
  ({ label, goals, same }) =>
    html`<tr><th scope="row">${label}${same ? '' : ' (flips)'}</th>${goals.map((goal) =>
      goal === undefined ? html`<td></td>` : html`<td>${chip(goal.verdict)} ${measuredText(goal)}</td>`,
    )}</tr>
`,
)}</tbody></table></div></section>`;
}

interface GoalRow {
  readonly label: string;
  readonly same: boolean;
  readonly goals: readonly (GoalReport | undefined)[];
}

function goalRows(worlds: readonly WorldReport[]): GoalRow[] {
  const labels = [...new Set(worlds.flatMap(({ goals }) => goals.map((goal) => `${goal.of} ${goalName(goal)}`)))];
  return labels.map((label) => {
    const goals = worlds.map((world) => world.goals.find((goal) => `${goal.of} ${goalName(goal)}` === label));
    return { label, goals, same: new Set(goals.map((goal) => goal?.verdict)).size === 1 };
  });
}
