/** What tasks share in a scenario that is made up of everything: facts, supplies, locks, pools, backlogs. */
import type { Dice } from './dice.ts';

export interface SupplyPart {
  /** As a step names it. */
  readonly name: string;
  readonly capacity: number;
  /** It only lends. */
  readonly lent: boolean;
  /** Runs stand in line before it. */
  readonly lined: boolean;
  /** Nobody knows how much of an estimate was taken. */
  readonly clamps: boolean;
  readonly requests: boolean;
  /** What it really cost can be told only by who goes on at once. */
  readonly slides: boolean;
}

export interface LockPart {
  readonly name: string;
  /** So many each acquire takes, so that a release need not say. */
  readonly count: number;
}

interface Settings {
  readonly closed: boolean;
  readonly changes: boolean;
  readonly dated: boolean;
  readonly unit: 'ms' | 'h';
}

export class Parts {
  readonly closed: boolean;
  readonly unit: 'ms' | 'h';
  readonly horizon = 100;
  readonly facts: { readonly name: string; readonly isDuration: boolean }[] = [];
  readonly supplies: SupplyPart[] = [];
  /** Whether all supplies are limits under one name. */
  readonly isGroup: boolean;
  readonly locks: LockPart[] = [];
  readonly backlogs: { readonly name: string; readonly unlimited: boolean }[] = [];
  readonly #pools: { readonly name: string; readonly slots: number }[] = [];
  #dispatched = false;
  readonly #dice: Dice;
  readonly #changing: boolean;
  readonly #dated: boolean;

  constructor(dice: Dice, { closed, changes, dated, unit }: Settings) {
    this.#dice = dice;
    this.#changing = changes;
    this.#dated = dated;
    this.closed = closed;
    this.unit = unit;
    this.isGroup = dice.maybe(0.15);
  }

  sections(): string {
    const dice = this.#dice;
    const facts = this.closed ? [] : dice.list(0, 2, (index) => this.#fact(index));
    const supplies = dice.list(this.isGroup ? 2 : 0, 2, (index) => this.#supply(index));
    const locks = dice.list(0, dice.pick(0, 1, 2), (index) => this.#lock(index));
    const pools = dice.maybe(0.35) ? dice.list(1, 2, (index) => this.#poolText(index)) : [];
    const dispatchers = this.#dispatched ? [this.#dispatcher()] : [];
    const backlogs = dice.maybe(0.35) ? dice.list(1, 2, (index) => this.#backlog(index)) : [];
    const grouped = this.isGroup ? [`g: { limits: { ${supplies.join(', ')} } }`] : supplies;
    const all = { facts, supplies: grouped, locks, pools, dispatchers, backlogs };
    return Object.entries(all)
      .map(([name, lines]) => (lines.length === 0 ? '' : `${name}:\n${lines.map((line) => `  ${line}\n`).join('')}`))
      .join('');
  }

  /** What a task says of the pool. */
  pooled(): string {
    if (this.#pools.length === 0 || this.#dice.maybe(0.4)) return '';
    const keeps = this.#dice.maybe(0.5) ? ', keepsSlot: false' : '';
    const { name, slots } = this.#dice.pick(...this.#pools);
    return `, pool: { ${name}: ${this.#dice.int(1, slots)} }${keeps}`;
  }

  number(min: number, max: number): string {
    const name = this.#drawn(false);
    if (name === undefined) return `${this.#dice.int(min, max)}`;
    return this.#dice.maybe(0.3) ? `"2 * $${name} + 1"` : `$${name}`;
  }

  duration(min: number, max: number): string {
    const name = this.#drawn(true);
    return name === undefined ? `${this.#dice.int(min, max)}${this.unit}` : `$${name}`;
  }

  #drawn(isDuration: boolean): string | undefined {
    const names = this.facts.filter((fact) => fact.isDuration === isDuration).map(({ name }) => name);
    return names.length > 0 && this.#dice.maybe(0.3) ? this.#dice.pick(...names) : undefined;
  }

  #fact(index: number): string {
    const isDuration = this.#dice.maybe(1 / 3);
    const values = this.#dice.list(1, 3, () => `${this.#dice.int(0, 6)}${isDuration ? this.unit : ''}`);
    this.facts.push({ name: `F${index}`, isDuration });
    return `F${index}: { choice: [${[...new Set(values)].join(', ')}] }`;
  }

  #supply(index: number): string {
    const dice = this.#dice;
    const capacity = dice.int(2, 8);
    const { text, lent = false, clamps = false } = this.#kind(capacity);
    // What is only lent has neither a price of refusal nor a hint.
    const requests = this.isGroup && index === 0 && dice.maybe(0.5);
    const turn = this.isGroup ? 'any' : dice.pick('any', 'any', 'fifo', 'priority', 'fair');
    const admission = this.isGroup ? '' : `, turn: ${turn}${this.#admission(capacity, lent)}`;
    const name = this.isGroup ? `g.s${index}` : `s${index}`;
    this.supplies.push({
      name,
      capacity,
      lent,
      clamps,
      requests,
      lined: turn !== 'any',
      slides: text.includes('sliding'),
    });
    return `s${index}: { ${text}${admission}${requests ? ', counts: requests' : ''} }`;
  }

  #admission(capacity: number, lent: boolean): string {
    const dice = this.#dice;
    const below = dice.int(1, capacity);
    const lockout = dice.maybe(0.2) ? `, lockout: { below: ${below}, until: ${dice.int(below, capacity)} }` : '';
    const hint = lent ? 'none' : dice.pick('none', 'retry-after', 'reset');
    return `${lockout}${dice.maybe(0.4) ? `, refused: { cost: ${lent ? '0' : dice.pick('0', '1', '2')}, hint: ${hint} }` : ''}`;
  }

  #kind(capacity: number): { readonly text: string; readonly lent?: boolean; readonly clamps?: boolean } {
    const dice = this.#dice;
    const every = `every: ${dice.int(1, 8)}${this.unit}`;
    const some = this.closed ? `${dice.int(0, capacity)}` : dice.pick('any', '{ any: 2 }', `${dice.int(0, capacity)}`);
    const initial = dice.maybe(0.35) ? `, initial: ${some}` : '';
    const phase = this.closed ? '0' : dice.pick('any', '0', '0');
    const changed = this.#changes(dice.pick('bucket', 'leaky', 'limit', 'limit'));
    const kinds = ['bucket', 'bucket', 'leaky', 'window', 'sliding', 'first-use', 'concurrency'];
    switch (changed.kind ?? dice.pick(...kinds, ...(this.unit === 'h' ? ['quota', 'quota', 'quota'] : []))) {
      case 'bucket':
        return this.#bucket(capacity, `${initial}${changed.text}`, phase);
      case 'leaky':
        return { text: `model: leaky-bucket, rate: ${this.#rate()}, burst: ${capacity}${initial}${changed.text}` };
      case 'window':
        return { text: `model: fixed-window, limit: ${capacity}, ${every}, phase: ${phase}${initial}${changed.text}` };
      case 'sliding':
        return { text: `model: sliding-window, limit: ${capacity}, ${every}${initial}${changed.text}` };
      case 'first-use':
        return {
          text: `model: fixed-window, anchor: first-use, limit: ${capacity}, ${every}${initial}${changed.text}`,
        };
      case 'quota':
        return { text: `model: quota, limit: ${capacity}, resets: { ${this.#resets()} }${initial}${changed.text}` };
      default:
        return { text: `model: concurrency, limit: ${capacity}${changed.text}`, lent: true };
    }
  }

  #bucket(capacity: number, more: string, phase: string): { readonly text: string; readonly clamps: boolean } {
    const dice = this.#dice;
    const steps = `{ tokens: ${dice.int(1, 4)}, every: ${dice.int(1, 6)}${this.unit}, phase: ${phase} }`;
    const debt = dice.pick('none', 'none', 'unlimited', 'clamp', `${dice.int(1, 5)}`);
    const unit = dice.maybe(0.15) ? `, unit: ${dice.pick('2', '0.5')}` : '';
    const refill = dice.maybe(0.4) ? this.#rate() : steps;
    return {
      text: `model: token-bucket, refill: ${refill}, capacity: ${capacity}, debt: ${debt}${unit}${more}`,
      clamps: debt === 'clamp',
    };
  }

  #rate(): string {
    const tokens = this.#dice.int(0, 2);
    return this.unit === 'ms' ? `${1000 * tokens}/s` : `${tokens}/h`;
  }

  /** The clocks of New York do not change within the horizon, those of Berlin do. */
  #resets(): string {
    const zone = this.#dated
      ? this.#dice.pick('Europe/Berlin', 'America/New_York')
      : this.#dice.pick('UTC', 'Etc/GMT+5');
    return `at: "0${this.#dice.int(0, 9)}:00", zone: ${zone}`;
  }

  #changes(of: string): { readonly kind?: string; readonly text: string } {
    const dice = this.#dice;
    if (!this.#changing || dice.maybe(0.5)) return { text: '' };
    const sizes = { bucket: 'capacity', leaky: 'burst', limit: 'limit' } as const;
    const kind = of === 'limit' ? dice.pick('window', 'sliding', 'first-use', 'concurrency') : of;
    const size = (): string => `${sizes[of as keyof typeof sizes]}: ${dice.int(3, 12)}`;
    const refill = of === 'bucket' ? `, refill: ${this.#rate()}` : of === 'leaky' ? `, rate: ${this.#rate()}` : '';
    let at = 0;
    const changes = dice.list(1, 3, () => {
      at += dice.int(1, 20);
      return `{ at: ${at}${this.unit}, ${size()}${dice.maybe(0.5) ? refill : ''} }`;
    });
    return { kind, text: `, changes: [${changes.join(', ')}]` };
  }

  #lock(index: number): string {
    const dice = this.#dice;
    const permits = dice.int(1, 3);
    this.locks.push({ name: `l${index}`, count: dice.int(1, permits) });
    const lease = dice.maybe(0.5) ? dice.int(2, 7) : 0;
    if (lease === 0) return `l${index}: { permits: ${permits}, ${this.#line()} }`;
    const lost = this.closed ? '' : dice.pick('', ', lost: 30%', ', lost: 100%');
    const renew = `renew: { every: ${dice.int(1, lease - 1)}${this.unit}${lost} }`;
    const more = dice.pick('leaseFrom: grant', 'leaseFrom: enqueue', renew, renew);
    return `l${index}: { permits: ${permits}, lease: ${lease}${this.unit}, ${more}, ${this.#line()} }`;
  }

  #poolText(index: number): string {
    const dice = this.#dice;
    if (index === 0) this.#dispatched = dice.maybe(0.5);
    const slots = dice.int(1, 3);
    this.#pools.push({ name: `p${index}`, slots });
    const line = this.#dispatched ? `passOver: ${dice.maybe(0.4)}` : this.#line();
    return `p${index}: { slots: ${slots}, ${line} }`;
  }

  #dispatcher(): string {
    const dice = this.#dice;
    const phase = this.closed ? '0' : dice.pick('any', '0');
    const looks = dice.maybe(0.3) ? `, every: ${dice.int(1, 4)}${this.unit}, phase: ${phase}` : '';
    const rules = `looksAt: ${dice.int(1, 3)}, order: ${dice.pick('fifo', 'priority')}, skipsFull: ${dice.maybe(0.3)}`;
    return `d0: { pools: [${this.#pools.map(({ name }) => name).join(', ')}], ${rules}${looks} }`;
  }

  #line(): string {
    const orders = ['fifo', 'fifo, passOver: true', 'priority', 'priority, passOver: true', 'priority, prefetch: 1'];
    return `order: ${this.#dice.pick(...orders, ...(this.closed ? [] : ['any']))}`;
  }

  #backlog(index: number): string {
    const dice = this.#dice;
    const unlimited = dice.maybe(0.15);
    this.backlogs.push({ name: `b${index}`, unlimited });
    if (unlimited) return `b${index}: { initial: unlimited }`;
    const initial = this.closed ? `${dice.int(0, 3)}` : dice.pick('0', `${dice.int(1, 4)}`, '{ any: 2 }');
    const capacity = this.closed && dice.maybe(0.5) ? '' : ', capacity: 4';
    const arrivals = dice.maybe(0.7) ? `, arrivals: [${dice.list(1, 2, () => this.#arrival()).join(', ')}]` : '';
    const after = dice.int(1, 5);
    const expires = `, expires: { after: ${after}${this.unit}, pruneEvery: ${dice.int(1, 3)}${this.unit} }`;
    return `b${index}: { initial: ${initial}${capacity}${arrivals}${dice.maybe(0.3) ? expires : ''} }`;
  }

  #arrival(): string {
    const dice = this.#dice;
    const period = dice.int(2, 8);
    const offset = this.closed ? `${dice.int(1, 4)}${this.unit}` : dice.pick('any', `${dice.int(1, 4)}${this.unit}`);
    const fixed = `items: ${dice.int(1, 3)}`;
    const items = this.closed ? fixed : dice.pick(fixed, fixed, 'between: [0, 2]', 'items: { choice: [0, 1, 3] }');
    return `{ every: ${period}${this.unit}, ${items}, offset: ${offset} }`;
  }
}
