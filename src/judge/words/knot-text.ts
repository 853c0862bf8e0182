/**
 * A knot in words: who holds what since when, and what each waits for.
 *
 * @module
 */
import type { Knot, KnotMember } from '../../sim/future/knots.ts';
import type { StuckKind } from '../../sim/future/stuck.ts';
import type { Observer } from '../../sim/listen/observer.ts';
import type { Machine } from '../../sim/machine.ts';
import type { TimeMs } from '../../sim/time.ts';
import { clockText } from '../../verify/script/story.ts';
import { awaitedText } from './wait-text.ts';

/** Since when a member holds each lock of its `holds`. */
export type HeldSince = (member: KnotMember) => readonly TimeMs[];

/** Whether runs are caught in each other's permits, or behind those of runs that crashed, and not by a level out of reach. */
export function isClosed(kind: StuckKind | undefined): boolean {
  return kind === 'deadlock' || kind === 'orphaned';
}

/** Groups that are told; a pool may be filled by hundreds of runs. */
const GROUPS_MAX = 4;

/** "deadlock at 00:01: ann holds left since 00:00 and waits for the lock right since 00:01; …: none of them can ever go on". */
export function knotText(machine: Machine, { members, kind, closedMs }: Knot, heldSinceMs: HeldSince): string {
  const groups = new Map<string, KnotMember[]>();
  for (const member of members) {
    const key = `${member.task} ${member.operation} ${member.holds.join()}`;
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  const told = [...groups.values()].slice(0, GROUPS_MAX).map((group) => groupText(machine, group, heldSinceMs));
  const left = groups.size - told.length;
  const all = [...told, ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
  if (kind === 'unreachable') return all;
  const never = members.length === 1 ? 'it can never' : 'none of them can ever';
  const what = kind === 'deadlock' ? 'deadlock' : 'lock left behind';
  return `${what} at ${clockText(closedMs)}: ${all}: ${never} go on`;
}

function groupText(machine: Machine, group: readonly KnotMember[], heldSinceMs: HeldSince): string {
  const [first] = group;
  const { task, holds, operation, orphanedBy } = first!;
  const { locks, tasks } = machine.model;
  const one = group.length === 1;
  const who = one ? tasks[task]!.name : `${group.length} runs of ${tasks[task]!.name}`;
  const since = (times: readonly TimeMs[]): string => {
    const [low, high] = [Math.min(...times), Math.max(...times)];
    return low === high ? `since ${clockText(low)}` : `since ${clockText(low)} to ${clockText(high)}`;
  };
  const held = holds.map((lock, index) => {
    const { name, kind } = locks[lock]!;
    const what = kind === 'pool' ? `a slot of ${name}` : name;
    return `${what} ${since(group.map((member) => heldSinceMs(member)[index]!))}`;
  });
  const holding = held.length === 0 ? '' : `${one ? 'holds' : 'hold'} ${held.join(' and ')} and `;
  const waiting = `${one ? 'waits' : 'wait'} for ${awaitedText({ machine }, operation)}${crashedText(machine, orphanedBy)}`;
  return `${who} ${holding}${waiting} ${since(group.map(({ sinceMs }) => sinceMs))}`;
}

/** Who took with it what is waited for. */
function crashedText({ model }: Machine, orphanedBy: readonly number[]): string {
  if (orphanedBy.length === 0) return '';
  const names = orphanedBy.map((task) => `a run of ${model.tasks[task]!.name}`);
  return `, left behind by ${names.join(' and ')} that crashed,`;
}

export interface HeldWatch {
  readonly observer: Pick<Observer, 'instant' | 'held' | 'released' | 'expired' | 'orphaned' | 'freed'>;
  /** Runs that hold a permit of the lock. */
  holders(lock: number): readonly number[];
  /** Tasks whose crashed runs left a permit of the lock behind that is still held. */
  left(lock: number): readonly number[];
  readonly since: HeldSince;
}

/** Watches since when each run holds what it holds. */
export function heldSince(): HeldWatch {
  const since = new Map<
    string,
    { readonly run: number; readonly lock: number; readonly atMs: TimeMs; count: number }
  >();
  const left = new Map<string, { readonly task: number; readonly lock: number; count: number }>();
  const leave = (task: number, lock: number, by: number): void => {
    const key = `${task} ${lock}`;
    const known = left.get(key) ?? { task, lock, count: 0 };
    left.set(key, { ...known, count: known.count + by });
  };
  let nowMs = 0;
  const give = (_task: number, run: number, lock: number): void => {
    const held = since.get(`${run} ${lock}`);
    if (held !== undefined && --held.count === 0) since.delete(`${run} ${lock}`);
  };
  return {
    observer: {
      instant(atMs) {
        nowMs = atMs;
      },
      held(_task, run, lock) {
        const known = since.get(`${run} ${lock}`);
        if (known === undefined) since.set(`${run} ${lock}`, { run, lock, atMs: nowMs, count: 1 });
        else known.count++;
      },
      released: give,
      expired: give,
      orphaned(task, run, lock) {
        give(task, run, lock);
        leave(task, lock, 1);
      },
      freed: (task, lock) => leave(task, lock, -1),
    },
    holders: (wanted) => [...since.values()].filter(({ lock }) => lock === wanted).map(({ run }) => run),
    left: (wanted) =>
      [...left.values()].filter(({ lock, count }) => lock === wanted && count > 0).map(({ task }) => task),
    since: (member) => member.holds.map((lock) => since.get(`${member.run} ${lock}`)?.atMs ?? 0),
  };
}
