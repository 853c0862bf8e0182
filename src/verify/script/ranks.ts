/**
 * Tells runs of one task apart by what they stand on, and not by the frames they are in.
 *
 * Which frame holds which of the runs that a task allows beside each other makes no difference, and is not the same in an
 * explored state and in a run that comes to it. So whose turn it was is told by a rank: of the runs of the task that can go
 * on, how many stand lower. Runs of one rank are alike in all that can ever matter.
 *
 * @module
 */
import { type Machine, OP, type Row } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { NEVER } from '../../sim/time.ts';
import { type Live, livenessOf } from '../states/places.ts';
import type { Space } from '../states/space.ts';

export class Ranks {
  readonly #space: Space;
  readonly #marks: Uint8Array;
  /** By task and operation in its program: what is read there or later. Worked out when it is asked for. */
  readonly #live: (readonly Live[])[] = [];

  /** `marks`: which runs have made progress, one for each frame. */
  constructor(space: Space, marks: Uint8Array) {
    this.#space = space;
    this.#marks = marks;
  }

  /** The rank of the run at `index` of those that can go on; undefined where it is the only one of its task. */
  rankOf(state: State, index: number, count: number): number | undefined {
    const peers = peersOf(state, state.task[state.ready[index]!]!, count);
    if (peers.length === 1) return undefined;
    const own = this.#standingWithKin(state, state.ready[index]!);
    return peers.filter((peer) => isBelow(this.#standingWithKin(state, state.ready[peer]!), own)).length;
  }

  /** The index, of those that can go on, of the run of `task` with this rank; -1: there is none. */
  indexOf(state: State, task: number, rank: number, count: number): number {
    return peersOf(state, task, count).find((index) => (this.rankOf(state, index, count) ?? 0) === rank) ?? -1;
  }

  /** The same of all who wait for a run, and of all they wait for: whose turn it is may decide who is told of what. */
  #standingWithKin(state: State, run: number): readonly number[] {
    const own = this.#standing(state, run);
    if (!this.#space.machine.awaitsRuns) return own;
    let oldest = run;
    while (state.parent[oldest]! > 0) oldest = state.parent[oldest]! - 1;
    return [...own, ...this.#family(state, oldest, run)];
  }

  /** A run and those it waits for, told in an order that does not follow from the frames they are in. */
  #family(state: State, oldest: number, marked: number): readonly number[] {
    const children: (readonly number[])[] = [];
    for (let run = 0; run < state.runsMax; run++) {
      if (state.parent[run] === oldest + 1) children.push(this.#family(state, run, marked));
    }
    children.sort((left, right) => (isBelow(left, right) ? -1 : isBelow(right, left) ? 1 : 0));
    const { status, dueMs, awaited, queuedOf, lastQueued, task } = state;
    const due = dueMs[this.#space.machine.runTimers + oldest]!;
    return [
      task[oldest]!,
      Number(oldest === marked),
      status[oldest]!,
      due === NEVER ? -1 : due - state.nowMs,
      awaited[oldest]!,
      queuedOf[oldest]!,
      lastQueued[oldest]!,
      ...this.#standing(state, oldest),
      children.length,
      ...children.flat(),
    ];
  }

  /** All that can matter of a run that can go on, as whole numbers. */
  #standing(state: State, run: number): readonly number[] {
    const { machine, outcomes } = this.#space;
    const { countersMax, variablesMax, leaseTimers, model } = machine;
    const task = state.task[run]!;
    const operation = state.operation[run]!;
    this.#live[task] ??= livenessOf(machine, task);
    const { variables, counters } = this.#live[task][operation - machine.entry[task]!]!;
    const row = machine.rows[operation]!;
    const waits = state.refused[run] === 1;
    const looks = waits && row.kind !== OP.acquire && row.pollEveryMs > 0 && !row.pollOrWhenDue;
    const drawn = (variable: number): number => {
      const values = outcomes[model.tasks[task]!.variables[variable]!.source]!;
      return values.indexOf(state.variables[run * variablesMax + variable]!);
    };
    return [
      operation,
      state.refused[run]!,
      state.granted[run]!,
      waits ? state.deadlineMs[run]! - state.nowMs : 0,
      looks ? (state.nowMs - state.lookedMs[run]!) % row.pollEveryMs : 0,
      waits ? placeInLine(machine, state, run, row) : 0,
      state.tries[run]!,
      machine.retries ? state.attempts[run]! : 0,
      machine.limits && state.limitMs[run] !== NEVER ? state.limitMs[run]! - state.nowMs : -1,
      machine.redelivers ? state.deliveries[run]! : 0,
      machine.doubles && state.visibleMs[run] !== NEVER ? state.visibleMs[run]! - state.nowMs : -1,
      this.#marks[run]!,
      ...[...counters].sort(ascending).map((counter) => state.counters[run * countersMax + counter]!),
      ...[...variables].sort(ascending).map(drawn),
      ...model.locks.map((_, lock) => state.holds[run * model.locks.length + lock]!),
      ...state.inHand.subarray(run * machine.stock.slots, (run + 1) * machine.stock.slots),
      ...Array.from(machine.leaseLock, (_, slot) =>
        state.leaseHolder[slot] === run + 1 ? state.dueMs[leaseTimers + slot]! - state.nowMs : -1,
      ),
      ...Array.from(state.leaseEnding, (ending, slot) => (state.leaseHolder[slot] === run + 1 ? ending : 0)),
      machine.ages ? Math.min(machine.ageMaxMs, state.nowMs - state.bornMs[run]!) : 0,
    ];
  }
}

/** Indices of the runs of `task` among those that can go on. */
function peersOf({ task: tasks, ready }: State, task: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) => tasks[ready[index]!] === task);
}

/** From 1; 0: not in line. */
function placeInLine({ stock, lineOf }: Machine, state: State, run: number, { kind, lined, subject }: Row): number {
  const { firstWaiter, lineFirst, next } = state;
  if (kind !== OP.acquire && kind !== OP.take && !lined) return 0;
  const line = kind === OP.take ? stock.backlogs[subject]!.line : lined ? subject : lineOf[subject]!;
  let place = 1;
  for (let at = (lined ? lineFirst : firstWaiter)[line]!; at >= 0; at = next[at]!, place++)
    if (at === run) return place;
  return 0;
}

function isBelow(left: readonly number[], right: readonly number[]): boolean {
  const index = left.findIndex((value, at) => value !== right[at]);
  if (index < 0) return left.length < right.length;
  return left[index]! < (right[index] ?? Number.NEGATIVE_INFINITY);
}

function ascending(left: number, right: number): number {
  return left - right;
}
