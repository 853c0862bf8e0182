/**
 * Reads packed words back into the engine's state: the other half of `packer.ts`.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import type { Chooser } from '../../sim/chooser.ts';
import { nextVisibleMs } from '../../sim/delivery.ts';
import { type Drive, driveOf } from '../../sim/drive.ts';
import { nextLimitMs } from '../../sim/limits.ts';
import type { Machine } from '../../sim/machine.ts';
import { firstExpiryMs } from '../../sim/queueing.ts';
import { copyState, STATUS, type State } from '../../sim/state.ts';
import { setRegimes } from '../../sim/supplies/columns.ts';
import { NEVER } from '../../sim/time.ts';
import { wakeAnew } from '../../sim/waiting.ts';
import { getBits } from './bits.ts';
import { hasClock, isWakeKnown } from './elements.ts';
import { type MovedDates, timeOfEra } from './eras.ts';
import { FIELD, type FieldRow } from './field.ts';
import type { Frame, Layout } from './layout.ts';
import type { Place } from './places.ts';
import { Frames } from './pool.ts';
import type { Space } from './space.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const {
  plain: PLAIN,
  due: DUE,
  dueOrNever: DUE_OR_NEVER,
  since: SINCE,
  phase: PHASE,
  delay: DELAY,
  integer: INTEGER,
  drawn: DRAWN,
  queue: QUEUE,
  mark: MARK,
  holder: HOLDER,
  clock: CLOCK,
  era: ERA,
  age: AGE,
  logged: LOGGED,
  parent: PARENT,
  sinceOrNever: SINCE_OR_NEVER,
} = FIELD;
const {
  rests: RESTS,
  working: WORKING,
  waitsSupply: WAITS_SUPPLY,
  waitsLock: WAITS_LOCK,
  waitsItems: WAITS_ITEMS,
  waitsRuns: WAITS_RUNS,
} = STATUS;
const NEVER_MS = NEVER;

/** What a run is at a place, beside its fields. */
interface Standing {
  readonly task: number;
  readonly operation: number;
  readonly status: number;
}

export class Reader {
  readonly #machine: Machine;
  readonly #layout: Layout;
  readonly #fields: readonly FieldRow[];
  readonly #standings: readonly Standing[];
  readonly #marks: Uint8Array;
  readonly #blank: State;
  readonly #calendar: FieldRow | undefined;
  readonly #dates: MovedDates | undefined;
  readonly #queuing: readonly number[];
  /** By operation: 1 where it follows from the level when a run that waits there wakes. */
  readonly #wakeKnown: Uint8Array;
  /** By lock, then supply, and place in its line: the run + 1. */
  readonly #line: Int32Array;
  #drive: Drive;

  /** `fresh` is what `begin` gives. */
  constructor(space: Space, layout: Layout, fresh: State, marks: Uint8Array) {
    const { machine } = space;
    this.#machine = machine;
    this.#dates = space.moved;
    this.#layout = layout;
    this.#fields = layout.fields;
    this.#standings = layout.places.map(standingOf);
    this.#marks = marks;
    this.#blank = copyState(machine, fresh);
    this.#blank.dueMs.fill(NEVER_MS);
    this.#calendar = layout.fields.find(({ kind }) => kind === CLOCK || kind === ERA);
    assert((this.#calendar !== undefined) === hasClock(space), 'a calendar has its field');
    this.#queuing = machine.model.tasks.flatMap(({ whenBusy }, task) =>
      whenBusy === 'queue all' || whenBusy === 'queue one' ? [task] : [],
    );
    this.#wakeKnown = Uint8Array.from(machine.rows, (row) => Number(isWakeKnown(row)));
    const lines = machine.lines + machine.supplies.length;
    this.#line = new Int32Array(lines * (fresh.runsMax + 1));
    this.#drive = driveOf(machine, fresh, ASK_NOBODY, undefined);
  }

  /** A new state in which nothing has been set up. */
  blank(): State {
    return copyState(this.#machine, this.#blank);
  }

  /** Reads all but the agenda, which follows from it. */
  read(words: Uint32Array, at: number, state: State): void {
    const { tasks, frames, pool, sharedTo, leasesFrom } = this.#layout;
    const base = at * 32;
    this.#clear(state);
    if (this.#calendar !== undefined) {
      const value = readValue(this.#calendar, words, base);
      state.nowMs = this.#dates === undefined ? value : timeOfEra(value, this.#dates);
      if (this.#machine.datesEndMs > 0) setRegimes(state, this.#machine.supplies);
    }
    this.#readFields(words, base, state, 0, sharedTo);
    for (let run = 0; run < tasks; run++) {
      const frame = frames[run]!;
      if (frame.pooled) continue;
      const code = getBits(words, base + frame.offset, frame.placeBits);
      if (code > 0) this.#readRun(words, base, state, frame, code);
    }
    if (pool.length > 0) this.#readPool(words, base, state);
    this.#readFields(words, base, state, leasesFrom, this.#fields.length);
    this.#settleRuns(state);
  }

  #clear(state: State): void {
    state.floats.set(this.#blank.floats);
    state.integers.set(this.#blank.integers);
    state.readyCount = 0;
    state.freeRun = this.#blank.freeRun;
    state.nowMs = 0;
    for (let run = 0; run < this.#marks.length; run++) this.#marks[run] = 0;
    for (let index = 0; index < this.#queuing.length; index++) state.queuedDueMs[this.#queuing[index]!]!.length = 0;
    if (this.#drive.state !== state) this.#drive = driveOf(this.#machine, state, ASK_NOBODY, undefined);
  }

  #readRun(words: Uint32Array, base: number, state: State, frame: Frame, code: number): void {
    const { run } = frame;
    const standing = this.#standings[frame.firstPlace + code - 1]!;
    state.task[run] = standing.task;
    state.operation[run] = standing.operation;
    state.status[run] = standing.status;
    state.alive[standing.task]!++;
    state.reachedMs[run] = state.nowMs;
    state.lookedMs[run] = state.nowMs;
    state.deadlineMs[run] = NEVER_MS;
    if (standing.status !== WORKING && standing.status !== RESTS) state.refused[run] = 1;
    this.#readFields(words, base, state, frame.from[code]!, frame.to[code]!);
  }

  #readPool(words: Uint32Array, base: number, state: State): void {
    const { frames, pool, poolOffset, poolBits, tasks } = this.#layout;
    const assign = new Frames(this.#layout);
    const { placeBits } = frames[pool[0]!]!;
    for (let rank = 0; rank < pool.length; rank++) {
      const record = base + poolOffset + rank * poolBits;
      const code = getBits(words, record, placeBits);
      if (code === 0) break;
      this.#readRun(words, record, state, frames[assign.next(this.#standings[code - 1]!.task)]!, code);
    }
    state.freeRun = -1;
    for (const run of assign.free.toReversed()) {
      assert(run >= tasks, 'only shared frames are handed on');
      state.next[run] = state.freeRun;
      state.freeRun = run;
    }
  }

  #readFields(words: Uint32Array, base: number, state: State, from: number, to: number): void {
    const fields = this.#fields;
    const { floats, integers, nowMs } = state;
    for (let index = from; index < to; index++) {
      const field = fields[index]!;
      const { kind, cell } = field;
      const value = readValue(field, words, base);
      switch (kind) {
        case PLAIN:
          floats[cell] = value;
          break;
        case DUE:
          floats[cell] = nowMs + value;
          break;
        case SINCE:
        case PHASE:
        case AGE:
          floats[cell] = nowMs - value;
          break;
        case INTEGER:
        case PARENT:
          integers[cell] = value;
          break;
        case HOLDER:
          integers[cell] = value > field.other ? field.other - value : value;
          break;
        case DUE_OR_NEVER:
          floats[cell] = value < 0 ? NEVER_MS : nowMs + value;
          break;
        case LOGGED:
          floats[cell] = value === 0 ? 0 : nowMs - (value - field.scale);
          break;
        case SINCE_OR_NEVER:
          floats[cell] = value === 0 ? NEVER_MS : nowMs - (value - field.scale);
          break;
        case DELAY:
          floats[field.other] = floats[cell]! - value;
          break;
        case DRAWN:
          floats[cell] = value === 0 ? Number.NaN : field.values[value - 1]!;
          break;
        case QUEUE:
          if (value > 0) this.#line[field.other * (state.runsMax + 1) + value] = cell + 1;
          break;
        case MARK:
          this.#marks[cell] = value;
          break;
      }
    }
  }

  /** What follows from the fields: permits taken, lines, and when those who wait wake. */
  #settleRuns(state: State): void {
    const { runTimers, model, lines, crashes, rows } = this.#machine;
    const locks = model.locks.length;
    const { holds, used, status, dueMs, runsMax } = state;
    for (let lock = 0; lock < locks; lock++) {
      let taken = 0;
      for (let slot = lock; slot < holds.length; slot += locks) taken += holds[slot]!;
      if (crashes) taken += orphansOf(state, lock, model.tasks.length);
      used[lock] = taken;
      this.#joinLine(state, lock, state.firstWaiter, state.lastWaiter, lock);
    }
    if (this.#machine.limits) {
      for (let task = 0; task < model.tasks.length; task++)
        dueMs[this.#machine.limitTimers + task] = nextLimitMs(state, task);
    }
    if (this.#machine.doubles) {
      for (let task = 0; task < model.tasks.length; task++)
        dueMs[this.#machine.deliveryTimers + task] = nextVisibleMs(state, task);
    }
    if (this.#machine.expires) {
      for (let task = 0; task < model.tasks.length; task++)
        dueMs[this.#machine.expiryTimers + task] = firstExpiryMs(this.#machine, state, task);
    }
    const supplies = model.supplies.length;
    for (let supply = 0; supply < supplies; supply++) {
      this.#joinLine(state, locks + supply, state.lineFirst, state.lineLast, supply);
    }
    for (let line = locks; line < lines; line++) {
      this.#joinLine(state, line + supplies, state.firstWaiter, state.lastWaiter, line);
    }
    for (let run = 0; run < runsMax; run++) {
      const what = status[run]!;
      if (what === WAITS_LOCK || what === WAITS_ITEMS || what === WAITS_RUNS) {
        // Who looks by itself has its next look among its fields.
        if (rows[state.operation[run]!]!.pollEveryMs === 0) dueMs[runTimers + run] = state.deadlineMs[run]!;
      } else if (what === WAITS_SUPPLY && this.#wakeKnown[state.operation[run]!] === 1)
        dueMs[runTimers + run] = wakeAnew(this.#drive, run);
    }
  }

  /** Links the runs that stand in a line in their order, and empties it for the next state. */
  #joinLine(state: State, line: number, firsts: Int32Array, lasts: Int32Array, at: number): void {
    const from = line * (state.runsMax + 1);
    let last = -1;
    for (let place = from + 1; this.#line[place]! > 0; place++) {
      const run = this.#line[place]! - 1;
      this.#line[place] = 0;
      state.next[run] = -1;
      if (last < 0) firsts[at] = run;
      else state.next[last] = run;
      last = run;
    }
    lasts[at] = last;
  }
}

/** Permits of a lock that crashed runs have left behind. */
function orphansOf({ orphans }: State, lock: number, tasks: number): number {
  let left = 0;
  for (let task = 0; task < tasks; task++) left += orphans[lock * tasks + task]!;
  return left;
}

/** What a field says, in the unit of its cell. */
function readValue({ kind, low, scale, bits, offset }: FieldRow, words: Uint32Array, base: number): number {
  const code = bits === 0 ? 0 : getBits(words, base + offset, bits);
  return (kind === DUE_OR_NEVER ? code - 1 : code) * scale + low;
}

function standingOf({ task, operation, doing }: Place): Standing {
  return { task, operation, status: STATUS[doing] };
}

/** What a waiting run asked for was drawn before it began to wait. */
const ASK_NOBODY: Chooser = {
  start: () => refuse(),
  amount: () => refuse(),
  turn: () => refuse(),
  began: () => undefined,
};

function refuse(): never {
  assert(false, 'nothing is open while a state is read');
}
