/**
 * QS011: runs that wait fill a pool, and nothing else begins.
 *
 * @module
 */
import type { Evidence, Found, Rule } from './finding.ts';
import { allHolds, type Hold, keeps, openWaits, runsOf, sharersOf } from './holds.ts';
import type { Place } from './program.ts';
import type { Surveyed } from './survey.ts';
import { listText } from './words.ts';

export const poolWaiters: Rule = {
  code: 'QS011',
  title: 'Waiting runs fill a pool',
  severities: ['warning'],
  help: {
    what: 'As many runs as a pool has slots can wait, without limit, for tokens or a lock while they keep their slots.',
    why:
      'A waiting run keeps its slot. When waiting runs hold them all, no other run of the pool begins, though the workers do ' +
      'nothing: tasks that need no tokens stand still with those that do.',
    change:
      'Give the waiting tasks a pool of their own, limit their waits with `atMost`, or add slots beyond the waiters.',
    unless:
      'Not said where waiting runs leave a slot. It does no harm where their waits are short beside the starts of the others.',
    example: {
      yaml: `quotasim: 1
title: Two waiters, two slots, and a third task
horizon: 1d
parameters: { SLOTS: 2 }
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 100, debt: none } }
pools: { workers: { slots: $SLOTS } }
tasks:
  pull: { trigger: { every: 10m, offset: any }, whenBusy: skip, pool: workers, steps: [spend: { api: 40 }, progress] }
  push: { trigger: { every: 10m, offset: any }, whenBusy: skip, pool: workers, steps: [spend: { api: 40 }, progress] }
  mail: { trigger: { every: 1m, offset: any }, whenBusy: skip, pool: workers, steps: [work: 1s, progress] }
`,
      instead: 'SLOTS: 2',
      write: 'SLOTS: 3',
    },
  },
  find(evidence) {
    return evidence.model.locks.flatMap((_, lock) => foundOf(evidence, lock) ?? []);
  },
};

function foundOf(evidence: Evidence, lock: number): Found | undefined {
  const { kind, permits, name, path } = evidence.model.locks[lock]!;
  // Where a run takes several slots, runs that wait may leave some that are too few for another of them.
  if (kind !== 'pool' || evidence.tasks.some((of) => takesSeveral(of, lock))) return undefined;
  const waits = allHolds(evidence).filter((hold) => hold.lock === lock && isWaiter(hold));
  const waiters = evidence.tasks.filter((of) => waits.some((hold) => hold.of.task === of.task));
  // A run that takes slots more than once may hold them all while it waits.
  const heldBy = (of: Surveyed): number => waits.filter((hold) => hold.of.task === of.task).length;
  const waiting = waiters.reduce((sum, of) => sum + runsOf(of) * heldBy(of), 0);
  const sharers = sharersOf(evidence, lock);
  const others = sharers.filter((of) => !waiters.includes(of));
  // Those who fill it keep out the others, or more of themselves.
  if (waiting < permits || (others.length === 0 && waiting <= permits)) return undefined;
  const out = others.length > 0 ? listText(others.map(({ spec }) => spec.name)) : 'further runs of them';
  const slots = permits === 1 ? 'its only slot' : `all ${permits} slots`;
  return {
    severity: 'warning',
    message: `${listText(waiters.map(({ spec }) => spec.name))} can hold ${slots} of ${name} while waiting for something else: ${out} cannot begin meanwhile`,
    change: 'give those who wait a pool of their own, or limit their waits with atMost',
    path,
    task: (others[0] ?? waiters[0])!.task,
  };
}

function takesSeveral({ places }: Surveyed, lock: number): boolean {
  return places.some(({ operation }) => {
    return operation.kind === 'acquire' && operation.lock === lock && (operation.count ?? 1) > 1;
  });
}

/** Whether it takes again what was given back. */
function isBack({ operation }: Place): boolean {
  return operation.kind === 'acquire' && operation.back === true;
}

function isWaiter(hold: Hold): boolean {
  const locked = hold.steps.some((place) => {
    const { operation } = place;
    return operation.kind === 'acquire' && operation.atMost === undefined && keeps(hold, place) && !isBack(place);
  });
  return openWaits(hold).length > 0 || (locked && !hold.of.unblocked);
}
