/**
 * Why an ask is sure to pass one day, whatever others do.
 *
 * Three arguments. *Enough comes*: while the task is refused it looks at each refill (or poll), so the level stays below
 * what it needs plus one step, and nothing is lost at the cap; whoever needs more than that takes nothing meanwhile; if
 * the others take less than what comes, the level grows without end, which it cannot. *Enough is left*: each of the others
 * leaves at least what it needs, so once there it stays. *Its turn comes*: the saw-tooth, for two tasks.
 *
 * @module
 */
import { add, compare, type Rational, ZERO } from '../../sim/numbers/rational.ts';
import { type Ask, isPaid, lookMs } from './asks.ts';
import { mostPerMs } from './demand.ts';
import type { Evidence } from './finding.ts';
import { isPlainSupply } from './plain-supply.ts';
import { mostIn, ratePerMs, refillOf } from './refill.ts';
import { type Surveyed, usersOf } from './survey.ts';

/** How an ask is sure to pass: enough is left by everybody else, or enough comes. */
export type Sure = 'left' | 'comes';

/** The level an ask needs by itself once it was refused; its guard is an ask of its own. */
function needOf({ own, margin }: Ask): number {
  return own.high + margin.high;
}

/** Whether others leave what `ask` needs, or enough comes for it; for an ask that waits. */
export function sureToPass(evidence: Evidence, of: Surveyed, ask: Ask): Sure | undefined {
  if (isPaid(ask) || !isPlainSupply(evidence.model, ask.supply)) return undefined;
  if (leftByOthers(evidence, of, ask.supply, needOf(ask))) return 'left';
  return comes(evidence, of, ask) ? 'comes' : undefined;
}

/** Whether everybody else leaves at least `need`, and the refill gets there. */
export function leftByOthers(evidence: Evidence, of: Surveyed, supply: number, need: number): boolean {
  const spec = evidence.model.supplies[supply]!;
  const refill = refillOf(spec);
  if (refill === undefined || need > spec.capacityGrains || refill.grains === 0) return false;
  return othersOf(evidence, of, supply).every(({ asks }) =>
    asks.every((ask) => ask.supply !== supply || (!isPaid(ask) && (ask.kind === 'await' || ask.leaves >= need))),
  );
}

function comes(evidence: Evidence, of: Surveyed, ask: Ask): boolean {
  const refill = refillOf(evidence.model.supplies[ask.supply]!);
  const taken = takenMeanwhile(evidence, of, ask);
  return refill !== undefined && taken !== undefined && compare(taken, ratePerMs(refill)) < 0;
}

/** Grains per millisecond that the others take at the most while `ask` is refused; undefined: no bound is known. */
export function takenMeanwhile(evidence: Evidence, of: Surveyed, ask: Ask): Rational | undefined {
  const { supply } = ask;
  const spec = evidence.model.supplies[supply]!;
  const refill = refillOf(spec);
  if (refill === undefined) return undefined;
  const top = needOf(ask) - 1 + mostIn(refill, Math.max(1, lookMs(ask)));
  if (!(top <= spec.capacityGrains) || refill.grains === 0) return undefined;
  let taken = ZERO;
  for (const other of othersOf(evidence, of, supply)) {
    if (other.asks.some((one) => one.supply === supply && isPaid(one))) return undefined;
    const spends = other.asks.filter((one) => one.supply === supply && one.kind === 'spend');
    if (spends.every(({ needLow }) => needLow > top)) continue;
    const most = mostPerMs(other, supply);
    if (most === undefined) return undefined;
    taken = add(taken, most);
  }
  return taken;
}

function othersOf(evidence: Evidence, { task }: Surveyed, supply: number): readonly Surveyed[] {
  return usersOf(evidence, supply).filter((other) => other.task !== task);
}
