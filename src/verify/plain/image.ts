/**
 * The image of a state between two instants: a short row of whole numbers that says all that matters for what can happen.
 *
 * It is plain on purpose, and shares nothing with the explorer's packed states: levels settled to now, times from now on,
 * one part for each run that is alive. Two things are left out, as everywhere: when a refused run wakes is worked out anew
 * where it follows from the level, and which frame holds which of the runs that a task `allow`s makes no difference.
 *
 * The numbers: the time of the week (0 without a calendar); per supply its level, the time since its last refill, whether it
 * is locked out and which task comes next; the policies' memory; per trigger the time to its next start (-1: none) and how
 * late that is; per task its queued starts; per timer of a supply the time to it (-1: none), and what the logs of supplies
 * hold: how old, how much; the time to each crash that has a date; and, where runs can crash, what they left behind: permits
 * by lock and task, and per lease slot the task + 1 (0: none) and the time it still has; the time to the next look of each dispatcher
 * that has times of its own; and, where tasks start others, whether
 * each has something to do; and what backlogs hold (`stock-image.ts`). Then per run: task, operation,
 * status, time to its timer and to its deadline (-1: none), time since its last look on the grid of its polls, place in line,
 * age (where a lease runs from when a start was due), refused tries, counters, draws (0: not drawn, else their number from 1),
 * permits, and per lease slot the time its lease still has (-1: not its own), and whether it ends then, what it has in hand; and what its
 * rules say and whom it waits for (`rule-image.ts`).
 *
 * @module
 */
import { rebuildAgenda } from '../../sim/agenda.ts';
import { assert } from '../../sim/assert.ts';
import type { Chooser } from '../../sim/chooser.ts';
import { driveOf } from '../../sim/drive.ts';
import { BUSY, type Machine, OP } from '../../sim/machine.ts';
import { copyState, STATUS, type State } from '../../sim/state.ts';
import { setRegimes } from '../../sim/supplies/columns.ts';
import { NEVER } from '../../sim/time.ts';
import { settle, wakeAnew } from '../../sim/waiting.ts';
import type { Draws } from './draws.ts';
import { queueNumbers, readKin, readQueues, readRules, ruleNumbers, ruleWidth } from './rule-image.ts';
import { handNumbers, readHand, readStock, stockNumbers, stockWidth } from './stock-image.ts';
import { timeOf, weekOf } from './time.ts';

export type Image = readonly number[];

/** Numbers of a run before its counters. */
const RUN_HEAD = 9;

export class Images {
  readonly #machine: Machine;
  readonly #draws: readonly Draws[];
  readonly #blank: State;
  readonly #weekMs: number;
  /** Numbers before the runs, and of each run. */
  readonly #shared: number;
  readonly #width: number;

  /** `fresh` is what `begin` gives. */
  constructor(machine: Machine, draws: readonly Draws[], fresh: State) {
    const { supplies, locks, tasks, triggers } = machine.model;
    this.#machine = machine;
    this.#draws = draws;
    this.#blank = copyState(machine, fresh);
    this.#blank.dueMs.fill(NEVER);
    this.#weekMs = weekOf(machine);
    const specials = machine.timerSupply.length + 2 * fresh.logMs.length;
    const left = machine.crashes ? locks.length * tasks.length + 2 * machine.leaseSlots : 0;
    const own = 4 * supplies.length + machine.memorySlots + 2 * triggers.length + tasks.length;
    const counts = fresh.owed.length + fresh.missed.length + fresh.queueMs.length + machine.looking.length;
    this.#shared = 1 + own + specials + machine.crashTask.length + left + counts + stockWidth(machine);
    const leases = machine.renews ? 2 * machine.leaseSlots : machine.leaseSlots;
    const width = machine.countersMax + machine.variablesMax + locks.length + leases + machine.stock.slots;
    this.#width = RUN_HEAD + width + ruleWidth(machine);
  }

  /** A new state, to be read into. */
  room(): State {
    return copyState(this.#machine, this.#blank);
  }

  /** Whether `state` has no more runs at a time than there are frames for in the beginning, and each has a start of its own. */
  fits(state: State): boolean {
    const { runsMax, logMax, queueMax } = this.#blank;
    const isSingle = (state.doubled[0] ?? 0) === 0;
    return state.runsMax === runsMax && state.logMax === logMax && state.queueMax === queueMax && isSingle;
  }

  /** The image of `state`; settles it and sets its wakes anew. */
  of(state: State): Image {
    const machine = this.#machine;
    const { model } = machine;
    rearm(machine, state);
    const image = [timeOf(machine, state, this.#weekMs)];
    model.supplies.forEach((_, supply) => {
      const steps = machine.supplies[supply]!.everyMs !== NEVER;
      image.push(state.level[supply]!, steps ? state.nowMs - state.sinceMs[supply]! : 0);
      image.push(state.lockedOut[supply]!, state.turnOf[supply]!);
    });
    image.push(...state.memory);
    model.triggers.forEach(({ kind, catchUp }, trigger) => {
      const [dueMs, nominalMs] = [state.dueMs[trigger]!, state.nominalMs[trigger]!];
      image.push(fromNow(state, dueMs));
      if (catchUp !== undefined) image.push(fromNow(state, nominalMs));
      else image.push(kind === 'every' ? dueMs - nominalMs : 0);
    });
    image.push(...state.queued, ...specialsOf(machine, state), ...crashNumbers(machine, state));
    machine.looking.forEach((_, index) => {
      image.push(fromNow(state, state.dueMs[machine.dispatchTimers + index]!));
    });
    image.push(...state.owed, ...state.missed, ...queueNumbers(state));
    image.push(...stockNumbers(machine, state));
    return image.concat(...this.#runs(state));
  }

  /** Reads an image that `of` has made into `state`. */
  read(image: Image, state: State): void {
    const { model, looking, dispatchTimers } = this.#machine;
    this.#clear(state);
    let at = 0;
    const next = (): number => image[at++]!;
    state.nowMs = next();
    setRegimes(state, this.#machine.supplies);
    for (let supply = 0; supply < model.supplies.length; supply++) {
      state.level[supply] = next();
      state.sinceMs[supply] = state.nowMs - next();
      state.lockedOut[supply] = next();
      state.turnOf[supply] = next();
    }
    for (let slot = 0; slot < state.memory.length; slot++) state.memory[slot] = next();
    for (let trigger = 0; trigger < model.triggers.length; trigger++) {
      state.dueMs[trigger] = toTime(state, next());
      const lateMs = next();
      if (model.triggers[trigger]!.catchUp !== undefined) state.nominalMs[trigger] = toTime(state, lateMs);
      else if (model.triggers[trigger]!.kind === 'every') state.nominalMs[trigger] = state.dueMs[trigger]! - lateMs;
    }
    for (let task = 0; task < model.tasks.length; task++) {
      state.queued[task] = next();
      // Only observers ask for it.
      state.queuedDueMs[task] = new Array<number>(state.queued[task]!).fill(state.nowMs);
    }
    readSpecials(this.#machine, state, next);
    readCrashes(this.#machine, state, next);
    for (let at = 0; at < looking.length; at++) state.dueMs[dispatchTimers + at] = toTime(state, next());
    for (let task = 0; task < state.owed.length; task++) state.owed[task] = next();
    for (let trigger = 0; trigger < state.missed.length; trigger++) state.missed[trigger] = next();
    readQueues(this.#machine, state, next);
    readStock(this.#machine, state, next);
    this.#readRuns(image, state);
    rebuildAgenda(state);
  }

  #runs(state: State): number[][] {
    const places = placesInLine(state);
    const runs: { readonly run: number; readonly row: number[] }[] = [];
    for (let run = 0; run < state.runsMax; run++) {
      if (state.task[run] !== -1) runs.push({ run, row: this.#run(state, run, places[run]!) });
    }
    runs.sort((left, right) => byNumbers(left.row, right.row));
    if (this.#machine.awaitsRuns) {
      runs.forEach(({ row, run }) => {
        row.push(runs.findIndex((other) => other.run === state.parent[run]! - 1) + 1);
      });
    }
    return runs.map(({ row }) => row);
  }

  #run(state: State, run: number, place: number): number[] {
    const machine = this.#machine;
    const { status, operation } = state;
    const { countersMax, variablesMax, leaseTimers, leaseSlots, runTimers } = machine;
    const waits = status[run] !== STATUS.working && status[run] !== STATUS.rests;
    assert(status[run] !== STATUS.ready, 'a run waits or works between two instants', { run });
    const { pollEveryMs } = machine.rows[operation[run]!]!;
    const locks = machine.model.locks.length;
    const polls = status[run] === STATUS.waitsSupply && pollEveryMs > 0;
    const leases = Array.from({ length: leaseSlots }, (_, slot) =>
      state.leaseHolder[slot] === run + 1 ? fromNow(state, state.dueMs[leaseTimers + slot]!) : -1,
    );
    return [
      state.task[run]!,
      operation[run]!,
      status[run]!,
      fromNow(state, state.dueMs[runTimers + run]!),
      waits ? fromNow(state, state.deadlineMs[run]!) : -1,
      polls ? (state.nowMs - state.lookedMs[run]!) % pollEveryMs : 0,
      place,
      machine.ages ? Math.min(machine.ageMaxMs, state.nowMs - state.bornMs[run]!) : 0,
      state.tries[run]!,
      ...state.counters.subarray(run * countersMax, (run + 1) * countersMax),
      ...Array.from({ length: variablesMax }, (_, variable) => this.#drawn(state, run, variable)),
      ...state.holds.subarray(run * locks, (run + 1) * locks),
      ...leases,
      ...Array.from(state.leaseEnding, (ending, slot) => (state.leaseHolder[slot] === run + 1 ? ending : 0)),
      ...handNumbers(machine, state, run),
      ...ruleNumbers(machine, state, run),
    ];
  }

  #drawn(state: State, run: number, variable: number): number {
    const value = state.variables[run * this.#machine.variablesMax + variable]!;
    if (Number.isNaN(value)) return 0;
    const drawn = this.#sourceOf(state, run, variable).values.indexOf(value) + 1;
    assert(drawn > 0, 'what was drawn is one of the outcomes', { value });
    return drawn;
  }

  #sourceOf(state: State, run: number, variable: number): Draws {
    return this.#draws[this.#machine.model.tasks[state.task[run]!]!.variables[variable]!.source]!;
  }

  #clear(state: State): void {
    const blank = this.#blank;
    state.floats.set(blank.floats);
    state.integers.set(blank.integers);
    state.freeRun = blank.freeRun;
    state.readyCount = 0;
  }

  #readRuns(image: Image, state: State): void {
    const machine = this.#machine;
    const { locks, supplies, backlogs } = machine.model;
    // Those before locks, before supplies, and before backlogs.
    const lines = [...locks, ...supplies, ...backlogs].map((): number[] => []);
    const runs: number[] = [];
    for (let at = this.#shared; at < image.length; at += this.#width) {
      const run = takeFrame(machine, state, image[at]!);
      runs.push(run);
      this.#readRun(image.slice(at, at + this.#width), state, run, lines);
    }
    readKin(machine, state, runs, (index) => image[this.#shared + (index + 1) * this.#width - 1]!);
    lines.forEach((line, index) => {
      const ofSupply = index >= locks.length && index < locks.length + supplies.length;
      const [firsts, lasts] = ofSupply ? [state.lineFirst, state.lineLast] : [state.firstWaiter, state.lastWaiter];
      const at = index < locks.length ? index : index - (ofSupply ? locks.length : supplies.length);
      const runs = line.filter((run) => run !== undefined);
      runs.forEach((run, index) => {
        state.next[run] = runs[index + 1] ?? -1;
      });
      firsts[at] = runs[0] ?? -1;
      lasts[at] = runs.at(-1) ?? -1;
    });
  }

  #readRun(row: readonly number[], state: State, run: number, lines: number[][]): void {
    const machine = this.#machine;
    const { countersMax, variablesMax, leaseSlots } = machine;
    const locks = machine.model.locks.length;
    const [task, operation, status, timer, deadline, looked, place, age, tries] = row.slice(0, RUN_HEAD) as [
      number,
      ...[number, number, number, number, number, number, number, number],
    ];
    let at = RUN_HEAD;
    const next = (): number => row[at++]!;
    state.task[run] = task;
    state.alive[task]!++;
    state.operation[run] = operation;
    state.status[run] = status;
    state.dueMs[machine.runTimers + run] = toTime(state, timer);
    state.deadlineMs[run] = toTime(state, deadline);
    state.reachedMs[run] = state.nowMs;
    state.lookedMs[run] = state.nowMs - looked;
    if (machine.ages) state.bornMs[run] = state.nowMs - age;
    state.refused[run] = status === STATUS.working || status === STATUS.rests ? 0 : 1;
    state.tries[run] = tries;
    if (place > 0) {
      const { kind, lined, subject } = machine.rows[operation]!;
      const before = kind === OP.take ? locks + machine.model.supplies.length : lined ? locks : 0;
      lines[before + (kind === OP.acquire ? machine.lineOf[subject]! : subject)]![place] = run;
    }
    for (let counter = 0; counter < countersMax; counter++) state.counters[run * countersMax + counter] = next();
    for (let variable = 0; variable < variablesMax; variable++) {
      const drawn = next();
      const value = drawn === 0 ? Number.NaN : this.#sourceOf(state, run, variable).values[drawn - 1]!;
      state.variables[run * variablesMax + variable] = value;
    }
    for (let lock = 0; lock < locks; lock++) {
      const holds = next();
      state.holds[run * locks + lock] = holds;
      state.used[lock]! += holds;
    }
    for (let slot = 0; slot < leaseSlots; slot++) {
      const left = next();
      if (left < 0) continue;
      state.leaseHolder[slot] = run + 1;
      state.dueMs[machine.leaseTimers + slot] = toTime(state, left);
    }
    for (let slot = 0; machine.renews && slot < leaseSlots; slot++) if (next() === 1) state.leaseEnding[slot] = 1;
    readHand(machine, state, run, next);
    readRules(machine, state, run, next);
  }
}

/** Crashes to come, and what crashed runs have left behind. */
function crashNumbers(machine: Machine, state: State): readonly number[] {
  const dated = Array.from(machine.crashTask, (_, crash) => fromNow(state, state.dueMs[machine.crashTimers + crash]!));
  if (!machine.crashes) return dated;
  const leases = Array.from(state.leaseHolder, (holder, slot) =>
    holder < 0 ? [-holder, fromNow(state, state.dueMs[machine.leaseTimers + slot]!)] : [0, -1],
  );
  return [...dated, ...state.orphans, ...leases.flat()];
}

function readCrashes(machine: Machine, state: State, next: () => number): void {
  machine.crashTask.forEach((_, crash) => {
    state.dueMs[machine.crashTimers + crash] = toTime(state, next());
  });
  if (!machine.crashes) return;
  const tasks = machine.model.tasks.length;
  for (let cell = 0; cell < state.orphans.length; cell++) {
    state.orphans[cell] = next();
    state.used[Math.floor(cell / tasks)]! += state.orphans[cell]!;
  }
  for (let slot = 0; slot < machine.leaseSlots; slot++) {
    const [holder, left] = [next(), next()];
    if (holder === 0) continue;
    state.leaseHolder[slot] = -holder;
    state.dueMs[machine.leaseTimers + slot] = toTime(state, left);
    // What nobody holds nobody renews.
    if (machine.rules[machine.leaseLock[slot]!]!.renewMs > 0) state.leaseEnding[slot] = 1;
  }
}

/** What supplies have beyond a level: their timers, and what was taken that still counts. */
function specialsOf({ supplyTimers, stockTimers }: Machine, state: State): number[] {
  const dues = Array.from(state.dueMs.subarray(supplyTimers, stockTimers), (dueMs) => fromNow(state, dueMs));
  const entries = Array.from(state.logMs, (atMs, entry) => {
    const grains = state.logGrains[entry]!;
    return grains === 0 ? [0, 0] : [state.nowMs - atMs, grains];
  });
  return [...dues, ...entries.flat()];
}

function readSpecials({ supplyTimers, stockTimers }: Machine, state: State, next: () => number): void {
  for (let timer = supplyTimers; timer < stockTimers; timer++) state.dueMs[timer] = toTime(state, next());
  state.logCount.fill(0);
  for (let entry = 0; entry < state.logMs.length; entry++) {
    const [age, grains] = [next(), next()];
    state.logMs[entry] = grains === 0 ? 0 : state.nowMs - age;
    state.logGrains[entry] = grains;
    if (grains !== 0) state.logCount[Math.floor(entry / state.logMax)]!++;
  }
}

/** The frame of the next run of `task`: its own, or for a task that allows several the next unused one of those shared. */
function takeFrame(machine: Machine, state: State, task: number): number {
  if (state.task[task] === -1) return task;
  assert(machine.whenBusy[task] === BUSY.allow, 'only a task that allows it has two runs', { task });
  const run = state.freeRun;
  state.freeRun = state.next[run]!;
  state.next[run] = -1;
  return run;
}

/** Works out anew when each refused run wakes, where that follows from the level: a wake that came too early brings nothing. */
function rearm(machine: Machine, state: State): void {
  const drive = driveOf(machine, state, NOBODY, undefined);
  machine.supplies.forEach((bucket, supply) => {
    settle(state, bucket, supply);
  });
  for (let run = 0; run < state.runsMax; run++) {
    if (state.status[run] !== STATUS.waitsSupply) continue;
    const row = machine.rows[state.operation[run]!]!;
    const { policy, pollSimulated, pollEveryMs, pollOrWhenDue } = row;
    // When a call is tried again was settled when it was refused, and who might give up as it looks looks when it meant to.
    if (row.kind === OP.call || row.giveUpMs !== NEVER) continue;
    // What a policy says, and looks that come when the level is due, were settled by the last look.
    const follows = policy < 0 ? !pollOrWhenDue || pollEveryMs === 0 : pollSimulated && !pollOrWhenDue;
    if (follows) state.dueMs[machine.runTimers + run] = wakeAnew(drive, run);
  }
}

const NOBODY: Chooser = {
  start: () => nothingOpen(),
  amount: () => nothingOpen(),
  turn: () => nothingOpen(),
  began: () => undefined,
};

function nothingOpen(): never {
  assert(false, 'what a waiting run asks for was drawn before');
}

/** Place of each run in the one line it stands in, from 1; 0: in none. */
function placesInLine(state: State): Int32Array {
  const places = new Int32Array(state.runsMax);
  for (const firsts of [state.firstWaiter, state.lineFirst]) {
    for (const first of firsts) {
      let place = 1;
      for (let run = first; run >= 0; run = state.next[run]!) places[run] = place++;
    }
  }
  return places;
}

function fromNow({ nowMs }: State, atMs: number): number {
  return atMs === NEVER ? -1 : atMs - nowMs;
}

function toTime({ nowMs }: State, leftMs: number): number {
  return leftMs < 0 ? NEVER : nowMs + leftMs;
}

function byNumbers(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((value, at) => value !== right[at]);
  return index < 0 ? 0 : left[index]! - right[index]!;
}
