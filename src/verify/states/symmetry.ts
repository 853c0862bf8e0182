/**
 * States that differ only in which copy of a task is which are one: the copies' parts of a packed state are sorted.
 *
 * A claim is about each copy, and what is true of one is true of all. So one of them, the first, is told apart and judged,
 * and the others are exchanged as one likes: a run of the sorted states is a run of the system in which they have changed
 * their names, and the first copy does in it what it did. Where a field is met that is not known here, nothing is sorted,
 * and the states are merely more.
 *
 * @module
 */

import { BUSY, type Machine } from '../../sim/machine.ts';
import { copiesOf } from '../../sim/program/copies.ts';
import { NEVER } from '../../sim/time.ts';
import { getBits, putBits } from './bits.ts';
import { FIELD, type FieldRow } from './field.ts';
import type { Layout } from './layout.ts';

/** Interchangeable tasks, by index: the copies of a task but the first, where there are several. */
export function interchangeable(machine: Machine): readonly (readonly number[])[] {
  // What a copy that crashed has left behind is known by its task.
  if (machine.crashes) return [];
  // Which of several leases of a lock is whose follows from the order in which copies went, and an exchange does not undo it.
  if (machine.model.locks.some(({ permits, leaseMs }) => permits > 1 && leaseMs !== NEVER)) return [];
  return copiesOf(machine.model)
    .map(([, ...others]) => others)
    .filter((others) => others.length > 1 && machine.whenBusy[others[0]!] !== BUSY.allow);
}

/** Kinds of field of which it is known what they say of other runs: nothing, or (a holder) who it is. */
const KNOWN: ReadonlySet<number> = new Set([
  FIELD.plain,
  FIELD.due,
  FIELD.dueOrNever,
  FIELD.since,
  FIELD.phase,
  FIELD.delay,
  FIELD.integer,
  FIELD.drawn,
  FIELD.queue,
  FIELD.mark,
  FIELD.holder,
  FIELD.clock,
  FIELD.logged,
  FIELD.sinceOrNever,
]);

/** Whether every field is one that can be exchanged with its copy. */
function isKnown({ fields, sharedTo, leasesFrom }: Layout, names: readonly string[]): boolean {
  return fields.every(({ kind, name, task }, index) => {
    if (!KNOWN.has(kind) || (kind === FIELD.holder && index < leasesFrom)) return false;
    // What is about one copy must say so.
    return index >= sharedTo || task >= 0 || !names.some((copy) => name.includes(copy));
  });
}

/** Some bits of a packed state. */
interface Piece {
  readonly offset: number;
  readonly bits: number;
}

/** The parts of the copies of one task, piece by piece alike, and what of each was read. */
interface Group {
  readonly runs: readonly number[];
  readonly pieces: readonly (readonly Piece[])[];
  readonly read: readonly Float64Array[];
  /** Which copy stands at each place. */
  readonly order: Int32Array;
}

/** A lease: when it runs out, and the run that holds it. */
interface Lease {
  readonly due: FieldRow;
  readonly holder: FieldRow;
}

const CHUNK_BITS = 32;

export class Symmetry {
  readonly #groups: readonly Group[];
  readonly #leases: readonly Lease[];
  /** The run that each run becomes. */
  readonly #becomes: Int32Array;

  constructor(groups: readonly Group[], leases: readonly Lease[], runsMax: number) {
    this.#groups = groups;
    this.#leases = leases;
    this.#becomes = Int32Array.from({ length: runsMax }, (_, run) => run);
  }

  /** Sorts the copies in the packed state that begins at `words[0]`. */
  sort(words: Uint32Array): void {
    let moved = false;
    for (const group of this.#groups) moved = this.#sortGroup(words, group) || moved;
    if (moved) this.#renameHolders(words);
  }

  #sortGroup(words: Uint32Array, group: Group): boolean {
    const { runs, order, read } = group;
    for (let copy = 0; copy < runs.length; copy++) this.#read(words, group, copy);
    let moved = false;
    for (let place = 0; place < runs.length; place++) {
      let at = place;
      while (at > 0 && isBefore(read[place]!, read[order[at - 1]!]!)) order[at] = order[--at]!;
      order[at] = place;
      if (at !== place) moved = true;
    }
    if (!moved) return false;
    for (let place = 0; place < runs.length; place++) {
      writePart(words, group.pieces[place]!, read[order[place]!]!);
      this.#becomes[runs[order[place]!]!] = runs[place]!;
    }
    return true;
  }

  /** What the state holds of a copy, the leases of its run too. */
  #read(words: Uint32Array, { runs, pieces, read }: Group, copy: number): void {
    const into = read[copy]!;
    const own = pieces[copy]!;
    for (let at = 0; at < own.length; at++) into[at] = getBits(words, own[at]!.offset, own[at]!.bits);
    this.#leases.forEach(({ due, holder }, slot) => {
      const holds = getBits(words, holder.offset, holder.bits) === runs[copy]! + 1;
      into[own.length + slot] = holds ? getBits(words, due.offset, due.bits) + 1 : 0;
    });
  }

  #renameHolders(words: Uint32Array): void {
    const becomes = this.#becomes;
    for (const { holder } of this.#leases) {
      const run = getBits(words, holder.offset, holder.bits) - 1;
      if (run >= 0) setBits(words, holder.offset, holder.bits, becomes[run]! + 1);
    }
    for (let run = 0; run < becomes.length; run++) becomes[run] = run;
  }
}

/** The symmetry of a machine's packed states; undefined where there is none to make use of. */
export function symmetryOf(machine: Machine, layout: Layout, runsMax: number): Symmetry | undefined {
  const groups = interchangeable(machine);
  const names = groups.flat().map((task) => machine.model.tasks[task]!.name);
  if (groups.length === 0 || !isKnown(layout, names)) return undefined;
  const leases = leasesOf(layout);
  const made = groups.map((runs): Group => {
    const pieces = runs.map((task) => piecesOf(layout, task));
    const isAlike = pieces.every(
      (own) => own.map(({ bits }) => bits).join() === pieces[0]!.map(({ bits }) => bits).join(),
    );
    const length = pieces[0]!.length + leases.length;
    return {
      runs: isAlike ? runs : [],
      pieces,
      read: runs.map(() => new Float64Array(length)),
      order: new Int32Array(runs.length),
    };
  });
  return new Symmetry(made, leases, runsMax);
}

/** Where a copy's own fields and the record of its run lie. */
function piecesOf({ fields, sharedTo, frames }: Layout, task: number): readonly Piece[] {
  const own = fields.slice(0, sharedTo).filter(({ task: of, bits }) => of === task && bits > 0);
  const { offset, width } = frames[task]!;
  const chunks = Array.from({ length: Math.ceil(width / CHUNK_BITS) }, (_, chunk): Piece => {
    const from = chunk * CHUNK_BITS;
    return { offset: offset + from, bits: Math.min(CHUNK_BITS, width - from) };
  });
  return [...own.map(({ offset: at, bits }) => ({ offset: at, bits })), ...chunks];
}

function leasesOf({ fields, leasesFrom }: Layout): readonly Lease[] {
  const rows = fields.slice(leasesFrom);
  return rows.flatMap((holder, index) => (holder.kind === FIELD.holder ? [{ due: rows[index - 1]!, holder }] : []));
}

function isBefore(left: Float64Array, right: Float64Array): boolean {
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return left[at]! < right[at]!;
  return false;
}

function writePart(words: Uint32Array, pieces: readonly Piece[], values: Float64Array): void {
  for (let at = 0; at < pieces.length; at++) setBits(words, pieces[at]!.offset, pieces[at]!.bits, values[at]!);
}

function setBits(words: Uint32Array, offset: number, bits: number, value: number): void {
  for (let bit = 0; bit < bits; bit++) {
    const at = offset + bit;
    words[at >>> 5]! &= ~(1 << (at & 31));
  }
  putBits(words, offset, bits, value);
}
