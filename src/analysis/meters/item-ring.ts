/**
 * Items in the order of their age: groups that came at one time, the oldest first, in a ring that grows.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import type { TimeMs } from '../../sim/time.ts';

const ROOM = 8;

export class ItemRing {
  /** Items in all, and groups of them. */
  count = 0;
  groups = 0;
  #atMs: Float64Array = new Float64Array(ROOM);
  #counts: Float64Array = new Float64Array(ROOM);
  #from = 0;

  /** When the oldest came; undefined: there is none. */
  get oldestMs(): TimeMs | undefined {
    return this.groups === 0 ? undefined : this.#atMs[this.#from];
  }

  /** The youngest so far. */
  push(atMs: TimeMs, count: number): void {
    this.count += count;
    const last = this.#place(this.groups - 1);
    if (this.groups > 0 && this.#atMs[last] === atMs) {
      this.#counts[last]! += count;
      return;
    }
    if (this.groups === this.#atMs.length) this.#grow();
    const place = this.#place(this.groups++);
    this.#atMs[place] = atMs;
    this.#counts[place] = count;
  }

  /** Takes the oldest `count` away and gives them to `other`. */
  move(count: number, other: ItemRing): void {
    this.#takeOldest(count, other);
  }

  drop(count: number): void {
    this.#takeOldest(count, undefined);
  }

  /** Takes all of `other`, each to its place; `other` is empty then. */
  merge(other: ItemRing): void {
    const before: [TimeMs, number][] = [];
    for (let group = other.groups - 1; group >= 0; group--) {
      const atMs = other.#atMs[other.#place(group)]!;
      const count = other.#counts[other.#place(group)]!;
      // Nearly always all of them are older than what is here.
      while (this.groups > 0 && this.#atMs[this.#from]! < atMs) before.push(this.#shift());
      this.#unshift(atMs, count);
      for (let older = before.pop(); older !== undefined; older = before.pop()) this.#unshift(older[0], older[1]);
    }
    other.clear();
  }

  each(tell: (atMs: TimeMs, count: number) => void): void {
    for (let group = 0; group < this.groups; group++) {
      const place = this.#place(group);
      tell(this.#atMs[place]!, this.#counts[place]!);
    }
  }

  clear(): void {
    this.count = 0;
    this.groups = 0;
    this.#from = 0;
  }

  /** By group, the oldest first. */
  times(): readonly TimeMs[] {
    return Array.from({ length: this.groups }, (_, group) => this.#atMs[this.#place(group)]!);
  }

  counts(): readonly number[] {
    return Array.from({ length: this.groups }, (_, group) => this.#counts[this.#place(group)]!);
  }

  /** Other times for the groups. */
  retime(times: readonly TimeMs[]): void {
    times.forEach((atMs, group) => {
      this.#atMs[this.#place(group)] = atMs;
    });
  }

  #place(group: number): number {
    // The length is a power of two.
    return (this.#from + group) & (this.#atMs.length - 1);
  }

  #takeOldest(count: number, into: ItemRing | undefined): void {
    assert(count <= this.count, 'no more is taken than is there', { count, there: this.count });
    this.count -= count;
    let left = count;
    while (left > 0) {
      const from = this.#from;
      const here = this.#counts[from]!;
      const taken = Math.min(here, left);
      if (into !== undefined) into.push(this.#atMs[from]!, taken);
      left -= taken;
      this.#counts[from] = here - taken;
      if (taken < here) return;
      this.#from = this.#place(1);
      this.groups--;
    }
  }

  #shift(): [TimeMs, number] {
    const group: [TimeMs, number] = [this.#atMs[this.#from]!, this.#counts[this.#from]!];
    this.#from = this.#place(1);
    this.groups--;
    this.count -= group[1];
    return group;
  }

  /** The oldest so far. */
  #unshift(atMs: TimeMs, count: number): void {
    this.count += count;
    if (this.groups > 0 && this.#atMs[this.#from] === atMs) {
      this.#counts[this.#from]! += count;
      return;
    }
    if (this.groups === this.#atMs.length) this.#grow();
    this.#from = (this.#from - 1) & (this.#atMs.length - 1);
    this.groups++;
    this.#atMs[this.#from] = atMs;
    this.#counts[this.#from] = count;
  }

  #grow(): void {
    const [atMs, counts] = [this.times(), this.counts()];
    this.#atMs = new Float64Array(2 * this.#atMs.length);
    this.#counts = new Float64Array(2 * this.#counts.length);
    this.#atMs.set(atMs);
    this.#counts.set(counts);
    this.#from = 0;
  }
}
