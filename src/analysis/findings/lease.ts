/**
 * QS012: a lease that runs out while its holder goes on: then two hold the lock.
 *
 * @module
 */
import { NEVER } from '../../sim/time.ts';
import { durationText } from '../words/duration-text.ts';
import type { Bounds } from './bounds.ts';
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
      'An error where every hold is longer, a warning where some may be. Not said of a lock that only one run at a time ever ' +
      'wants, nor of a lease that is renewed, unless renewals can be lost.',
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
  const { name, leaseMs, renew, leaseFromDue } = evidence.model.locks[hold.lock]!;
  if (leaseMs === NEVER || !isShared(evidence, hold.lock)) return undefined;
  // A holder that renews keeps its lease, as long as no renewal is lost.
  if (renew !== undefined && renew.lost.length === 0) return undefined;
  const { low, high } = leaseFromDue === true ? sinceDue(evidence, hold) : lasts(evidence, hold);
  if (high <= leaseMs) return undefined;
  const { name: task } = hold.of.spec;
  const from = leaseFromDue === true ? ' from when the start is due' : '';
  const given = `the lease of ${name} is ${durationText(leaseMs)}${from}`;
  const always = low > leaseMs && renew === undefined;
  const long = Number.isFinite(high) ? `up to ${durationText(high)}${from}` : 'without a limit, waits included';
  const least = Number.isFinite(low) ? `at least ${durationText(low)}` : 'for ever';
  const end = renew === undefined ? 'it runs out' : 'a renewal is lost';
  return {
    severity: always ? 'error' : 'warning',
    message: always
      ? `${task} holds ${name} ${least}, but ${given}: each time it runs out, and another run may hold it too`
      : `${task} may hold ${name} ${long}, but ${given}: when ${end} another run may hold it too`,
    change: Number.isFinite(high) ? `make the lease longer than ${durationText(high)}` : changeOf(renew !== undefined),
    path: ['locks', name, 'lease'],
    task: hold.of.task,
  };
}

function changeOf(renewed: boolean): string {
  return renewed ? 'limit the waits within' : 'limit the waits within, or renew the lease';
}

/** From when the start was due to the end of the hold: what comes before it counts, too. */
function sinceDue(evidence: Evidence, hold: Hold): Bounds {
  const { of, from } = hold;
  const before = of.places.slice(0, of.places.indexOf(from) + 1);
  const queues =
    of.spec.whenBusy === 'queue all' ||
    of.spec.whenBusy === 'queue one' ||
    before.some(({ loops }) => loops.length > 0);
  const held = lasts(evidence, hold);
  const first = lasts(evidence, { ...hold, steps: before });
  return { low: held.low, high: queues ? Infinity : first.high + held.high };
}
