/**
 * Where the starts lead in their first instant. Starts that come to the same state by the same label behave alike from
 * there on, and only the first of them is kept.
 *
 * @module
 */

export class Roots {
  count = 0;
  #start = new Float64Array(1 << 10);
  #target = new Uint32Array(1 << 10);
  #label = new Uint32Array(1 << 10);
  #index = new Uint32Array(1 << 12);

  add(start: number, target: number, label: number): void {
    if (this.count >= this.#index.length / 2) this.#growIndex();
    const mask = this.#index.length - 1;
    let slot = hashOf(target, label) & mask;
    for (let entry = this.#index[slot]!; entry !== 0; entry = this.#index[slot]!) {
      if (this.#target[entry - 1] === target && this.#label[entry - 1] === label) return;
      slot = (slot + 1) & mask;
    }
    if (this.count === this.#start.length) this.#grow();
    this.#start[this.count] = start;
    this.#target[this.count] = target;
    this.#label[this.count] = label;
    this.#index[slot] = ++this.count;
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
    return this.#start.byteLength * 2 + this.#index.byteLength;
  }

  #grow(): void {
    const room = this.count * 2;
    const start = new Float64Array(room);
    start.set(this.#start);
    const [target, label] = [new Uint32Array(room), new Uint32Array(room)];
    target.set(this.#target);
    label.set(this.#label);
    this.#start = start;
    this.#target = target;
    this.#label = label;
  }

  #growIndex(): void {
    const index = new Uint32Array(this.#index.length * 2);
    const mask = index.length - 1;
    for (let root = 0; root < this.count; root++) {
      let slot = hashOf(this.#target[root]!, this.#label[root]!) & mask;
      while (index[slot] !== 0) slot = (slot + 1) & mask;
      index[slot] = root + 1;
    }
    this.#index = index;
  }
}

function hashOf(target: number, label: number): number {
  const hash = Math.imul(target, 0x9e37_79b1) ^ Math.imul(label + 1, 0x85eb_ca77);
  return (hash ^ (hash >>> 15)) >>> 0;
}
