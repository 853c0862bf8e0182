/**
 * Where a spend stands on the level's line: the drop from the level before it to the level after it.
 *
 * @module
 */

import type { Trace } from '../../sim/listen/trace.ts';
import type { TimeMs } from '../../sim/time.ts';

export interface Drop {
  readonly atMs: TimeMs;
  readonly task: string;
  readonly kind: 'spend' | 'poll';
  readonly tokens: number;
  readonly before: number;
  readonly after: number;
}

/** Every spend and paid poll of a supply with the levels around it, in order of time. */
export function dropsOf(trace: Trace, supply: string): Drop[] {
  const corners = trace.supplies.find((candidate) => candidate.name === supply)?.level ?? [];
  const drops: Drop[] = [];
  let corner = 0;
  for (const { atMs, task, kind, tokens, supply: of } of trace.spends) {
    if (of !== supply || tokens <= 0) continue;
    while (corner < corners.length && corners[corner]!.atMs < atMs) corner += 1;
    // Several things happen at one instant: the falls come in the order of the spends, with refills between them.
    let fall = corner;
    while (fall + 1 < corners.length && corners[fall + 1]!.atMs === atMs && !isFall(corners, fall, tokens)) fall += 1;
    const found = isFall(corners, fall, tokens);
    if (found) corner = fall + 1;
    const before = found ? corners[fall]!.tokens : (corners[corner]?.tokens ?? 0);
    drops.push({ atMs, task, kind, tokens, before, after: before - tokens });
  }
  return drops;
}

function isFall(corners: Trace['supplies'][number]['level'], index: number, tokens: number): boolean {
  const here = corners[index];
  const next = corners[index + 1];
  if (here === undefined || next === undefined || here.atMs !== next.atMs) return false;
  return Math.abs(here.tokens - next.tokens - tokens) < 1e-6;
}

/**
 * The strokes of each task that spends, and of all paid looks together: the rarest first, which is on top, so that a task
 * that seldom gets its turn is not painted over. In a dense picture the looks would hide the rest and are left out.
 */
export function groupDrops(
  drops: readonly Drop[],
  tasks: readonly string[],
  dense: boolean,
): { readonly task: string | undefined; readonly own: readonly Drop[] }[] {
  const groups = new Map<string | undefined, Drop[]>();
  for (const drop of drops) {
    const key = drop.kind === 'poll' ? undefined : drop.task;
    if (dense && key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [drop]);
    else group.push(drop);
  }
  const entries = [...groups].map(([task, own]) => ({ task, own }));
  const place = (task: string | undefined): number => (task === undefined ? -1 : tasks.length - tasks.indexOf(task));
  return entries.sort((left, right) => left.own.length - right.own.length || place(left.task) - place(right.task));
}
