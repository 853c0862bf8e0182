/**
 * Random scenarios as text about locks and pools alone: several permits, every order, passing over, prefetch, looks, leases that
 * are renewed or run from the enqueueing, crashes at steps and dates, slots given back by whoever waits.
 */
import fc, { type GeneratorValue } from 'fast-check';

/** A scenario; the choices are the generator's. */
export function lockScenario(generate: GeneratorValue): string {
  return new Writer(generate).text();
}

interface Named {
  readonly name: string;
  readonly permits: number;
}

class Writer {
  readonly #generate: GeneratorValue;
  #locks: readonly Named[] = [];
  #pool: Named | undefined;
  #supplied = false;
  /** Whether the supply only lends. */
  #lends = false;
  /** Permits that each acquire of a lock takes: always as many, so that a release need not say. */
  readonly #count = new Map<string, number>();

  constructor(generate: GeneratorValue) {
    this.#generate = generate;
  }

  text(): string {
    this.#locks = this.#list(1, 2, (index) => ({ name: `l${index}`, permits: this.#int(1, 3) }));
    this.#pool = this.#maybe(0.5) ? { name: 'p0', permits: this.#int(1, 3) } : undefined;
    this.#supplied = this.#maybe(0.5);
    this.#lends = this.#maybe(0.4);
    for (const { name, permits } of this.#locks) this.#count.set(name, this.#int(1, permits));
    const locks = this.#locks.map((lock) => `  ${lock.name}: ${this.#lock(lock)}\n`);
    const tasks = this.#list(2, 3, (index) => `  t${index}: ${this.#task()}\n`);
    return [
      'quotasim: 1\nhorizon: 100ms\nreplications: 2\ngrid: 1ms\n',
      `order: ${this.#pick('any', 'fair', 'priority')}\n`,
      this.#supplied ? `supplies:\n  s0: ${this.#supply()}\n` : '',
      `locks:\n${locks.join('')}`,
      this.#pool === undefined ? '' : `pools:\n  p0: { slots: ${this.#pool.permits}, ${this.#line()} }\n`,
      `tasks:\n${tasks.join('')}`,
    ].join('');
  }

  #supply(): string {
    if (this.#lends) return '{ model: concurrency, limit: 4 }';
    return '{ model: token-bucket, refill: { tokens: 2, every: 3ms }, capacity: 4, debt: none }';
  }

  #lock({ permits }: Named): string {
    const lease = this.#maybe(0.5) ? this.#int(2, 7) : 0;
    if (lease === 0) return `{ permits: ${permits}, ${this.#line()} }`;
    const lost = this.#pick('', ', lost: 30%', ', lost: 100%');
    const renew = `renew: { every: ${this.#int(1, lease - 1)}ms${lost} }`;
    const more = this.#pick('leaseFrom: grant', 'leaseFrom: enqueue', renew, renew);
    return `{ permits: ${permits}, lease: ${lease}ms, ${more}, ${this.#line()} }`;
  }

  #line(): string {
    return this.#pick(
      'order: fifo',
      'order: fifo, passOver: true',
      'order: priority',
      'order: priority, passOver: true',
      'order: priority, prefetch: 1',
      'order: any',
    );
  }

  #task(): string {
    const trigger = this.#maybe(0.4) ? 'always' : `{ every: ${this.#int(3, 9)}ms, offset: ${this.#pick('0', 'any')} }`;
    const held: string[] = [];
    const steps = this.#list(2, 5, () => this.#step(held));
    steps.splice(this.#int(1, steps.length), 0, 'progress');
    if (trigger === 'always' || this.#maybe(0.5)) steps.unshift(`{ work: ${this.#int(1, 3)}ms }`);
    const crashes = this.#maybe(0.15) ? `, crashes: { at: ${this.#int(1, 9)}ms }` : '';
    const busy = this.#pick('skip', 'skip', 'skip', 'allow');
    return `{ trigger: ${trigger}, whenBusy: ${busy}, priority: ${this.#int(0, 2)}${this.#pooled()}${crashes}, steps: [${steps.join(', ')}] }`;
  }

  #pooled(): string {
    if (this.#pool === undefined || this.#maybe(0.3)) return '';
    const keeps = this.#maybe(0.5) ? ', keepsSlot: false' : '';
    return `, pool: { p0: ${this.#int(1, this.#pool.permits)} }${keeps}`;
  }

  #step(held: string[]): string {
    const kinds = ['work', 'work', 'lock', 'lock', 'lock', 'crash', ...(this.#supplied ? ['spend'] : [])];
    switch (this.#pick(...kinds)) {
      case 'work':
        return `{ work: ${this.#int(0, 4)}ms }`;
      case 'spend':
        return this.#maybe(0.5) ? this.#spend() : this.#call();
      case 'crash':
        return this.#maybe(0.5) ? `{ work: ${this.#int(0, 2)}ms }` : `{ crash: ${this.#pick('50%', '50%', '100%')} }`;
      default:
        return this.#lockStep(held);
    }
  }

  #spend(): string {
    const inUse = this.#inUse();
    // Who gives up and goes on has taken nothing that could be in use.
    const patience = inUse === '' ? this.#patience() : this.#patience().replace('continue', 'fail');
    return `{ spend: { s0: ${this.#int(1, 4)}${patience}${inUse} } }`;
  }

  #call(): string {
    const attempts = this.#pick('', 'attempts: 2, ');
    const retry = `{ ${attempts}wait: ${this.#int(1, 3)}ms }`;
    return `{ call: { s0: ${this.#int(1, 4)}, retry: ${retry}${this.#inUse()} } }`;
  }

  #inUse(): string {
    if (!this.#lends && this.#maybe(0.6)) return '';
    const actual = this.#lends ? '' : `, actual: ${this.#int(0, 5)}`;
    return `, lasts: ${this.#int(0, 3)}ms${actual}`;
  }

  #lockStep(held: string[]): string {
    const { name } = this.#locks[this.#int(0, this.#locks.length - 1)]!;
    if (held.includes(name) && this.#maybe(0.85)) return `{ release: ${name} }`;
    held.push(name);
    const poll = this.#maybe(0.25) ? `, poll: { every: ${this.#int(1, 4)}ms }` : '';
    return `{ acquire: { ${name}: ${this.#count.get(name)!}${this.#patience()}${poll} } }`;
  }

  #patience(): string {
    if (this.#maybe(0.7)) return '';
    return `, atMost: ${this.#int(0, 5)}ms, otherwise: ${this.#pick('stop', 'fail', 'continue')}`;
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

  #list<Value>(min: number, max: number, one: (index: number) => Value): Value[] {
    return Array.from({ length: this.#int(min, max) }, (_, index) => one(index));
  }
}
