/**
 * Waits at one operation: how long runs waited there for a lock, a supply or a pool.
 *
 * When a wait begins, the counters it may be asked about later are copied to the run: who took tokens of the supply so far,
 * or who holds the lock. Only a wait that turns out to be the longest of its task looks at them again.
 *
 * @module
 */
import { type Machine, OTHERWISE } from '../../sim/machine.ts';
import type { TimeMs } from '../../sim/time.ts';
import type { Tally } from '../statistics/tally.ts';
import type { Clock } from './clock.ts';
import { type Keeper, numbersOf, setNumbers } from './keeper.ts';
import type { LockMeter } from './lock-meter.ts';
import type { LongestWait } from './longest-wait.ts';
import type { SeenRun } from './seen-run.ts';
import type { SupplyMeter } from './supply-meter.ts';

/** The kinds of wait, as the tallies are ordered. */
export const WAIT_KINDS = ['lock', 'supply', 'pool'] as const;

/** Whether a wait goes on in the next operation: an `await` and the `spend` of the same supply behind it are one. */
const ALONE = 0;
const GIVES_ON = 1;
const TAKES_ON = 2;

/** What the waits of all operations are told to: tallies by task and kind (`task * 3 + kind`), longest waits by task. */
export interface WaitContext {
  readonly machine: Machine;
  readonly clock: Clock;
  /** By task: the one that was written, for a copy. */
  readonly originals: Int32Array;
  readonly locks: readonly LockMeter[];
  readonly supplies: readonly SupplyMeter[];
  readonly tallies: readonly Tally[];
  readonly longest: readonly LongestWait[];
}

const COUNTS = ['waitedMs', 'gaveUp', 'skipped'] as const;

export class WaitMeter implements Keeper {
  /** Since the warm-up: time waited here, waits given up here, starts skipped while a run of the task waited here. */
  waitedMs = 0.5;
  gaveUp = 0;
  skipped = 0;
  readonly #clock: Clock;
  readonly #operation: number;
  readonly #carries: number;
  /** Whether giving up here lets the run go on. */
  readonly #goesOn: boolean;
  /**
   * Whether it is no sample: how long one waits for items says nothing, since there may be none to wait for, and who waits
   * for runs that it started waits for their work.
   */
  readonly #uncounted: boolean;
  readonly #lock: LockMeter | undefined;
  readonly #supply: SupplyMeter | undefined;
  /** One sample per acquire, and one per ask for tokens, which an `await` and the `spend` behind it make together. */
  readonly #tally: Tally;
  readonly #longest: LongestWait;

  constructor(context: WaitContext, operation: number) {
    const { machine, clock, originals, locks, supplies, tallies, longest } = context;
    const { operation: step, task: copy } = machine.operations[operation]!;
    const task = originals[copy]!;
    this.#clock = clock;
    this.#operation = operation;
    this.#carries = carries(machine, operation) ? GIVES_ON : carries(machine, operation - 1) ? TAKES_ON : ALONE;
    this.#goesOn = machine.rows[operation]!.otherwise === OTHERWISE.continue;
    this.#uncounted = step.kind === 'take' || step.kind === 'emit';
    this.#lock = step.kind === 'acquire' ? locks[step.lock] : undefined;
    this.#supply = 'supply' in step ? supplies[step.supply] : undefined;
    const kind = step.kind === 'acquire' ? machine.model.locks[step.lock]!.kind : 'supply';
    this.#tally = tallies[task * 3 + WAIT_KINDS.indexOf(kind)]!;
    this.#longest = longest[task]!;
    // The half above made this field a double for good.
    this.waitedMs = 0;
  }

  begin(run: SeenRun): void {
    run.waitsAt = this.#operation;
    run.fromMs = this.#clock.nowMs;
    if (this.#supply !== undefined) seeTaken(run, this.#supply);
    else if (this.#lock !== undefined) seeHeld(run, this.#lock);
  }

  /** The wait of a run is over, or the replication is; what it comes to is told by `pass`. */
  end(run: SeenRun, finished: boolean): void {
    const { nowMs } = this.#clock;
    const supply = this.#supply;
    run.waitsAt = -1;
    if (this.#uncounted) return;
    if (supply !== undefined) supply.waiters--;
    if (nowMs - run.fromMs > this.#longest.waitedMs)
      this.#longest.remember(this.#operation, run, nowMs, finished, supply);
  }

  /** A run passed, `waitedMs` after it came here; its wait, if there was one, has ended. */
  pass(run: SeenRun, waitedMs: TimeMs): void {
    if (waitedMs > 0) this.waitedMs += waitedMs;
    if (this.#uncounted) return;
    if (this.#carries === ALONE) this.#tally.add(waitedMs);
    else if (this.#carries === GIVES_ON) run.carriedMs = waitedMs;
    else {
      this.#tally.add(waitedMs + run.carriedMs);
      run.carriedMs = 0;
    }
  }

  /** A run gave up. A wait is a sample however it ended; a step that does not wait at all is none. */
  giveUp(run: SeenRun, waitedMs: TimeMs): void {
    const carriedMs = run.carriedMs;
    this.gaveUp++;
    this.waitedMs += waitedMs;
    run.carriedMs = 0;
    if (this.#uncounted) return;
    if (this.#goesOn && this.#carries === GIVES_ON) run.carriedMs = waitedMs;
    else if (waitedMs + carriedMs > 0) this.#tally.add(waitedMs + carriedMs);
  }

  /** A run crashes while it waits here. */
  breakOff(run: SeenRun): void {
    const waitedMs = this.#clock.nowMs - run.fromMs;
    this.end(run, true);
    this.waitedMs += waitedMs;
    if (!this.#uncounted) this.#tally.add(waitedMs + run.carriedMs);
    run.carriedMs = 0;
  }

  standing(): readonly number[] {
    return [];
  }

  moving() {
    return { counts: numbersOf(this, COUNTS), times: [] };
  }

  move(counts: readonly number[]): void {
    setNumbers(this, COUNTS, counts);
  }

  /** The warm-up is over. */
  beginMeasuring(): void {
    this.waitedMs = 0;
    this.gaveUp = 0;
    this.skipped = 0;
  }
}

function seeTaken(run: SeenRun, supply: SupplyMeter): void {
  const { taken, peaks } = supply;
  const { before } = run;
  if (supply.waiters === 0) peaks.clear();
  supply.waiters++;
  run.peaksMark = peaks.mark;
  for (let cell = 0; cell < before.length; cell++) before[cell] = taken[cell]!;
}

function seeHeld(run: SeenRun, { heldBy, leftBy }: LockMeter): void {
  const { before } = run;
  for (let task = 0; task < heldBy.length; task++) {
    before[2 * task] = heldBy[task]!;
    before[2 * task + 1] = leftBy[task]!;
  }
}

function carries({ operations }: Machine, index: number): boolean {
  const [here, next] = [operations[index]?.operation, operations[index + 1]?.operation];
  return here?.kind === 'await' && next?.kind === 'spend' && next.supply === here.supply;
}
