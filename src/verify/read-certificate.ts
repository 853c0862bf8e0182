/**
 * Reads the text of a certificate, and tells where it is none.
 *
 * @module
 */
import type { Certificate, CertifiedClaim } from './certificate.ts';

/** What is wrong with a certificate, and where; caught where the check began. */
export class Misprint extends Error {
  readonly at: string;
  readonly because: string;

  constructor(at: string, because: string) {
    super(`${at}: ${because}`);
    this.at = at;
    this.because = because;
  }
}

/** @throws {Misprint} where the text has not the shape of a certificate. */
export function readCertificate(text: string): Certificate {
  const file = parsed(text);
  const { quotasimCertificate, model, world, tasks, states } = fieldsOf(file, 'certificate', [
    'quotasimCertificate',
    'model',
    'world',
    'tasks',
    'states',
  ]);
  if (quotasimCertificate !== 1) throw new Misprint('quotasimCertificate', 'is not 1, the one format there is');
  if (typeof model !== 'string') throw new Misprint('model', 'is no text');
  const claims = listOf(tasks, 'tasks').map((claim, index) => claimOf(claim, `tasks[${index}]`));
  if (claims.length === 0) throw new Misprint('tasks', 'claims nothing');
  return {
    quotasimCertificate,
    model,
    world: worldOf(world),
    tasks: claims,
    states: listOf(states, 'states').map((state, index) => stateOf(state, `states[${index}]`, claims.length)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Misprint('certificate', `is no JSON: ${error.message}`);
  }
}

/** The fields of a map that has these and no others. */
function fieldsOf(value: unknown, at: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misprint(at, 'is no map');
  const missing = names.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new Misprint(at, `has no ${missing}`);
  const other = Object.keys(value).find((name) => !names.includes(name));
  if (other !== undefined) throw new Misprint(at, `has ${other}, which means nothing`);
  return value as Readonly<Record<string, unknown>>;
}

function listOf(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Misprint(at, 'is no list');
  return value;
}

function numbersOf(value: unknown, at: string): readonly number[] {
  const list = listOf(value, at);
  const odd = list.findIndex((one) => !Number.isSafeInteger(one));
  if (odd >= 0) throw new Misprint(`${at}[${odd}]`, 'is no whole number');
  return list as readonly number[];
}

function worldOf(value: unknown): Readonly<Record<string, string>> {
  const world = fieldsOf(value, 'world', Object.keys(Object(value)));
  const odd = Object.keys(world).find((name) => typeof world[name] !== 'string');
  if (odd !== undefined) throw new Misprint(`world.${odd}`, 'is no text');
  return world as Readonly<Record<string, string>>;
}

function claimOf(value: unknown, at: string): CertifiedClaim {
  const claim = typeof value === 'object' && value !== null && 'claim' in value ? value.claim : undefined;
  if (claim !== 'live' && claim !== 'starved') throw new Misprint(at, 'claims neither live nor starved');
  const numbers = claim === 'live' ? ['firstMs', 'betweenMs'] : ['progresses'];
  const fields = fieldsOf(value, at, ['task', 'claim', ...numbers]);
  if (typeof fields.task !== 'string') throw new Misprint(`${at}.task`, 'is no text');
  const odd = numbers.find((name) => !Number.isSafeInteger(fields[name]));
  if (odd !== undefined) throw new Misprint(`${at}.${odd}`, 'is no whole number');
  return fields as unknown as CertifiedClaim;
}

function stateOf(value: unknown, at: string, claims: number): Certificate['states'][number] {
  const parts = listOf(value, at);
  if (parts.length !== 2) throw new Misprint(at, 'is not an image and its ranks');
  const ranks = numbersOf(parts[1], `${at}[1]`);
  if (ranks.length !== claims) throw new Misprint(`${at}[1]`, `has ${ranks.length} ranks for ${claims} claims`);
  return [numbersOf(parts[0], `${at}[0]`), ranks];
}
