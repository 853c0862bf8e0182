/**
 * Random scenarios as text about one supply with a line, a lock-out, calls and costs that are settled: a few milliseconds and
 * tokens, so that requests above what there is, and estimates below what it costs, come often.
 */
import fc, { type GeneratorValue } from 'fast-check';

export const lined: fc.Arbitrary<string> = fc.gen().map((generate) => new Writer(generate).text());

class Writer {
  readonly #generate: GeneratorValue;
  #capacity = 0;
  #debt = '';

  constructor(generate: GeneratorValue) {
    this.#generate = generate;
  }

  text(): string {
    this.#capacity = this.#int(3, 8);
    this.#debt = this.#pick('none', 'none', 'none', 'unlimited', '2', 'clamp');
    return [
      'quotasim: 1\nhorizon: 200ms\ngrid: 1ms\n',
      `order: ${this.#pick('any', 'any', 'priority')}\n`,
      `facts: { F: { choice: [${this.#int(1, 4)}, ${this.#int(2, 10)}] } }\n`,
      `supplies: { s: ${this.#supply()} }\n`,
      `tasks:\n${this.#list(2, 3, (index) => `  t${index}: ${this.#task()}\n`).join('')}`,
    ].join('');
  }

  #supply(): string {
    const refill = `{ tokens: ${this.#int(1, 3)}, every: ${this.#int(1, 3)}ms }`;
    const initial = this.#pick('any', `${this.#capacity}`, '0');
    const turn = this.#pick('fifo', 'fifo', 'fair', 'priority', 'any');
    const below = this.#int(1, this.#capacity);
    const until = this.#int(below, this.#capacity);
    const lockout = this.#maybe(0.15) ? `, lockout: { below: ${below}, until: ${until} }` : '';
    const hint = this.#pick('none', 'retry-after', 'reset');
    const refused = this.#maybe(0.3) ? `, refused: { cost: ${this.#int(0, 1)}, hint: ${hint} }` : '';
    return `{ model: token-bucket, refill: ${refill}, capacity: ${this.#capacity}, debt: ${this.#debt}, initial: ${initial}, turn: ${turn}${lockout}${refused} }`;
  }

  #task(): string {
    const isAlways = this.#maybe(0.5);
    const trigger = isAlways ? 'always' : `{ every: ${this.#int(2, 8)}ms, offset: ${this.#pick('any', '0')} }`;
    const awaits = this.#maybe(0.25) ? [`{ await: { s: ${this.#level()}${this.#patience()} } }`] : [];
    const takes = this.#maybe(0.75) ? this.#spend() : this.#call();
    const steps = [
      ...(this.#maybe(0.3) ? [`{ work: ${this.#int(0, 2)}ms }`] : []),
      ...awaits,
      takes,
      ...(this.#maybe(0.95) ? ['progress'] : []),
      ...(isAlways || this.#maybe(0.4) ? [`{ work: ${this.#int(1, 3)}ms }`] : []),
    ];
    const body = this.#maybe(0.15) && isAlways ? [`{ repeat: [${steps.join(', ')}] }`] : steps;
    const busy = this.#pick('skip', 'skip', 'skip', 'queue all');
    return `{ trigger: ${trigger}, whenBusy: ${busy}, priority: ${this.#int(0, 1)}, steps: [${body.join(', ')}] }`;
  }

  #spend(): string {
    const settles = this.#debt !== 'clamp' && this.#maybe(0.2);
    const patience = settles ? this.#patience().replace('continue', 'stop') : this.#patience();
    return `{ spend: { s: ${this.#cost()}${patience}${settles ? this.#settles() : ''} } }`;
  }

  #settles(): string {
    const lasts = this.#maybe(0.5) ? `, lasts: ${this.#int(0, 3)}ms` : '';
    return `${lasts}, actual: ${this.#pick('$F', '$F', `${this.#int(0, this.#capacity + 2)}`)}`;
  }

  #call(): string {
    const settles = this.#debt !== 'clamp' && this.#maybe(0.2) ? this.#settles() : '';
    const ends = this.#pick('stop', 'fail', ...(settles === '' ? ['continue'] : []));
    const retry = this.#pick(
      `, retry: { wait: ${this.#int(1, 3)}ms }`,
      `, retry: { wait: ${this.#int(1, 3)}ms, attempts: 2 }, otherwise: ${ends}`,
      `, otherwise: ${ends}`,
    );
    return `{ call: { s: ${this.#cost()}${retry}${settles} } }`;
  }

  #level(): string {
    return `${this.#int(1, this.#maybe(0.15) ? this.#capacity + 2 : this.#capacity)}`;
  }

  #cost(): string {
    return this.#maybe(0.2) ? this.#pick('$F', '"$F + 1"') : this.#level();
  }

  #patience(): string {
    if (this.#maybe(0.8)) return '';
    return `, atMost: ${this.#int(0, 4)}ms, otherwise: ${this.#pick('stop', 'fail', 'continue')}`;
  }

  #int(min: number, max: number): number {
    return this.#generate(fc.integer, { min, max });
  }

  #maybe(share: number): boolean {
    return this.#int(1, 100) <= share * 100;
  }

  #pick(...values: readonly string[]): string {
    return values[this.#int(0, values.length - 1)]!;
  }

  #list(min: number, max: number, one: (index: number) => string): string[] {
    return Array.from({ length: this.#int(min, max) }, (_, index) => one(index));
  }
}
