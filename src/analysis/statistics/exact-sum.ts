/**
 * A sum that stays exact beyond 2^53: areas under a level over years are that large, and a sum that is rounded on the way
 * would depend on the order of its terms.
 *
 * What is added must be whole. A small sum is a plain double; what would not fit is moved to a big integer, now and then.
 *
 * @module
 */

/** Below this, two numbers can be added without loss. */
const EXACT_MAX = 2 ** 52;

export class ExactSum {
  #low = 0.5;
  #high = 0n;

  constructor() {
    // The half above made this field a double for good.
    this.#low = 0;
  }

  add(value: number): void {
    const sum = this.#low + value;
    if (sum < EXACT_MAX && sum > -EXACT_MAX) this.#low = sum;
    else this.set(this.total() + BigInt(value));
  }

  total(): bigint {
    return this.#high + BigInt(this.#low);
  }

  set(total: bigint): void {
    this.#low = 0;
    this.#high = total;
  }
}
