/**
 * Checks a certificate, in time that grows with the states and ways between them, and without belief in its author.
 *
 * From every start it follows every way the engine's own `step` can go, and asks of each state that it is listed, once, and
 * that its rank is exactly what its ways on make of it. A task whose rank is the longest time to its next progress then
 * cannot wait longer, and since each instant takes time and lowers the rank there is progress, or nothing to do, again and
 * again. A task whose rank counts the instants with progress still to come runs out of them. It shares nothing with the
 * explorer: states are plain rows of numbers (`image.ts`), ways are tried one by one (`ways.ts`), draws are listed anew
 * (`draws.ts`).
 *
 * @module
 */
import { contentHash } from '../../scenarios/hash.ts';
import type { Scenario, World } from '../../scenarios/scenario.ts';
import { dotted } from '../../scenarios/text/path-text.ts';
import { assemble } from '../../sim/machine.ts';
import type { Path } from '../../sim/model.ts';
import type { Image } from '../plain/image.ts';
import { type Instant, type Instants, instantsOf, isServed } from '../plain/instants.ts';
import type { Certificate, CertifiedClaim, WorldCertificate } from './certificate.ts';
import { Misprint, readCertificate } from './read-certificate.ts';

export type CertificateCheck =
  | {
      readonly kind: 'holds';
      readonly scenario: string;
      /** Every world of the scenario, those without a proof too. */
      readonly worlds: readonly CheckedWorld[];
    }
  /** It proves nothing: `at` is where in the file, e.g. `worlds[0].states[17][1][0]`, and `path` the same in steps. */
  | { readonly kind: 'fails'; readonly path: Path; readonly at: string; readonly because: string }
  /** It is no certificate, or one of another scenario or other settings. */
  | { readonly kind: 'unfit'; readonly path: Path; readonly at: string; readonly because: string };

export interface CheckedWorld {
  readonly set: Readonly<Record<string, string>>;
  readonly states: number;
  readonly claims: readonly CertifiedClaim[];
  /** Tasks of which the certificate says nothing. */
  readonly unproved: readonly string[];
}

/**
 * Whether the text of a certificate proves what it says about a scenario.
 *
 * @example
 * checkCertificate(loadScenario(text, { file: 'prod.yaml' }), await readFile('prod.proof.json', 'utf8')).kind; // 'holds'
 */
export function checkCertificate({ worlds }: Pick<Scenario, 'worlds'>, text: string): CertificateCheck {
  const read = caught('unfit', () => {
    const certificate = readCertificate(text);
    checkHead(worlds, certificate);
    return certificate;
  });
  if ('kind' in read) return read;
  const checked = caught('fails', () => {
    read.worlds.forEach((part, index) => {
      checkWorld(worldOf(worlds, part)!, part, ['worlds', index]);
    });
    return read;
  });
  if ('kind' in checked) return checked;
  return { kind: 'holds', scenario: read.scenario, worlds: worlds.map((world) => coverOf(world, read)) };
}

function caught<Value>(
  kind: 'fails' | 'unfit',
  attempt: () => Value,
): Value | Exclude<CertificateCheck, { kind: 'holds' }> {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof SyntaxError) return { kind, path: [], at: 'certificate', because: 'is no JSON' };
    if (!(error instanceof Misprint)) throw error;
    const { path, because } = error;
    return { kind, path, at: path.length === 0 ? 'certificate' : dotted(path), because };
  }
}

function coverOf({ set, model }: World, certificate: Certificate): CheckedWorld {
  const part = certificate.worlds.find(({ world }) => contentHash(world) === contentHash(set));
  const claims = part?.tasks ?? [];
  const unproved = model.tasks.map(({ name }) => name).filter((name) => !claims.some(({ task }) => task === name));
  return { set, states: part?.states.length ?? 0, claims, unproved };
}

function worldOf(worlds: readonly World[], { world }: WorldCertificate): World | undefined {
  return worlds.find(({ set }) => contentHash(set) === contentHash(world));
}

/** It is about this scenario, and says each thing once. */
function checkHead(worlds: readonly World[], certificate: Certificate): void {
  if (certificate.worlds.length === 0) throw new Misprint(['worlds'], 'has no world, so nothing is proved');
  certificate.worlds.forEach((part, index) => {
    const at = ['worlds', index];
    const found = worldOf(worlds, part);
    if (found === undefined) throw new Misprint([...at, 'world'], 'the scenario has no such world');
    const hash = contentHash(found.model);
    if (part.model !== hash) {
      throw new Misprint(
        [...at, 'model'],
        `it is about another scenario, or other settings: ${part.model}, not ${hash}`,
      );
    }
    const before = certificate.worlds.slice(0, index);
    if (before.some(({ world }) => contentHash(world) === contentHash(part.world))) {
      throw new Misprint([...at, 'world'], 'is there twice');
    }
    checkNames(found, part, at);
  });
}

function checkNames({ model }: World, { tasks }: WorldCertificate, at: Path): void {
  tasks.forEach(({ task }, index) => {
    const twice = tasks.findIndex((other) => other.task === task) < index;
    if (twice || !model.tasks.some(({ name }) => name === task)) {
      throw new Misprint([...at, 'tasks', index, 'task'], `${task} is ${twice ? 'named twice' : 'no task'}`);
    }
  });
}

/** @throws {Misprint} where a part of a certificate does not prove what it says about its world. */
function checkWorld({ model }: World, part: WorldCertificate, at: Path): void {
  const instants = instantsOf(assemble(model));
  if (instants === undefined) throw new Misprint([...at, 'model'], 'what it draws cannot be listed: nothing is proved');
  new Check(instants, part, at).run();
}

class Check {
  readonly #instants: Instants;
  readonly #certificate: WorldCertificate;
  /** Where in the file this world stands. */
  readonly #at: Path;
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

  constructor(instants: Instants, certificate: WorldCertificate, at: Path) {
    const { tasks, states } = certificate;
    this.#instants = instants;
    this.#at = at;
    this.#certificate = certificate;
    this.#tasks = tasks.map(({ task }) => instants.machine.model.tasks.findIndex(({ name }) => name === task));
    this.#reached = new Uint8Array(states.length);
    this.#most = new Float64Array(tasks.length);
    this.#between = new Float64Array(tasks.length).fill(-1);
    states.forEach(([image], state) => {
      const key = image.join();
      if (this.#listed.has(key)) {
        throw new Misprint([...at, 'states', state, 0], `is states[${this.#listed.get(key)}] again`);
      }
      this.#listed.set(key, state);
    });
  }

  run(): void {
    this.#follow(-1, (tell) => this.#instants.begin(tell));
    const first = this.#most.slice();
    for (let state = this.#open.pop(); state !== undefined; state = this.#open.pop()) this.#checkState(state);
    const stray = this.#reached.indexOf(0);
    if (stray >= 0) throw this.#misprint(['states', stray], 'no run comes to this state');
    this.#certificate.tasks.forEach((claim, index) => {
      this.#checkClaim(claim, index, first[index]!);
    });
  }

  #checkState(state: number): void {
    const [image, ranks] = this.#certificate.states[state]!;
    this.#follow(state, (tell) => this.#instants.after(image, tell));
    ranks.forEach((rank, claim) => {
      if (rank === this.#most[claim]) return;
      const place = ['states', state, 1, claim];
      throw this.#misprint(place, `is ${rank}, but the ways on from this state come to ${this.#most[claim]}`);
    });
  }

  /** Tries all ways on from a state (-1: from the start); `#most` is then what they come to. */
  #follow(state: number, each: (tell: (instant: Instant) => void) => ReturnType<Instants['begin']>): void {
    this.#most.fill(0);
    const place = (): Path => (state < 0 ? ['states'] : ['states', state]);
    const trouble = each((instant) => {
      // Without that a rank could stay as it is for ever.
      if (state >= 0 && !(instant.durationMs > 0)) throw this.#misprint(place(), 'a way on takes no time');
      const target = this.#arrive(place, instant.image);
      for (let claim = 0; claim < this.#tasks.length; claim++) this.#count(instant, target, claim);
    });
    if (trouble !== undefined) throw this.#misprint(place(), trouble);
  }

  #arrive(place: () => Path, image: Image): number {
    const target = this.#listed.get(image.join());
    if (target === undefined) {
      throw this.#misprint(place(), `leads to a state that is not listed: ${image.join()}`);
    }
    if (this.#reached[target] === 0) {
      this.#reached[target] = 1;
      this.#open.push(target);
    }
    return target;
  }

  #count(instant: Instant, target: number, claim: number): void {
    const rank = this.#certificate.states[target]![1][claim]!;
    const task = this.#tasks[claim]!;
    const progress = Number(isServed(instant, task));
    // Time with nothing to do is none that is waited.
    const durationMs = instant.idled[task] === 1 ? 0 : instant.durationMs;
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
      throw this.#misprint(['tasks', index, field], `is ${said}, but the ranks come to ${found}`);
    };
    if (claim.claim === 'starved') check('progresses', claim.progresses, first);
    else {
      check('firstMs', claim.firstMs, first);
      check('betweenMs', claim.betweenMs, this.#between[index]!);
    }
  }

  #misprint(path: Path, because: string): Misprint {
    return new Misprint([...this.#at, ...path], because);
  }
}
