/**
 * Writes a state that stands between two instants into few 32-bit words, and reads it back.
 *
 * Packing is canonical: levels are settled to now, times are relative to now, what nobody will read again is left out and
 * interchangeable runs are sorted, so two states with equal words have one future. When a refused run wakes follows from
 * the level it waits for and is not written but computed anew: a wake that somebody's spending made useless is no state.
 * Nothing is allocated here: this runs once per edge.
 *
 * @module
 */
import { rebuildAgenda } from '../../sim/agenda.ts';
import { assert } from '../../sim/assert.ts';
import type { Machine } from '../../sim/machine.ts';
import { STATUS, type State } from '../../sim/state.ts';
import { NEVER } from '../../sim/time.ts';
import { settle } from '../../sim/waiting.ts';
import { putBits } from './bits.ts';
import { eraCode } from './eras.ts';
import { FIELD, type FieldRow } from './field.ts';
import type { Frame, Layout } from './layout.ts';
import { PoolRecords } from './pool.ts';
import { Reader } from './reader.ts';
import type { Space } from './space.ts';
import { type Symmetry, symmetryOf } from './symmetry.ts';

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
  age: AGE,
  logged: LOGGED,
  parent: PARENT,
  era: ERA,
  sinceOrNever: SINCE_OR_NEVER,
} = FIELD;
const { ready: READY, rests: RESTS, working: WORKING } = STATUS;
const NEVER_MS = NEVER;

/** A state that was read, kept to be tried several times. */
export interface Kept {
  nowMs: number;
  freeRun: number;
  readonly floats: Float64Array;
  readonly integers: Int32Array;
  readonly marks: Uint8Array;
}

export class Packer {
  readonly layout: Layout;
  /** The field that left its range, by name; empty while all is well. */
  outside = '';
  /** Whether the run in each frame has made progress: what only the proof keeps count of. */
  readonly marks: Uint8Array;
  readonly #machine: Machine;
  readonly #fields: readonly FieldRow[];
  /** By `3 * operation`, + 1 where it works, + 2 where it waits for its next attempt: the number of the place, from 1, counted over all tasks. */
  readonly #placeOf: Int32Array;
  readonly #queuePlace: Int32Array;
  readonly #quantumMs: number;
  readonly #logMax: number;
  readonly #queueMax: number;
  readonly #pool: PoolRecords;
  readonly #reader: Reader;
  readonly #symmetry: Symmetry | undefined;

  /** `state` is an example of the machine's states, fresh from `begin`. */
  constructor(space: Space, layout: Layout, state: State) {
    this.layout = layout;
    this.#machine = space.machine;
    this.#fields = layout.fields;
    this.#quantumMs = space.quantumMs;
    this.#logMax = state.logMax;
    this.#queueMax = state.queueMax;
    this.#placeOf = new Int32Array(3 * space.machine.rows.length + 3);
    layout.places.forEach(({ operation, doing }, index) => {
      this.#placeOf[3 * operation + (doing === 'working' ? 1 : doing === 'rests' ? 2 : 0)] = index + 1;
    });
    this.#queuePlace = new Int32Array(state.runsMax);
    this.marks = new Uint8Array(state.runsMax);
    this.#pool = new PoolRecords(layout, state.runsMax);
    this.#reader = new Reader(space, layout, state, this.marks);
    this.#symmetry = symmetryOf(space.machine, layout, state.runsMax);
  }

  /** Reads the state at `at` of `words` into `state`, at a time of its own choosing. */
  unpack(words: Uint32Array, at: number, state: State): void {
    this.#reader.read(words, at, state);
    rebuildAgenda(state);
  }

  /** Room for `keep`. */
  room(): Kept {
    const { floats, integers, marks } = { ...this.#reader.blank(), marks: this.marks };
    return { nowMs: 0, freeRun: -1, floats: floats.slice(), integers: integers.slice(), marks: marks.slice() };
  }

  /** Keeps what `unpack` has just read, for `recall`: copying is quicker than reading again. */
  keep({ nowMs, freeRun, floats, integers }: State, kept: Kept): void {
    kept.nowMs = nowMs;
    kept.freeRun = freeRun;
    kept.floats.set(floats);
    kept.integers.set(integers);
    kept.marks.set(this.marks);
  }

  recall(kept: Kept, state: State): void {
    state.nowMs = kept.nowMs;
    state.freeRun = kept.freeRun;
    state.floats.set(kept.floats);
    state.integers.set(kept.integers);
    state.readyCount = 0;
    this.marks.set(kept.marks);
    rebuildAgenda(state);
  }

  /** Whether there are fields for all that the state has room for. */
  #fits({ runsMax, logMax, queueMax }: State): boolean {
    return runsMax === this.marks.length && logMax === this.#logMax && queueMax === this.#queueMax;
  }

  /** Gives a state that had to make room for more runs than there are fields for its old form back. */
  shrink(state: State): void {
    if (!this.#fits(state)) Object.assign(state, this.#reader.blank());
  }

  /** Writes `state` to `out`; false where a field left its range, which `outside` then names. */
  pack(state: State, out: Uint32Array): boolean {
    if (!this.packAsIs(state, out)) return false;
    this.#symmetry?.sort(out);
    return true;
  }

  /** The same with every copy of a task where it is. */
  packAsIs(state: State, out: Uint32Array): boolean {
    const { layout } = this;
    this.#settle(state);
    for (let word = 0; word < layout.words; word++) out[word] = 0;
    let fine = this.#fits(state) && this.#write(state, out, 0, layout.sharedVary, 0);
    if (!fine && this.outside === '')
      this.outside = 'the number of runs, queued starts, or spends that still count, at a time';
    for (let frame = 0; fine && frame < layout.tasks; frame++) {
      const one = layout.frames[frame]!;
      if (!one.pooled) fine = this.#writeRun(state, out, one, 0);
    }
    if (fine && layout.pool.length > 0) fine = this.#writePool(state, out);
    return fine && this.#write(state, out, layout.leasesFrom, this.#fields.length, 0);
  }

  #settle(state: State): void {
    const { supplies, lines } = this.#machine;
    for (let supply = 0; supply < supplies.length; supply++) settle(state, supplies[supply]!, supply);
    for (let line = 0; line < lines; line++) {
      let place = 1;
      for (let run = state.firstWaiter[line]!; run >= 0; run = state.next[run]!) this.#queuePlace[run] = place++;
    }
    for (let supply = 0; supply < supplies.length; supply++) {
      let place = 1;
      for (let run = state.lineFirst[supply]!; run >= 0; run = state.next[run]!) this.#queuePlace[run] = place++;
    }
  }

  /** The record of one run: the code of its place, then the fields of that place. */
  #writeRun(state: State, out: Uint32Array, frame: Frame, base: number): boolean {
    const { run } = frame;
    if (state.task[run] === -1) return true;
    const status = state.status[run]!;
    const place = this.#placeOf[3 * state.operation[run]! + (status === WORKING ? 1 : status === RESTS ? 2 : 0)]!;
    const code = place - frame.firstPlace;
    assert(code > 0 && code <= frame.placeCount && status !== READY, 'a run stands where none can', {
      run,
      status,
      operation: state.operation[run],
    });
    putBits(out, base + frame.offset, frame.placeBits, code);
    return this.#write(state, out, frame.from[code]!, frame.vary[code]!, base);
  }

  #writePool(state: State, out: Uint32Array): boolean {
    const pool = this.#pool;
    pool.clear();
    for (let index = 0; index < this.layout.pool.length; index++) {
      const run = this.layout.pool[index]!;
      if (state.task[run] === -1) continue;
      if (!this.#writeRun(state, pool.open(run, state.task[run]!), this.layout.frames[run]!, 0)) return false;
      pool.close();
    }
    pool.copyTo(out);
    return true;
  }

  /** Writes some fields; the kinds that every state has are told apart here, without a call. */
  #write(state: State, out: Uint32Array, from: number, to: number, base: number): boolean {
    const fields = this.#fields;
    const { floats, integers, nowMs } = state;
    for (let index = from; index < to; index++) {
      const field = fields[index]!;
      const { kind, cell } = field;
      let code: number;
      if (kind === PLAIN) code = floats[cell]! - field.low;
      else if (kind === DUE) code = (floats[cell]! - nowMs) / field.scale;
      else if (kind === INTEGER) code = integers[cell]! - field.low;
      else if (kind === MARK) code = this.marks[cell]!;
      else code = this.#rareCode(state, field);
      if (!(code >= 0 && code < field.codes)) {
        this.outside = field.name;
        return false;
      }
      putBits(out, base + field.offset, field.bits, code);
    }
    return true;
  }

  #rareCode(state: State, { kind, cell, other, scale, modulus, values }: FieldRow): number {
    const { floats, nowMs } = state;
    switch (kind) {
      case DUE_OR_NEVER:
        return floats[cell] === NEVER_MS ? 0 : (floats[cell]! - nowMs) / scale + 1;
      case SINCE:
        return (nowMs - floats[cell]!) / scale;
      case PHASE: {
        // Who waits for a level that never comes was told of endlessly many looks; where they lie does not matter.
        const lookedMs = floats[cell]!;
        return Number.isFinite(lookedMs) ? ((nowMs - lookedMs) % modulus) / scale : 0;
      }
      case LOGGED:
        return floats[other] === 0 ? 0 : (nowMs - floats[cell]!) / scale + 1;
      case SINCE_OR_NEVER:
        return floats[cell] === NEVER_MS ? 0 : (nowMs - floats[cell]!) / scale + 1;
      case DELAY:
        return (floats[cell]! - floats[other]!) / scale;
      case DRAWN:
        return drawnCode(values, floats[cell]!);
      case QUEUE:
        return this.#queuePlace[cell]!;
      case HOLDER: {
        const holder = state.integers[cell]!;
        // Who crashed is told by its task, behind the runs.
        return holder < 0 ? other - holder : holder === 0 ? 0 : this.#pool.frameOf(holder - 1) + 1;
      }
      case PARENT:
        return this.#parentCode(state, cell - other, other);
      case AGE:
        return Math.min(modulus, nowMs - floats[cell]!) / scale;
      case ERA:
        return eraCode(nowMs, { firstMs: values[0]!, stepMs: values[1]!, endMs: other, modulus }) / this.#quantumMs;
      default:
        // Of the clock: `other` is when the last date is over.
        return (nowMs < other ? nowMs : other + ((nowMs - other) % modulus)) / this.#quantumMs;
    }
  }

  /** Who waits for the run that will be found in `frame` when the words are read back; `base`: where the parents are kept. */
  #parentCode({ integers, task, runsMax }: State, base: number, frame: number): number {
    for (let run = 0; run < runsMax; run++) {
      if (task[run] === -1 || this.#pool.frameOf(run) !== frame) continue;
      const parent = integers[base + run]!;
      return parent === 0 ? 0 : this.#pool.frameOf(parent - 1) + 1;
    }
    return 0;
  }
}

function drawnCode(values: readonly number[], value: number): number {
  if (Number.isNaN(value)) return 0;
  for (let index = 0; index < values.length; index++) if (values[index] === value) return index + 1;
  return -1;
}
