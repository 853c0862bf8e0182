/** Random scenarios as text in which policies decide: a few tokens, a few milliseconds, two or three tasks that share them. */
import fc, { type GeneratorValue } from 'fast-check';

/** The text of a scenario, so that a failure shows what a user would have written. */
export const policed: fc.Arbitrary<string> = fc.gen().map((generate) => new Writer(generate).text());

class Writer {
  readonly #generate: GeneratorValue;
  readonly #capacity: number;
  #shared: readonly string[] = [];
  /** Whether tasks take items of a backlog first. */
  readonly #stocked: boolean;

  constructor(generate: GeneratorValue) {
    this.#generate = generate;
    this.#capacity = this.#int(4, 8);
    this.#stocked = this.#maybe(0.25);
  }

  text(): string {
    const policies = Array.from({ length: this.#int(0, 2) }, (_, index) => `  p${index}: ${this.#policy(true)}\n`);
    this.#shared = policies.map((_, index) => `{ use: p${index} }`);
    const tasks = Array.from({ length: this.#int(1, 3) }, (_, index) => `  t${index}: ${this.#task()}\n`);
    return [
      'quotasim: 1\nhorizon: 100ms\nreplications: 2\ngrid: 1ms\n',
      `order: ${this.#pick('any', 'fair', 'priority')}\n`,
      `supplies:\n  s: ${this.#supply()}\n`,
      this.#stocked ? `backlogs: { b: ${this.#backlog()} }\n` : '',
      policies.length > 0 ? `policies:\n${policies.join('')}` : '',
      `tasks:\n${tasks.join('')}`,
    ].join('');
  }

  #backlog(): string {
    if (this.#maybe(0.5)) return '{ initial: unlimited }';
    return `{ initial: ${this.#int(0, 3)}, capacity: 4, arrivals: { every: ${this.#int(2, 6)}ms, offset: 0, items: ${this.#int(1, 2)} } }`;
  }

  #supply(): string {
    const capacity = this.#capacity;
    if (this.#maybe(0.15)) return `{ model: sliding-window, limit: ${capacity}, every: ${this.#int(2, 8)}ms }`;
    const refill = `{ tokens: ${this.#int(1, 3)}, every: ${this.#int(1, 4)}ms }`;
    const initial = this.#pick('any', `${this.#int(0, capacity)}`);
    const turn = this.#pick('any', 'any', 'any', 'fifo', 'priority');
    const debt = this.#pick('none', 'unlimited');
    return `{ model: token-bucket, refill: ${refill}, capacity: ${capacity}, debt: ${debt}, initial: ${initial}, turn: ${turn} }`;
  }

  #policy(shared: boolean): string {
    const level = this.#int(0, this.#capacity);
    const low = this.#int(0, this.#capacity - 1);
    const hysteresis = `{ use: hysteresis, low: ${low}, high: ${this.#int(low + 1, this.#capacity)} }`;
    const reserve = `{ use: reserve, level: ${this.#int(0, 4)}, keep: ${this.#int(0, 4)} }`;
    if (!shared) return this.#pick(hysteresis, hysteresis, reserve, `{ use: threshold, level: ${level} }`);
    return this.#pick(
      hysteresis,
      hysteresis,
      reserve,
      `{ use: fair-share, level: ${level} }`,
      `{ use: priority, level: ${level} }`,
    );
  }

  #task(): string {
    const always = this.#maybe(0.5);
    const trigger = always ? this.#again() : `{ every: ${this.#int(3, 12)}ms, offset: ${this.#pick('0', '1ms')} }`;
    const busy = always ? '' : `, whenBusy: ${this.#pick('skip', 'skip', 'allow')}`;
    const copies = this.#maybe(0.15) ? ', copies: 2' : '';
    const steps = Array.from({ length: this.#int(1, 2) }, () => this.#asks()).flat();
    if (this.#stocked) steps.unshift(this.#takes());
    // First: who gives up would begin anew at the same instant, again and again.
    if (always) steps.unshift(`work: ${this.#int(1, 4)}ms`);
    const crashes = this.#maybe(0.15) ? `, crashes: { at: ${this.#int(1, 30)}ms }` : '';
    const written = steps.map((step) => (step === 'progress' ? step : `{ ${step} }`)).join(', ');
    return `{ trigger: ${trigger}${busy}${copies}, priority: ${this.#int(0, 1)}${crashes}, steps: [${written}] }`;
  }

  #again(): string {
    const [from, to] = [this.#int(1, 3), this.#int(4, 8)];
    const backoff = `{ use: backoff, from: ${from}ms, to: ${to}ms }`;
    const adaptive = `{ use: adaptive, from: ${from}ms, to: ${to}ms, supply: s, enough: ${this.#int(0, this.#capacity)} }`;
    return this.#pick('always', 'always', `{ always: { pause: ${backoff} } }`, `{ always: { pause: ${adaptive} } }`);
  }

  /** Items of a backlog, as many as a policy says. */
  #takes(): string {
    const fit = `{ use: fit, most: ${this.#int(1, 3)}, supply: s, cost: ${this.#int(1, 3)}, keep: ${this.#int(0, 3)} }`;
    return `take: { b: ${this.#pick(fit, `{ use: aimd, most: ${this.#int(1, 4)} }`, `{ use: fixed, most: 2 }`)} }`;
  }

  #asks(): string[] {
    const policy = this.#shared.length > 0 && this.#maybe(0.75) ? this.#pick(...this.#shared) : this.#policy(false);
    const steps = [`await: { s: ${policy}${this.#patience()} }`, `spend: { s: ${this.#int(0, 4)} }`, 'progress'];
    return this.#maybe(0.2) ? [steps[0]!, 'progress'] : steps;
  }

  #patience(): string {
    if (this.#maybe(0.2)) {
      return `, atMost: ${this.#int(0, 6)}ms, otherwise: ${this.#pick('stop', 'continue', 'fail')}`;
    }
    return this.#maybe(0.1) ? `, giveUpIfLongerThan: ${this.#int(0, 6)}ms` : '';
  }

  #int(min: number, max: number): number {
    return this.#generate(fc.integer, { min, max });
  }

  #pick(...options: readonly string[]): string {
    return this.#generate(fc.constantFrom, ...options);
  }

  #maybe(share: number): boolean {
    return this.#int(0, 99) < share * 100;
  }
}
