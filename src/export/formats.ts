/**
 * The formats of production files, and which of them a file is of.
 *
 * @module
 */
import { env } from './env.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { python } from './python.ts';
import { typescript } from './typescript.ts';
import { yaml } from './yaml.ts';

export const FORMATS: readonly [Format, ...Format[]] = [env, json, yaml, python, typescript];

/** The format of a file by its name; undefined where the name does not tell. */
export function formatOf(file: string): Format | undefined {
  const name = file.split(/[\\/]/).at(-1)!.toLowerCase();
  // `.env.production` is one, too.
  if (/^\.?env(\.|$)/.test(name)) return env;
  return FORMATS.find(({ files }) => files.some((ending) => name.endsWith(ending)));
}
