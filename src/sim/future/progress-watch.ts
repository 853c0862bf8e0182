/**
 * When each task makes progress, in a run whose last part repeats for ever.
 *
 * @module
 */
import { isIdle } from '../backlogs/backlogs.ts';
import type { Machine } from '../machine.ts';
import type { State } from '../state.ts';
import type { TimeMs } from '../time.ts';

export interface Progress {
  /** Whether it progresses, or has nothing to do, again and again. */
  readonly forEver: boolean;
  /** From the start to the first progress; `null`: there never is any. */
  readonly firstMs: TimeMs | null;
  /** The longest time between two instants with progress, over all time; `null`: there never are two. */
  readonly betweenMs: TimeMs | null;
  /** What it makes of it in one cycle. */
  readonly amount: number;
}

export class ProgressWatch {
  readonly #firstMs: Float64Array;
  readonly #lastMs: Float64Array;
  readonly #betweenMs: Float64Array;
  /** Since the cycle began: first instant (-1: none) and amount. */
  readonly #cycleMs: Float64Array;
  readonly #amount: Float64Array;
  #nowMs: TimeMs = 0;

  /** By task: whether it had nothing to do at some time since the cycle began. */
  readonly #idle: Uint8Array;
  readonly #machine: Machine;
  readonly #state: State;

  constructor(machine: Machine, state: State) {
    const tasks = machine.model.tasks.length;
    this.#machine = machine;
    this.#state = state;
    this.#idle = new Uint8Array(tasks);
    const cells = (): Float64Array => new Float64Array(tasks).fill(-1);
    [this.#firstMs, this.#lastMs, this.#betweenMs, this.#cycleMs] = [cells(), cells(), cells(), cells()];
    this.#amount = new Float64Array(tasks);
  }

  readonly instant = (atMs: TimeMs): void => {
    this.#seeIdle();
    this.#nowMs = atMs;
  };

  readonly progressed = (task: number, _run: number, amount: number): void => {
    if (!(amount > 0)) return;
    const nowMs = this.#nowMs;
    const lastMs = this.#lastMs[task]!;
    if (lastMs < 0) this.#firstMs[task] = nowMs;
    else if (nowMs > lastMs) this.#betweenMs[task] = Math.max(this.#betweenMs[task]!, nowMs - lastMs);
    this.#lastMs[task] = nowMs;
    if (this.#cycleMs[task]! < 0) this.#cycleMs[task] = nowMs;
    this.#amount[task]! += amount;
  };

  beginCycle(): void {
    this.#cycleMs.fill(-1);
    this.#idle.fill(0);
    this.#amount.fill(0);
  }

  /**
   * By task, where what happened since the cycle began, `periodMs` ago, repeats for ever, each time with so many more items
   * in each backlog: who takes of one that grows has something to do in the end, whatever it had in this cycle. Not so who
   * is started by others alone: it also has nothing to do while nobody starts it.
   */
  inCycle(periodMs: TimeMs, moreItems: readonly number[] = []): readonly Progress[] {
    this.#seeIdle();
    const { operations, onlyEmitted } = this.#machine;
    for (const { task, operation } of operations) {
      const grows = operation.kind === 'take' && (moreItems[operation.backlog] ?? 0) > 0;
      if (grows && onlyEmitted[task] === 0) this.#idle[task] = 0;
    }
    return Array.from(this.#cycleMs, (cycleMs, task) => {
      if (cycleMs < 0) return this.#ended(task);
      const around = cycleMs + periodMs - this.#lastMs[task]!;
      const betweenMs = Math.max(this.#betweenMs[task]!, around);
      return { forEver: true, firstMs: this.#firstMs[task]!, betweenMs, amount: this.#amount[task]! };
    });
  }

  /** By task, where nothing happens any more. */
  atRest(): readonly Progress[] {
    this.#idle.fill(0);
    this.#seeIdle();
    return Array.from(this.#cycleMs, (_, task) => this.#ended(task));
  }

  #ended(task: number): Progress {
    const known = (ms: number): TimeMs | null => (ms < 0 ? null : ms);
    const [firstMs, betweenMs] = [known(this.#firstMs[task]!), known(this.#betweenMs[task]!)];
    return { forEver: this.#idle[task] === 1, firstMs, betweenMs, amount: 0 };
  }

  /** Before the next instant the state is as the last one left it. */
  #seeIdle(): void {
    for (const task of this.#machine.idlers) {
      if (isIdle(this.#machine, this.#state, task)) this.#idle[task] = 1;
    }
  }
}
