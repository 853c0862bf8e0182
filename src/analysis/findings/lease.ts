/**
 * QS012: a lease that runs out while its holder goes on: then two hold the lock.
 *
 * @module
 */
import { NEVER } from '../../sim/time.ts';
import { durationText } from '../duration-text.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { allHolds, type Hold, isShared, lasts } from './holds.ts';

export const lease: Rule = {
  code: 'QS012',
  title: 'A lease shorter than the hold',
  severities: ['error', 'warning'],
  items: 'facts',
  help: {
    what: 'A lock has a lease, and its holder works (or may wait) for longer than that.',
    why: 'When the lease ends the permit goes to the next, and the first holder knows nothing: both are in, which the lock was to prevent.',
    change: 'Make the lease longer than the longest hold, renew it, or limit the waits within.',
    unless:
      'An error where every hold is longer, a warning where some may be. Not said of a lock that only one run at a time ever wants.',
    example: {
      yaml: `quotasim: 1
title: Ten minutes of work under a lease
horizon: 1d
parameters: { LEASE: 599s }
locks: { index: { lease: $LEASE } }
tasks:
  build: { trigger: { every: 30m, offset: any }, whenBusy: skip, steps: [acquire: index, work: 10m, progress] }
  clean: { trigger: { every: 30m, offset: any }, whenBusy: skip, steps: [acquire: index, work: 1m, progress] }
`,
      instead: 'LEASE: 599s',
      write: 'LEASE: 600s',
    },
  },
  find(evidence) {
    return allHolds(evidence).flatMap((hold) => foundOf(evidence, hold) ?? []);
  },
};

function foundOf(evidence: Evidence, hold: Hold): Found | undefined {
  const { name, leaseMs } = evidence.model.locks[hold.lock]!;
  if (leaseMs === NEVER || !isShared(evidence, hold.lock)) return undefined;
  const { low, high } = lasts(evidence, hold);
  if (high <= leaseMs) return undefined;
  const { name: task } = hold.of.spec;
  const given = `the lease of ${name} is ${durationText(leaseMs)}`;
  const always = low > leaseMs;
  const long = Number.isFinite(high) ? `up to ${durationText(high)}` : 'without a limit, waits included';
  const least = Number.isFinite(low) ? `at least ${durationText(low)}` : 'for ever';
  return {
    severity: always ? 'error' : 'warning',
    message: always
      ? `${task} holds ${name} ${least}, but ${given}: each time it runs out, and another run may hold it too`
      : `${task} may hold ${name} ${long}, but ${given}: when it runs out another run may hold it too`,
    change: Number.isFinite(high)
      ? `make the lease longer than ${durationText(high)}`
      : 'limit the waits within, or renew the lease',
    path: ['locks', name, 'lease'],
    task: hold.of.task,
  };
}
