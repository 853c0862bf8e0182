/**
 * What the tasks do, in words and rows.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { TimeMs } from '../../sim/time.ts';
import { INK } from '../palette.ts';
import type { ChartTable } from '../spec.ts';
import { shorten } from '../text/text-fit.ts';
import type { World } from '../world.ts';
import type { Activity } from './lane-cells.ts';
import type { Window } from './window.ts';

/** What a run can be seen doing, from the bottom of a lane to its top. */
export const ACTIVITIES: readonly { readonly kind: Activity; readonly label: string; readonly colour: string }[] = [
  { kind: 'working', label: 'works', colour: INK.working },
  { kind: 'supply', label: 'waits for tokens', colour: INK.supply },
  { kind: 'lock', label: 'waits for a lock', colour: INK.lock },
  { kind: 'pool', label: 'waits for a pool', colour: INK.pool },
  { kind: 'runs', label: 'waits for runs it started', colour: INK.runs },
];

/** When the picture plays. */
export function windowText({ fromMs, toMs, text }: Window): string {
  if (fromMs === 0) return `the first ${durationText(toMs)} in detail`;
  return `${durationText(fromMs)} to ${durationText(toMs)}, ${text}`;
}

/** Says who hardly ever works because it waits, where that is so. */
export function lanesTitle(world: World): string {
  for (const task of world.tasks) {
    const { total, byKind, holding } = totals(world, task);
    const waits = (['supply', 'lock', 'pool', 'runs'] as const).find(
      (kind) => total > 0 && (byKind.get(kind) ?? 0) / total > 0.9,
    );
    // Of runs that overlap, the sum of their times says nothing about the clock.
    const always = total >= world.endMs * 0.9 && total <= world.endMs;
    if (waits === undefined || !always) continue;
    const what = { supply: 'tokens', lock: 'a lock', pool: 'a pool', runs: 'runs it started' }[waits];
    const held = holding / total > 0.9 ? ', and keeps a lock or slot all the while' : '';
    return `${shorten(task, 40)} waits for ${what} nearly all the time${held}`;
  }
  return 'What each task does, over the whole run';
}

interface Totals {
  readonly total: TimeMs;
  readonly byKind: ReadonlyMap<Activity, TimeMs>;
  /** Of the waiting: while a lock or slot was kept. */
  readonly holding: TimeMs;
}

/** How long the runs of a task did what, within the window or in the whole run. */
function totals({ trace }: World, task: string, window?: Window): Totals {
  const byKind = new Map<Activity, TimeMs>();
  let total = 0;
  let holding = 0;
  for (const lane of trace.lanes) {
    if (lane.task !== task) continue;
    for (const { fromMs, toMs, doing, holding: holds } of lane.spans) {
      const spanMs = Math.min(toMs, window?.toMs ?? toMs) - Math.max(fromMs, window?.fromMs ?? fromMs);
      if (spanMs <= 0) continue;
      total += spanMs;
      byKind.set(doing, (byKind.get(doing) ?? 0) + spanMs);
      if (holds && doing !== 'working') holding += spanMs;
    }
  }
  return { total, byKind, holding };
}

/** The picture in one sentence. */
export function describeLanes(world: World, window: Window | undefined): string {
  const when = window === undefined ? 'over the whole run' : windowText(window);
  const parts = world.tasks.map((task) => {
    const { total, byKind } = totals(world, task, window);
    const waits = total - (byKind.get('working') ?? 0);
    return `${task} works ${durationText(total - waits)} and waits ${durationText(waits)}`;
  });
  return `A lane per task against time, ${when}: ${parts.join('; ')}.`;
}

/** How long each task did what. */
export function lanesTable(world: World, window?: Window): ChartTable {
  // Few scenarios have tasks that start others: where none waits for one, there is no column of it.
  const started = world.trace.lanes.some(({ spans }) => spans.some(({ doing }) => doing === 'runs'));
  const shown = ACTIVITIES.filter(({ kind }) => started || kind !== 'runs');
  const rows = world.tasks.map((task) => {
    const { byKind, holding } = totals(world, task, window);
    const misses = world.trace.misses.filter((miss) => miss.task === task && within(miss.atMs, window)).length;
    return [task, ...shown.map(({ kind }) => spanText(byKind.get(kind) ?? 0)), spanText(holding), String(misses)];
  });
  const columns = ['task', ...shown.map(({ label }) => label), 'waits and keeps a lock or slot', 'starts missed'];
  return { columns, rows };
}

function within(atMs: TimeMs, window: Window | undefined): boolean {
  return window === undefined || (atMs >= window.fromMs && atMs <= window.toMs);
}

function spanText(ms: TimeMs): string {
  return ms === 0 ? 'never' : durationText(ms);
}
