/**
 * Records one replication for drawing: every jump of a level, every span of a run, every progress.
 *
 * A level's line is corners with straight pieces between them. Where a refill comes in steps each step is a jump, as long
 * as there are few enough to be drawn; where there are more, the line between two spends is straight up to the capacity.
 *
 * @module
 */

import type { Ending, Observer } from '../../sim/listen/observer.ts';
import type { Span, Trace } from '../../sim/listen/trace.ts';
import type { Machine } from '../../sim/machine.ts';
import type { Model, Operation } from '../../sim/model.ts';
import { copiesOf, originalsOf } from '../../sim/program/copies.ts';
import type { State } from '../../sim/state.ts';
import type { TimeMs } from '../../sim/time.ts';
import { levelAfterSteps, type Refilled } from './level.ts';
import { StockLines } from './stock-lines.ts';

export interface TracerOptions {
  /** Recording stops after so many entries, at the end of an instant. Default: 200,000. */
  readonly entriesMax?: number;
}

/** Refill steps in a horizon up to which each is drawn. */
const STEPS_MAX = 50_000;

/** As what a run that was not completed is drawn. */
const MISSES = {
  stopped: 'stopped',
  failed: 'failed',
  crashed: 'failed',
  replaced: 'stopped',
  expired: 'expired',
} as const;

type List<Key extends 'spends' | 'progress' | 'misses'> = Trace[Key][number][];

export class Tracer implements Observer {
  readonly #machine: Machine;
  readonly #entriesMax: number;
  readonly #corners: { atMs: TimeMs; tokens: number }[][];
  readonly #spends: List<'spends'> = [];
  readonly #progress: List<'progress'> = [];
  readonly #misses: List<'misses'> = [];
  /** By task as it was written: the copies of one share its lane. */
  readonly #spans: Span[][];
  readonly #stock: StockLines;
  readonly #originals: Int32Array;
  readonly #level: number[];
  readonly #sinceMs: number[];
  /** How each supply fills up as of now. */
  readonly #refills: Refilled[];
  /** By run: permits it holds, its task, and the wait it is in (-1: none). */
  readonly #holds: number[] = [];
  readonly #taskOf: number[] = [];
  readonly #waitsAt: number[] = [];
  readonly #waitsFromMs: number[] = [];
  readonly #waitsHolding: boolean[] = [];
  /** By run: the place of its last work among the spans of its task. */
  readonly #workAt: number[] = [];
  #atMs: TimeMs = 0;
  #entries = 0;
  #lastMs: TimeMs = 0;
  #stoppedMs: TimeMs | undefined;

  /** `state` as `begin` made it. */
  constructor(machine: Machine, state: State, { entriesMax = 200_000 }: TracerOptions = {}) {
    this.#machine = machine;
    this.#entriesMax = entriesMax;
    this.#level = Array.from(state.level);
    this.#sinceMs = Array.from(state.sinceMs);
    this.#refills = [...machine.supplies];
    this.#originals = originalsOf(machine.model);
    this.#spans = copiesOf(machine.model).map(() => []);
    this.#stock = new StockLines(machine, state);
    this.#corners = this.#level.map((grains, supply) => [{ atMs: 0, tokens: this.#tokens(supply, grains) }]);
  }

  /** Whether there is no more room: nothing that is told from now on is recorded. */
  get full(): boolean {
    return this.#stoppedMs !== undefined;
  }

  instant(atMs: TimeMs): void {
    this.#atMs = atMs;
  }

  triggered(): void {}

  emitted(): void {}

  queued(): void {}

  skipped(task: number): void {
    if (this.#records()) this.#misses.push({ atMs: this.#atMs, task: this.#name(task), kind: 'skipped' });
  }

  dropped(task: number): void {
    if (this.#records()) this.#misses.push({ atMs: this.#atMs, task: this.#name(task), kind: 'expired' });
  }

  started(task: number, run: number): void {
    this.#taskOf[run] = task;
    this.#holds[run] ??= 0;
    this.#waitsAt[run] = -1;
    this.#workAt[run] = -1;
  }

  ended(task: number, run: number, how: Ending): void {
    this.#breakOff(task, run);
    this.#taskOf[run] = -1;
    this.#stock.ended(this.#atMs, run, this.#machine.stock.backlogs.length > 0 && this.#records());
    if (how !== 'completed' && this.#records()) {
      this.#misses.push({ atMs: this.#atMs, task: this.#name(task), kind: MISSES[how] });
    }
  }

  /** A run is over: what it was at, or waited for, ends here. */
  #breakOff(task: number, run: number): void {
    if (this.#waitsAt[run]! >= 0 && this.#records()) this.#waited(task, run, this.#atMs);
    this.#waitsAt[run] = -1;
    const spans = this.#spans[this.#originals[task]!]!;
    const working = spans[this.#workAt[run] ?? -1];
    if (working !== undefined && working.toMs > this.#atMs)
      spans[this.#workAt[run]!] = { ...working, toMs: this.#atMs };
  }

  retried(task: number, run: number): void {
    this.#breakOff(task, run);
    this.#stock.ended(this.#atMs, run, this.#machine.stock.backlogs.length > 0 && this.#records());
  }

  redelivered(): void {}

  blocked(_task: number, run: number, operation: number): void {
    this.#waitsAt[run] = operation;
    this.#waitsFromMs[run] = this.#atMs;
    this.#waitsHolding[run] = this.#holds[run]! > 0;
  }

  passed(task: number, run: number, _operation: number, waitedMs: TimeMs): void {
    if (waitedMs > 0 && this.#records()) this.#waited(task, run, this.#atMs);
    this.#waitsAt[run] = -1;
  }

  gaveUp(task: number, run: number, _operation: number, waitedMs: TimeMs): void {
    if (waitedMs > 0 && this.#records()) this.#waited(task, run, this.#atMs);
    this.#waitsAt[run] = -1;
  }

  spent(task: number, _run: number, supply: number, beforeGrains: number, afterGrains: number): void {
    this.#take(task, supply, 'spend', beforeGrains, afterGrains);
  }

  settled(_task: number, _run: number, supply: number, beforeGrains: number, afterGrains: number): void {
    this.#jump(supply, beforeGrains, afterGrains);
  }

  refilled(supply: number, beforeGrains: number, afterGrains: number): void {
    this.#jump(supply, beforeGrains, afterGrains);
  }

  changed(supply: number, regime: number, beforeGrains: number, afterGrains: number): void {
    this.#jump(supply, beforeGrains, afterGrains);
    const [old, now] = [this.#refills[supply]!, this.#machine.supplies[supply]!.regimes![regime]!];
    if (old.everyMs !== now.everyMs) this.#sinceMs[supply] = this.#atMs;
    this.#refills[supply] = now;
  }

  polled(task: number, _run: number, supply: number, _looks: number, beforeGrains: number, afterGrains: number): void {
    if (beforeGrains !== afterGrains) this.#take(task, supply, 'poll', beforeGrains, afterGrains);
  }

  called(): void {}

  refused(task: number, _run: number, supply: number, beforeGrains: number, afterGrains: number): void {
    if (beforeGrains !== afterGrains) this.#take(task, supply, 'poll', beforeGrains, afterGrains);
  }

  held(_task: number, run: number): void {
    this.#holds[run]!++;
  }

  released(_task: number, run: number): void {
    this.#holds[run]!--;
  }

  expired(_task: number, run: number): void {
    this.#holds[run]!--;
  }

  returned(): void {}

  orphaned(_task: number, run: number): void {
    this.#holds[run]!--;
  }

  freed(): void {}

  working(task: number, run: number, untilMs: TimeMs): void {
    if (!this.#records()) return;
    const spans = this.#spans[this.#originals[task]!]!;
    this.#workAt[run] = spans.length;
    spans.push({ fromMs: this.#atMs, toMs: untilMs, doing: 'working', holding: this.#holds[run]! > 0 });
  }

  progressed(task: number, run: number, amount: number): void {
    this.#stock.progressed(run);
    if (this.#records()) this.#progress.push({ atMs: this.#atMs, task: this.#name(task), amount });
  }

  arrived(backlog: number, items: number): void {
    this.#stock.arrived(this.#atMs, backlog, items, this.#records());
  }

  took(_task: number, run: number, backlog: number, items: number): void {
    this.#stock.took(this.#atMs, run, backlog, items, this.#records());
  }

  pruned(backlog: number, items: number): void {
    this.#stock.pruned(this.#atMs, backlog, items, this.#records());
  }

  /** The trace of a replication that ended at `endMs`. To be called once. */
  trace(endMs: TimeMs): Trace {
    const { model } = this.#machine;
    const untilMs = this.#stoppedMs ?? endMs;
    this.#waitsAt.forEach((operation, run) => {
      const task = this.#taskOf[run]!;
      if (task >= 0 && operation >= 0 && this.#waitsFromMs[run]! < untilMs) this.#waited(task, run, untilMs);
    });
    return {
      horizonMs: model.horizonMs,
      recordedUntilMs: untilMs,
      supplies: model.supplies.map(({ name }, supply) => {
        this.#follow(supply, untilMs);
        this.#corner(supply, untilMs, this.#level[supply]!);
        return { name, level: this.#corners[supply]! };
      }),
      backlogs: this.#stock.lines(untilMs),
      spends: this.#spends,
      lanes: this.#spans.map((spans, task) => ({ task: this.#name(task), spans: inOrder(spans, untilMs) })),
      progress: this.#progress,
      misses: this.#misses,
    };
  }

  /** Whether there is room for an entry now; an instant that was begun is recorded to its end. */
  #records(): boolean {
    const atMs = this.#atMs;
    if (this.#stoppedMs !== undefined) return false;
    if (this.#entries >= this.#entriesMax && atMs > this.#lastMs) {
      this.#stoppedMs = atMs;
      return false;
    }
    this.#entries++;
    this.#lastMs = atMs;
    return true;
  }

  #waited(task: number, run: number, atMs: TimeMs): void {
    const { operation } = this.#machine.operations[this.#waitsAt[run]!]!;
    // Who waits for items has nothing to do.
    if (operation.kind === 'take') return;
    const [doing, name] = waitedFor(this.#machine.model, operation);
    const holding = this.#waitsHolding[run]!;
    this.#spans[this.#originals[task]!]!.push({ fromMs: this.#waitsFromMs[run]!, toMs: atMs, doing, name, holding });
  }

  #take(task: number, supply: number, kind: 'spend' | 'poll', beforeGrains: number, afterGrains: number): void {
    const atMs = this.#atMs;
    if (!this.#records()) return;
    this.#follow(supply, atMs);
    this.#corner(supply, atMs, beforeGrains);
    this.#corner(supply, atMs, afterGrains);
    this.#level[supply] = afterGrains;
    const tokens = this.#tokens(supply, beforeGrains - afterGrains);
    this.#spends.push({
      atMs,
      task: this.#name(task),
      supply: this.#machine.model.supplies[supply]!.name,
      tokens,
      kind,
    });
  }

  /** A level that changes otherwise than by what is taken or comes in steps. */
  #jump(supply: number, beforeGrains: number, afterGrains: number): void {
    const atMs = this.#atMs;
    if (!this.#records()) return;
    this.#follow(supply, atMs);
    this.#corner(supply, atMs, beforeGrains);
    this.#corner(supply, atMs, afterGrains);
    this.#level[supply] = afterGrains;
  }

  /** Draws the refill from the last corner up to `atMs`. */
  #follow(supply: number, atMs: TimeMs): void {
    const bucket = this.#refills[supply]!;
    const { everyMs, stepGrains, capacityGrains } = bucket;
    const sinceMs = this.#sinceMs[supply]!;
    const level = this.#level[supply]!;
    const steps = Math.floor((atMs - sinceMs) / everyMs);
    if (steps === 0) return;
    const filling = stepGrains > 0 ? Math.ceil((capacityGrains - level) / stepGrains) : 0;
    if (everyMs > 1 && this.#machine.model.horizonMs / everyMs <= STEPS_MAX) {
      for (let step = 1; step <= Math.min(steps, filling); step++) {
        this.#corner(supply, sinceMs + step * everyMs, levelAfterSteps(bucket, level, step - 1));
        this.#corner(supply, sinceMs + step * everyMs, levelAfterSteps(bucket, level, step));
      }
    } else if (filling > 0 && filling < steps) this.#corner(supply, sinceMs + filling * everyMs, capacityGrains);
    this.#level[supply] = levelAfterSteps(bucket, level, steps);
    this.#sinceMs[supply] = sinceMs + steps * everyMs;
  }

  #corner(supply: number, atMs: TimeMs, grains: number): void {
    const corners = this.#corners[supply]!;
    const tokens = this.#tokens(supply, grains);
    const last = corners.at(-1)!;
    if (last.atMs !== atMs || last.tokens !== tokens) corners.push({ atMs, tokens });
  }

  #tokens(supply: number, grains: number): number {
    return grains / this.#machine.model.supplies[supply]!.grainsPerToken;
  }

  #name(task: number): string {
    return this.#machine.model.tasks[this.#originals[task]!]!.name;
  }
}

/** Spans are noted when they end or begin; a lane wants them by their beginning, and none beyond the recording. */
function inOrder(spans: readonly Span[], untilMs: TimeMs): readonly Span[] {
  return spans
    .map((span) => (span.toMs > untilMs ? { ...span, toMs: untilMs } : span))
    .sort((left, right) => left.fromMs - right.fromMs || left.toMs - right.toMs);
}

/** What a wait at `operation` is for, and its name. */
function waitedFor({ locks, supplies, tasks }: Model, operation: Operation): readonly [Span['doing'], string] {
  if (operation.kind === 'acquire') return [locks[operation.lock]!.kind, locks[operation.lock]!.name];
  if (operation.kind === 'emit') return ['runs', tasks[operation.task]!.name];
  return ['supply', 'supply' in operation ? supplies[operation.supply]!.name : ''];
}
