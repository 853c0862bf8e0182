/**
 * QS022: a run can crash while it holds a lock, which then stays held by nobody.
 *
 * @module
 */
import { NEVER } from '../../sim/time.ts';
import { durationText } from '../words/duration-text.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { allHolds, type Hold, mayGoWithout } from './holds.ts';

export const leftBehind: Rule = {
  code: 'QS022',
  title: 'A crash leaves a lock behind',
  severities: ['error', 'warning'],
  help: {
    what: 'A run can crash while it holds a lock that has no lease, or one that its holder does not renew.',
    why:
      'What a dead run held nobody gives back. Without a lease nobody can have it any more, and its own task waits as well; with ' +
      'a long one everybody waits for its end. Slots of a pool come back, since the worker is started again.',
    change:
      'Give the lock a short lease that the holder renews, so that it is free again soon after the holder is gone.',
    unless:
      'An error where there is no lease and the run crashes at a step, a warning where there is a lease, or where it crashes at a ' +
      'date and may hold nothing then. Not said of a lease that is renewed: it may then be as short as one likes.',
    example: {
      yaml: `quotasim: 1
title: One run in a hundred dies with the lock
horizon: 1d
locks: { index: { lease: 30m } }
tasks:
  build: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [acquire: index, work: 1m, crash: 1%, progress] }
`,
      instead: 'lease: 30m',
      write: 'lease: 1m, renew: { every: 20s }',
    },
  },
  find(evidence) {
    return allHolds(evidence).flatMap((hold) => foundOf(evidence, hold) ?? []);
  },
};

function foundOf({ model }: Evidence, hold: Hold): Found | undefined {
  const { name, kind, leaseMs, renew, permits } = model.locks[hold.lock]!;
  const { spec, task } = hold.of;
  if (kind !== 'lock' || renew !== undefined) return undefined;
  const step = hold.steps.find(({ operation }) => operation.kind === 'crash');
  if (step === undefined && spec.crashesMs === undefined) return undefined;
  const what = permits === 1 ? name : `a permit of ${name}`;
  const after =
    leaseMs === NEVER
      ? 'which has no lease: from then on nobody can have it any more'
      : `whose lease is ${durationText(leaseMs)}: until that is over nobody else can have it`;
  // What stands in a step is so whenever a run comes there; whether a run holds it at a date nobody knows.
  const who =
    step === undefined
      ? `a run of ${spec.name} that holds ${what} when it crashes leaves it`
      : `a run of ${spec.name} that crashes at this step ${mayGoWithout(hold.from) ? 'may leave' : 'leaves'} ${what}`;
  return {
    severity: leaseMs === NEVER && step !== undefined ? 'error' : 'warning',
    message: `${who} behind, ${after}`,
    change: `give ${name} a short lease that its holder renews`,
    path: step?.operation.path ?? ['tasks', spec.name, 'crashes'],
    task,
  };
}
