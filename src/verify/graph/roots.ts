/**
 * Where the starts lead in their first instant. Starts that come to the same state by the same label behave alike from
 * there on, and only the first of them is kept.
 *
 * States after a start are numbered from 0 on without gaps, so the roots of each are a list that begins in an array.
 *
 * @module
 */

const ROOM = 1 << 10;

export class Roots {
  count = 0;
  #start = new Float64Array(ROOM);
  #target = new Uint32Array(ROOM);
  #label = new Uint32Array(ROOM);
  /** By root: the one before it with the same target, + 1. */
  #before = new Uint32Array(ROOM);
  /** By state: the last root that leads to it, + 1. There are no more states than roots. */
  #last = new Uint32Array(ROOM);

  add(start: number, target: number, label: number): void {
    for (let root = this.#last[target] ?? 0; root !== 0; root = this.#before[root - 1]!) {
      if (this.#label[root - 1] === label) return;
    }
    if (this.count === this.#start.length) this.#grow();
    const root = this.count++;
    this.#start[root] = start;
    this.#target[root] = target;
    this.#label[root] = label;
    this.#before[root] = this.#last[target]!;
    this.#last[target] = root + 1;
  }

  start(root: number): number {
    return this.#start[root]!;
  }

  target(root: number): number {
    return this.#target[root]!;
  }

  label(root: number): number {
    return this.#label[root]!;
  }

  get bytes(): number {
    return this.#start.byteLength * 3;
  }

  #grow(): void {
    const start = new Float64Array(this.count * 2);
    start.set(this.#start);
    this.#start = start;
    this.#target = doubled(this.#target);
    this.#label = doubled(this.#label);
    this.#before = doubled(this.#before);
    this.#last = doubled(this.#last);
  }
}

function doubled(cells: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(cells.length * 2);
  more.set(cells);
  return more;
}
