/**
 * CronJobs of Kubernetes as jobs: manifests, or what `kubectl get cronjobs -A -o yaml` prints.
 *
 * @module
 */
import { ConfigError, configIssue } from '../export/config-error.ts';
import type { LocatedIssue } from '../scenarios/text/issues.ts';
import type { Node } from '../scenarios/text/tree.ts';
import { cronStart, durationMs, everyStart, type Started, secondsText } from './cron-starts.ts';
import type { FoundSystem, Job, LeftOut, Start, WhenBusy } from './found.ts';
import { NOTHING_FOUND } from './found.ts';
import { type Place, placeOf, scalarAt, treesIn } from './trees.ts';

const POLICIES: Readonly<Record<string, WhenBusy>> = { Allow: 'allow', Forbid: 'skip', Replace: 'replace' };

/**
 * Every CronJob in the text; other objects are passed over. `zone` is the local time of the control plane, which
 * means patterns without a `timeZone`.
 *
 * @throws {ConfigError} where it is no YAML, holds no CronJob, or one that no cluster would take.
 */
export function kubernetesJobs(text: string, file: string, zone: string | undefined): FoundSystem {
  const found = treesIn(text, file).flatMap((root) => cronJobsIn(root));
  if (found.length === 0) {
    const says = 'it holds no CronJob; expected what `kubectl get cronjobs -A -o yaml` prints';
    throw new ConfigError([configIssue('nothing_known', { file, line: 1, column: 1 }, says)], text);
  }
  const spaces = new Set(found.map((node) => scalarAt(node, 'metadata', 'namespace')?.value ?? ''));
  const issues: LocatedIssue[] = [];
  const reading: Reading = { file, zone, isNamed: spaces.size > 1, issues };
  const read = found.map((node) => jobOf(node, reading));
  if (issues.length > 0) throw new ConfigError(issues, text);
  const isLocal = read.some((one) => 'job' in one && one.isLocal);
  return {
    ...NOTHING_FOUND,
    jobs: read.flatMap((one) => ('job' in one ? [one.job] : [])),
    leftOut: read.flatMap((one) => ('leftOut' in one ? [one.leftOut] : [])),
    remarks:
      isLocal && zone === undefined
        ? [
            `${file}: without a timeZone the local time of the control plane counts; taken to be UTC (--zone says another)`,
          ]
        : [],
  };
}

function cronJobsIn(root: Node): readonly Node[] {
  if (root.kind !== 'map') return [];
  if (scalarAt(root, 'kind')?.value === 'CronJob') return [root];
  const items = root.entries.get('items')?.node;
  return items?.kind === 'list' ? items.items.flatMap(cronJobsIn) : [];
}

interface Reading {
  readonly file: string;
  readonly zone: string | undefined;
  /** Names are told with their namespace. */
  readonly isNamed: boolean;
  readonly issues: LocatedIssue[];
}

type Read = { readonly job: Job; readonly isLocal: boolean } | { readonly leftOut: LeftOut } | { readonly wrong: true };

function jobOf(node: Node, { file, zone, isNamed, issues }: Reading): Read {
  const wrong = (place: Place, says: string): Read => {
    issues.push(configIssue('not_a_value', { file, ...place }, says));
    return { wrong: true };
  };
  const plain = scalarAt(node, 'metadata', 'name')?.value;
  const space = scalarAt(node, 'metadata', 'namespace')?.value ?? 'default';
  const place = placeOf(node);
  if (typeof plain !== 'string') return wrong(place, 'a CronJob without `metadata.name`');
  const name = isNamed ? `${space}/${plain}` : plain;
  const at = { file, line: place.line };
  const schedule = scalarAt(node, 'spec', 'schedule');
  if (typeof schedule?.value !== 'string') return wrong(place, `${plain}: expected a text at \`spec.schedule\``);
  if (scalarAt(node, 'spec', 'suspend')?.value === true) return { leftOut: { name, at, why: 'it is suspended' } };
  const policy = scalarAt(node, 'spec', 'concurrencyPolicy');
  const whenBusy = POLICIES[String(policy?.value ?? 'Allow')];
  if (whenBusy === undefined) return wrong(policy!, `${plain}: concurrencyPolicy is one of Allow, Forbid, Replace`);
  const timeZone = scalarAt(node, 'spec', 'timeZone')?.value;
  const own = typeof timeZone === 'string' ? timeZone : undefined;
  const { started, isLocal } = startOf(schedule.value, own, zone ?? 'UTC');
  if (started.kind === 'wrong') return wrong(schedule, `${plain}: ${started.why}`);
  if (started.kind === 'left-out') return { leftOut: { name, at, why: started.why } };
  return { job: jobWith({ name, at, whenBusy: [whenBusy] }, started.start, node), isLocal };
}

function jobWith(job: Pick<Job, 'name' | 'at' | 'whenBusy'>, start: Start, node: Node): Job {
  const deadline = secondsText(scalarAt(node, 'spec', 'startingDeadlineSeconds')?.value);
  const limit = secondsText(scalarAt(node, 'spec', 'jobTemplate', 'spec', 'activeDeadlineSeconds')?.value);
  return {
    ...job,
    starts: [start],
    preset: 'kubernetes-cronjob',
    ...(limit !== undefined && { timeLimit: { text: limit, hard: true } }),
    limits: [],
    remarks:
      deadline === undefined
        ? []
        : [
            `startingDeadlineSeconds: with \`outages\` say catchUp: { starts: once, within: ${deadline}, giveUpAfter: 100 }`,
          ],
  };
}

/** `@every 1h30m`, a pattern, or one that names its zone (`TZ=UTC 0 3 * * *`). */
function startOf(text: string, own: string | undefined, local: string): { started: Started; isLocal: boolean } {
  const [, named, bare] = /^\s*(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/s.exec(text)!;
  const [, span] = /^@every\s+(\S+)\s*$/.exec(bare!) ?? [];
  const ms = span === undefined ? undefined : durationMs(span);
  if (ms !== undefined) return { started: everyStart(ms), isLocal: false };
  const zone = named ?? own;
  return { started: cronStart(bare!, zone ?? local, 'twice'), isLocal: zone === undefined };
}
