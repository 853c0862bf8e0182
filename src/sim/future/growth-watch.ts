/**
 * Whether a cycle that came back with more in it will do so for ever: the argument, and an observer that checks what it asks.
 *
 * Let S and S' be the states at both ends of a cycle, S' being S but for k more starts in the line of a task, or for a
 * supply whose level is lower by d. What happens from S' on is what happened from S on, and so on for ever, if nobody's
 * next move depends on the difference:
 *
 * - A line of starts is only ever asked whether it is empty, when a run of its task ends. If it never was in the cycle, it
 *   is not with more in it either.
 * - A level is asked whether it suffices. If it never did in the cycle, a lower one does not. It is cut off at the
 *   capacity: if it never was in the cycle, a lower one is not. A look takes its price where debt is allowed, whatever
 *   the level. And it says when a refused run may look next: that run, if it does not poll, is refused then too and does
 *   nothing else; if it looks when the level is due, that must never have been sooner than its next look at a fixed time.
 *   Where a policy judges the level nothing is claimed, nor where a call is tried, a line or a lock-out decides as well,
 *   or a run gives up because of how long it would take.
 * - A backlog is asked whether enough is there, and how many of those asked for. If there always was, and each take got all
 *   it asked for, more changes nothing; nor does it where there is no limit to its size and nobody waits in its line.
 *
 * By induction each cycle does the same and adds as much again.
 *
 * @module
 */

import type { Observer } from '../listen/observer.ts';
import { SILENT } from '../listen/silent.ts';
import { type Machine, OP } from '../machine.ts';
import type { State } from '../state.ts';
import { reachesAt } from '../supplies/bucket.ts';
import { reckonedSleepMs } from '../supplies/reckoning.ts';
import { NEVER } from '../time.ts';
import type { Growth } from './growth.ts';

export class GrowthWatch {
  readonly observer: Observer;
  readonly #machine: Machine;
  readonly #state: State;
  /** By task: runs that ended, runs that came from the line, and whether a trigger is due that has not been told of yet. */
  readonly #ended: Float64Array;
  readonly #taken: Float64Array;
  readonly #due: Uint8Array;
  /** By supply: whether a level sufficed, or may have set the time of a look; and what was taken. */
  readonly #sufficed: Uint8Array;
  readonly #grains: Float64Array;
  /** By backlog: whether somebody got less than was asked for; and what the last take got. */
  readonly #short: Uint8Array;
  #took = 0;
  /** Levels when the cycle began, and the refill that was in them. */
  readonly #levels: Float64Array;
  readonly #sinceMs: Float64Array;

  constructor(machine: Machine, state: State) {
    const { tasks, supplies } = machine.model;
    this.#machine = machine;
    this.#state = state;
    this.#ended = new Float64Array(tasks.length);
    this.#taken = new Float64Array(tasks.length);
    this.#due = new Uint8Array(tasks.length);
    this.#sufficed = new Uint8Array(supplies.length);
    this.#grains = new Float64Array(supplies.length);
    this.#short = new Uint8Array(machine.model.backlogs.length);
    this.#levels = new Float64Array(supplies.length);
    this.#sinceMs = new Float64Array(supplies.length);
    this.observer = this.#listen();
  }

  /** A cycle begins, at a state whose levels are settled. */
  begin(): void {
    for (const counts of [this.#ended, this.#taken, this.#sufficed, this.#grains, this.#short]) counts.fill(0);
    this.#levels.set(this.#state.level);
    this.#sinceMs.set(this.#state.sinceMs);
  }

  /** Whether the cycle that ends here, at a state whose levels are settled, repeats for ever with `growth` each time. */
  repeats({ queued, sunk, items }: Growth): boolean {
    return (
      queued.every((by, task) => by === 0 || this.#machine.always[task] === 1 || this.#neverEmpty(task)) &&
      sunk.every((by, supply) => by === 0 || this.#neverSufficed(supply)) &&
      items.every((by, backlog) => by === 0 || this.#alwaysEnough(backlog))
    );
  }

  #alwaysEnough(backlog: number): boolean {
    const { capacity, line } = this.#machine.stock.backlogs[backlog]!;
    return this.#short[backlog] === 0 && capacity === NEVER && this.#state.firstWaiter[line]! < 0;
  }

  #neverEmpty(task: number): boolean {
    return this.#ended[task] === this.#taken[task];
  }

  #neverSufficed(supply: number): boolean {
    const { spec, stepGrains, everyMs, special } = this.#machine.supplies[supply]!;
    // A policy that sees a level, at the end of a run or as it takes, may do otherwise at another.
    if (this.#machine.model.policies.some((one) => one.family !== 'admission' && one.supply === supply)) return false;
    // What comes back, or at once, is not in the sum below.
    if (this.#sufficed[supply] === 1 || special || spec.settled === true || spec.limitOf !== undefined) return false;
    // Elsewhere what a look takes depends on what is there.
    if (spec.debt.kind !== 'unlimited' && spec.debt.kind !== 'limited') return false;
    const steps = (this.#state.sinceMs[supply]! - this.#sinceMs[supply]!) / everyMs;
    const uncut = this.#levels[supply]! + steps * stepGrains - this.#grains[supply]!;
    return uncut === this.#state.level[supply];
  }

  #listen(): Observer {
    const [ended, taken, due, grains] = [this.#ended, this.#taken, this.#due, this.#grains];
    const announced = (task: number, isDue: number): void => {
      due[task] = isDue;
    };
    return {
      ...SILENT,
      triggered: (task) => announced(task, 1),
      skipped: (task) => announced(task, 0),
      queued: (task) => announced(task, 0),
      started(task) {
        if (due[task] === 0) taken[task]!++;
        due[task] = 0;
      },
      ended(task) {
        ended[task]!++;
      },
      blocked: (_task, run, operation) => this.#refused(run, operation),
      passed: (_task, _run, operation) => this.#passed(operation),
      gaveUp: (_task, _run, operation) => this.#gaveUp(operation),
      took: (_task, _run, _backlog, items) => {
        this.#took = items;
      },
      // Whether a call is served, what a refusal takes and when it is tried again may all follow from the level.
      called: (_task, _run, supply) => {
        this.#sufficed[supply] = 1;
      },
      polled: (_task, run, supply, _looks, before, after) => {
        grains[supply]! += before - after;
        this.#refused(run, this.#state.operation[run]!);
      },
    };
  }

  #passed(operation: number): void {
    const { kind, subject, amount } = this.#machine.rows[operation]!;
    if (kind === OP.await || kind === OP.spend) this.#sufficed[subject] = 1;
    // An amount that is computed makes this comparison false, and nothing is claimed.
    if (kind === OP.take && !(this.#took >= amount)) this.#short[subject] = 1;
  }

  #gaveUp(operation: number): void {
    const { kind, subject } = this.#machine.rows[operation]!;
    if (kind === OP.take) this.#short[subject] = 1;
  }

  /** A run was refused: when it looks next must not follow from the level, if it does something then. */
  #refused(run: number, operation: number): void {
    const row = this.#machine.rows[operation]!;
    if (row.kind === OP.acquire || row.kind === OP.call || row.kind === OP.emit) return;
    if (row.kind === OP.take) {
      this.#short[row.subject] = 1;
      return;
    }
    const supply = row.subject;
    const { turn, locksOut } = this.#machine.supplies[supply]!;
    const asksMore = turn !== undefined || locksOut || row.giveUpMs !== NEVER;
    if (row.policy >= 0 || asksMore) this.#sufficed[supply] = 1;
    if (row.pollEveryMs === 0 || !row.pollOrWhenDue) return;
    const { level, sinceMs, lookedMs } = this.#state;
    const target = row.enoughGrains + row.marginGrains;
    if (row.pollReckons !== undefined) {
      const missingGrains = target - level[supply]!;
      const sleepMs = reckonedSleepMs(row.pollReckons, { missingGrains, mostMs: row.pollEveryMs });
      if (!(sleepMs === row.pollEveryMs)) this.#sufficed[supply] = 1;
      return;
    }
    const dueMs = reachesAt(this.#machine.supplies[supply]!, level[supply]!, sinceMs[supply]!, target);
    // An amount that is computed makes this comparison false, and nothing is claimed.
    if (!(dueMs >= lookedMs[run]! + row.pollEveryMs)) this.#sufficed[supply] = 1;
  }
}
