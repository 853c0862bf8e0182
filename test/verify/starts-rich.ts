/**
 * Random scenarios as text about how runs come about and end: tasks that start each other, with and without waiting for it,
 * before a pool or a lock, whatever a start does that finds its task busy; runs that fail or crash and are tried again, last too long, or give way to a newer start;
 * starts that wait too long, or are delivered more than once.
 */
import fc, { type GeneratorValue } from 'fast-check';

/** A scenario; the choices are the generator's. */
export function startScenario(generate: GeneratorValue): string {
  return new Writer(generate).text();
}

class Writer {
  readonly #generate: GeneratorValue;
  #tasks = 2;
  #slots = 0;
  #locked = false;
  /** By task: those it starts. */
  #emits: number[][] = [];

  constructor(generate: GeneratorValue) {
    this.#generate = generate;
  }

  text(): string {
    this.#tasks = this.#int(2, 3);
    this.#slots = this.#maybe(0.6) ? this.#int(1, 2) : 0;
    this.#locked = this.#maybe(0.3);
    const all = Array.from({ length: this.#tasks }, (_, task) => task);
    // A ring of starts is as likely as a chain.
    this.#emits = all.map((task) => all.filter((other) => other !== task && this.#maybe(other === 0 ? 0.15 : 0.5)));
    const tasks = all.map((task) => `  t${task}: ${this.#task(task)}\n`);
    return [
      'quotasim: 1\nhorizon: 100ms\nreplications: 2\ngrid: 1ms\n',
      `order: ${this.#pick('any', 'fair', 'priority')}\n`,
      this.#locked ? 'locks: { l0: {} }\n' : '',
      this.#slots === 0 ? '' : `pools:\n  p0: { slots: ${this.#slots} }\n`,
      `tasks:\n${tasks.join('')}`,
    ].join('');
  }

  #task(task: number): string {
    const busy = this.#pick('skip', 'queue all', 'queue one', 'allow', 'replace', 'replace hard');
    const pool = this.#slots > 0 && this.#maybe(0.7) ? `, pool: p0${this.#maybe(0.3) ? ', keepsSlot: false' : ''}` : '';
    const steps = [...this.#emits[task]!.map((other) => this.#emit(other)), ...this.#others()];
    steps.splice(this.#int(0, steps.length), 0, this.#maybe(0.9) ? 'progress' : this.#pick('stop', 'fail'));
    steps.unshift(`{ work: ${this.#int(1, 3)}ms }`);
    const retry = this.#maybe(0.35) ? `, retry: ${this.#retry()}` : '';
    const length = `${this.#int(2, 6)}ms`;
    const limit = this.#maybe(0.3) ? `, timeLimit: ${this.#pick(length, `{ hard: ${length} }`)}` : '';
    const waits = pool !== '' || busy.startsWith('queue');
    const expires = waits && this.#maybe(0.35) ? `, expires: ${this.#int(1, 6)}ms` : '';
    const delivery = this.#maybe(0.3) ? `, delivery: ${this.#delivery(busy)}` : '';
    const crashes = this.#maybe(0.1) ? `, crashes: { at: ${this.#int(1, 9)}ms }` : '';
    const timed = this.#trigger(task);
    const after = waits && timed.startsWith('{ every') && this.#maybe(0.3);
    const trigger = after ? timed.replace(' }', ', after: start }') : timed;
    return `{ trigger: ${trigger}, whenBusy: ${busy}, priority: ${this.#int(0, 2)}${pool}${retry}${limit}${expires}${delivery}${crashes}, steps: [${steps.join(', ')}] }`;
  }

  #delivery(busy: string): string {
    const deliveries = this.#maybe(0.6) ? `, deliveries: ${this.#int(1, 3)}` : '';
    const renewed = `{ visibility: ${this.#int(1, 5)}ms, renewed: true${deliveries} }`;
    if (busy !== 'allow') return this.#pick('at most once', renewed, renewed);
    // Mostly so long that no start has two runs at a time: what then is known is nothing.
    return this.#pick(renewed, `{ visibility: ${this.#int(6, 20)}ms${deliveries} }`);
  }

  #retry(): string {
    const attempts = this.#maybe(0.7) ? `attempts: ${this.#int(1, 3)}, ` : '';
    const jitter = this.#maybe(0.3) ? ', jitter: { choice: [50%, 100%] }' : '';
    const backoff = this.#maybe(0.5) ? ', backoff: exponential, cap: 4ms' : '';
    return `{ ${attempts}wait: ${this.#int(1, 3)}ms${backoff}${jitter} }`;
  }

  #trigger(task: number): string {
    const parents = this.#emits.flatMap((others, parent) => (others.includes(task) ? [`t${parent}`] : []));
    const every = `{ every: ${this.#int(5, 12)}ms, offset: ${this.#pick('0', 'any')} }`;
    const timed = this.#maybe(0.2) ? 'always' : every;
    if (parents.length === 0) return timed;
    const on = `{ on: ${parents.length === 1 ? parents[0] : `[${parents.join(', ')}]`} }`;
    return task === 0 || this.#maybe(0.2) ? `[${on}, ${every}]` : on;
  }

  #emit(task: number): string {
    if (this.#maybe(0.35))
      return this.#maybe(0.7) ? `{ emit: t${task} }` : `{ emit: { t${task}: ${this.#int(0, 2)} } }`;
    const patience = this.#maybe(0.3)
      ? `, atMost: ${this.#int(0, 4)}ms, otherwise: ${this.#pick('stop', 'fail', 'continue')}`
      : '';
    return `{ emit: { t${task}: ${this.#int(1, 2)}, wait: true${patience} } }`;
  }

  #others(): string[] {
    return Array.from({ length: this.#int(0, 2) }, () => {
      switch (this.#pick('work', 'lock', 'crash', 'work', 'take')) {
        case 'lock':
          return this.#locked ? '{ acquire: l0 }, { work: 1ms }, { release: l0 }' : '{ work: 2ms }';
        case 'take':
          // Who waits too long fails.
          return this.#locked
            ? '{ acquire: { l0: 1, atMost: 1ms, otherwise: fail } }, { work: 2ms }, { release: l0 }'
            : 'progress';
        case 'crash':
          return this.#maybe(0.4) ? '{ crash: 50% }' : '{ work: 0ms }';
        default:
          return `{ work: ${this.#int(0, 3)}ms }`;
      }
    });
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
}
