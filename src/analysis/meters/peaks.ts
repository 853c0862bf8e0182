/**
 * The highest of a series since any earlier moment, for whoever asks later: a stack that keeps only those values that no
 * later one reached. `push` takes constant time on average, and a series that keeps rising keeps one value.
 *
 * @module
 */

export class Peaks {
  /** How many values came so far: a moment to ask from. */
  mark = 0;
  #count = 0;
  #values: Float64Array = new Float64Array(16);
  #marks: Float64Array = new Float64Array(16);

  push(value: number): void {
    const values = this.#values;
    let count = this.#count;
    while (count > 0 && values[count - 1]! <= value) count--;
    if (count === values.length) this.#grow();
    this.#values[count] = value;
    this.#marks[count] = this.mark++;
    this.#count = count + 1;
  }

  /** The highest value that came after `mark` was read; `-Infinity` where none did. */
  since(mark: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#marks[middle]! < mark) low = middle + 1;
      else high = middle;
    }
    return low < this.#count ? this.#values[low]! : Number.NEGATIVE_INFINITY;
  }

  /** Forgets what came; marks read before stay valid. */
  clear(): void {
    this.#count = 0;
  }

  #grow(): void {
    const [values, marks] = [this.#values, this.#marks];
    this.#values = new Float64Array(2 * values.length);
    this.#marks = new Float64Array(2 * values.length);
    this.#values.set(values);
    this.#marks.set(marks);
  }
}
