/**
 * Collects, for one replication, every number a report needs: an observer that adds to a few objects and allocates nothing
 * per event.
 *
 * What counts from the warm-up on is set back when the first instant at or after it comes, so that nothing has to ask
 * afterwards whether it counts. A report asks for few of the numbers that could be counted, and whatever follows from
 * others is not counted at all: the recorder is told ten things per run and must not cost more than the engine. What is
 * asked for together lies together, one object per run, per operation, per task, lock and supply.
 *
 * @module
 */

import type { Repeating } from '../../sim/future/recurrence.ts';
import type { Ending } from '../../sim/listen/observer.ts';
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { NEVER, type TimeMs } from '../../sim/time.ts';
import { foldAges, foldDue, foldLatencies, foldProgress, foldRuns } from '../fold-copies.ts';
import { type Counted, Repetition } from '../repetition.ts';
import { NO_LIMITS, type RecorderLimits, type ReplicationRecord } from '../replication-record.ts';
import { Tally } from '../statistics/tally.ts';
import { AsWritten } from '../words/as-written.ts';
import { type AgesOfRun, ageRecord } from './ages.ts';
import { Clock } from './clock.ts';
import { DueMeter } from './due-meter.ts';
import type { Keeper } from './keeper.ts';
import { LatencyMeter } from './latency-meter.ts';
import { comesBack } from './limit.ts';
import { holdOn, holdWaiting, LockMeter } from './lock-meter.ts';
import { LongestWait } from './longest-wait.ts';
import { ProgressMeter } from './progress-meter.ts';
import { RunMeter } from './run-meter.ts';
import { SeenRun } from './seen-run.ts';
import { StockMeters } from './stock-meters.ts';
import { SupplyMeter } from './supply-meter.ts';
import type { TaskRecord } from './task-record.ts';
import { WAIT_KINDS, WaitMeter } from './wait-meter.ts';

export type { RecorderLimits, ReplicationRecord, TaskRecord } from '../replication-record.ts';

export class Recorder implements Repeating {
  readonly #machine: Machine;
  readonly #state: State;
  readonly #clock: Clock = new Clock();
  readonly #runs: SeenRun[];
  /** By task. */
  readonly #starts: readonly RunMeter[];
  readonly #progress: readonly ProgressMeter[];
  readonly #due: readonly DueMeter[];
  readonly #longest: readonly LongestWait[];
  /** By operation. */
  readonly #waits: readonly WaitMeter[];
  readonly #locks: readonly LockMeter[];
  readonly #supplies: readonly SupplyMeter[];
  readonly #stock: StockMeters;
  readonly #tallies: readonly Tally[];
  readonly #latency: LatencyMeter;
  readonly #limits: RecorderLimits;
  readonly #written: AsWritten;
  /** When measuring begins; `NEVER` once it has. */
  #beginsMs = 0.5;
  #cycle: Repetition | undefined;

  /** `state` as `begin` made it. */
  constructor(machine: Machine, state: State, limits: RecorderLimits = NO_LIMITS) {
    const { model } = machine;
    const written = new AsWritten(machine);
    const { originals, copies, tasks } = written;
    const runs = Array.from({ length: state.runsMax }, () => new SeenRun(tasks, model.locks.length));
    const clock = this.#clock;
    this.#machine = machine;
    this.#state = state;
    this.#runs = runs;
    this.#starts = model.tasks.map((_, task) => new RunMeter(clock, task, machine.always[task] === 1, runs));
    this.#progress = model.tasks.map((_, task) => new ProgressMeter(clock, machine.idlers.includes(task)));
    this.#due = model.tasks.map(() => new DueMeter(clock));
    this.#longest = copies.map(() => new LongestWait(tasks));
    this.#locks = model.locks.map((spec, lock) => new LockMeter(clock, lock, { tasks, spec }, runs));
    this.#supplies = machine.supplies.map(
      (bucket, supply) =>
        new SupplyMeter(
          clock,
          bucket,
          tasks,
          { level: state.level[supply]!, sinceMs: state.sinceMs[supply]! },
          limits.windows[supply],
        ),
    );
    this.#tallies = copies.flatMap(() => WAIT_KINDS.map(() => new Tally()));
    const waiters = { runs, due: this.#due, progress: this.#progress };
    this.#stock = new StockMeters(machine, state, clock, waiters, limits.emptyBy);
    const [locks, supplies, tallies, longest] = [this.#locks, this.#supplies, this.#tallies, this.#longest];
    const context = { machine, clock, originals, locks, supplies, tallies, longest };
    this.#latency = new LatencyMeter({ machine, state, clock, runs }, limits.latencyMs);
    this.#limits = limits;
    this.#written = written;
    this.#waits = machine.operations.map((_, operation) => new WaitMeter(context, operation));
    // The half above made this field a double for good.
    this.#beginsMs = NEVER;
    if (model.warmupMs > 0) this.#beginsMs = model.warmupMs;
    else for (const meter of this.#due) meter.beginMeasuring();
  }

  /** Times between progresses, by task (each copy apart); samples of waits, by written task and kind (`task * 3 + kind`). */
  get gaps(): readonly Tally[] {
    return this.#progress.map(({ gaps }) => gaps);
  }

  get waits(): readonly Tally[] {
    return this.#tallies;
  }

  /** Latencies, by task (each copy apart). */
  get latencies(): readonly Tally[] {
    return this.#latency.tallies;
  }

  /** Ages of items that were done, by backlog. */
  get itemAges(): readonly Tally[] {
    return this.#stock.meters.map(({ ages }) => ages);
  }

  /** What the age of a task follows from. To be asked after the run. */
  agesOf(task: number, endMs: TimeMs): AgesOfRun {
    const meter = this.#progress[task]!;
    return { meter, progress: meter.record(endMs), endMs, measuredMs: this.#measuredMs(endMs) };
  }

  instant(atMs: TimeMs): void {
    if (this.#machine.idlers.length > 0) this.#stock.seeIdle();
    if (atMs >= this.#beginsMs) this.#beginMeasuring();
    this.#clock.nowMs = atMs;
  }

  /** Counted by what becomes of the start. */
  triggered(task: number): void {
    this.#due[task]!.triggered();
  }

  emitted(): void {}

  skipped(task: number): void {
    this.#due[task]!.skipped();
    const starts = this.#starts[task]!;
    const waitsAt = starts.lastRun?.waitsAt ?? -1;
    // No run was there: its scheduler was down.
    if (starts.alive === 0) starts.missed++;
    else if (waitsAt >= 0) this.#waits[waitsAt]!.skipped++;
    else starts.skippedWorking++;
  }

  queued(task: number): void {
    this.#starts[task]!.queue();
  }

  dropped(task: number, dueMs: TimeMs): void {
    this.#starts[task]!.drop();
    this.#due[task]!.dropped(dueMs);
  }

  started(task: number, run: number, dueMs: TimeMs): void {
    if (run >= this.#runs.length) this.#grow(run);
    this.#starts[task]!.start(this.#runs[run]!, dueMs);
  }

  ended(task: number, run: number, how: Ending): void {
    const seen = this.#runs[run]!;
    this.#letGo(seen);
    const starts = this.#starts[task]!;
    starts.end(seen, how);
    if (seen.hasItems) this.#stock.giveBack(seen, run);
    if (!seen.progressed && seen.shared?.served !== true) this.#due[task]!.cameToNothing(seen);
    if (starts.rests) this.#due[task]!.idle();
    if (how === 'completed') this.#latency.completed(task, seen);
  }

  retried(task: number, run: number): void {
    const seen = this.#runs[run]!;
    this.#letGo(seen);
    this.#starts[task]!.retried++;
    if (seen.hasItems) this.#stock.giveBack(seen, run);
  }

  redelivered(task: number, run: number, next: number): void {
    this.#starts[task]!.redeliver(this.#runs[run]!, this.#runs[next]!);
  }

  /** A run ends, or its attempt does: only who crashes or is ended by others waits as it does. */
  #letGo(seen: SeenRun): void {
    if (seen.waitsAt >= 0) this.#waits[seen.waitsAt]!.breakOff(seen);
    if (seen.holdsWaiting) holdOn(this.#locks, seen, this.#clock.nowMs);
    while (seen.lateAll > 0) this.#locks[seen.late.findIndex((permits) => permits > 0)]!.giveBackLate(seen);
  }

  blocked(_task: number, run: number, operation: number): void {
    const seen = this.#runs[run]!;
    this.#waits[operation]!.begin(seen);
    if (seen.held > 0) holdWaiting(this.#locks, seen, this.#clock.nowMs);
  }

  passed(_task: number, run: number, operation: number, waitedMs: TimeMs): void {
    const seen = this.#runs[run]!;
    if (seen.waitsAt >= 0) this.#goOn(seen);
    this.#waits[operation]!.pass(seen, waitedMs);
  }

  gaveUp(_task: number, run: number, operation: number, waitedMs: TimeMs): void {
    const seen = this.#runs[run]!;
    if (seen.waitsAt >= 0) this.#goOn(seen);
    this.#waits[operation]!.giveUp(seen, waitedMs);
  }

  spent(task: number, run: number, supply: number, beforeGrains: number, afterGrains: number): void {
    const seen = this.#runs[run]!;
    // A `spend` that waited is paid before it is told to have passed: its wait ends without its own tokens.
    if (seen.waitsAt >= 0) this.#goOn(seen);
    this.#supplies[supply]!.spend(this.#written.original(task), beforeGrains, afterGrains);
  }

  called(_task: number, _run: number, supply: number): void {
    this.#supplies[supply]!.tries++;
  }

  refused(task: number, _run: number, supply: number, beforeGrains: number, afterGrains: number): void {
    this.#supplies[supply]!.refuse(this.#written.original(task), beforeGrains, afterGrains);
  }

  settled(task: number, _run: number, supply: number, before: number, after: number, more: number): void {
    this.#supplies[supply]!.settle(this.#written.original(task), before, after, more);
  }

  refilled(supply: number, beforeGrains: number, afterGrains: number, offeredGrains: number): void {
    this.#supplies[supply]!.offer(beforeGrains, afterGrains, offeredGrains);
  }

  changed(supply: number, regime: number, beforeGrains: number, afterGrains: number): void {
    this.#supplies[supply]!.change(this.#machine.supplies[supply]!.regimes![regime]!, beforeGrains, afterGrains);
  }

  polled(task: number, _run: number, supply: number, looks: number, beforeGrains: number, afterGrains: number): void {
    const meter = this.#supplies[supply]!;
    meter.looks += looks;
    // A look that costs nothing leaves the level alone.
    if (beforeGrains !== afterGrains) meter.look(this.#written.original(task), beforeGrains, afterGrains);
  }

  held(task: number, run: number, lock: number): void {
    const seen = this.#runs[run]!;
    // What a waiting run is handed is what it waited for: it goes on at this instant.
    if (seen.holdsWaiting) holdOn(this.#locks, seen, this.#clock.nowMs);
    this.#locks[lock]!.take(this.#written.original(task), seen);
  }

  released(task: number, run: number, lock: number): void {
    this.#locks[lock]!.lose(this.#written.original(task), this.#runs[run]!);
  }

  expired(task: number, run: number, lock: number): void {
    this.#locks[lock]!.expire(this.#written.original(task), this.#runs[run]!);
  }

  returned(_task: number, run: number, lock: number): void {
    this.#locks[lock]!.giveBackLate(this.#runs[run]!);
  }

  orphaned(task: number, run: number, lock: number): void {
    this.#locks[lock]!.orphan(this.#written.original(task), this.#runs[run]!);
  }

  freed(task: number, lock: number): void {
    this.#locks[lock]!.free(this.#written.original(task));
  }

  working(_task: number, _run: number, _untilMs: TimeMs): void {}

  progressed(task: number, run: number, amount: number): void {
    const seen = this.#runs[run]!;
    if (seen.hasItems) this.#stock.finish(seen, run);
    // What another run of the same start has done already is done twice, and no progress; nor is an amount of 0, as in proofs.
    if (seen.repeats || !(amount > 0)) return;
    this.#progress[task]!.progress(amount);
    this.#starts[task]!.progress(seen);
    this.#due[task]!.progressed(seen, amount);
  }

  arrived(backlog: number, items: number, lost: number): void {
    this.#stock.meters[backlog]!.arrive(items, lost);
  }

  took(_task: number, run: number, backlog: number, items: number): void {
    this.#stock.took(this.#runs[run]!, run, backlog, items);
  }

  pruned(backlog: number, items: number): void {
    this.#stock.meters[backlog]!.prune(items);
  }

  beginCycle(): void {
    // What counts from the warm-up on is set back there, and that does not repeat.
    this.#cycle = this.#beginsMs === NEVER ? new Repetition(this.#counted()) : undefined;
  }

  repeatCycle(cycles: number, periodMs: TimeMs): boolean {
    const { latencyMs, emptyBy } = this.#limits;
    const returns = [...latencyMs, ...emptyBy].every((all) => all.every((limit) => comesBack(limit, periodMs)));
    return returns && (this.#cycle?.repeat(cycles, periodMs) ?? false);
  }

  /** What was seen until `endMs`, the end of the replication. To be called once, after the run. */
  record(endMs: TimeMs): ReplicationRecord {
    const { model } = this.#machine;
    this.instant(endMs);
    const measuredMs = this.#measuredMs(endMs);
    const aliveMs = model.tasks.map(() => 0);
    for (const run of this.#runs) {
      if (run.task < 0) continue;
      if (run.waitsAt >= 0) this.#waits[run.waitsAt]!.end(run, false);
      aliveMs[run.task] = Math.max(aliveMs[run.task]!, this.#due[run.task]!.waitSince(run.sinceMs));
    }
    const due = this.#due.map((one, task) => one.record(endMs, this.#state.queuedDueMs[task]![0], aliveMs[task]!));
    const ages = model.tasks.map((_, task) => {
      return ageRecord(this.agesOf(task, endMs), this.#limits.ageMs[this.#written.original(task)] ?? []);
    });
    return {
      endMs,
      measuredMs,
      tasks: this.#written.copies.map((_, task) => this.#taskRecord(task, endMs)),
      supplies: this.#supplies.map((supply) => supply.record()),
      backlogs: this.#stock.meters.map((backlog) => backlog.record()),
      locks: this.#locks.map((lock, index) => lock.record(endMs, measuredMs, model.locks[index]!.permits)),
      skippedAt: this.#written.byOperation(this.#waits, ({ skipped }) => skipped),
      gaveUpAt: this.#written.byOperation(this.#waits, ({ gaveUp }) => gaveUp),
      waitedMsAt: this.#written.byOperation(this.#waits, ({ waitedMs }) => waitedMs),
      due: this.#written.folded(due, foldDue),
      latencies: this.#written.folded(this.#latency.record(endMs), foldLatencies),
      ages: this.#written.folded(ages, foldAges),
    };
  }

  #measuredMs(endMs: TimeMs): TimeMs {
    return this.#beginsMs === NEVER ? endMs - this.#machine.model.warmupMs : 0;
  }

  #taskRecord(task: number, endMs: TimeMs): TaskRecord {
    const copies = this.#written.copies[task]!;
    const runs = copies.map((copy) => this.#starts[copy]!.record(this.#skippedWaiting(copy)));
    const progress = copies.map((copy) => this.#progress[copy]!.record(endMs));
    const longest = this.#longest[task]!.record;
    return {
      runs: copies.length === 1 ? runs[0]! : foldRuns(runs),
      progress: copies.length === 1 ? progress[0]! : foldProgress(progress),
      waits: this.#tallies.slice(3 * task, 3 * task + 3).map(({ count, sum }) => ({ count, sumMs: sum })),
      longestWait: longest === null ? null : { ...longest, operation: this.#written.operation(longest.operation) },
    };
  }

  #skippedWaiting(task: number): number {
    const { entry, model } = this.#machine;
    const mine = this.#waits.slice(entry[task]!, entry[task]! + model.tasks[task]!.program.length);
    return mine.reduce((sum, { skipped }) => sum + skipped, 0);
  }

  #counted(): Counted {
    return {
      keepers: [...this.#meters(), ...this.#runs, this.#latency, ...this.#limited()],
      sums: [...this.#supplies, ...this.#stock.meters].map(({ area }) => area),
      tallies: [...this.#tallies, ...this.gaps, ...this.latencies, ...this.itemAges],
    };
  }

  /** What counts for goals alone. */
  #limited(): readonly Keeper[] {
    const windows = this.#supplies.flatMap((supply) => supply.windows ?? []);
    return [...windows, ...this.#stock.meters.flatMap(({ drain }) => drain ?? [])];
  }

  #meters() {
    const byTask = [...this.#starts, ...this.#progress, ...this.#due];
    return [...byTask, ...this.#locks, ...this.#supplies, ...this.#stock.meters, ...this.#waits];
  }

  #goOn(run: SeenRun): void {
    this.#waits[run.waitsAt]!.end(run, true);
    if (run.holdsWaiting) holdOn(this.#locks, run, this.#clock.nowMs);
  }

  #beginMeasuring(): void {
    this.#clock.nowMs = this.#beginsMs;
    this.#beginsMs = NEVER;
    for (const meter of this.#meters()) meter.beginMeasuring();
    for (const tally of this.#tallies) tally.clear();
  }

  #grow(run: number): void {
    const { model } = this.#machine;
    const runsMax = 2 * (run + 1);
    while (this.#runs.length < runsMax) this.#runs.push(new SeenRun(this.#written.tasks, model.locks.length));
  }
}
