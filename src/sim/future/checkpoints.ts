/**
 * Looking for a state to come back to, from checkpoint to checkpoint (Brent's algorithm: the state at each is compared with
 * one kept from earlier, and the kept one is renewed at doubling distances). States are equal when their canonical forms are.
 *
 * Where triggers have periods, checkpoints lie at multiples of the common period of all triggers, refills and looks of dispatchers: a state can
 * come back after no other time. Elsewhere every instant is one. When a search becomes long, checkpoints are taken ever
 * more seldom, so that a run whose state never comes back costs little more than without the search.
 *
 * @module
 */
import { canonicalForm } from '../canonical.ts';
import { cronPeriodMs } from '../cron.ts';
import type { Machine } from '../machine.ts';
import type { Model } from '../model.ts';
import type { State } from '../state.ts';
import type { SupplyColumns } from '../supplies/columns.ts';
import type { TimeMs } from '../time.ts';

/** Checkpoints after which they are taken half as often. */
const CHECKPOINTS_MAX = 2 ** 15;

export class Checkpoints {
  /** How many checkpoints of the finest kind lie between two that are looked at. */
  every = 1;
  #kept: Kept;
  #distance = 1;
  #passed = 0;
  readonly #machine: Machine;
  readonly #state: State;

  /** `state` is at a checkpoint, and is the first to come back to. */
  constructor(machine: Machine, state: State) {
    this.#machine = machine;
    this.#state = state;
    this.#kept = new Kept(machine, state);
  }

  /** The state to come back to. */
  get kept(): Kept {
    return this.#kept;
  }

  /** The state did not come back here: keeps this one if it is time to. True where it did. */
  goOn(): boolean {
    if (++this.#passed < this.#distance) return false;
    this.#kept = new Kept(this.#machine, this.#state);
    this.#passed = 0;
    if (this.#distance < CHECKPOINTS_MAX) this.#distance *= 2;
    else this.every *= 2;
    return true;
  }
}

/** A state to come back to. */
export class Kept {
  readonly atMs: TimeMs;
  readonly form: Float64Array;
  readonly #status: Int32Array;
  readonly #operation: Int32Array;

  constructor(machine: Machine, state: State) {
    this.atMs = state.nowMs;
    this.form = canonicalForm(machine, state).slice();
    this.#status = state.status.slice();
    this.#operation = state.operation.slice();
  }

  comesBack(machine: Machine, state: State): boolean {
    return this.isAlike(state) && equalForms(canonicalForm(machine, state), this.form);
  }

  /** Cheap signs first: most states differ in what a run is doing. Where nothing is left open a run keeps its number. */
  isAlike({ status, operation }: State): boolean {
    for (let index = 0; index < status.length; index++) {
      if (status[index] !== this.#status[index] || operation[index] !== this.#operation[index]) return false;
    }
    return true;
  }
}

/** The least common period of triggers, refills and looks of dispatchers; 0 where no trigger has one. `Infinity` beyond what can be counted. Nothing for who `usesCalendar`. */
export function commonPeriodMs({ model, supplies, stock, looking }: Machine): TimeMs {
  const triggers = model.triggers.flatMap((trigger) => {
    if (trigger.kind === 'every') return [trigger.periodMs];
    return trigger.kind === 'cron' ? [cronPeriodMs(trigger)] : [];
  });
  // A trace is over one day, and then has no period either.
  const periods = [...triggers, ...stock.timers.flatMap(({ periodMs }) => (periodMs > 0 ? [periodMs] : []))];
  if (periods.length === 0) return 0;
  const looks = looking.map(({ everyMs }) => everyMs);
  return [...periods, ...supplies.flatMap(periodOf), ...looks].reduce((common, periodMs) => {
    const multiple = (common / gcd(common, periodMs)) * periodMs;
    return Number.isSafeInteger(multiple) ? multiple : Number.POSITIVE_INFINITY;
  });
}

/** The period in which a supply fills up by itself, after its last change; none where it has none of its own. */
function periodOf({ spec: { refill }, regimes, everyMs }: SupplyColumns): readonly TimeMs[] {
  if (refill.kind === 'calendar') return [refill.resets.periodMs];
  const stepMs = regimes?.at(-1)?.everyMs ?? everyMs;
  return Number.isFinite(stepMs) ? [stepMs] : [];
}

/** Whether something comes by the calendar, at unequal distances: then equal states need not have equal futures. */
export function usesCalendar({ triggers, supplies }: Model): boolean {
  return (
    triggers.some((trigger) => trigger.kind === 'cron' && cronPeriodMs(trigger) === 0) ||
    supplies.some(({ refill }) => refill.kind === 'calendar' && refill.resets.periodMs === 0)
  );
}

/** Whether a lease runs from when a queued start was due: how long ago that was is no part of a canonical form. */
export function agesInLine({ model, rules, ages }: Machine): boolean {
  return (
    ages &&
    model.tasks.some(
      ({ whenBusy, program }) =>
        (whenBusy === 'queue all' || whenBusy === 'queue one') &&
        program.some((one) => one.kind === 'acquire' && rules[one.lock]!.fromDue),
    )
  );
}

function gcd(left: number, right: number): number {
  return right === 0 || left === Number.POSITIVE_INFINITY ? left : gcd(right, left % right);
}

export function equalForms(left: Float64Array | Int32Array, right: Float64Array | Int32Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}
