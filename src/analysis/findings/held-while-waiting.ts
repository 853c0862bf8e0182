/**
 * QS008: a lock that others want is held while its holder waits for tokens, or for ever.
 *
 * @module
 */
import type { Lock } from '../../sim/model.ts';
import { NEVER } from '../../sim/time.ts';
import { durationText } from '../words/duration-text.ts';
import type { Ask } from './asks.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { allHolds, type Hold, isShared, openWaits, sharersOf } from './holds.ts';
import { listText, ownPath, tokensText } from './words.ts';

export const heldWhileWaiting: Rule = {
  code: 'QS008',
  title: 'A lock held while waiting for tokens',
  severities: ['warning', 'error'],
  items: 'facts',
  help: {
    what: 'A task holds a lock that others want while it waits, without limit, for tokens; or it never gives the lock back.',
    why:
      'Whoever else wants the lock waits for the tokens as well, and so does whoever waits for a lock of theirs. If the tokens ' +
      'never come, all of them stand still, though some of them need no tokens at all.',
    change:
      'Take the lock after the tokens have been admitted, give it back before the wait, or limit the wait with `atMost`.',
    unless:
      'Not said of a lock that only one run at a time ever wants, nor of one with several permits. It does no harm where the ' +
      'others need the same tokens anyway.',
    example: {
      yaml: `quotasim: 1
title: A lock around a wait
horizon: 1d
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 100, debt: none } }
locks: { index: { lease: none } }
tasks:
  crawl:
    trigger: { every: 10m, offset: any }
    whenBusy: skip
    steps: [acquire: index, spend: { api: 40 }, progress]
  clean:
    trigger: { every: 1h, offset: any }
    whenBusy: skip
    steps: [acquire: index, work: 1m, progress]
`,
      instead: 'spend: { api: 40 }',
      write: 'spend: { api: 40, atMost: 5m }',
    },
  },
  find(evidence) {
    return allHolds(evidence).flatMap((hold) => {
      const { kind, permits } = evidence.model.locks[hold.lock]!;
      if (kind !== 'lock' || permits > 1 || !isShared(evidence, hold.lock)) return [];
      const waits = openWaits(hold);
      if (waits.length > 0) return waits.map((ask) => waiting(evidence, hold, ask));
      return hold.forEver ? [forEver(evidence, hold)] : [];
    });
  },
};

function others(evidence: Evidence, { lock, of }: Hold): string {
  const names = sharersOf(evidence, lock)
    .filter(({ task }) => task !== of.task)
    .map(({ spec }) => spec.name);
  return names.length === 0 ? `other runs of ${of.spec.name}` : listText(names);
}

function waiting(evidence: Evidence, hold: Hold, ask: Ask): Found {
  const { model } = evidence;
  const supply = model.supplies[ask.supply]!;
  const { name } = model.locks[hold.lock]!;
  const ends = endOf(model.locks[hold.lock]!);
  const never = ask.own.low > supply.capacityGrains;
  const what =
    ask.kind === 'await'
      ? `${supply.name} to reach ${tokensText(supply, ask.own.low)}`
      : `${tokensText(supply, ask.cost.low)} of ${supply.name}`;
  const lease = ends === undefined ? '' : ` (or until ${ends})`;
  const long = never && ends === undefined ? 'which never comes, so' : `and until then${lease}`;
  return {
    severity: never && ends === undefined ? 'error' : 'warning',
    message: `${hold.of.spec.name} holds ${name} while it waits for ${what}, ${long} ${others(evidence, hold)} cannot have it`,
    change: `take ${name} after the wait, or limit the wait with atMost`,
    path: ownPath(ask, supply),
    task: hold.of.task,
  };
}

function forEver(evidence: Evidence, hold: Hold): Found {
  const { name } = evidence.model.locks[hold.lock]!;
  const ends = endOf(evidence.model.locks[hold.lock]!);
  const lease = ends === undefined ? 'cannot have it any more' : `must wait until ${ends}`;
  return {
    severity: ends === undefined ? 'error' : 'warning',
    message: `${hold.of.spec.name} never gives ${name} back, since its repeat has no end: ${others(evidence, hold)} ${lease}`,
    change: `release ${name} within the repeat`,
    path: hold.from.operation.path,
    task: hold.of.task,
  };
}

/** What takes a permit from a holder that lives on: the end of its lease, if that is not renewed for ever. */
function endOf({ leaseMs, renew }: Lock): string | undefined {
  if (leaseMs === NEVER) return undefined;
  if (renew === undefined) return `its lease of ${durationText(leaseMs)} is over`;
  return renew.lost.length > 0 ? 'a renewal of its lease is lost' : undefined;
}
