/**
 * What is known of a task, from whatever is at hand: a proof, a counterexample, a rule, the recurrence of the only run
 * there is. The strongest wins, and what the others add to it stays; two that contradict each other are a bug of ours.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import type { Mechanism, WorstReport } from '../report/proof-schema.ts';
import type { TaskReport } from '../report/report.ts';

export interface Known {
  readonly task: string;
  readonly claim: Exclude<TaskReport['claim'], 'unknown'>;
  readonly evidence: 'proof' | 'counterexample' | 'rule' | 'recurrence';
  /** The evidence in one sentence. */
  readonly text: string;
  readonly mechanism?: Mechanism;
  /** What keeps the task from its goal, where it is known better than from what the runs showed. */
  readonly cause?: string;
  /** What a run shows that starves, as a cause where the runs show none. */
  readonly shown?: string;
  readonly worst?: WorstReport;
  /** Who knows that, where it is not `evidence`. */
  readonly worstBy?: Known['evidence'];
  /** It can starve, but draws may decide that it never does: nobody has worked out the chance. */
  readonly byDraws?: true;
  /** How many more of its starts, or of the items it takes, wait each day. */
  readonly growsPerDay?: number;
  readonly itemsPerDay?: number;
  /** At least so many, by a rule. */
  readonly leastItemsPerDay?: number;
}

/** From the strongest evidence to none. */
export const EVIDENCE: readonly TaskReport['evidence']['kind'][] = [
  'proof',
  'counterexample',
  'rule',
  'recurrence',
  'estimate',
  'none',
];

/** What weaker evidence may add. */
const ADDED = ['mechanism', 'cause', 'shown', 'worst', 'growsPerDay', 'itemsPerDay', 'leastItemsPerDay'] as const;

/** Who claims that every run starves says more than who knows of one. */
const SAYS_MOST: readonly Known['claim'][] = ['starved', 'overloaded', 'starvable', 'live'];

/** The strongest of what is known of one task, with what the others add; undefined where nothing is. */
export function strongest(all: readonly Known[]): Known | undefined {
  const [first, ...others] = all.toSorted(
    (left, right) =>
      SAYS_MOST.indexOf(left.claim) - SAYS_MOST.indexOf(right.claim) ||
      EVIDENCE.indexOf(left.evidence) - EVIDENCE.indexOf(right.evidence),
  );
  if (first === undefined) return undefined;
  for (const other of others) assertAgree(first, other);
  const byStrength = [first, ...others.toSorted(byEvidence)];
  const waits = byStrength.find(({ worst }) => worst !== undefined);
  const adds = waits !== undefined && waits !== first;
  const added = ADDED.flatMap((field) => {
    const from = byStrength.find((one) => one[field] !== undefined);
    return from === undefined ? [] : [[field, from[field]]];
  });
  const text = adds ? { text: `${first.text}; ${waits.text}`, worstBy: waits.evidence } : {};
  return { ...first, ...Object.fromEntries(added), ...text };
}

function byEvidence(left: Known, right: Known): number {
  return EVIDENCE.indexOf(left.evidence) - EVIDENCE.indexOf(right.evidence);
}

interface Agreeing {
  readonly claim: Known['claim'];
  readonly worst?: WorstReport | undefined;
}

/** Two ways to know of one task come to the same: it is live or it is not, and its longest waits are what they are. */
export function assertAgree(left: Agreeing, right: Agreeing): void {
  assert((left.claim === 'live') === (right.claim === 'live'), 'no evidence contradicts another', {
    left: left.claim,
    right: right.claim,
  });
  if (left.worst === undefined || right.worst === undefined) return;
  const same = left.worst.firstMs === right.worst.firstMs && left.worst.betweenMs === right.worst.betweenMs;
  assert(same, 'the longest waits are the same however they are known', { left: left.worst, right: right.worst });
}
