/**
 * QS021: a request for several permits that smaller ones get past.
 *
 * @module
 */
import type { Evidence, Found, Rule } from './finding.ts';
import { allHolds, type Hold, runsOf, sharersOf } from './holds.ts';
import type { Surveyed } from './survey.ts';
import { listText } from './words.ts';

export const passedOver: Rule = {
  code: 'QS021',
  title: 'A large request that small ones get past',
  severities: ['warning'],
  help: {
    what: 'A task takes several permits or slots at once, and whoever asks for fewer is served before it as long as it does not fit.',
    why:
      'Permits come back one by one, and each is given to the next small request. The large one needs many to be free at the same ' +
      'time, which a steady stream of small ones never lets happen: it waits for ever in a pool that is never full.',
    change:
      'Leave `passOver` (or `order: any`) away, so that the head of the line blocks, or give the large task a pool of its own.',
    unless:
      'Not said where the others can never hold so many that the rest is too little. It does no harm where there are long breaks ' +
      'in what the others do.',
    example: {
      yaml: `quotasim: 1
title: Ten slots at once beside a stream of small tasks
horizon: 1d
pools: { workers: { slots: 16, passOver: true } }
tasks:
  large: { trigger: { every: 1h, offset: any }, whenBusy: skip, pool: { workers: 10 }, steps: [work: 2m, progress] }
  small: { trigger: { every: 1m, offset: any }, whenBusy: allow, pool: workers, steps: [work: 8m, progress] }
`,
      instead: 'passOver: true',
      write: 'passOver: false',
    },
  },
  find(evidence) {
    return allHolds(evidence).flatMap((hold) => foundOf(evidence, hold) ?? []);
  },
};

function foundOf(evidence: Evidence, hold: Hold): Found | undefined {
  const { name, kind, permits, line } = evidence.model.locks[hold.lock]!;
  if (line === undefined || !(line.passOver || line.order === 'any')) return undefined;
  const { operation } = hold.from;
  if (operation.kind !== 'acquire' || operation.atMost !== undefined) return undefined;
  const { count = 1 } = operation;
  const others = sharersOf(evidence, hold.lock).filter(
    (of) => of.task !== hold.of.task && least(of, hold.lock) < count,
  );
  const most = others.reduce((sum, of) => sum + runsOf(of) * largest(of, hold.lock), 0);
  const rest = permits - count;
  if (others.length === 0 || most <= rest) return undefined;
  const what = kind === 'pool' ? 'slots' : 'permits';
  const names = listText(others.map(({ spec }) => spec.name));
  return {
    severity: 'warning',
    message:
      `${hold.of.spec.name} takes ${count} of the ${permits} ${what} of ${name} at once, and whoever asks for fewer is let past it: ` +
      `as long as ${names} ${others.length === 1 ? 'holds' : 'hold'} more than ${rest} of them, it does not get any`,
    change: `let the head of the line block, or give ${hold.of.spec.name} a ${kind} of its own`,
    path: operation.path,
    task: hold.of.task,
  };
}

function counts({ places }: Surveyed, lock: number): readonly number[] {
  return places.flatMap(({ operation }) => {
    return operation.kind === 'acquire' && operation.lock === lock ? [operation.count ?? 1] : [];
  });
}

function least(of: Surveyed, lock: number): number {
  return Math.min(...counts(of, lock));
}

function largest(of: Surveyed, lock: number): number {
  return Math.max(...counts(of, lock));
}
