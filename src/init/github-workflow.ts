/**
 * A workflow of GitHub Actions as a job: its schedule, and its concurrency.
 *
 * @module
 */
import { ConfigError, configIssue } from '../export/config-error.ts';
import type { LocatedIssue } from '../scenarios/text/issues.ts';
import { type Node, nodeAt } from '../scenarios/text/tree.ts';
import { cronStart, secondsText } from './cron-starts.ts';
import type { FoundSystem, Job, LeftOut, Start, WhenBusy } from './found.ts';
import { NOTHING_FOUND } from './found.ts';
import { placeOf, scalarAt, treesIn } from './trees.ts';

/**
 * The workflow in the text, started by all its schedules.
 *
 * @throws {ConfigError} where it is no YAML, or nothing in it is scheduled.
 */
export function workflowJobs(text: string, file: string): FoundSystem {
  const [root, ...others] = treesIn(text, file);
  const list = root === undefined || others.length > 0 ? undefined : nodeAt(root, ['on', 'schedule']);
  if (root === undefined || list?.kind !== 'list' || list.items.length === 0) {
    const says = 'it schedules nothing; expected a workflow with `on: { schedule: [{ cron: … }] }`';
    const at = { file, ...(list === undefined ? { line: 1, column: 1 } : placeOf(list)) };
    throw new ConfigError([configIssue('nothing_known', at, says)], text);
  }
  const issues: LocatedIssue[] = [];
  const name = nameOf(root, file);
  const read = list.items.map((item) => startOf(item, { file, name, issues }));
  if (issues.length > 0) throw new ConfigError(issues, text);
  const [first, ...more] = read.flatMap((one) => ('start' in one ? [one.start] : []));
  const leftOut = read.flatMap((one) => ('leftOut' in one ? [one.leftOut] : []));
  if (first === undefined) return { ...NOTHING_FOUND, leftOut };
  const at = { file, line: placeOf(list).line };
  return { ...NOTHING_FOUND, jobs: [{ name, at, starts: [first, ...more], ...manner(root) }], leftOut };
}

interface Reading {
  readonly file: string;
  readonly name: string;
  readonly issues: LocatedIssue[];
}

function startOf(item: Node, { file, name, issues }: Reading): { start: Start } | { leftOut: LeftOut } | object {
  const cron = scalarAt(item, 'cron');
  const place = placeOf(item);
  const zone = scalarAt(item, 'timezone')?.value;
  const started =
    typeof cron?.value === 'string'
      ? cronStart(cron.value, typeof zone === 'string' ? zone : 'UTC', 'skip')
      : ({ kind: 'wrong', why: 'expected { cron: "…" } in `on.schedule`' } as const);
  if (started.kind === 'start') return { start: started.start };
  const at = { file, line: place.line };
  if (started.kind === 'left-out') return { leftOut: { name, why: started.why, at } };
  issues.push(configIssue('not_a_value', { file, ...(cron ?? place) }, started.why));
  return {};
}

/** As GitHub calls it: its name, else its file's. */
function nameOf(root: Node, file: string): string {
  const name = scalarAt(root, 'name')?.value;
  return typeof name === 'string'
    ? name
    : file
        .split(/[\\/]/)
        .at(-1)!
        .replace(/\.ya?ml$/, '');
}

function manner(root: Node): Pick<Job, 'whenBusy' | 'timeLimit' | 'limits' | 'remarks'> {
  const concurrency = nodeAt(root, ['concurrency']);
  const isCancelling = scalarAt(root, 'concurrency', 'cancel-in-progress')?.value;
  const jobs = nodeAt(root, ['jobs']);
  const entries = jobs?.kind === 'map' ? [...jobs.entries.values()].map(({ node }) => node) : [];
  const [only] = entries;
  const minutes = only === undefined || entries.length > 1 ? undefined : scalarAt(only, 'timeout-minutes')?.value;
  const limit = typeof minutes === 'number' ? secondsText(minutes * 60) : undefined;
  const own = entries.some((job) => nodeAt(job, ['concurrency']) !== undefined);
  return {
    whenBusy: overlap(concurrency, isCancelling),
    ...(limit !== undefined && { timeLimit: { text: limit, hard: true } }),
    limits: [],
    remarks: [
      'GitHub starts scheduled workflows late when it is busy, and drops some: `jitter` beside the trigger says by how much',
      ...(own ? ['a `concurrency` of single jobs in it is not taken over'] : []),
      ...(concurrency === undefined || isCancelling === true
        ? []
        : ['GitHub keeps one waiting run and drops the one before it, which is between `skip` and `queue all`']),
    ],
  };
}

/** Without a `concurrency` runs overlap; with one GitHub cancels what runs, or keeps one that waits. */
function overlap(concurrency: Node | undefined, isCancelling: unknown): readonly [WhenBusy, ...WhenBusy[]] {
  if (concurrency === undefined) return ['allow'];
  if (isCancelling === true) return ['replace'];
  // An expression decides that only when it runs.
  return typeof isCancelling === 'string' ? ['skip', 'queue all', 'replace'] : ['skip', 'queue all'];
}
