/**
 * Reads the text of a certificate, and tells where it is none.
 *
 * @module
 */
import { dotted } from '../../scenarios/text/path-text.ts';
import type { Path } from '../../sim/model.ts';
import type { Certificate, CertifiedClaim, WorldCertificate } from './certificate.ts';

/** What is wrong with a certificate, and where; caught where the check began. */
export class Misprint extends Error {
  readonly path: Path;
  readonly because: string;

  constructor(path: Path, because: string) {
    super(`${dotted(path)}: ${because}`);
    this.path = path;
    this.because = because;
  }
}

/**
 * @throws {SyntaxError} where the text is no JSON.
 * @throws {Misprint} where it has not the shape of a certificate.
 */
export function readCertificate(text: string): Certificate {
  const file: unknown = JSON.parse(text);
  const optional = isMap(file) && 'horizon' in file ? ['horizon'] : [];
  const names = ['quotasimCertificate', 'quotasim', 'scenario', 'set', ...optional, 'worlds'];
  const { quotasimCertificate, quotasim, scenario, set, horizon, worlds } = fieldsOf(file, [], names);
  if (quotasimCertificate !== 1) throw new Misprint(['quotasimCertificate'], 'is not 1, the one format there is');
  return {
    quotasimCertificate,
    quotasim: textOf(quotasim, ['quotasim']),
    scenario: textOf(scenario, ['scenario']),
    set: textsOf(set, ['set']),
    ...(horizon !== undefined && { horizon: textOf(horizon, ['horizon']) }),
    worlds: listOf(worlds, ['worlds']).map((world, index) => worldOf(world, ['worlds', index])),
  };
}

function worldOf(value: unknown, at: Path): WorldCertificate {
  const { world, model, tasks, states } = fieldsOf(value, at, ['world', 'model', 'tasks', 'states']);
  const claims = listOf(tasks, [...at, 'tasks']).map((claim, index) => claimOf(claim, [...at, 'tasks', index]));
  if (claims.length === 0) throw new Misprint([...at, 'tasks'], 'claims nothing');
  const list = listOf(states, [...at, 'states']);
  return {
    world: textsOf(world, [...at, 'world']),
    model: textOf(model, [...at, 'model']),
    tasks: claims,
    states: list.map((state, index) => stateOf(state, () => [...at, 'states', index], claims.length)),
  };
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a map that has these and no others. */
function fieldsOf(value: unknown, at: Path, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isMap(value)) throw new Misprint(at, 'is no map');
  const missing = names.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new Misprint(at, `has no ${missing}`);
  const other = Object.keys(value).find((name) => !names.includes(name));
  if (other !== undefined) throw new Misprint([...at, other], 'means nothing here');
  return value as Readonly<Record<string, unknown>>;
}

function listOf(value: unknown, at: Path): readonly unknown[] {
  if (!Array.isArray(value)) throw new Misprint(at, 'is no list');
  return value;
}

function textOf(value: unknown, at: Path): string {
  if (typeof value !== 'string') throw new Misprint(at, 'is no text');
  return value;
}

function textsOf(value: unknown, at: Path): Readonly<Record<string, string>> {
  const texts = fieldsOf(value, at, Object.keys(Object(value)));
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, textOf(text, [...at, name])]));
}

function claimOf(value: unknown, at: Path): CertifiedClaim {
  const claim = isMap(value) && 'claim' in value ? value.claim : undefined;
  if (claim !== 'live' && claim !== 'starved') throw new Misprint(at, 'claims neither live nor starved');
  const numbers = claim === 'live' ? ['firstMs', 'betweenMs'] : ['progresses'];
  const fields = fieldsOf(value, at, ['task', 'claim', ...numbers]);
  textOf(fields.task, [...at, 'task']);
  const odd = numbers.find((name) => !Number.isSafeInteger(fields[name]));
  if (odd !== undefined) throw new Misprint([...at, odd], 'is no whole number');
  return fields as unknown as CertifiedClaim;
}

/** `at` is asked only where something is wrong: there may be a million states. */
function stateOf(value: unknown, at: () => Path, claims: number): WorldCertificate['states'][number] {
  if (!Array.isArray(value) || value.length !== 2) throw new Misprint(at(), 'is not an image and its ranks');
  const [image, ranks] = value.map((part, index) => numbersOf(part, () => [...at(), index])) as [number[], number[]];
  if (ranks.length !== claims) throw new Misprint([...at(), 1], `has ${ranks.length} ranks for ${claims} claims`);
  return [image, ranks];
}

function numbersOf(value: unknown, at: () => Path): readonly number[] {
  if (!Array.isArray(value)) throw new Misprint(at(), 'is no list');
  const odd = value.findIndex((one) => !Number.isSafeInteger(one));
  if (odd >= 0) throw new Misprint([...at(), odd], 'is no whole number');
  return value;
}
