/** What generators of scenarios as text decide with: the choices are fast-check's, so that it can shrink them. */
import fc, { type GeneratorValue } from 'fast-check';

export class Dice {
  readonly #generate: GeneratorValue;

  constructor(generate: GeneratorValue) {
    this.#generate = generate;
  }

  int(min: number, max: number): number {
    return this.#generate(fc.integer, { min, max });
  }

  maybe(share: number): boolean {
    return this.int(1, 100) <= share * 100;
  }

  pick<Value>(...values: readonly Value[]): Value {
    return values[this.int(0, values.length - 1)]!;
  }

  list<Value>(min: number, max: number, one: (index: number) => Value): Value[] {
    return Array.from({ length: this.int(min, max) }, (_, index) => one(index));
  }
}
