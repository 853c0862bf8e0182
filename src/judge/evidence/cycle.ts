/**
 * What happens on a cycle that repeats for ever: what a task waits for, who takes it meanwhile, and who is caught for good.
 *
 * @module
 */

import { run } from '../../sim/engine.ts';
import { beginAlone, type Future } from '../../sim/future/future.ts';
import { type Knot, knotsIn } from '../../sim/future/knots.ts';
import { hidersOf } from '../../sim/future/stuck.ts';
import type { Observer } from '../../sim/listen/observer.ts';
import { SILENT } from '../../sim/listen/silent.ts';
import type { Machine } from '../../sim/machine.ts';
import { originalsOf } from '../../sim/program/copies.ts';
import type { State } from '../../sim/state.ts';
import { NEVER } from '../../sim/time.ts';
import { timeOf } from '../../verify/script/confirm.ts';
import { replay } from '../../verify/script/replay.ts';
import type { Script } from '../../verify/script/script.ts';
import { heldSince, knotText } from '../words/knot-text.ts';

export interface Cycle {
  readonly fromMs: number;
  readonly durationMs: number;
  /** The operations at which runs of the task wait at its end. */
  readonly waitsAt: readonly number[];
  /** What was taken of each supply, by task (copies of one together); and by the task itself. */
  readonly takings: readonly Taking[];
  /** Tasks that hold a lock at its end, by lock. */
  readonly holders: readonly (readonly number[])[];
  /** Tasks whose crashed runs hold a lock at its end, by lock. */
  readonly left: readonly (readonly number[])[];
  /** Tasks whose runs are all that a dispatcher sees at its end, where one of the task waits further back in its list. */
  readonly hiders: readonly number[];
  /** Of the task: starts that found it busy, waits it gave up, runs that ended, those of them that gave nothing up. */
  readonly skipped: number;
  /** Starts of it that expired in its queue. */
  readonly dropped: number;
  readonly gaveUp: readonly number[];
  readonly ended: { readonly all: number; readonly freely: number };
  /** Whether the task was at work. */
  readonly worked: boolean;
  /** Its scheduler has given it up for good, after more missed starts than this. */
  readonly givenUpAfter?: number;
  /** Where a run of the task can never go on, being in a knot or behind it; `text` says of a deadlock who holds what. */
  readonly stuck?: { readonly because: Knot['kind']; readonly text: string; readonly isMember: boolean };
}

export interface Taking {
  readonly task: number;
  readonly supply: number;
  readonly times: number;
  readonly grains: number;
  /** Levels before it took something, lowest and highest. */
  readonly fromGrains: readonly [number, number];
}

/** Replays the script once round, and notes what its cycle brings for `task`. */
export function cycleOf(machine: Machine, script: Script, task: number): Cycle {
  const fromMs = timeOf(script.steps, script.cycleFrom ?? script.steps.length);
  const notes = new Notes(machine, task, fromMs + 1);
  let last: State | undefined;
  replay(machine, script, {
    observer(state) {
      last = state;
      return notes.observer;
    },
  });
  return notes.cycle({ fromMs, durationMs: timeOf(script.steps, script.steps.length) - fromMs }, last);
}

/** Follows the only run of a model once round the cycle in which it ends, and notes what that brings for `task`. */
export function cycleAhead(machine: Machine, future: Exclude<Future, { kind: 'not-seen' }>, task: number): Cycle {
  const { fromMs } = future;
  const durationMs = future.kind === 'recurs' ? future.periodMs : machine.model.gridMs;
  const notes = new Notes(machine, task, fromMs);
  const { state, choose } = beginAlone(machine);
  run(machine, state, choose, { untilMs: fromMs + durationMs, observer: notes.observer });
  return notes.cycle({ fromMs, durationMs }, state);
}

class Notes {
  readonly observer: Observer;
  readonly #machine: Machine;
  readonly #originals: Int32Array;
  readonly #task: number;
  readonly #cycleMs: number;
  readonly #taskOf = new Map<number, number>();
  /** The operation each waiting run is at, and since when each run holds which lock. */
  readonly #waiting = new Map<number, number>();
  readonly #held = heldSince();
  readonly #takings = new Map<string, Taking>();
  readonly #gaveUp: number[] = [];
  /** Runs that gave something up. */
  readonly #weary = new Set<number>();
  #skipped = 0;
  #dropped = 0;
  #ended = { all: 0, freely: 0 };
  #worked = false;
  #nowMs = 0;

  /** `cycleMs`: what happens from then on belongs to the cycle. */
  constructor(machine: Machine, task: number, cycleMs: number) {
    this.#machine = machine;
    this.#originals = originalsOf(machine.model);
    this.#task = task;
    this.#cycleMs = cycleMs;
    this.observer = this.#listen();
  }

  cycle(when: Pick<Cycle, 'fromMs' | 'durationMs'>, last: State | undefined): Cycle {
    const taskOf = (run: number): number => this.#taskOf.get(run)!;
    const knots = last === undefined ? [] : knotsIn(this.#machine, last);
    const knot = knots.find(({ tasks }) => tasks.includes(this.#task));
    return {
      ...when,
      waitsAt: [...this.#waiting].filter(([run]) => taskOf(run) === this.#task).map(([, operation]) => operation),
      takings: [...this.#takings.values()],
      holders: this.#machine.model.locks.map((_, lock) => [
        ...new Set(this.#held.holders(lock).map((run) => this.#told(taskOf(run)))),
      ]),
      left: this.#machine.model.locks.map((_, lock) => [
        ...new Set(this.#held.left(lock).map((task) => this.#told(task))),
      ]),
      skipped: this.#skipped,
      dropped: this.#dropped,
      gaveUp: this.#gaveUp,
      ended: this.#ended,
      worked: this.#worked,
      ...(knot && { stuck: this.#stuck(knot) }),
      hiders: this.#hiders(last),
      ...givenUp(this.#machine, this.#task, last),
    };
  }

  /** Whose runs are all that a dispatcher sees at the end, and keep it from seeing that of the task. */
  #hiders(last: State | undefined): readonly number[] {
    if (last === undefined) return [];
    const runs = [...this.#waiting.keys()].filter((run) => this.#taskOf.get(run) === this.#task);
    const hidden = runs.flatMap((run) => {
      const row = this.#machine.dispatchOf[this.#machine.rows[last.operation[run]!]!.subject];
      return hidersOf(this.#machine, last, run).slice(0, row?.looksAt);
    });
    return [...new Set(hidden.map((run) => this.#told(last.task[run]!)))].sort((left, right) => left - right);
  }

  #stuck(knot: Knot): NonNullable<Cycle['stuck']> {
    const isMember = knot.members.some(({ task }) => task === this.#task);
    return { because: knot.kind, text: knotText(this.#machine, knot, this.#held.since), isMember };
  }

  /** Copies are told together: those of another task as that task, the others of this one as the last of them. */
  #told(task: number): number {
    const original = this.#originals[task]!;
    if (task === this.#task || original !== this.#originals[this.#task]) return task === this.#task ? task : original;
    return this.#originals.lastIndexOf(original);
  }

  /** Whether something that `task` does now is to be noted. */
  #counts(task: number): boolean {
    return task === this.#task && this.#nowMs >= this.#cycleMs;
  }

  #listen(): Observer {
    const held = this.#held.observer;
    return {
      ...SILENT,
      ...held,
      instant: (atMs) => {
        this.#nowMs = atMs;
        held.instant(atMs);
      },
      dropped: (task) => {
        if (this.#counts(task)) this.#dropped++;
      },
      skipped: (task) => {
        if (this.#counts(task)) this.#skipped++;
      },
      started: (task, run) => void this.#taskOf.set(run, task),
      ended: (task, run) => this.#end(task, run),
      retried: (_task, run) => void this.#waiting.delete(run),
      blocked: (_task, run, operation) => void this.#waiting.set(run, operation),
      passed: (_task, run) => void this.#waiting.delete(run),
      gaveUp: (task, run, operation) => {
        this.#waiting.delete(run);
        this.#weary.add(run);
        if (this.#counts(task)) this.#gaveUp.push(operation);
      },
      spent: (task, _run, supply, before, after) => this.#take(task, supply, before, after),
      polled: (task, _run, supply, _looks, before, after) => {
        if (after < before) this.#take(task, supply, before, after);
      },
      working: (task) => {
        if (this.#counts(task)) this.#worked = true;
      },
    };
  }

  #end(task: number, run: number): void {
    const freely = !this.#weary.delete(run);
    this.#waiting.delete(run);
    if (!this.#counts(task)) return;
    this.#ended.all++;
    if (freely) this.#ended.freely++;
  }

  #take(task: number, supply: number, before: number, after: number): void {
    if (this.#nowMs < this.#cycleMs) return;
    const who = this.#told(task);
    const key = `${who} ${supply}`;
    const none: Taking = { task: who, supply, times: 0, grains: 0, fromGrains: [before, before] };
    const { times, grains, fromGrains } = this.#takings.get(key) ?? none;
    const [low, high] = fromGrains;
    this.#takings.set(key, {
      task: who,
      supply,
      times: times + 1,
      grains: grains + before - after,
      fromGrains: [Math.min(low, before), Math.max(high, before)],
    });
  }
}

/** Whether nothing starts the task any more, its scheduler having missed too much. */
function givenUp({ model }: Machine, task: number, last: State | undefined): Pick<Cycle, 'givenUpAfter'> {
  const triggers = model.triggers.flatMap((trigger, index) => (trigger.task === task ? [{ trigger, index }] : []));
  if (last === undefined || last.alive[task]! > 0 || last.queued[task]! > 0) return {};
  if (!triggers.every(({ index }) => last.dueMs[index] === NEVER)) return {};
  const after = triggers.flatMap(({ trigger: { catchUp } }) => catchUp?.giveUpAfter ?? []);
  return after.length > 0 ? { givenUpAfter: Math.max(...after) } : {};
}
