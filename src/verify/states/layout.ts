/**
 * Where each field of a packed state lies: shared fields first, then one record per run, then the leases.
 *
 * A task's own run has a record of fixed place. Runs of tasks that `allow` several at once are interchangeable: they form
 * a pool whose records are sorted, so that it does not matter which frame holds which.
 *
 * @module
 */
import { BUSY, type Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { hasClock, runFields, sharedFields } from './elements.ts';
import { parentFields } from './emitted.ts';
import { bitsFor, bitsOf, FIELD, type Field, type FieldRow, type PlacedField, placed, rowOf } from './field.ts';
import { leaseFields } from './lock-fields.ts';
import type { Place } from './places.ts';
import type { Space } from './space.ts';

export interface Layout {
  readonly fields: readonly FieldRow[];
  readonly bits: number;
  /** How many tasks there are: their own frames come first. */
  readonly tasks: number;
  /** 32-bit words of a packed state. */
  readonly words: number;
  /** The shared fields are those before this; those before `sharedVary` have more than one value. */
  readonly sharedTo: number;
  readonly sharedVary: number;
  /** The fields that name runs, of leases and of who waits for whom, are those from here on. */
  readonly leasesFrom: number;
  /** Every run's frame, tasks' own first. */
  readonly frames: readonly Frame[];
  /** Frames of the pool, tasks' own first; empty where no task allows several runs. */
  readonly pool: readonly number[];
  readonly poolOffset: number;
  /** Bits of one record of the pool. */
  readonly poolBits: number;
  /** All places; a run's code for its place is the place's number in its frame, from 1. 0: no run. */
  readonly places: readonly Place[];
}

/** How the record of the run in one frame is read. */
export interface Frame {
  readonly run: number;
  readonly pooled: boolean;
  /** First bit of the record; 0 for the pool, whose records have no fixed place. */
  readonly offset: number;
  readonly placeBits: number;
  /** Bits of the whole record. */
  readonly width: number;
  /** Index into `Layout.places` of the place with code 1. */
  readonly firstPlace: number;
  readonly placeCount: number;
  /** The fields of each place: from `from[code]` to before `to[code]`; those before `vary[code]` have more than one value. */
  readonly from: Int32Array;
  readonly vary: Int32Array;
  readonly to: Int32Array;
}

export function layoutOf(space: Space, state: State): Layout {
  const { machine } = space;
  const builder = new Builder();
  const shared = sharedFields(space, state);
  builder.add(placed(varyingFirst(space, shared), 0));
  const sharedTo = builder.fields.length;
  const sharedVary = shared.filter(varies).length;
  builder.bits = bitsOf(builder.fields);
  const places = space.places.flat();
  const pool = poolOf(machine, state);
  const frames: Frame[] = [];
  for (let run = 0; run < state.runsMax; run++) {
    const pooled = pool.includes(run);
    const mine = pooled ? { first: 0, list: places } : { first: firstPlaceOf(space, run), list: space.places[run]! };
    frames.push(frameOf(builder, space, state, { run, pooled, mine }));
  }
  const poolOffset = builder.bits;
  const poolBits = Math.max(0, ...pool.map((run) => recordBits(frames[run]!, builder.fields)));
  builder.bits += poolBits * pool.length;
  const leasesFrom = builder.fields.length;
  builder.add(placed([...leaseFields(space, state), ...parentFields(space, state, pool)], builder.bits));
  builder.bits += bitsOf(builder.fields.slice(leasesFrom));
  const words = Math.max(1, Math.ceil(builder.bits / 32));
  const fields = builder.fields.map(rowOf);
  const { bits } = builder;
  const tasks = machine.model.tasks.length;
  return { fields, bits, tasks, words, sharedTo, sharedVary, leasesFrom, frames, pool, poolOffset, poolBits, places };
}

class Builder {
  readonly fields: PlacedField[] = [];
  bits = 0;

  add(fields: readonly PlacedField[]): void {
    this.fields.push(...fields);
  }
}

function varies({ codes }: Field): boolean {
  return codes > 1;
}

/** What is written first, then what always has one value: that is only read, and not even that where a new state has it. */
function varyingFirst(space: Space, fields: readonly Field[]): readonly Field[] {
  const calendar = hasClock(space);
  const isBlank = ({ kind, low = 0 }: Field): boolean =>
    kind === FIELD.dueOrNever || (kind === FIELD.integer && low === 0) || (kind === FIELD.since && !calendar);
  return [...fields.filter(varies), ...fields.filter((field) => !varies(field) && !isBlank(field))];
}

interface Standing {
  readonly run: number;
  readonly pooled: boolean;
  readonly mine: { readonly first: number; readonly list: readonly Place[] };
}

/** Places the records of one frame; all places of it share the bits. */
function frameOf(builder: Builder, space: Space, state: State, { run, pooled, mine }: Standing): Frame {
  const { first, list } = mine;
  const offset = pooled ? 0 : builder.bits;
  const placeBits = bitsFor(list.length + 1);
  const from = new Int32Array(list.length + 1);
  const vary = new Int32Array(list.length + 1);
  const to = new Int32Array(list.length + 1);
  let width = 0;
  list.forEach((place, index) => {
    const fields = runFields(space, state, run, place);
    from[index + 1] = builder.fields.length;
    vary[index + 1] = builder.fields.length + fields.filter(varies).length;
    builder.add(placed(varyingFirst(space, fields), offset + placeBits));
    to[index + 1] = builder.fields.length;
    width = Math.max(width, bitsOf(fields));
  });
  if (!pooled) builder.bits += placeBits + width;
  return {
    run,
    pooled,
    offset,
    placeBits,
    width: placeBits + width,
    firstPlace: first,
    placeCount: list.length,
    from,
    vary,
    to,
  };
}

function recordBits({ placeBits, from, to }: Frame, fields: readonly PlacedField[]): number {
  const widths = Array.from(from, (start, code) => bitsOf(fields.slice(start, to[code])));
  return placeBits + Math.max(0, ...widths);
}

/** Frames that any run of a task that allows several can be in: its codes count all places. */
function poolOf({ model, whenBusy }: Machine, state: State): readonly number[] {
  return Array.from({ length: state.runsMax }, (_, run) => run).filter(
    (run) => run >= model.tasks.length || whenBusy[run] === BUSY.allow,
  );
}

function firstPlaceOf({ places }: Space, task: number): number {
  return places.slice(0, task).reduce((sum, list) => sum + list.length, 0);
}
