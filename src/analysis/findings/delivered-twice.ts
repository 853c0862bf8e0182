/**
 * QS024: a run can last longer than its start stays invisible to others, and another run gets it, too.
 *
 * @module
 */
import { durationText } from '../words/duration-text.ts';
import type { Bounds } from './bounds.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { type Hold, lasts } from './holds.ts';
import type { Surveyed } from './survey.ts';

export const deliveredTwice: Rule = {
  code: 'QS024',
  title: 'A start can be delivered twice',
  severities: ['error', 'warning'],
  elsewhere: true,
  items: 'facts',
  help: {
    what: 'A start is delivered at least once, and its run can last longer than the visibility timeout.',
    why:
      'A queue cannot tell a slow worker from a dead one. When the timeout is over it delivers the start again, while the first ' +
      'run still goes on: the work is done twice, tokens and slots are used twice, and a run that always lasts longer is delivered ' +
      'again and again.',
    change:
      'Make the timeout longer than the longest run with all it may wait for, let the worker renew it while it lives, or limit ' +
      'the run (`timeLimit`) below it.',
    unless:
      'An error where each run lasts longer, by its work alone; a warning where some run can. Not said where the timeout is renewed, ' +
      'where a `timeLimit` is shorter, or where a start is delivered once at the most.',
    example: {
      yaml: `quotasim: 1
title: A report takes 90 minutes, and the broker waits for one hour
horizon: 1d
pools: { workers: { slots: 4 } }
tasks:
  report:
    trigger: { every: 6h, offset: 0 }
    whenBusy: allow
    pool: workers
    delivery: { visibility: 1h, deliveries: 3 }
    steps: [work: 90m, progress]
`,
      instead: 'visibility: 1h',
      write: 'visibility: 2h',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((of) => foundIn(evidence, of) ?? []);
  },
};

function foundIn(evidence: Evidence, of: Surveyed): Found | undefined {
  const { delivery, name, program } = of.spec;
  if (delivery?.kind !== 'at least once' || delivery.renewed || delivery.most === 1) return undefined;
  const { visibleMs } = delivery;
  const limit = program.find((one) => one.kind === 'limit');
  const { low, high } = runLength(evidence, of);
  const longestMs = Math.min(high, limit?.afterMs ?? Infinity);
  // What is over at that very time is over in time.
  if (!(longestMs > visibleMs)) return undefined;
  const leastMs = Math.min(low, limit?.afterMs ?? Infinity);
  const certain = leastMs > visibleMs;
  const timeout = `its visibility timeout of ${durationText(visibleMs)}`;
  const length = Number.isFinite(longestMs) ? `last up to ${durationText(longestMs)}` : 'wait without a limit';
  const ends = 'is delivered again while the first run goes on';
  return {
    severity: certain ? 'error' : 'warning',
    message: certain
      ? `each run of ${name} that is not broken off lasts at least ${durationText(leastMs)}, longer than ${timeout}: its start ${ends}`
      : `a run of ${name} can ${length}, longer than ${timeout}: then its start ${ends}`,
    change: Number.isFinite(longestMs)
      ? `make the timeout at least ${durationText(longestMs)}, or renew it`
      : 'renew the timeout while the run lives, or limit its waits',
    path: ['tasks', name, 'delivery'],
    task: of.task,
  };
}

/** How long a run lasts from when its start is delivered, to its end. */
function runLength(evidence: Evidence, of: Surveyed): Bounds {
  const from = of.places.find(({ operation }) => operation.kind === 'deliver');
  if (from === undefined) return { low: 0, high: 0 };
  const steps = of.places.slice(of.places.indexOf(from) + 1);
  const hold: Hold = { of, lock: -1, from, steps, forEver: false };
  return lasts(evidence, hold);
}
