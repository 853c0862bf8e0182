/**
 * Runs that can never go on again, whatever happens: they wait for a level that is out of reach, or stand in line behind such
 * a run, or wait for permits that are all held, without a lease, by runs that can never go on either.
 *
 * @module
 */
import type { Machine } from './machine.ts';
import { STATUS, type State } from './state.ts';
import { firstInLine } from './supply-line.ts';
import { NEVER } from './time.ts';

export interface Stuck {
  /** Frames of the runs. */
  readonly runs: readonly number[];
  /** `deadlock`: they wait for each other's permits. `unreachable`: one of them waits for a level that never comes. */
  readonly kind: 'deadlock' | 'unreachable';
}

/** The stuck runs of a state between two instants; undefined where every run may still go on. */
export function stuckIn(machine: Machine, state: State): Stuck | undefined {
  let runs = Array.from({ length: state.runsMax }, (_, run) => run).filter((run) => waitsForEver(state, run, machine));
  for (let before = -1; before !== runs.length; ) {
    before = runs.length;
    const stuck = new Set(runs);
    runs = runs.filter((run) =>
      state.status[run] === STATUS.waitsSupply
        ? isBarred(machine, state, run, stuck)
        : isHeldBy(machine, state, run, stuck),
    );
  }
  if (runs.length === 0) return undefined;
  const unreachable = runs.some((run) => state.status[run] === STATUS.waitsSupply);
  return { runs, kind: unreachable ? 'unreachable' : 'deadlock' };
}

/** Its timer will never go off: only somebody else could set it free. */
function waitsForEver(state: State, run: number, machine: Machine): boolean {
  const { runTimers } = machine;
  const waits = state.status[run] === STATUS.waitsLock || state.status[run] === STATUS.waitsSupply;
  if (!waits || state.dueMs[runTimers + run] !== NEVER) return false;
  return state.status[run] === STATUS.waitsLock || !mayRise(machine, state, run);
}

/** Whether somebody else may raise the level that `run` waits for, or a change of the supply: then nobody knows. */
function mayRise(machine: Machine, state: State, run: number): boolean {
  const row = machine.rows[state.operation[run]!]!;
  // Which of several limits keeps it waiting is not looked into.
  if (row.also.length > 0) return true;
  const { spec, capacityGrains, regimes } = machine.supplies[row.subject]!;
  const isSteady = spec.refill.kind !== 'returned' && spec.settled === undefined && regimes === undefined;
  if (isSteady) return false;
  const most = Math.max(capacityGrains, ...(regimes ?? []).map((one) => one.capacityGrains));
  // An amount that is computed makes this comparison false: it may rise.
  return !(row.policy < 0 && row.enoughGrains > most);
}

/**
 * Whether a run that sleeps for good at a supply is itself out of reach, or behind one of `stuck`. Where turns go round the
 * one in front may change, and nothing is said of those behind.
 */
function isBarred(machine: Machine, state: State, run: number, stuck: ReadonlySet<number>): boolean {
  const front = inFrontOf(machine, state, run);
  return front < 0 || (stuck.has(front) && machine.supplies[supplyOf(machine, state, run)]!.turn !== 'fair');
}

/** The run whose turn it is at the supply that `run` waits for in line; -1: its own, or it stands in no line. */
export function inFrontOf(machine: Machine, state: State, run: number): number {
  if (!machine.rows[state.operation[run]!]!.lined) return -1;
  const first = firstInLine(machine, state, supplyOf(machine, state, run));
  return first === run ? -1 : first;
}

function supplyOf({ rows }: Machine, { operation }: State, run: number): number {
  return rows[operation[run]!]!.subject;
}

/** Whether all permits of the lock that `run` waits for are held for good by runs of `stuck`. */
function isHeldBy(machine: Machine, state: State, run: number, stuck: ReadonlySet<number>): boolean {
  const lock = machine.rows[state.operation[run]!]!.subject;
  const { permits, leaseMs } = machine.model.locks[lock]!;
  const locks = machine.model.locks.length;
  const held = [...stuck].reduce((sum, holder) => sum + state.holds[holder * locks + lock]!, 0);
  return leaseMs === NEVER && held >= permits;
}
