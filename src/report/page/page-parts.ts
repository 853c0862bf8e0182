/**
 * The tables of report.html: goals, and the numbers of tasks, supplies and locks.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type {
  GoalReport,
  LockReport,
  Report,
  ShareReport,
  SupplyReport,
  TaskReport,
  WorldReport,
} from '../../judge/report/report.ts';
import type { ChartTable } from '../spec.ts';
import { amountText, shareText } from '../text/amount-text.ts';
import { goalName, intervalText, measuredText, rangeText } from '../text/goal-text.ts';
import { isKnown } from '../text/text-tasks.ts';
import { atLeastText, unfinishedMs } from '../unfinished.ts';
import { type Html, html, NOTHING } from './html-text.ts';

type Body = Omit<WorldReport, 'set'>;

/** As in the judge's own words. */
const BRACKET_SHOWN = 0.005;

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

/** Every goal with its measurement and verdict, those that were written before those that every task has. */
export function goalsTable(body: Body): Html {
  const goals = [...body.goals].sort((left, right) => Number(left.implicit) - Number(right.implicit));
  return html`<table><thead><tr><th scope="col">task</th><th scope="col">goal</th><th scope="col">measured</th><th scope="col">verdict</th><th scope="col">by</th><th scope="col"></th></tr></thead>
<tbody>${goals.map(
    (goal) => html`<tr><th scope="row">${goal.of}</th><td>${goalName(goal)}</td><td>${measuredText(goal)}</td>
<td>${chip(goal.verdict)}</td><td>${goal.evidence}</td><td class="quiet">${goal.accepted ?? expiredText(goal)}</td></tr>
`,
  )}</tbody></table>`;
}

/** What is known of a goal; that it is no longer accepted is said though it is met. */
function expiredText({ text, expired }: GoalReport): string {
  return expired === undefined || text.includes(expired) ? text : `${text} (${expired})`;
}

/** What is said about each task, and how it is known. */
export function claimsTable(body: Body): ChartTable {
  const rows = Object.entries(body.tasks).map(([name, { claim, mechanism, evidence }]) => [
    name,
    mechanism === undefined ? claim : `${claim} (${mechanism})`,
    evidence.kind,
    evidence.text,
  ]);
  return { columns: ['task', 'claim', 'known by', 'what it says'], rows };
}

/** Numbers per task. */
export function tasksTable(body: Body): ChartTable {
  const columns = [
    'task',
    'progress per day',
    'longest gap seen',
    'longest wait',
    'starts due',
    'served',
    'skipped',
    'gave up',
    'failed',
    'unfinished, queued',
    'runs starved to the end',
    'tokens',
  ];
  const rows = Object.entries(body.tasks).map(([name, task]) => {
    const { progress, runs, served, spent } = task;
    return [
      name,
      amountText(progress.perDay) + intervalText(progress.interval, amountText),
      durationText(progress.longestMs),
      longestWaits(task),
      amountText(runs.triggered),
      servedText(served),
      amountText(runs.skipped),
      amountText(runs.stopped) + (runs.expired === undefined ? '' : ` (${amountText(runs.expired)} expired)`),
      failedText(runs),
      `${amountText(runs.unfinished)}, ${amountText(runs.queued)}`,
      starvedText(task),
      Object.entries(spent)
        .map(([supply, tokens]) => `${amountText(tokens)} of ${supply}`)
        .join(', '),
    ];
  });
  return { columns, rows };
}

function failedText({ failed, crashed = 0, retried = 0, duplicates = 0 }: TaskReport['runs']): string {
  const more = [
    ...(crashed > 0 ? [`${amountText(crashed)} crashed`] : []),
    ...(retried > 0 ? [`${amountText(retried)} attempts tried again`] : []),
    ...(duplicates > 0 ? [`${amountText(duplicates)} runs too many, as their start was delivered again`] : []),
  ];
  return amountText(failed) + (more.length > 0 ? ` (${more.join(', ')})` : '');
}

/** How many runs starved; how many of all runs would is only asked where no proof has answered it for every run. */
function starvedText({ starved, claim, evidence }: TaskReport): string {
  const seen = `${starved.runs} of ${starved.of}`;
  const decided = (claim === 'live' || claim === 'starved') && isKnown(evidence);
  return decided ? seen : seen + intervalText(starved.interval, shareText);
}

/** Both ends where what was not over at the end matters; else the share with its interval. */
function servedText(served: TaskReport['served']): string {
  if (served === null) return '–';
  const [low, high] = served.bracket;
  if (high - low >= BRACKET_SHOWN) return rangeText(served.bracket, shareText);
  return shareText(served.share) + intervalText(served.interval, shareText);
}

/** For what it waited longest, by kind, the queue too; one that was not over at the end is only known to be that long. */
function longestWaits({ waitMs, waited, longestWait }: TaskReport): string {
  const kinds = [
    ['tokens', waitMs.supply?.max ?? 0, unfinishedMs(longestWait, 'supply')],
    ['lock', waitMs.lock?.max ?? 0, unfinishedMs(longestWait, 'lock')],
    ['pool', waitMs.pool?.max ?? 0, unfinishedMs(longestWait, 'pool')],
    ['queue', waited.oldestQueuedMs ?? 0, 0],
  ] as const;
  const waits = kinds.filter(([, overMs, openMs]) => overMs > 0 || openMs > 0);
  return waits.length === 0
    ? '–'
    : waits.map(([kind, overMs, openMs]) => `${kind} ${atLeastText(overMs, openMs)}`).join(', ');
}

/** Numbers per supply, over all runs. */
export function suppliesTable(body: Body): ChartTable {
  const calls = Object.values(body.supplies).some((supply) => supply.calls !== undefined);
  const columns = [
    'supply',
    'capacity',
    'level (mean)',
    'refilled',
    'used',
    'used of all tokens',
    'wasted while full',
    'wasted of all tokens',
    'left',
    'looks',
    'paid for looks',
    'time below zero',
    ...(calls ? ['calls tried', 'refused', 'paid for refused'] : []),
  ];
  const rows = Object.entries(body.supplies).map(([name, supply]) => [
    name,
    amountText(supply.capacity),
    `${amountText(supply.level.min)} to ${amountText(supply.level.max)} (${amountText(supply.level.mean)})`,
    amountText(supply.refilled),
    amountText(supply.used),
    offeredText(supply.utilisation),
    amountText(supply.wasted),
    offeredText(supply.wastedShare),
    ...[supply.left, supply.polls, supply.pollTokens].map(amountText),
    durationText(supply.debtMs),
    ...(calls ? callCells(supply) : []),
  ]);
  return { columns, rows };
}

function callCells({ calls }: SupplyReport): readonly string[] {
  if (calls === undefined) return ['–', '–', '–'];
  const share = calls.refusedShare === null ? '' : ` (${offeredText(calls.refusedShare)})`;
  return [amountText(calls.tries), `${amountText(calls.refused)}${share}`, amountText(calls.refusedTokens)];
}

function offeredText(share: ShareReport | null): string {
  return share === null ? '–' : shareText(share.share) + intervalText(share.interval, shareText);
}

/** Numbers per lock and pool. */
export function locksTable(body: Body): ChartTable {
  const locks = Object.values(body.locks);
  const overlaps = locks.some((lock) => lock.overlaps !== undefined);
  const orphans = locks.some((lock) => lock.orphans !== undefined);
  const columns = [
    'name',
    'kind',
    'permits',
    'held',
    'held by one who waits',
    'leases run out',
    ...(overlaps ? ['more holders than permits'] : []),
    ...(orphans ? ['left behind by crashes'] : []),
  ];
  const rows = Object.entries(body.locks).map(([name, lock]) => [
    name,
    lock.kind,
    String(lock.permits),
    shareText(lock.heldShare) + intervalText(lock.heldInterval, shareText),
    shareText(lock.heldWaitingShare) + intervalText(lock.heldWaitingInterval, shareText),
    String(lock.expired),
    ...(overlaps ? [timesText(lock.overlaps)] : []),
    ...(orphans ? [timesText(lock.orphans)] : []),
  ]);
  return { columns, rows };
}

/** "3 times, 0.4 % of the time"; a dash where it cannot be. */
function timesText(seen: LockReport['overlaps']): string {
  if (seen === undefined) return '–';
  if (seen.count === 0 && seen.share === 0) return 'never';
  return `${amountText(seen.count)} ${seen.count === 1 ? 'time' : 'times'}, ${shareText(seen.share)} of the time`;
}

/** How evenly tasks are served, in a sentence. */
export function fairnessHtml({ fairness }: Body): Html {
  if (fairness === null) return NOTHING;
  const { jain, interval, of, by } = fairness;
  const index = fractionText(jain) + intervalText(interval, fractionText);
  return html`<p>Jain's index over the served shares of ${of.join(', ')}: ${index}; 1 where all are served alike. <span class="quiet">${by}</span></p>`;
}

function fractionText(value: number): string {
  return String(Number(value.toFixed(3)));
}

/** A heading and a table, or nothing where the table has no rows. */
export function tableSection(heading: string, table: ChartTable, numbersFrom?: number): Html {
  if (table.rows.length === 0) return NOTHING;
  return html`<h3>${heading}</h3><div class="card">${tableHtml(table, numbersFrom)}</div>`;
}
