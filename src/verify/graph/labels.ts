/**
 * What happened on an edge: how long it took, and for each task whether it progressed, how many starts were due and how
 * many of them were served. Few labels are different, so an edge keeps the number of its label.
 *
 * @module
 */

/** In the place of 1 for progress: on the way to this instant the task had nothing to do. */
export const IDLED = 2;

/** What one instant brought, task by task; filled by a meter, read by `add`. */
export interface Happened {
  readonly progressed: Uint8Array;
  readonly due: Uint16Array;
  readonly served: Uint16Array;
  /** A number that tells all this apart from everything else it may be; -1 where none does. */
  code(): number;
}

const ROOM = 64;
const RECENT_BITS = 10;
const RECENT = 1 << RECENT_BITS;

export class Labels {
  count = 0;
  readonly tasks: number;
  /** Room for as many labels as half the index has slots. */
  #durationMs = new Float64Array(ROOM);
  /** Three numbers per task: progressed, due, served. */
  #tasks: Uint16Array;
  #index = new Int32Array(2 * ROOM).fill(-1);
  /** Labels that were asked for lately, by duration and code. */
  readonly #recentMs = new Float64Array(RECENT).fill(-1);
  readonly #recentCode = new Float64Array(RECENT);
  readonly #recent = new Int32Array(RECENT);
  /** Labels that others were asked for lately with another duration. */
  readonly #lastingMs = new Float64Array(RECENT).fill(-1);
  readonly #lastingOf = new Int32Array(RECENT);
  readonly #lasting = new Int32Array(RECENT);

  /** Scratch for one label. */
  readonly #one: Happened;

  constructor(tasks: number) {
    this.tasks = tasks;
    this.#one = blank(tasks);
    this.#tasks = new Uint16Array(ROOM * 3 * tasks);
  }

  /** The number of the label with these contents. */
  add(durationMs: number, happened: Happened): number {
    const code = happened.code();
    const at = (Math.imul(durationMs | 0, 0x9e37_79b1) ^ Math.imul(code | 0, 0x85eb_ca77)) >>> (32 - RECENT_BITS);
    if (this.#recentMs[at] === durationMs && this.#recentCode[at] === code) return this.#recent[at]!;
    const label = this.#find(durationMs, happened);
    if (code >= 0) {
      this.#recentMs[at] = durationMs;
      this.#recentCode[at] = code;
      this.#recent[at] = label;
    }
    return label;
  }

  /** The number of the label with the contents of another, that took so long. */
  lasting(durationMs: number, label: number): number {
    if (this.#durationMs[label] === durationMs) return label;
    const at = (Math.imul(durationMs | 0, 0x9e37_79b1) ^ Math.imul(label, 0x85eb_ca77)) >>> (32 - RECENT_BITS);
    if (this.#lastingMs[at] === durationMs && this.#lastingOf[at] === label) return this.#lasting[at]!;
    const found = this.#find(durationMs, this.#read(label, this.#one));
    this.#lastingMs[at] = durationMs;
    this.#lastingOf[at] = label;
    this.#lasting[at] = found;
    return found;
  }

  #find(durationMs: number, happened: Happened): number {
    if (this.count === this.#durationMs.length) this.#grow();
    const mask = this.#index.length - 1;
    let slot = hashOf(durationMs, happened) & mask;
    for (let label = this.#index[slot]!; label >= 0; label = this.#index[slot]!) {
      if (this.#holds(label, durationMs, happened)) return label;
      slot = (slot + 1) & mask;
    }
    const label = this.count++;
    this.#index[slot] = label;
    this.#durationMs[label] = durationMs;
    this.#write(label, happened);
    return label;
  }

  durationMs(label: number): number {
    return this.#durationMs[label]!;
  }

  /** Whether the task had nothing to do until then: that time is no wait. */
  idled(label: number, task: number): boolean {
    return this.#tasks[3 * (label * this.tasks + task)] === IDLED;
  }

  /** Whether it progressed, or had nothing to do before or after. */
  progressed(label: number, task: number): boolean {
    return this.#tasks[3 * (label * this.tasks + task)] !== 0;
  }

  due(label: number, task: number): number {
    return this.#tasks[3 * (label * this.tasks + task) + 1]!;
  }

  served(label: number, task: number): number {
    return this.#tasks[3 * (label * this.tasks + task) + 2]!;
  }

  get bytes(): number {
    return this.#durationMs.byteLength + this.#tasks.byteLength + this.#index.byteLength;
  }

  #holds(label: number, durationMs: number, { progressed, due, served }: Happened): boolean {
    if (this.#durationMs[label] !== durationMs) return false;
    for (let task = 0; task < this.tasks; task++) {
      const at = 3 * (label * this.tasks + task);
      if (
        this.#tasks[at] !== progressed[task] ||
        this.#tasks[at + 1] !== due[task] ||
        this.#tasks[at + 2] !== served[task]
      )
        return false;
    }
    return true;
  }

  #write(label: number, { progressed, due, served }: Happened): void {
    for (let task = 0; task < this.tasks; task++) {
      const at = 3 * (label * this.tasks + task);
      this.#tasks[at] = progressed[task]!;
      this.#tasks[at + 1] = due[task]!;
      this.#tasks[at + 2] = served[task]!;
    }
  }

  #grow(): void {
    const durationMs = new Float64Array(this.#durationMs.length * 2);
    durationMs.set(this.#durationMs);
    this.#durationMs = durationMs;
    const tasks = new Uint16Array(this.#tasks.length * 2);
    tasks.set(this.#tasks);
    this.#tasks = tasks;
    const index = new Int32Array(this.#index.length * 2).fill(-1);
    const one = blank(this.tasks);
    for (let label = 0; label < this.count; label++) {
      let slot = hashOf(durationMs[label]!, this.#read(label, one)) & (index.length - 1);
      while (index[slot]! >= 0) slot = (slot + 1) & (index.length - 1);
      index[slot] = label;
    }
    this.#index = index;
  }

  /** The contents of a label, in `into`. */
  #read(label: number, into: Happened): Happened {
    const { progressed, due, served } = into;
    for (let task = 0; task < this.tasks; task++) {
      const at = 3 * (label * this.tasks + task);
      progressed[task] = this.#tasks[at]!;
      due[task] = this.#tasks[at + 1]!;
      served[task] = this.#tasks[at + 2]!;
    }
    return into;
  }
}

function blank(tasks: number): Happened {
  const [progressed, due, served] = [new Uint8Array(tasks), new Uint16Array(tasks), new Uint16Array(tasks)];
  return { progressed, due, served, code: () => -1 };
}

function hashOf(durationMs: number, { progressed, due, served }: Happened): number {
  let hash = Math.imul(durationMs | 0, 0x9e37_79b1);
  for (let task = 0; task < progressed.length; task++) {
    hash = Math.imul(hash ^ (progressed[task]! + 2 * due[task]! + 64 * served[task]!), 0x85eb_ca77);
    hash ^= hash >>> 15;
  }
  return (hash ^ (hash >>> 13)) >>> 0;
}
