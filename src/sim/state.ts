/**
 * All a run knows about itself, as numbers in two flat arrays with named views on them: it can be copied, restored and
 * compared cheaply, and holds no sequence numbers and no statistics.
 *
 * Timers are numbered: first the triggers, then the lease slots, the supplies, then the runs (last, because their number may
 * grow). `NEVER` is when a timer is due that is not set.
 * The first runs are the tasks' own (run k belongs to task k); the rest serve tasks that `allow` several at once.
 *
 * @module
 */
import { rebuildAgenda } from './agenda.ts';
import type { Machine } from './machine.ts';
import {
  agesIn,
  attemptsIn,
  awaitsIn,
  cutter,
  deliveriesIn,
  doublesIn,
  endingsIn,
  floatsIn,
  integersIn,
  limitsIn,
  missedIn,
  orphansIn,
  owedIn,
  queuesIn,
  type Room,
} from './state-size.ts';
import type { SupplyState } from './supplies/state.ts';
import { NEVER, type TimeMs } from './time.ts';

/** What a run is doing. */
export const STATUS = {
  free: 0,
  ready: 1,
  working: 2,
  waitsSupply: 3,
  waitsLock: 4,
  waitsItems: 5,
  waitsRuns: 6,
  rests: 7,
} as const;

export interface State extends SupplyState {
  /** Runs there is room for. */
  runsMax: number;
  /** First unused of the shared runs, -1: none. Linked through `next`. */
  freeRun: number;

  /** Everything below is a view on one of these two. */
  floats: Float64Array;
  integers: Int32Array;

  memory: Float64Array;
  /** Next nominal start of an `every` trigger, jitter not included; of a `trace`, the point that comes next. */
  nominalMs: Float64Array;
  /** When a waiting run came to its step. */
  reachedMs: Float64Array;
  /** When a run last looked, or the last time on its polling grid that was counted. */
  lookedMs: Float64Array;
  /** When each run has lasted as long as it may; kept only where some may not for ever. */
  limitMs: Float64Array;
  /** When the start of each run is delivered again, though the run may go on; kept only where that may be. */
  visibleMs: Float64Array;
  /** When a waiting run gives up. */
  deadlineMs: Float64Array;
  /** Drawn values of each run; NaN: not drawn yet. */
  variables: Float64Array;
  /** When the start of each run was due; kept only where a lease runs from there. */
  bornMs: Float64Array;

  /** Starts of each task there is room for in the queues that follow. */
  queueMax: number;
  /** When each queued start began to wait, the oldest first, NEVER where there is none; kept only where starts are dropped for that. */
  queueMs: Float64Array;

  /** Items that lie in backlogs, by slot (`stock.ts`); more than 31 bits can count. */
  items: Float64Array;

  /** Starts that each trigger has missed, as far as they count; kept only where a scheduler may be down. */
  missed: Int32Array;
  /** How much of each trace is over. */
  positions: Int32Array;
  /** Permits taken, and the queue of waiting runs (first, last; -1: none), of locks and then of backlogs. */
  used: Int32Array;
  firstWaiter: Int32Array;
  lastWaiter: Int32Array;
  /** The line before each supply, as `supply-line.ts` links it (-1: none), and the task that comes next in it. */
  lineFirst: Int32Array;
  lineLast: Int32Array;
  turnOf: Int32Array;
  /** Run + 1 that holds each lease slot; -1 - its task where the holder crashed. */
  leaseHolder: Int32Array;
  /** 1 where a lease that is renewed will not be any more; kept only where there are such leases. */
  leaseEnding: Int32Array;
  /** Permits that runs which crashed have left behind, by lock and task; kept only where runs can crash. */
  orphans: Int32Array;
  /** 1 where a task that others start has been started since its last progress; kept only where tasks start others. */
  owed: Int32Array;
  /**
   * Runs that wait for others, kept only where there are any: per run, how many of those it started are not over; of these, how
   * many are queued, and the place of the last of them in the queue of their task (0: none is). And the run + 1 that waits
   * for it; 0: none does.
   */
  awaited: Int32Array;
  queuedOf: Int32Array;
  lastQueued: Int32Array;
  parent: Int32Array;
  /** Starts that wait for the running run, and runs alive, per task. */
  queued: Int32Array;
  alive: Int32Array;
  /** Task of each run; -1: unused. */
  task: Int32Array;
  status: Int32Array;
  operation: Int32Array;
  /** 1 once a waiting run was refused. */
  refused: Int32Array;
  /** 1 when a waiting run was handed its permit and has not gone on yet. */
  granted: Int32Array;
  /** Refused tries of a call that will be tried again. */
  tries: Int32Array;
  /** Attempts of each run that failed, as far as they count; kept only where runs are tried again. */
  attempts: Int32Array;
  /**
   * How often the start of each run was delivered, as far as it counts, -1: it was delivered to another; kept only where starts
   * are delivered again. And 1 once one was while its run went on.
   */
  deliveries: Int32Array;
  doubled: Int32Array;
  /** Next run in a queue or in the list of unused runs. */
  next: Int32Array;
  counters: Int32Array;
  /** Permits each run holds of each lock. */
  holds: Int32Array;
  /** Items each run has in hand, by slot. */
  inHand: Int32Array;

  /** Scratch, not state: runs that can go on at this instant. */
  ready: Int32Array;
  readyCount: number;
  /** Scratch, not state: timers due at this instant. */
  hits: Int32Array;
  /** Scratch, not state: the agenda's array of set timers and each timer's place in it (-1: not set); see `agenda.ts`. */
  heap: Int32Array;
  heapCount: number;
  heaped: boolean;
  place: Int32Array;
  /** Scratch, not state: when each queued start was due, oldest first, for the observers. */
  queuedDueMs: number[][];
}

function roomOf({ logMax, queueRoom }: Machine): Room {
  return { logMax, queueMax: queueRoom };
}

/** A state with room for `runsMax` runs, and `logMax` entries in each log, in which nothing has been set up. */
export function createState(machine: Machine, runsMax: number, room: Room = roomOf(machine)): State {
  const { model, logs } = machine;
  const [supplies, locks, tasks] = [model.supplies.length, model.locks.length, model.tasks.length];
  const timers = machine.runTimers + runsMax;
  const floats = cutter(Float64Array, floatsIn(machine, runsMax, room));
  const integers = cutter(Int32Array, integersIn(machine, runsMax));
  return {
    nowMs: 0,
    runsMax,
    logMax: room.logMax,
    queueMax: room.queueMax,
    freeRun: -1,
    floats: floats.all,
    integers: integers.all,
    level: floats.cut(supplies),
    sinceMs: floats.cut(supplies),
    lockedOut: floats.cut(supplies),
    logCount: floats.cut(logs),
    logMs: floats.cut(logs * room.logMax),
    logGrains: floats.cut(logs * room.logMax),
    memory: floats.cut(machine.memorySlots),
    nominalMs: floats.cut(model.triggers.length),
    dueMs: floats.cut(timers).fill(NEVER),
    reachedMs: floats.cut(runsMax),
    lookedMs: floats.cut(runsMax),
    deadlineMs: floats.cut(runsMax),
    variables: floats.cut(machine.variablesMax * runsMax).fill(Number.NaN),
    items: floats.cut(machine.stock.slots),
    positions: integers.cut(machine.stock.positions),
    missed: integers.cut(missedIn(machine)),
    bornMs: floats.cut(agesIn(machine) * runsMax),
    limitMs: floats.cut(limitsIn(machine) * runsMax).fill(NEVER),
    queueMs: floats.cut(queuesIn(machine) * room.queueMax).fill(NEVER),
    visibleMs: floats.cut(doublesIn(machine) * runsMax).fill(NEVER),
    deliveries: integers.cut(deliveriesIn(machine) * runsMax),
    doubled: integers.cut(doublesIn(machine)),
    regime: integers.cut(supplies),
    used: integers.cut(locks),
    firstWaiter: integers.cut(machine.lines).fill(-1),
    lastWaiter: integers.cut(machine.lines).fill(-1),
    lineFirst: integers.cut(supplies).fill(-1),
    lineLast: integers.cut(supplies).fill(-1),
    turnOf: integers.cut(supplies),
    leaseHolder: integers.cut(machine.leaseSlots),
    leaseEnding: integers.cut(endingsIn(machine)),
    orphans: integers.cut(orphansIn(machine)),
    owed: integers.cut(owedIn(machine)),
    awaited: integers.cut(awaitsIn(machine) * runsMax),
    queuedOf: integers.cut(awaitsIn(machine) * runsMax),
    lastQueued: integers.cut(awaitsIn(machine) * runsMax),
    parent: integers.cut(awaitsIn(machine) * runsMax),
    queued: integers.cut(tasks),
    alive: integers.cut(tasks),
    task: integers.cut(runsMax).fill(-1),
    status: integers.cut(runsMax),
    operation: integers.cut(runsMax),
    refused: integers.cut(runsMax),
    granted: integers.cut(runsMax),
    tries: integers.cut(runsMax),
    attempts: integers.cut(attemptsIn(machine) * runsMax),
    next: integers.cut(runsMax).fill(-1),
    counters: integers.cut(machine.countersMax * runsMax),
    holds: integers.cut(locks * runsMax),
    inHand: integers.cut(machine.stock.slots * runsMax),
    ...scratchOf(runsMax, timers),
    queuedDueMs: model.tasks.map(() => []),
  };
}

type Scratch = Pick<State, 'ready' | 'readyCount' | 'hits' | 'heap' | 'heapCount' | 'heaped' | 'place'>;

/** What a state uses within an instant, and to find the next. */
function scratchOf(runsMax: number, timers: number): Scratch {
  return {
    ready: new Int32Array(runsMax + 1),
    readyCount: 0,
    hits: new Int32Array(timers + 1),
    heap: new Int32Array(timers),
    heapCount: 0,
    heaped: false,
    place: new Int32Array(timers).fill(-1),
  };
}

/** The views that have one element per run, or a row per run: they move when there are more runs. */
const PER_RUN = [
  'dueMs',
  'reachedMs',
  'lookedMs',
  'deadlineMs',
  'variables',
  'bornMs',
  'limitMs',
  'visibleMs',
  'task',
  'status',
  'operation',
  'refused',
  'granted',
  'tries',
  'next',
  'counters',
  'holds',
  'inHand',
  'attempts',
  'deliveries',
  'awaited',
  'queuedOf',
  'lastQueued',
  'parent',
] as const;

const SHARED = [
  'level',
  'sinceMs',
  'lockedOut',
  'logCount',
  'memory',
  'nominalMs',
  'items',
  'positions',
  'missed',
  'regime',
  'used',
  'firstWaiter',
  'lastWaiter',
  'lineFirst',
  'lineLast',
  'turnOf',
  'leaseHolder',
  'leaseEnding',
  'orphans',
  'owed',
  'doubled',
  'queued',
  'alive',
] as const;

/** Doubles the room for runs, in place. */
export function growRuns(machine: Machine, state: State): void {
  const larger = createState(machine, state.runsMax * 2, state);
  move(machine, state, larger);
  for (let run = larger.runsMax - 1; run >= state.runsMax; run--) {
    larger.next[run] = larger.freeRun;
    larger.freeRun = run;
  }
  become(state, larger);
}

/** Doubles the room for entries in logs, in place. */
export function growLogs(machine: Machine, state: State): void {
  growRoom(machine, state, { logMax: state.logMax * 2, queueMax: state.queueMax });
}

/** Doubles the room for queued starts, in place. */
export function growQueues(machine: Machine, state: State): void {
  growRoom(machine, state, { logMax: state.logMax, queueMax: state.queueMax * 2 });
}

function growRoom(machine: Machine, state: State, room: Room): void {
  const larger = createState(machine, state.runsMax, room);
  larger.freeRun = state.freeRun;
  move(machine, state, larger);
  become(state, larger);
}

/** Brings what `state` holds into a state with more room. */
function move(machine: Machine, state: State, larger: State): void {
  const { logs } = machine;
  for (const name of [...PER_RUN, ...SHARED]) larger[name].set(state[name]);
  for (let log = 0; log < logs; log++) {
    const from = log * state.logMax;
    larger.logMs.set(state.logMs.subarray(from, from + state.logMax), log * larger.logMax);
    larger.logGrains.set(state.logGrains.subarray(from, from + state.logMax), log * larger.logMax);
  }
  const queues = queuesIn(machine);
  for (let queue = 0; queue < queues; queue++) {
    const from = queue * state.queueMax;
    larger.queueMs.set(state.queueMs.subarray(from, from + state.queueMax), queue * larger.queueMax);
  }
  larger.ready.set(state.ready);
  larger.hits.set(state.hits);
}

function become(state: State, larger: State): void {
  const { nowMs, readyCount, queuedDueMs } = state;
  Object.assign(state, larger, { nowMs, readyCount, queuedDueMs });
  rebuildAgenda(state);
}

/** A state that goes on independently of `state`. @example const before = copyState(machine, state); */
export function copyState(machine: Machine, state: State): State {
  const copy = createState(machine, state.runsMax, state);
  restoreState(copy, state);
  return copy;
}

/** Makes `state` equal to `saved`, a copy of the same machine's state with the same room for runs. @example restoreState(state, before); */
export function restoreState(state: State, saved: State): void {
  state.nowMs = saved.nowMs;
  state.freeRun = saved.freeRun;
  state.floats.set(saved.floats);
  state.integers.set(saved.integers);
  state.readyCount = 0;
  state.queuedDueMs = saved.queuedDueMs.map((dues) => [...dues]);
  rebuildAgenda(state);
}

/** Everything in a state that is a time, but for the time itself and what only observers ask for. */
export function timesOf(state: State): readonly Float64Array[] {
  const { sinceMs, logMs, nominalMs, dueMs, reachedMs, lookedMs, deadlineMs, bornMs, limitMs, visibleMs, queueMs } =
    state;
  return [sinceMs, logMs, nominalMs, dueMs, reachedMs, lookedMs, deadlineMs, bornMs, limitMs, visibleMs, queueMs];
}

/** The same state so much later. */
export function moveOn(state: State, byMs: TimeMs): void {
  state.nowMs += byMs;
  for (const cells of timesOf(state)) for (let cell = 0; cell < cells.length; cell++) cells[cell]! += byMs;
  rebuildAgenda(state);
}

/** Whether two states of one machine are the same, time included. @example equalStates(before, state); // nothing has happened */
export function equalStates(left: State, right: State): boolean {
  return (
    left.nowMs === right.nowMs &&
    left.integers.length === right.integers.length &&
    left.integers.every((value, index) => value === right.integers[index]) &&
    left.floats.every((value, index) => Object.is(value, right.floats[index]))
  );
}
