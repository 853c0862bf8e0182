/** The steps of one task in a scenario that is made up of everything. */
import type { Dice } from './dice.ts';
import type { Parts, SupplyPart } from './whole-parts.ts';

export class Steps {
  readonly #dice: Dice;
  readonly #parts: Parts;
  readonly #givesSlot: boolean;
  readonly #held: string[] = [];
  /** Whether the task has taken items: only then `n` means something. */
  #takes = false;

  /** `givesSlot`: its runs give their slot back while they wait. */
  constructor(dice: Dice, parts: Parts, givesSlot: boolean) {
    this.#givesSlot = givesSlot;
    this.#dice = dice;
    this.#parts = parts;
  }

  list(min: number, max: number): string[] {
    return this.#dice.list(min, max, () => this.#step(0));
  }

  #step(depth: number): string {
    const { supplies, locks, backlogs, isGroup, closed, unit } = this.#parts;
    const dice = this.#dice;
    const kinds = ['work', 'work', 'progress', 'end', ...(depth < 2 ? ['repeat'] : [])];
    if (supplies.length > 0) kinds.push('spend', 'spend', 'await', ...(isGroup ? [] : ['call']));
    if (locks.length > 0) kinds.push('lock', 'lock');
    if (backlogs.length > 0) kinds.push('take', 'take');
    switch (dice.pick(...kinds)) {
      case 'work':
        return `{ work: ${this.#duration(0, 5)} }`;
      case 'progress':
        return dice.maybe(0.7) ? 'progress' : `{ progress: ${this.#number(0, 2)} }`;
      case 'repeat':
        return this.#repeat(depth + 1);
      case 'spend':
        return `{ spend: ${isGroup ? this.#spentOfAll() : this.#asked(0, true)} }`;
      case 'call':
        return this.#called();
      case 'await':
        return `{ await: ${this.#asked(1, false)} }`;
      case 'lock':
        return this.#lockStep();
      case 'take':
        return `{ take: ${this.#taken()} }`;
      default:
        if (dice.maybe(0.2)) return dice.pick('stop', 'fail');
        if (dice.maybe(0.2)) return closed ? 'crash' : `{ crash: ${dice.pick('50%', '100%')} }`;
        return `{ work: ${dice.int(0, 2)}${unit} }`;
    }
  }

  #repeat(depth: number): string {
    const dice = this.#dice;
    const { backlogs, unit } = this.#parts;
    const finite = backlogs.filter(({ unlimited }) => !unlimited);
    if (finite.length > 0 && dice.maybe(0.4)) {
      this.#takes = true;
      const least = dice.int(1, 2);
      const take = `{ ${dice.pick(...finite).name}: ${dice.int(least, 3)}, atLeast: ${least} }`;
      const steps = dice.list(0, 2, () => this.#step(depth)).join(', ');
      return `{ repeat: { while: { take: ${take} }, steps: [${steps}${steps === '' ? '' : ', '}progress, { work: ${dice.int(0, 2)}${unit} }] } }`;
    }
    // Asked for before the steps take anything.
    const times = this.#number(0, 3);
    const steps = dice.list(1, 3, () => this.#step(depth)).join(', ');
    if (dice.maybe(0.4)) return `{ repeat: [${steps}, progress, { work: ${dice.int(1, 4)}${unit} }] }`;
    return `{ repeat: { times: ${times}, steps: [${steps}] } }`;
  }

  #taken(): string {
    const { name } = this.#dice.pick(...this.#parts.backlogs);
    const least = this.#dice.pick(1, 1, 2);
    const take = `{ ${name}: ${this.#dice.int(least, 3)}, atLeast: ${least}${this.#patience()} }`;
    this.#takes = true;
    return take;
  }

  #spentOfAll(): string {
    const dice = this.#dice;
    const { supplies } = this.#parts;
    const all = dice.maybe(0.7);
    const last = supplies.at(-1)!;
    const taken = supplies.filter((one) => all || one === last || one.requests);
    const least = Math.min(...taken.map(({ capacity }) => capacity));
    const estimated = taken.filter(({ lent, requests }) => !lent && !requests);
    const settles =
      estimated.length > 0 &&
      taken.every(({ clamps, slides }) => !clamps && !(slides && this.#givesSlot)) &&
      dice.maybe(0.25);
    const lasts = taken.some(({ lent }) => lent) || dice.maybe(0.2) ? `, lasts: ${this.#duration(0, 4)}` : '';
    const actual = settles ? `, actual: ${this.#number(0, 6)}` : '';
    return `{ ${all ? 'g' : last.name}: ${this.#number(0, least - 1)}${this.#patience(lasts + actual)}${lasts}${actual} }`;
  }

  #asked(least: number, spends: boolean): string {
    const dice = this.#dice;
    const supply = dice.pick(...this.#parts.supplies);
    const margin = dice.maybe(0.15) ? `, margin: ${this.#number(0, 2)}` : '';
    const poll = !supply.lined && dice.maybe(0.25) ? `, poll: ${this.#poll(supply)}` : '';
    const inUse = spends ? this.#inUse(supply) : '';
    const limit = dice.maybe(0.15) ? `, giveUpIfLongerThan: ${this.#duration(0, 6)}` : '';
    const most = supply.capacity - dice.pick(0, 1);
    return `{ ${supply.name}: ${this.#number(least, most)}${this.#patience(inUse)}${margin}${poll}${limit}${inUse} }`;
  }

  /** How long what is spent is in use, and what it turns out to cost. */
  #inUse({ lent, clamps, slides }: SupplyPart): string {
    const lasts = `, lasts: ${this.#duration(0, 4)}`;
    if (lent) return lasts;
    if (clamps || (slides && this.#givesSlot) || this.#dice.maybe(0.7)) return '';
    return `${this.#dice.maybe(0.6) ? lasts : ''}, actual: ${this.#number(0, 6)}`;
  }

  #called(): string {
    const dice = this.#dice;
    const { unit, closed, supplies } = this.#parts;
    const supply = dice.pick(...supplies);
    const cost = this.#number(0, supply.capacity);
    const inUse = this.#inUse(supply);
    const goesOn = inUse === '' ? 'continue' : 'fail';
    if (dice.maybe(0.2))
      return `{ call: { ${supply.name}: ${cost}, otherwise: ${dice.pick('stop', 'fail', goesOn)}${inUse} } }`;
    const attempts = dice.pick('attempts: 2, ', 'attempts: 3, ', '');
    const backoff = dice.maybe(0.6) ? `backoff: exponential, cap: ${dice.int(4, 9)}${unit}` : 'backoff: fixed';
    // A share of hours would be told apart by the millisecond.
    const factors = closed ? ['none'] : ['none', '{ choice: [50%, 100%] }', ...(unit === 'ms' ? ['full', '50%'] : [])];
    const jitter = dice.pick(...factors);
    const wait = unit === 'ms' ? dice.int(1, 4) : 2 * dice.int(1, 2);
    const retry = `{ ${attempts}wait: ${wait}${unit}, ${backoff}, jitter: ${jitter}, honourHint: ${dice.maybe(0.5)} }`;
    const limit = dice.maybe(0.2) ? `, giveUpIfLongerThan: ${this.#duration(0, 6)}` : '';
    const ends = attempts !== '' || limit !== '';
    const otherwise = ends ? `, otherwise: ${dice.pick('stop', 'fail', goesOn)}` : '';
    return `{ call: { ${supply.name}: ${cost}, retry: ${retry}${limit}${otherwise}${inUse} } }`;
  }

  #poll({ lent }: SupplyPart): string {
    const dice = this.#dice;
    const cost = lent ? '0' : this.#number(0, 2);
    const charged = dice.pick('before', 'before', 'after');
    const every = dice.int(1, 5);
    const reckoned = `{ rate: ${dice.pick('1', '2', '3')}/s, atLeast: ${dice.int(1, every)}${this.#parts.unit} }`;
    const whenDue = dice.maybe(0.3) ? (dice.maybe(0.5) ? reckoned : 'true') : 'false';
    return `{ every: ${every}${this.#parts.unit}, cost: ${cost}, charged: ${charged}, orWhenDue: ${whenDue} }`;
  }

  /** Acquires, or gives back what is held: who asks for the same again and again is soon stuck. */
  #lockStep(): string {
    const dice = this.#dice;
    const { name, count } = dice.pick(...this.#parts.locks);
    if (this.#held.includes(name) && dice.maybe(0.85)) return `{ release: ${name} }`;
    this.#held.push(name);
    const poll = dice.maybe(0.25) ? `, poll: { every: ${dice.int(1, 4)}${this.#parts.unit} }` : '';
    return `{ acquire: { ${name}: ${count}${this.#patience()}${poll} } }`;
  }

  /** `inUse`: what else is said of a spend; who gives up and goes on has taken nothing that could be in use. */
  #patience(inUse = ''): string {
    const dice = this.#dice;
    if (dice.maybe(0.65)) return '';
    const atMost = dice.maybe(0.5) ? `0${this.#parts.unit}` : this.#duration(0, 6);
    return `, atMost: ${atMost}, otherwise: ${dice.pick('stop', 'fail', inUse === '' ? 'continue' : 'fail')}`;
  }

  #number(min: number, max: number): string {
    return this.#takes && this.#dice.maybe(0.3) ? 'n' : this.#parts.number(min, max);
  }

  #duration(min: number, max: number): string {
    return this.#takes && this.#dice.maybe(0.2) ? `1${this.#parts.unit} * n` : this.#parts.duration(min, max);
  }
}
