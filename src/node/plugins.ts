/**
 * Runs the programs that a scenario names under `plugins`, for the policies they export. Only for whoever was allowed to: a
 * plugin may do all that this process may.
 *
 * @module
 */
import { dirname, join, posix, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PolicyDefinition } from '../policies/definition.ts';
import { isMeantAsPolicy } from '../policies/shape.ts';
import { contentHash, fnv1a64 } from '../scenarios/hash.ts';
import { type Plugin, type Plugins, pluginsNamed } from '../scenarios/plugins.ts';
import type { NamedFile } from '../scenarios/text/named-files.ts';
import { FileError, systemCode } from './file-error.ts';
import { pathBeside } from './paths.ts';
import { readNamedFile } from './read-named.ts';

const JAVASCRIPT = /\.[cm]?js$/;
const TYPESCRIPT = /\.[cm]?ts$/;

/** A relative path that a module imports, as far as it is written out. */
const IMPORTED = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;

/**
 * Runs the plugins that the scenario in `file` with this text names, each once, and gives what they export.
 *
 * Call it only where whoever runs the scenario allows it: it runs their code, and the code of whoever wrote the scenario. What
 * is wrong with one is told by `loadScenario`, at the place that names it.
 *
 * @example
 * const text = await readScenario(file);
 * const scenario = loadScenario(text, { file, plugins: await loadPlugins(file, text) });
 */
export async function loadPlugins(file: string, text: string): Promise<Plugins> {
  const plugins: Record<string, Plugin | { readonly says: string }> = {};
  for (const named of pluginsNamed(text, file)) plugins[named] = await loadPlugin(file, named);
  return plugins;
}

async function loadPlugin(file: string, named: string): Promise<Plugin | { readonly says: string }> {
  const path = resolve(pathBeside(file, named));
  try {
    checkEnding(named);
    const files = filesOf(file, named);
    checkUnchanged(file, files);
    // A module is loaded once for each address: another text needs another.
    const address = `${pathToFileURL(path).href}?quotasim=${contentHash(files)}`;
    return { policies: policiesIn(await imported(address, named)), files };
  } catch (error) {
    if (error instanceof Unusable) return { says: error.message };
    throw error;
  }
}

/** Why a plugin cannot be used, in words that go on after its name. */
class Unusable extends Error {}

function checkEnding(named: string): void {
  if (JAVASCRIPT.test(named)) return;
  if (!TYPESCRIPT.test(named)) throw new Unusable('must be a module: a file that ends in .js, .mjs, .cjs, .ts or .mts');
  const { typescript } = process.features as { readonly typescript?: string | false };
  if (typescript === undefined || typescript === false) {
    throw new Unusable(
      `is TypeScript, which Node runs from 22.18 on (from 22.6 with --experimental-strip-types), and this is ${process.version}: ` +
        'compile it to JavaScript, and name that',
    );
  }
}

/** The plugin and what it imports by relative paths, with the hash of each: a scenario is another one with another policy. */
function filesOf(file: string, named: string): readonly NamedFile[] {
  const hashes = new Map<string, string>();
  const read = (path: string, by: string | undefined): void => {
    if (hashes.has(path)) return;
    let text: string;
    try {
      text = readNamedFile(file, path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const [line] = error.message.split('\n');
      throw new Unusable(
        by === undefined ? line!.slice(error.file.length + 2) : `imports ${path}, which cannot be read`,
      );
    }
    hashes.set(path, fnv1a64(new TextEncoder().encode(text)));
    for (const [, , target] of text.matchAll(IMPORTED)) read(posix.join(posix.dirname(path), target!), path);
  };
  read(named, undefined);
  return [...hashes].map(([path, hash]) => ({ path, hash }));
}

/** By path: the hash of what was imported as this process loaded it first. */
const loaded = new Map<string, string>();

/** What a plugin imports is loaded once for the whole life of a process: when it was changed since, the old one would run. */
function checkUnchanged(file: string, [, ...imports]: readonly NamedFile[]): void {
  for (const { path, hash } of imports) {
    const at = resolve(join(dirname(file), path));
    const before = loaded.get(at) ?? hash;
    loaded.set(at, before);
    if (before !== hash)
      throw new Unusable(`imports ${path}, which was changed since this process loaded it: start it again`);
  }
}

async function imported(address: string, named: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(/* @vite-ignore */ address)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Unusable(`cannot be loaded: ${loadError(error, named)}`);
  }
}

function loadError(error: unknown, named: string): string {
  const text = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  if (systemCode(error) === 'ERR_MODULE_NOT_FOUND' && text.includes("'quotasim'"))
    return `${text}. Install quotasim beside ${named}, or export the plain object: definePolicy checks it, and changes nothing`;
  return text;
}

/** What a module exports that is meant as a policy; what is wrong with one is told by whoever takes it. */
function policiesIn(exported: Readonly<Record<string, unknown>>): readonly PolicyDefinition[] {
  const policies = [...new Set(Object.values(exported))].filter(isMeantAsPolicy);
  if (policies.length > 0) return policies as unknown as readonly PolicyDefinition[];
  const names = Object.keys(exported).filter((name) => !isEmptyDefault(name, exported[name]));
  const found = names.length === 0 ? 'it exports nothing' : `it exports ${names.slice(0, 8).join(', ')}`;
  throw new Unusable(`exports no policy, such as \`export const mine = definePolicy({ … })\`: ${found}`);
}

/** What Node gives as exports of a file without any, which it takes for CommonJS. */
function isEmptyDefault(name: string, value: unknown): boolean {
  const isDefault = name === 'default' || name === 'module.exports';
  return isDefault && typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
