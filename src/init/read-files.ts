/**
 * What kind of file somebody's schedules are in, by its name and what stands in it.
 *
 * @module
 */
import { ConfigError, configIssue } from '../export/config-error.ts';
import { type BeatModule, celeryJobs } from './celery.ts';
import { crontabJobs } from './crontab.ts';
import type { FoundSystem } from './found.ts';
import { workflowJobs } from './github-workflow.ts';
import { kubernetesJobs } from './kubernetes.ts';

export const KINDS = ['kubernetes', 'celery', 'crontab', 'github-actions'] as const;
export type Kind = (typeof KINDS)[number];

export interface ReadingOptions {
  readonly kind: Kind | undefined;
  /** The local time of machines that say none. */
  readonly zone: string | undefined;
  /** What Celery beat is told by a Python module. @throws {ConfigError} */
  readonly readBeat: (text: string, file: string) => Promise<BeatModule>;
}

/**
 * The jobs in a file.
 *
 * @throws {ConfigError} where it is not of its kind, or its kind cannot be told.
 */
export async function jobsIn(text: string, file: string, options: ReadingOptions): Promise<FoundSystem> {
  const { zone, readBeat } = options;
  const kind = options.kind ?? kindOf(text, file);
  switch (kind) {
    case 'kubernetes':
      return kubernetesJobs(text, file, zone);
    case 'celery':
      return celeryJobs(await readBeat(text, file), text, file);
    case 'crontab':
      return crontabJobs(text, file, zone);
    case 'github-actions':
      return workflowJobs(text, file);
    case undefined: {
      const says = `it is neither a manifest nor a workflow as far as its first lines tell; --as says what: ${KINDS.join(', ')}`;
      throw new ConfigError([configIssue('unknown_format', { file, line: 1, column: 1 }, says)], text);
    }
  }
}

/** Undefined of YAML and JSON that is neither. */
function kindOf(text: string, file: string): Kind | undefined {
  if (/\.pyi?$/i.test(file)) return 'celery';
  if (!/\.(?:ya?ml|json)$/i.test(file)) return 'crontab';
  if (/(?:^|[\s{,-])"?kind"?:\s*"?(?:CronJobList|CronJob|List)\b/m.test(text)) return 'kubernetes';
  return /^["']?on["']?:/m.test(text) ? 'github-actions' : undefined;
}
