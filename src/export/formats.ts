/**
 * The formats of production files, and which of them a file is of.
 *
 * @module
 */
import { bullmq } from './bullmq.ts';
import { celery } from './celery.ts';
import { env } from './env.ts';
import type { Format } from './format.ts';
import { githubActions } from './github-actions.ts';
import { json } from './json.ts';
import { kubernetes } from './kubernetes.ts';
import { prometheus } from './prometheus.ts';
import { python } from './python.ts';
import { toml } from './toml.ts';
import { typescript } from './typescript.ts';
import { yaml } from './yaml.ts';

export const FORMATS: readonly [Format, ...Format[]] = [
  env,
  json,
  yaml,
  toml,
  python,
  typescript,
  celery,
  kubernetes,
  bullmq,
  githubActions,
  prometheus,
];

/**
 * The format of a file by its name; undefined where the name does not tell.
 *
 * @example
 * formatOf('.env.production')?.name; // 'env'
 */
export function formatOf(file: string): Format | undefined {
  const name = file.split(/[\\/]/).at(-1)!.toLowerCase();
  // `.env.production` is one, too.
  if (/^\.?env(\.|$)/.test(name)) return env;
  const endings = FORMATS.flatMap((format) => format.files.map((ending) => ({ format, ending })));
  // The longest one that fits: `.k8s.yaml` is `.yaml` too.
  const fitting = endings
    .filter(({ ending }) => name.endsWith(ending))
    .sort((a, b) => b.ending.length - a.ending.length);
  return fitting[0]?.format;
}
