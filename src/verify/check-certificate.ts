/**
 * Checks a certificate, in time that grows with the states and ways between them, and without belief in its author.
 *
 * From every start it follows every way the engine's own `step` can go, and asks of each state that it is listed, once, and
 * that its rank is exactly what its ways on make of it. A task whose rank is the longest time to its next progress then
 * cannot wait longer, and since each instant takes time and lowers the rank there is progress again and again. A task whose
 * rank counts the instants with progress still to come runs out of them. It shares nothing with the explorer: states are
 * plain rows of numbers (`image.ts`), ways are tried one by one (`ways.ts`), draws are listed anew (`draws.ts`).
 *
 * @module
 */
import { contentHash } from '../scenarios/hash.ts';
import type { World } from '../scenarios/scenario.ts';
import { assemble } from '../sim/machine.ts';
import type { Certificate, CertifiedClaim } from './certificate.ts';
import type { Image } from './image.ts';
import { type Instant, type Instants, instantsOf } from './instants.ts';
import { Misprint, readCertificate } from './read-certificate.ts';

export type CertificateCheck =
  | { readonly kind: 'checks'; readonly tasks: readonly CertifiedClaim[]; readonly states: number }
  /** `at`: where in the file, e.g. `states[17][1][0]`. */
  | { readonly kind: 'fails'; readonly at: string; readonly because: string };

/** Whether the text of a certificate proves what it says about the world. */
export function checkCertificate(world: World, text: string): CertificateCheck {
  try {
    const certificate = readCertificate(text);
    checkHead(world, certificate);
    const instants = instantsOf(assemble(world.model));
    if (instants === undefined) throw new Misprint('model', 'what it draws cannot be listed, so nothing can be proved');
    new Check(instants, certificate).run();
    return { kind: 'checks', tasks: certificate.tasks, states: certificate.states.length };
  } catch (error) {
    if (!(error instanceof Misprint)) throw error;
    return { kind: 'fails', at: error.at, because: error.because };
  }
}

function checkHead({ model, set }: World, certificate: Certificate): void {
  const hash = contentHash(model);
  if (certificate.model !== hash) {
    throw new Misprint('model', `it is about another scenario, or other settings: ${certificate.model}, not ${hash}`);
  }
  if (contentHash(certificate.world) !== contentHash(set)) throw new Misprint('world', 'it is about another world');
  certificate.tasks.forEach(({ task }, index) => {
    const twice = certificate.tasks.findIndex((other) => other.task === task) < index;
    if (twice || !model.tasks.some(({ name }) => name === task)) {
      throw new Misprint(`tasks[${index}].task`, `${task} is ${twice ? 'named twice' : 'no task'}`);
    }
  });
}

class Check {
  readonly #instants: Instants;
  readonly #certificate: Certificate;
  /** Where each image is listed. */
  readonly #listed = new Map<string, number>();
  readonly #reached: Uint8Array;
  /** Listed states that were reached and whose ways on are still to be followed. */
  readonly #open: number[] = [];
  /** Index of the task of each claim. */
  readonly #tasks: readonly number[];
  /** What the ways on from a state come to, claim by claim. */
  readonly #most: Float64Array;
  /** The longest wait that begins with progress, by claim; -1: none. */
  readonly #between: Float64Array;

  constructor(instants: Instants, certificate: Certificate) {
    const { tasks, states } = certificate;
    this.#instants = instants;
    this.#certificate = certificate;
    this.#tasks = tasks.map(({ task }) => instants.machine.model.tasks.findIndex(({ name }) => name === task));
    this.#reached = new Uint8Array(states.length);
    this.#most = new Float64Array(tasks.length);
    this.#between = new Float64Array(tasks.length).fill(-1);
    states.forEach(([image], state) => {
      const key = image.join();
      if (this.#listed.has(key)) throw new Misprint(`states[${state}][0]`, `is states[${this.#listed.get(key)}] again`);
      this.#listed.set(key, state);
    });
  }

  run(): void {
    this.#follow('states', (tell) => this.#instants.begin(tell));
    const first = this.#most.slice();
    for (let state = this.#open.pop(); state !== undefined; state = this.#open.pop()) this.#checkState(state);
    const stray = this.#reached.indexOf(0);
    if (stray >= 0) throw new Misprint(`states[${stray}]`, 'no run comes to this state');
    this.#certificate.tasks.forEach((claim, index) => {
      this.#checkClaim(claim, index, first[index]!);
    });
  }

  #checkState(state: number): void {
    const [image, ranks] = this.#certificate.states[state]!;
    this.#follow(`states[${state}]`, (tell) => this.#instants.after(image, tell));
    ranks.forEach((rank, claim) => {
      if (rank === this.#most[claim]) return;
      const place = `states[${state}][1][${claim}]`;
      throw new Misprint(place, `is ${rank}, but the ways on from this state come to ${this.#most[claim]}`);
    });
  }

  /** Tries all ways on from one place; `#most` is then what they come to. */
  #follow(place: string, each: (tell: (instant: Instant) => void) => ReturnType<Instants['begin']>): void {
    this.#most.fill(0);
    const trouble = each((instant) => {
      // Without that a rank could stay as it is for ever.
      if (place !== 'states' && !(instant.durationMs > 0)) throw new Misprint(place, 'a way on takes no time');
      const target = this.#arrive(place, instant.image);
      for (let claim = 0; claim < this.#tasks.length; claim++) this.#count(instant, target, claim);
    });
    if (trouble !== undefined) throw new Misprint(place, trouble);
  }

  #arrive(place: string, image: Image): number {
    const target = this.#listed.get(image.join());
    if (target === undefined) throw new Misprint(place, `leads to a state that is not listed: ${image.join()}`);
    if (this.#reached[target] === 0) {
      this.#reached[target] = 1;
      this.#open.push(target);
    }
    return target;
  }

  #count({ durationMs, progressed }: Instant, target: number, claim: number): void {
    const rank = this.#certificate.states[target]![1][claim]!;
    const progress = progressed[this.#tasks[claim]!]!;
    if (this.#certificate.tasks[claim]!.claim === 'starved') {
      this.#most[claim] = Math.max(this.#most[claim]!, rank + progress);
      return;
    }
    this.#most[claim] = Math.max(this.#most[claim]!, durationMs + (progress === 1 ? 0 : rank));
    if (progress === 1) this.#between[claim] = Math.max(this.#between[claim]!, rank);
  }

  #checkClaim(claim: CertifiedClaim, index: number, first: number): void {
    const check = (field: string, said: number, found: number): void => {
      if (said === found) return;
      throw new Misprint(`tasks[${index}].${field}`, `is ${said}, but the ranks come to ${found}`);
    };
    if (claim.claim === 'starved') check('progresses', claim.progresses, first);
    else {
      check('firstMs', claim.firstMs, first);
      check('betweenMs', claim.betweenMs, this.#between[index]!);
    }
  }
}
