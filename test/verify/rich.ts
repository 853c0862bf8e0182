/**
 * Random scenarios as text, with many elements at once: several supplies and locks, pools, leases, lists of triggers, polls,
 * margins, loops, draws, every mode. Durations of a few milliseconds and a handful of tokens keep most of them small.
 */
import fc, { type GeneratorValue } from 'fast-check';

/**
 * A scenario; the choices are the generator's. With `served`, supplies have lines and lock-outs and refuse calls. With
 * `starts`, tasks pause between their runs, several starts come at a time, and schedulers miss some.
 */
export function richScenario(generate: GeneratorValue, { served = false, starts = false } = {}): string {
  return new Writer(generate, served, starts).text();
}

interface Fact {
  readonly name: string;
  readonly isDuration: boolean;
}

class Writer {
  readonly #generate: GeneratorValue;
  readonly #facts: Fact[] = [];
  /** Capacity of each supply. */
  #supplies: readonly number[] = [];
  #locks: readonly string[] = [];
  /** Supplies that only lend. */
  readonly #lent = new Set<number>();
  /** Before the name of a supply that is one of several limits; which of them count requests. */
  #prefix = '';
  readonly #requests = new Set<number>();
  /** Supplies of which nobody knows how much of an estimate was taken. */
  readonly #clamped = new Set<number>();
  /** Supplies before which runs stand in line. */
  readonly #lined = new Set<number>();
  readonly #served: boolean;
  readonly #starts: boolean;
  /** Whether schedulers are down for a while. */
  #down = false;

  constructor(generate: GeneratorValue, served: boolean, starts: boolean) {
    this.#generate = generate;
    this.#served = served;
    this.#starts = starts;
  }

  text(): string {
    this.#down = this.#starts && this.#maybe(0.5);
    const facts = this.#map('facts', 'F', this.#int(0, 2), (name) => this.#fact(name));
    this.#supplies = this.#list(this.#served ? 1 : 0, 2, () => this.#int(3, 12));
    const one = (_: string, index: number): string => this.#supply(this.#supplies[index]!, index);
    const several = this.#maybe(this.#served ? 0.3 : 0.15);
    this.#prefix = several && this.#supplies.length > 0 ? 'g.' : '';
    const supplies = several ? this.#limits() : this.#map('supplies', 's', this.#supplies.length, one);
    const [locks, pools] = [this.#int(0, 2), this.#int(0, 1)];
    this.#locks = [...['l0', 'l1'].slice(0, locks), ...['p0'].slice(0, pools)];
    return [
      'quotasim: 1\nhorizon: 100ms\nreplications: 2\ngrid: 1ms\n',
      `order: ${this.#pick('any', 'fair', 'priority')}\n`,
      this.#down ? this.#outages() : '',
      facts,
      supplies,
      this.#map('locks', 'l', locks, () => this.#lock()),
      this.#map('pools', 'p', pools, () => `{ slots: ${this.#int(1, 2)} }`),
      this.#map('tasks', 't', this.#int(1, 3), () => this.#task(pools > 0)),
    ].join('');
  }

  #map(section: string, prefix: string, count: number, one: (name: string, index: number) => string): string {
    const names = Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    const lines = names.map((name, index) => `  ${name}: ${one(name, index)}\n`);
    return count === 0 ? '' : `${section}:\n${lines.join('')}`;
  }

  #fact(name: string): string {
    const isDuration = this.#maybe(1 / 3);
    const values = this.#list(1, 3, () => `${this.#int(0, 6)}${isDuration ? 'ms' : ''}`);
    this.#facts.push({ name, isDuration });
    return `{ choice: [${[...new Set(values)].join(', ')}] }`;
  }

  #supply(capacity: number, index: number): string {
    if (this.#maybe(0.3)) return this.#window(capacity, index);
    const steps = `{ tokens: ${this.#int(1, 4)}, every: ${this.#int(1, 6)}ms, phase: ${this.#pick('any', '0')} }`;
    const refill = this.#maybe(0.4) ? `${this.#int(0, 2)}000/s` : steps;
    const initial = this.#pick('any', '{ any: 2 }', `${this.#int(0, capacity)}`, `${capacity}`);
    const debt = this.#pick('none', 'none', 'unlimited', 'clamp', `${this.#int(1, 5)}`);
    if (debt === 'clamp') this.#clamped.add(index);
    const unit = this.#maybe(0.2) ? `, unit: ${this.#pick('2', '0.5')}` : '';
    const admission = this.#served ? this.#admission(capacity, index) : '';
    return `{ model: token-bucket, refill: ${refill}, capacity: ${capacity}, debt: ${debt}, initial: ${initial}${unit}${admission} }`;
  }

  #admission(capacity: number, index: number): string {
    if (this.#prefix !== '') return this.#refusal();
    const turn = this.#pick('any', 'fifo', 'priority', 'fair');
    if (turn !== 'any') this.#lined.add(index);
    const below = this.#int(1, capacity);
    const lockout = this.#maybe(0.3) ? `, lockout: { below: ${below}, until: ${this.#int(below, capacity)} }` : '';
    return `, turn: ${turn}${lockout}${this.#refusal()}`;
  }

  #refusal(): string {
    const hint = this.#pick('none', 'retry-after', 'reset');
    return this.#maybe(0.6) ? `, refused: { cost: ${this.#pick('0', '1', '2')}, hint: ${hint} }` : '';
  }

  /** All supplies as limits under one name. */
  #limits(): string {
    const count = this.#supplies.length;
    if (count === 0) return '';
    const limits = this.#supplies.map((capacity, index) => {
      const text = this.#supply(capacity, index);
      if (index === 0 && count > 1 && this.#maybe(0.5)) {
        this.#requests.add(index);
        return `s${index}: ${text.replace(/ }$/, ', counts: requests }')}`;
      }
      return `s${index}: ${text}`;
    });
    return `supplies:\n  g: { limits: { ${limits.join(', ')} } }\n`;
  }

  /** A spend on several limits. */
  #spentOfAll(): string {
    const { costs, inUse } = this.#takenOfAll();
    const patience = inUse === '' ? this.#patience() : this.#patience().replace('continue', 'fail');
    return `{ ${costs}${patience}${inUse} }`;
  }

  /** What is taken of several limits: of all of them, or of the last one and those that count requests. */
  #takenOfAll(): { readonly costs: string; readonly inUse: string } {
    const last = this.#supplies.length - 1;
    const all = this.#maybe(0.7);
    const taken = this.#supplies
      .map((_, index) => index)
      .filter((index) => all || index === last || this.#requests.has(index));
    const isLent = taken.some((index) => this.#lent.has(index));
    const estimated = taken.some((index) => !this.#lent.has(index) && !this.#requests.has(index));
    const settles = estimated && !taken.some((index) => this.#clamped.has(index)) && this.#maybe(0.2);
    const lasts = isLent || this.#maybe(0.2) ? `, lasts: ${this.#duration(0, 4)}` : '';
    const actual = settles ? `, actual: ${this.#number(0, 6)}` : '';
    const least = Math.min(...taken.map((index) => this.#supplies[index]!));
    return { costs: `${all ? 'g' : `g.s${last}`}: ${this.#number(0, least - 1)}`, inUse: `${lasts}${actual}` };
  }

  /** Kinds whose level is raised at times of their own. */
  #window(capacity: number, index: number): string {
    const every = `every: ${this.#int(1, 8)}ms`;
    const initial = this.#maybe(0.3) ? `, initial: ${this.#pick('any', `${this.#int(0, capacity)}`)}` : '';
    switch (this.#pick('sliding', 'first-use', 'concurrency')) {
      case 'sliding':
        return `{ model: sliding-window, limit: ${capacity}, ${every}${initial} }`;
      case 'first-use':
        return `{ model: fixed-window, anchor: first-use, limit: ${capacity}, ${every}${initial} }`;
      default:
        this.#lent.add(index);
        return `{ model: concurrency, limit: ${capacity} }`;
    }
  }

  #lock(): string {
    return `{ lease: ${this.#maybe(0.4) ? `${this.#int(1, 8)}ms` : 'none'}, permits: ${this.#pick('1', '1', '2')} }`;
  }

  #task(pooled: boolean): string {
    const always = this.#maybe(0.4);
    const again = this.#starts && this.#maybe(0.5) ? this.#pause() : 'always';
    const other = this.#starts && this.#maybe(0.5) ? again : this.#every();
    const trigger = always ? again : this.#maybe(0.15) ? `[${this.#every()}, ${other}]` : this.#every();
    const held: string[] = [];
    const steps = this.#list(1, 5, () => this.#step(held, 0));
    if (this.#maybe(0.9)) steps.splice(this.#int(0, steps.length), 0, 'progress');
    // Most that start again at once let some time pass.
    if (always && this.#maybe(0.9)) steps.unshift(`{ work: ${this.#int(1, 3)}ms }`);
    const busy = this.#pick('skip', 'skip', 'queue all', 'allow');
    const pool = pooled && this.#maybe(0.5) ? ', pool: p0' : '';
    const late = this.#down && trigger.includes('every') ? this.#catchUp(busy) : '';
    return `{ trigger: ${trigger}, whenBusy: ${busy}, priority: ${this.#int(0, 2)}${pool}${late}, steps: [${steps.join(', ')}] }`;
  }

  #every(): string {
    const period = this.#int(2, 10);
    const jitter = !this.#down && this.#maybe(0.25) ? `, jitter: { choice: [0ms, ${this.#int(1, period - 1)}ms] }` : '';
    const count = this.#starts && this.#maybe(0.4) ? `, count: ${this.#int(2, 3)}` : '';
    return `{ every: ${period}ms, offset: ${this.#pick('any', '0', `${this.#int(1, 8)}ms`)}${jitter}${count} }`;
  }

  #outages(): string {
    const from = this.#int(0, 6);
    const until = from + this.#int(1, 9);
    const again = this.#maybe(0.3) ? `, { from: ${until + 3}ms, until: ${until + 7}ms }` : '';
    return `outages: [{ from: ${from}ms, until: ${until}ms }${again}]\n`;
  }

  #catchUp(busy: string): string {
    const starts = this.#pick('none', 'once', 'once', 'all');
    const counts = starts === 'once' && this.#maybe(0.5);
    const giveUp = counts ? `, giveUpAfter: ${this.#int(1, 3)}` : '';
    const busyToo = counts && busy === 'skip' && this.#maybe(0.5);
    const within = !busyToo && this.#maybe(0.3) ? `, within: ${this.#int(1, 6)}ms` : '';
    return `, catchUp: { starts: ${starts}${giveUp}${busyToo ? ', busyToo: true' : within} }`;
  }

  #pause(): string {
    return `{ always: { pause: ${this.#pick(`${this.#int(1, 4)}ms`, '{ choice: [0ms, 2ms, 3ms] }')} } }`;
  }

  #step(held: string[], depth: number): string {
    const kinds = ['work', 'work', 'progress', ...(depth < 2 ? ['repeat'] : []), 'end'];
    if (this.#supplies.length > 0) kinds.push('spend', 'spend', 'await', 'await');
    if (this.#served) kinds.push('call', 'call');
    if (this.#locks.length > 0) kinds.push('lock', 'lock', 'lock');
    switch (this.#pick(...kinds)) {
      case 'work':
        return `{ work: ${this.#duration(0, 5)} }`;
      case 'progress':
        return this.#maybe(0.7) ? 'progress' : `{ progress: ${this.#number(0, 2)} }`;
      case 'repeat':
        return this.#repeat(held, depth + 1);
      case 'spend':
        return `{ spend: ${this.#prefix === '' ? this.#asked(0, true) : this.#spentOfAll()} }`;
      case 'call':
        return `{ call: ${this.#called()} }`;
      case 'await':
        return `{ await: ${this.#asked(1)} }`;
      case 'lock':
        return this.#lockStep(held);
      default:
        return this.#maybe(0.3) ? this.#pick('stop', 'fail') : `{ work: ${this.#int(0, 2)}ms }`;
    }
  }

  #repeat(held: string[], depth: number): string {
    const steps = this.#list(1, 3, () => this.#step(held, depth)).join(', ');
    if (this.#maybe(0.4)) return `{ repeat: [${steps}, progress, { work: ${this.#int(1, 4)}ms }] }`;
    return `{ repeat: { times: ${this.#number(0, 3)}, steps: [${steps}] } }`;
  }

  #asked(least: number, spends = false): string {
    const index = this.#int(0, this.#supplies.length - 1);
    const margin = this.#maybe(0.15) ? `, margin: ${this.#number(0, 2)}` : '';
    const poll = !this.#lined.has(index) && this.#maybe(0.3) ? `, poll: ${this.#poll(this.#lent.has(index))}` : '';
    const inUse = spends ? this.#inUse(index) : '';
    // Who gives up and goes on has taken nothing that could be in use.
    const patience = inUse === '' ? this.#patience() : this.#patience().replace('continue', 'fail');
    const limit = this.#served && this.#maybe(0.2) ? `, giveUpIfLongerThan: ${this.#duration(0, 6)}` : '';
    return `{ ${this.#prefix}s${index}: ${this.#number(least, this.#supplies[index]! - 1)}${patience}${margin}${poll}${limit}${inUse} }`;
  }

  /** How long what is spent is in use, and what it turns out to cost. */
  #inUse(index: number): string {
    const lasts = `, lasts: ${this.#duration(0, 4)}`;
    if (this.#lent.has(index)) return lasts;
    if (this.#clamped.has(index) || this.#maybe(0.75)) return '';
    return `${this.#maybe(0.6) ? lasts : ''}, actual: ${this.#number(0, 6)}`;
  }

  #called(): string {
    const { costs, inUse } = this.#prefix === '' ? this.#takenOfOne() : this.#takenOfAll();
    // Who gives up and goes on has taken nothing that could be in use.
    const ends = ['stop', 'fail', ...(inUse === '' ? ['continue'] : [])];
    if (this.#maybe(0.2)) return `{ ${costs}, otherwise: ${this.#pick(...ends)}${inUse} }`;
    const attempts = this.#pick('attempts: 2, ', 'attempts: 3, ', '');
    const cap = `cap: ${this.#int(4, 9)}ms`;
    const backoff = this.#maybe(0.6) ? `backoff: exponential, ${cap}` : 'backoff: fixed';
    const jitter = this.#pick('none', 'none', 'full', '50%', '{ choice: [50%, 100%] }');
    const retry = `{ ${attempts}wait: ${this.#int(1, 4)}ms, ${backoff}, jitter: ${jitter}, honourHint: ${this.#maybe(0.5)} }`;
    const limit = this.#maybe(0.2) ? `, giveUpIfLongerThan: ${this.#duration(0, 6)}` : '';
    const givesUp = attempts !== '' || limit !== '';
    const otherwise = givesUp ? `, otherwise: ${this.#pick(...ends)}` : '';
    return `{ ${costs}, retry: ${retry}${limit}${otherwise}${inUse} }`;
  }

  #takenOfOne(): { readonly costs: string; readonly inUse: string } {
    const index = this.#int(0, this.#supplies.length - 1);
    return { costs: `s${index}: ${this.#number(0, this.#supplies[index]! - 1)}`, inUse: this.#inUse(index) };
  }

  /** A look at what is only lent costs nothing. */
  #poll(isLent: boolean): string {
    const charged = this.#pick('before', 'before', 'after');
    const cost = this.#number(0, 2);
    const price = isLent ? '' : `cost: ${cost}, `;
    const everyMs = this.#int(1, 5);
    return `{ every: ${everyMs}ms, ${price}charged: ${charged}, orWhenDue: ${this.#whenDue(everyMs)} }`;
  }

  /** Never, when it is, or when it should be by a rate that need not be the right one. */
  #whenDue(everyMs: number): string {
    if (!this.#maybe(0.4)) return 'false';
    if (this.#maybe(0.4)) return 'true';
    return `{ rate: ${this.#pick('250', '500', '1000', '1500')}/s, atLeast: ${this.#int(1, everyMs)}ms }`;
  }

  /** Acquires, or gives back what is held: who asks for the same again and again is soon stuck. */
  #lockStep(held: string[]): string {
    const lock = this.#pick(...this.#locks);
    if (held.includes(lock) && this.#maybe(0.9)) return `{ release: ${lock} }`;
    held.push(lock);
    return `{ acquire: { ${lock}: 1${this.#patience()} } }`;
  }

  #patience(): string {
    if (this.#maybe(0.65)) return '';
    const atMost = this.#maybe(0.5) ? '0ms' : this.#duration(0, 6);
    return `, atMost: ${atMost}, otherwise: ${this.#pick('stop', 'fail', 'continue')}`;
  }

  #number(min: number, max: number): string {
    const name = this.#drawn(false);
    if (name === undefined) return `${this.#int(min, max)}`;
    return this.#maybe(0.3) ? `"2 * $${name} + 1"` : `$${name}`;
  }

  #duration(min: number, max: number): string {
    const name = this.#drawn(true);
    return name === undefined ? `${this.#int(min, max)}ms` : `$${name}`;
  }

  #drawn(isDuration: boolean): string | undefined {
    const names = this.#facts.filter((fact) => fact.isDuration === isDuration).map(({ name }) => name);
    return names.length > 0 && this.#maybe(0.3) ? this.#pick(...names) : undefined;
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

  #list<Value>(min: number, max: number, one: () => Value): Value[] {
    return Array.from({ length: this.#int(min, max) }, one);
  }
}
