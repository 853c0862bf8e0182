/**
 * Knots: runs that can never go on because each waits for what others of them hold, or for a level out of reach.
 *
 * Who waits for a permit points at all who hold one, and at those in line before it who hold it up or hide it; a knot is a set of
 * stuck runs that point at nobody outside and reach each other. Who stands in line for tokens points at the first in it, who waits
 * for runs that it started at those. Who merely waits for one of them is stuck as well, and no part of the knot. A waiting run neither gains nor
 * loses anything but what it waits for, so a knot closed when the last of its runs began to wait.
 *
 * @module
 */
import { mayIdle } from '../backlogs/backlogs.ts';
import { type Machine, OP } from '../machine.ts';
import type { State } from '../state.ts';
import type { TimeMs } from '../time.ts';
import { awaitedBy, blockersOf, hidersOf, inFrontOf, orphansFor, type StuckKind, stuckIn } from './stuck.ts';

export interface Knot {
  readonly kind: StuckKind;
  readonly members: readonly KnotMember[];
  /** When its last run began to wait. */
  readonly closedMs: TimeMs;
  /** Tasks of which a run is stuck in it or behind it. */
  readonly tasks: readonly number[];
  /** Those of them that may have nothing to do where their runs stand: then they wait for nothing. */
  readonly mayIdle: readonly number[];
}

/** A run of a knot. */
export interface KnotMember {
  readonly task: number;
  /** Its frame. */
  readonly run: number;
  /** The operation at which it waits, and since when. */
  readonly operation: number;
  readonly sinceMs: TimeMs;
  /** The lock or pool it waits for; -1: it waits for tokens, or for runs. */
  readonly waitsFor: number;
  /** Whether it waits for runs that it started. */
  readonly awaits: boolean;
  /** Locks and pools of which it holds a permit. */
  readonly holds: readonly number[];
  /** Tasks whose crashed runs left a permit of what it waits for behind, for ever. */
  readonly orphanedBy: readonly number[];
}

/** The knots of a state between two instants, in the order in which they closed. */
export function knotsIn(machine: Machine, state: State): readonly Knot[] {
  const runs = stuckIn(machine, state)?.runs ?? [];
  if (runs.length === 0) return [];
  const reach = new Map(runs.map((run) => [run, reachOf(machine, state, run, runs)]));
  const isCore = (run: number): boolean =>
    [...reach.get(run)!].every((other) => other === run || reach.get(other)!.has(run));
  const knots: Knot[] = [];
  const seen = new Set<number>();
  for (const run of runs.filter(isCore)) {
    if (seen.has(run)) continue;
    const members = runs.filter((other) => other === run || reach.get(run)!.has(other));
    for (const member of members) seen.add(member);
    const behind = runs.filter((other) => members.includes(other) || reach.get(other)!.has(run));
    knots.push(knotOf(machine, state, members, behind));
  }
  return knots.sort((left, right) => left.closedMs - right.closedMs);
}

/** Everybody a run waits for, and whom they wait for in turn. */
function reachOf(machine: Machine, state: State, from: number, runs: readonly number[]): ReadonlySet<number> {
  const holdersFor = (run: number): readonly number[] => {
    const awaited = awaitedBy(machine, state, run);
    if (awaited.length > 0) return runs.filter((other) => awaited.includes(other));
    const lock = lockAwaited(machine, state, run);
    const front = inFrontOf(machine, state, run);
    if (front >= 0) return [front];
    if (lock < 0) return [];
    const before = [...blockersOf(machine, state, run), ...hidersOf(machine, state, run)];
    return runs.filter((other) => holds(machine, state, other, lock) || before.includes(other));
  };
  const reached = new Set(holdersFor(from));
  // What is added on the way is gone through too.
  for (const run of reached) for (const other of holdersFor(run)) reached.add(other);
  return reached;
}

function lockAwaited(machine: Machine, state: State, run: number): number {
  const { kind, subject } = machine.rows[state.operation[run]!]!;
  return kind === OP.acquire ? subject : -1;
}

function holds({ model }: Machine, state: State, run: number, lock: number): boolean {
  return state.holds[run * model.locks.length + lock]! > 0;
}

function knotOf(machine: Machine, state: State, runs: readonly number[], behind: readonly number[]): Knot {
  const members = runs.map(
    (run): KnotMember => ({
      task: state.task[run]!,
      run,
      operation: state.operation[run]!,
      sinceMs: state.reachedMs[run]!,
      waitsFor: lockAwaited(machine, state, run),
      awaits: machine.rows[state.operation[run]!]!.kind === OP.emit,
      holds: machine.model.locks.flatMap((_, lock) => (holds(machine, state, run, lock) ? [lock] : [])),
      orphanedBy: orphansFor(machine, state, run),
    }),
  );
  return {
    kind: kindOf(members),
    members,
    closedMs: Math.max(...members.map(({ sinceMs }) => sinceMs)),
    tasks: tasksOf(state, behind),
    mayIdle: tasksOf(
      state,
      behind.filter((run) => mayIdle(machine, state, run)),
    ),
  };
}

function tasksOf({ task }: State, runs: readonly number[]): readonly number[] {
  return [...new Set(runs.map((run) => task[run]!))].sort((left, right) => left - right);
}

function kindOf(members: readonly KnotMember[]): StuckKind {
  if (members.some(({ waitsFor, awaits }) => waitsFor < 0 && !awaits)) return 'unreachable';
  return members.some(({ orphanedBy }) => orphanedBy.length > 0) ? 'orphaned' : 'deadlock';
}
