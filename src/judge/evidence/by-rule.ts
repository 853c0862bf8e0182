/**
 * What the settings alone prove about tasks, as evidence beside all other.
 *
 * @module
 */
import { claimsByRule } from '../../analysis/findings/claims.ts';
import { costlyPolls } from '../../analysis/findings/costly-polls.ts';
import { lockOrder } from '../../analysis/findings/lock-order.ts';
import { poolWaiters } from '../../analysis/findings/pool-waiters.ts';
import { takenTwice } from '../../analysis/findings/taken-twice.ts';
import { unreachable } from '../../analysis/findings/unreachable.ts';
import type { Model } from '../../sim/model.ts';
import type { Mechanism } from '../report/proof-schema.ts';
import type { Known } from './known.ts';

/** How who starves by a rule comes to that; by all others it is kept away from what it needs. */
const MECHANISMS: ReadonlyMap<string, Mechanism> = new Map([
  [unreachable.code, 'unreachable'],
  [lockOrder.code, 'deadlock'],
  [takenTwice.code, 'deadlock'],
  [poolWaiters.code, 'deadlock'],
  [costlyPolls.code, 'livelock'],
]);

/** What rules know of each task. */
export function knownByRule(model: Model): readonly Known[] {
  return claimsByRule(model).map(({ task, claim, code, text, itemsPerDay }): Known => {
    const { name } = model.tasks[task]!;
    const known = { task: name, claim, evidence: 'rule', text: `${code}: ${text}` } as const;
    if (claim === 'live') return known;
    if (claim === 'overloaded') {
      // What the runs wait for says less than what comes and what can be done.
      return {
        ...known,
        shown: text,
        ...(itemsPerDay !== undefined && { cause: text, leastItemsPerDay: itemsPerDay }),
      };
    }
    const byDraws =
      claim === 'starvable' && model.sources.some(({ taken }) => taken !== true) ? { byDraws: true as const } : {};
    return { ...known, ...byDraws, mechanism: MECHANISMS.get(code) ?? 'starvation', shown: text };
  });
}
