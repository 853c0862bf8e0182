/**
 * Runs that can never go on again, whatever happens: they wait for a level that is out of reach, or stand in line behind such
 * a run, or so far back in the list of a dispatcher that such runs hide them, or wait for permits that are held for good, by runs that can never go on either or by runs that crashed, or for a
 * run they started that can never go on.
 *
 * @module
 */
import { ORDER } from '../locks/lock-rules.ts';
import { BUSY, type Machine } from '../machine.ts';
import { STATUS, type State } from '../state.ts';
import { regimesOf } from '../supplies/columns.ts';
import { firstInLine } from '../supplies/supply-line.ts';
import { NEVER } from '../time.ts';

export interface Stuck {
  /** Frames of the runs. */
  readonly runs: readonly number[];
  readonly kind: StuckKind;
}

/**
 * `deadlock`: they wait for each other's permits. `unreachable`: one of them waits for a level that never comes. `orphaned`: one
 * of them waits for a permit that a run which crashed has left behind, for ever.
 */
export type StuckKind = 'deadlock' | 'unreachable' | 'orphaned';

/** The stuck runs of a state between two instants; undefined where every run may still go on. */
export function stuckIn(machine: Machine, state: State): Stuck | undefined {
  const waiting = Array.from({ length: state.runsMax }, (_, run) => run).filter((run) =>
    waitsForEver(state, run, machine),
  );
  const stuck = new Set(waiting);
  const along = alongLines(state, waiting);
  for (let before = -1; before !== stuck.size; ) {
    before = stuck.size;
    for (const run of along) if (stuck.has(run) && !staysStuck(machine, state, run, stuck)) stuck.delete(run);
  }
  const runs = waiting.filter((run) => stuck.has(run));
  if (runs.length === 0) return undefined;
  const unreachable = runs.some((run) => state.status[run] === STATUS.waitsSupply);
  const orphaned = runs.some((run) => orphansFor(machine, state, run).length > 0);
  return { runs, kind: unreachable ? 'unreachable' : orphaned ? 'orphaned' : 'deadlock' };
}

/** Those in front of others first: then one look at each tells who stands behind nobody that is stuck. */
function alongLines(state: State, runs: readonly number[]): readonly number[] {
  const places = new Int32Array(state.runsMax);
  for (const first of state.firstWaiter) {
    let place = 1;
    for (let run = first; run >= 0; run = state.next[run]!) places[run] = place++;
  }
  return runs.toSorted((left, right) => places[left]! - places[right]!);
}

/** Whether a run can never go on as long as `stuck` cannot. */
function staysStuck(machine: Machine, state: State, run: number, stuck: ReadonlySet<number>): boolean {
  const status = state.status[run];
  if (status === STATUS.waitsSupply) return isBarred(machine, state, run, stuck);
  if (status === STATUS.waitsRuns) return awaitedBy(machine, state, run).some((other) => stuck.has(other));
  return isHeldUp(machine, state, run, stuck);
}

/** The runs that must end before `run` goes on: those it started, and those that its queued starts wait for. */
export function awaitedBy({ rows, whenBusy }: Machine, state: State, run: number): readonly number[] {
  if (state.status[run] !== STATUS.waitsRuns) return [];
  const target = rows[state.operation[run]!]!.subject;
  const queued = state.queuedOf[run]! > 0 && whenBusy[target] !== BUSY.allow;
  return Array.from({ length: state.runsMax }, (_, other) => other).filter(
    (other) => state.parent[other] === run + 1 || (queued && state.task[other] === target),
  );
}

/** Only somebody else could set it free: it never gives up, its own looks find nothing new, and no level rises for it. */
function waitsForEver(state: State, run: number, machine: Machine): boolean {
  const { runTimers, rows, crashTask, crashTimers } = machine;
  const status = state.status[run];
  if (status !== STATUS.waitsLock && status !== STATUS.waitsSupply && status !== STATUS.waitsRuns) return false;
  if (machine.limits && state.limitMs[run] !== NEVER) return false;
  // The next start ends it, and is free to do what it could not.
  const busy = machine.whenBusy[state.task[run]!];
  if (busy === BUSY.replace || busy === BUSY['replace hard']) return false;
  const looks = status === STATUS.waitsLock && rows[state.operation[run]!]!.pollEveryMs > 0;
  if (looks ? state.deadlineMs[run] !== NEVER : state.dueMs[runTimers + run] !== NEVER) return false;
  if (crashTask.some((task, crash) => task === state.task[run] && state.dueMs[crashTimers + crash] !== NEVER))
    return false;
  return status !== STATUS.waitsSupply || !mayRise(machine, state, run);
}

/** Whether somebody else may raise the level that `run` waits for, or a change of the supply: then nobody knows. */
function mayRise(machine: Machine, state: State, run: number): boolean {
  const row = machine.rows[state.operation[run]!]!;
  // Which of several limits keeps it waiting is not looked into.
  if (row.also.length > 0) return true;
  // A policy may answer otherwise without the level having changed.
  if (row.policy >= 0 && machine.policies[row.policy]!.asksAgain) return true;
  const bucket = machine.supplies[row.subject]!;
  const { spec } = bucket;
  const toCome = regimesOf(bucket).slice(state.regime[row.subject]!);
  const isSteady = spec.refill.kind !== 'returned' && spec.settled === undefined && toCome.length === 1;
  if (isSteady) return false;
  const most = Math.max(...toCome.map(({ capacityGrains }) => capacityGrains));
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

/** Whether too many permits of the lock that `run` waits for are held for good, or somebody stuck is before it in line. */
function isHeldUp(machine: Machine, state: State, run: number, stuck: ReadonlySet<number>): boolean {
  const { subject: lock, count } = machine.rows[state.operation[run]!]!;
  let held = leftForGood(machine, state, lock);
  for (const holder of stuck)
    if (keepsFor(machine, lock, state.task[holder]!)) held += holdsOf(machine, state, holder, lock);
  if (machine.permits[lock]! - held < count || blockersOf(machine, state, run).some((other) => stuck.has(other)))
    return true;
  const hiders = hidersOf(machine, state, run);
  return hiders.length > 0 && hiders.filter((other) => stuck.has(other)).length >= machine.dispatchOf[lock]!.looksAt;
}

/**
 * Those before a run in the list of a dispatcher, where so many that they hide it: none where it looks past some of them, since who
 * those are changes.
 */
export function hidersOf({ rows, dispatchOf }: Machine, state: State, run: number): readonly number[] {
  if (state.status[run] !== STATUS.waitsLock) return [];
  const row = dispatchOf[rows[state.operation[run]!]!.subject];
  if (row === undefined || row.skipsFull) return [];
  const before = beforeInLine(state, run, row.line);
  return before.length >= row.looksAt ? before : [];
}

/** Whether a run of `task` that lives for ever keeps its permits of a lock for ever. */
export function keepsFor({ leaseMs, rules }: Machine, lock: number, task: number): boolean {
  const { renewMs, lost } = rules[lock]!;
  return leaseMs[lock] === NEVER || (renewMs > 0 && (lost[task] ?? -1) < 0);
}

/** Those in line before a run who hold it up as long as they wait. */
export function blockersOf({ rules, rows, lineOf }: Machine, state: State, run: number): readonly number[] {
  const { subject: lock, pollEveryMs } = rows[state.operation[run]!]!;
  const { plain, order, passOver } = rules[lock]!;
  // Where all ask for one permit, whoever holds them holds up everybody.
  if (plain || passOver || order === ORDER.any) return [];
  const line = lineOf[lock]!;
  const first = state.firstWaiter[line]!;
  // Who looks and stands in no line is held up by whoever stands in it, but not by a lower priority.
  if (pollEveryMs > 0) return order === ORDER.fifo && first >= 0 ? [first] : [];
  // In the list of a dispatcher others wait for other pools.
  return beforeInLine(state, run, line).filter((other) => rows[state.operation[other]!]!.subject === lock);
}

function beforeInLine(state: State, run: number, line: number): readonly number[] {
  const before: number[] = [];
  for (let at = state.firstWaiter[line]!; at >= 0 && at !== run; at = state.next[at]!) before.push(at);
  return before;
}

/** Tasks whose crashed runs hold, for ever, a lock that `run` waits for. */
export function orphansFor(machine: Machine, state: State, run: number): readonly number[] {
  if (!machine.crashes || state.status[run] !== STATUS.waitsLock) return [];
  const { subject: lock } = machine.rows[state.operation[run]!]!;
  const { tasks } = machine.model;
  if (machine.leaseMs[lock] !== NEVER) return [];
  return tasks.flatMap((_, task) => (state.orphans[lock * tasks.length + task]! > 0 ? [task] : []));
}

function leftForGood({ leaseMs, crashes, model }: Machine, { orphans }: State, lock: number): number {
  if (!crashes || leaseMs[lock] !== NEVER) return 0;
  return model.tasks.reduce((sum, _, task) => sum + orphans[lock * model.tasks.length + task]!, 0);
}

function holdsOf({ model }: Machine, { holds }: State, run: number, lock: number): number {
  return holds[run * model.locks.length + lock]!;
}
