/**
 * Who is kept down by whom: pairs of a taker that keeps a level down and a task that needs more than that.
 *
 * @module
 */
import type { Ask } from './asks.ts';
import type { Evidence } from './finding.ts';
import { giant, greedy, type Hog, leastAtFirst } from './hog.ts';
import { gatesOf, type Surveyed } from './survey.ts';

export interface KeptDown {
  readonly hog: Hog;
  readonly victim: Surveyed;
  /** What the victim cannot pass. */
  readonly gate: Ask;
  /** Every run, or some. */
  readonly claim: 'starved' | 'starvable';
}

export function keptDown(evidence: Evidence, kind: 'greedy' | 'giant'): readonly KeptDown[] {
  const hogs = evidence.takers.flatMap((taker) => (kind === 'greedy' ? greedy : giant)(evidence, taker) ?? []);
  return hogs.flatMap((hog) =>
    evidence.tasks.flatMap((victim): KeptDown[] => {
      const pair = victim.task === hog.taker.of.task ? undefined : pairOf(evidence, hog, victim);
      return pair === undefined ? [] : [pair];
    }),
  );
}

function pairOf(evidence: Evidence, hog: Hog, victim: Surveyed): KeptDown | undefined {
  const { model } = evidence;
  const { supply, of } = hog.taker;
  const behind = model.order === 'priority' && of.spec.priority > victim.spec.priority;
  const ceiling = behind ? hog.ceilingBehind : hog.ceiling;
  const gate = gatesOf(victim, supply).find(({ needLow }) => needLow > ceiling);
  if (gate === undefined || gate.needLow > model.supplies[supply]!.capacityGrains) return undefined;
  if (hog.how === 'possible') {
    return leastAtFirst(evidence, hog.taker) < gate.needLow ? { hog, victim, gate, claim: 'starvable' } : undefined;
  }
  // Where it takes no more than comes, a high level stays until somebody takes from it: the victim itself, each time.
  const wearsDown = evidence.takers.some(({ of: own, supply: from }) => own.task === victim.task && from === supply);
  return hog.even && !wearsDown ? undefined : { hog, victim, gate, claim: 'starved' };
}
