/**
 * The picture of a backlog in words and rows. A title that claims something is chosen only where it is known, or where the
 * line bears it out; otherwise it names the range.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { TimeMs } from '../../sim/time.ts';
import type { ChartTable } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { shorten } from '../text/text-fit.ts';
import { recordedText, type World } from '../world.ts';
import type { TimeAxis } from './axis.ts';

/** A backlog as it was traced. */
export type BacklogLine = World['trace']['backlogs'][number];

/** What is seen, in one sentence. */
export function backlogTitle(world: World, backlog: BacklogLine): string {
  if (world.example !== undefined) return world.example.title;
  const name = `The backlog ${shorten(backlog.name, 40)}`;
  const grows = world.world.recurrence?.grows?.find((one) => one.what === 'items' && one.name === backlog.name);
  if (grows !== undefined) return `${name} grows by ${itemsText(grows.perDay)} a day, for ever`;
  const { first, last, least, most, endMs } = rangeOf(backlog);
  if (most === 0) return `${name} is empty all the time`;
  if (least === most) return `${name} holds ${itemsText(most)} all the time`;
  if (isGrowing(backlog))
    return `${name} grows from ${amountText(first)} to ${itemsText(last)} in ${durationText(endMs)}`;
  const doneMs = emptySince(backlog);
  // What comes again and again is never done.
  if (doneMs !== undefined && doneMs < 0.75 * endMs)
    return `${name} is worked off after ${durationText(doneMs)}, and stays empty`;
  const oldMs = oldestOf(backlog);
  const oldest = oldMs === 0 ? ', taken as they come' : `, the oldest of them up to ${durationText(oldMs)} old`;
  return least === 0
    ? `${name} holds up to ${itemsText(most)}${oldest}`
    : `${name} holds ${amountText(least)} to ${itemsText(most)}${oldest}`;
}

/** The quiet line below the title. */
export function subtitleOf(world: World, { name }: BacklogLine): string {
  if (world.example !== undefined) return world.example.subtitle;
  const numbers = world.world.backlogs?.[name];
  const mean = numbers === undefined ? '' : `one run; mean of all runs ${itemsText(numbers.items.mean)}`;
  return [mean, recordedText(world)].filter((part) => part !== '').join(' · ');
}

/** The picture in one sentence. */
export function describeBacklog(backlog: BacklogLine): string {
  const { first, last, least, most } = rangeOf(backlog);
  const ends = `${amountText(first)} at the start, ${amountText(last)} at the end`;
  const range = `between ${amountText(least)} and ${itemsText(most)}, ${ends}`;
  return `Items in ${backlog.name} against time: ${range}; the oldest up to ${durationText(oldestOf(backlog))} old.`;
}

/** What the line does from tick to tick. */
export function backlogTable({ items, oldest }: BacklogLine, { fromMs, stepMs, labels }: TimeAxis): ChartTable {
  const rows: string[][] = [];
  let [item, age, lies] = [0, 0, 0];
  for (let tick = 0; tick + 1 < labels.length; tick++) {
    const untilMs = fromMs + (tick + 1) * stepMs;
    let [least, most, oldestMs, seen] = [lies, lies, 0, false];
    for (; item < items.length && items[item]!.atMs <= untilMs; item++) {
      lies = items[item]!.items;
      least = seen || tick > 0 ? Math.min(least, lies) : lies;
      most = Math.max(most, lies);
      seen = true;
    }
    for (; age < oldest.length && oldest[age]!.atMs <= untilMs; age++) {
      oldestMs = Math.max(oldestMs, oldest[age]!.ageMs);
    }
    if (item === items.length && !seen) break;
    rows.push([durationText(untilMs), amountText(lies), amountText(least), amountText(most), durationText(oldestMs)]);
  }
  return { columns: ['until', 'items then', 'least', 'most', 'oldest'], rows };
}

function itemsText(items: number): string {
  return `${amountText(items)} ${items === 1 ? 'item' : 'items'}`;
}

interface Range {
  readonly first: number;
  readonly last: number;
  readonly least: number;
  readonly most: number;
  readonly endMs: TimeMs;
}

function rangeOf({ items }: BacklogLine): Range {
  const [first, last] = [items[0]!.items, items.at(-1)!.items];
  let [least, most] = [first, first];
  for (const { items: lies } of items) {
    least = Math.min(least, lies);
    most = Math.max(most, lies);
  }
  return { first, last, least, most, endMs: items.at(-1)!.atMs };
}

function oldestOf({ oldest }: BacklogLine): TimeMs {
  let most = 0;
  for (const { ageMs } of oldest) most = Math.max(most, ageMs);
  return most;
}

/** Whether there is never as little in the second half of the run as there was at the most in its first tenth, and in the last fifth more than in the middle. */
function isGrowing({ items }: BacklogLine): boolean {
  const endMs = items.at(-1)!.atMs;
  const within = (from: number, to: number): number[] =>
    items.filter(({ atMs }) => atMs >= from * endMs && atMs <= to * endMs).map(({ items: lies }) => lies);
  const least = (of: readonly number[]): number => of.reduce((low, one) => Math.min(low, one), Infinity);
  const most = (of: readonly number[]): number => of.reduce((high, one) => Math.max(high, one), 0);
  return least(within(0.5, 1)) > most(within(0, 0.1)) && least(within(0.8, 1)) > most(within(0.4, 0.5));
}

/** Since when it is empty to the end; undefined: it is not. */
function emptySince({ items }: BacklogLine): TimeMs | undefined {
  if (items.at(-1)!.items > 0) return undefined;
  return items.findLast(({ items: lies }) => lies > 0)?.atMs;
}
