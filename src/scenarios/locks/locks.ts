/**
 * Compiles locks and pools: permits, who is served first, leases and what renews them.
 *
 * @module
 */
import type { Line, Lock, Path, Task } from '../../sim/model.ts';
import { ONE, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { NEVER } from '../../sim/time.ts';
import type { Draft } from '../draft.ts';
import type { LockText, PoolText, ScenarioDocument } from '../schema/schema.ts';
import { entriesOf } from '../values/parameters.ts';
import { readDuration, readKnown } from '../values/values.ts';

const PERMITS_MAX = rational(1_000_000);

/** Locks first, then pools, each in the order of the document. */
export function compileLocks(draft: Draft, document: ScenarioDocument): Lock[] {
  const locks = entriesOf(draft.root, 'locks', document.locks).map(([name, text]) => compileLock(draft, name, text));
  const pools = entriesOf(draft.root, 'pools', document.pools).map(([name, text]) => compilePool(draft, name, text));
  return [...locks, ...pools];
}

function compilePool(draft: Draft, name: string, text: PoolText | { readonly preset: string }): Lock {
  const path = ['pools', name];
  const pool = { name, path, kind: 'pool', leaseMs: NEVER } as const;
  // One whose preset is of no use was told, and has as many slots as anybody asks for.
  if (!('slots' in text)) return { ...pool, permits: count(draft, name, path, 1_000_000) };
  const permits = count(draft, name, [...path, 'slots'], text.slots);
  return { ...pool, permits, ...compileLine(draft, path, text) };
}

function compileLock(draft: Draft, name: string, text: LockText): Lock {
  const path = ['locks', name];
  const permits = count(draft, name, [...path, 'permits'], text.permits ?? 1);
  const leaseMs = compileLease(draft, [...path, 'lease'], text.lease ?? 'none');
  const fromDue = text.leaseFrom === 'enqueue';
  if (leaseMs === NEVER && fromDue) draft.report([...path, 'leaseFrom'], { code: 'needs_lease' }, { on: 'key' });
  if (fromDue && text.renew !== undefined) {
    draft.report([...path, 'renew'], { code: 'excludes', keys: ['renew', 'leaseFrom: enqueue'] }, { on: 'key' });
  }
  return {
    name,
    path,
    kind: 'lock',
    permits,
    leaseMs,
    ...compileLine(draft, path, text),
    ...(text.renew && { renew: { everyMs: compileRenewal(draft, path, text, leaseMs), lost: [] } }),
    ...(fromDue && { leaseFromDue: true }),
  };
}

/** Only what is not as usual is written down. */
function compileLine(draft: Draft, path: Path, text: LockText | PoolText): { readonly line?: Line } {
  const { order = 'fifo', passOver = false } = text;
  const bounds = { min: ZERO, max: PERMITS_MAX, whole: true };
  const prefetch =
    text.prefetch === undefined
      ? 0
      : toNumber(readKnown(draft, [...path, 'prefetch'], text.prefetch, 'number', bounds) ?? ZERO);
  const excluded = passOver ? 'passOver: true' : order === 'any' ? 'order: any' : undefined;
  if (prefetch > 0 && excluded !== undefined) {
    draft.report([...path, 'prefetch'], { code: 'excludes', keys: ['prefetch', excluded] }, { on: 'key' });
  } else if (prefetch > 0 && order === 'fifo' && path[0] === 'locks') {
    // Of a pool it is a setting of workers all the same, and exported.
    const why = 'where all are served as they come, each keeps its place: write `order: priority`, or leave it out';
    draft.report([...path, 'prefetch'], { code: 'no_meaning', what: '"prefetch"', why }, { on: 'key' });
  }
  return order === 'fifo' && !passOver && prefetch === 0 ? {} : { line: { order, passOver, prefetch } };
}

function compileLease(draft: Draft, path: Path, text: string | number): number {
  if (text === 'none') return NEVER;
  const lease = readDuration(draft, path, text, { above: ZERO });
  if (lease !== undefined) draft.spansMs.push(lease);
  return lease ?? NEVER;
}

function compileRenewal(draft: Draft, path: Path, { renew, lease }: LockText, leaseMs: number): number {
  const at = [...path, 'renew', 'every'];
  const everyMs = readDuration(draft, at, renew!.every, { above: ZERO });
  if (everyMs !== undefined) draft.spansMs.push(everyMs);
  if (leaseMs === NEVER && (lease === undefined || lease === 'none')) {
    draft.report([...path, 'renew'], { code: 'needs_lease' }, { on: 'key' });
  } else if (everyMs !== undefined && everyMs >= leaseMs) {
    draft.report(at, { code: 'not_below', received: String(renew!.every), limit: `the lease (${lease})` });
  }
  return everyMs ?? 1;
}

function count(draft: Draft, name: string, path: Path, text: string | number): number {
  const permits = readKnown(draft, path, text, 'number', { min: ONE, max: PERMITS_MAX, whole: true });
  draft.permits[draft.locks.get(name)!.index] = permits === undefined ? Number.POSITIVE_INFINITY : toNumber(permits);
  return toNumber(permits ?? ONE);
}

/** The same locks; where renewals can be lost, each task that takes the lock draws for itself. */
export function withRenewals(
  draft: Draft,
  { locks: texts }: ScenarioDocument,
  locks: readonly Lock[],
  tasks: readonly Task[],
): Lock[] {
  return locks.map((lock, index) => {
    const lost = lock.renew === undefined ? undefined : texts?.[lock.name]?.renew?.lost;
    if (lock.renew === undefined || lost === undefined) return lock;
    const path = [...lock.path, 'renew', 'lost'];
    const share = readKnown(draft, path, lost, 'share', { min: ZERO, max: ONE });
    if (share === undefined || toNumber(share) === 0) return lock;
    const sources = tasks.map(({ program }, task) => {
      const takes = program.some((operation) => operation.kind === 'acquire' && operation.lock === index);
      return takes ? coin(draft, task, path.join('.'), toNumber(share)) : -1;
    });
    return { ...lock, renew: { ...lock.renew, lost: sources } };
  });
}

/** A new source of a task that draws 1 with probability `share`, else 0, anew each time. */
export function coin(draft: Draft, task: number, purpose: string, share: number): number {
  const distribution = { kind: 'choice', values: [0, 1], weights: [1 - share, share] } as const;
  return draft.sources.push({ task, purpose, distribution, per: 'turn' }) - 1;
}
