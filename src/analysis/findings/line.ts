/**
 * What rules know of a supply whose runs stand in line: only the first in it is ever admitted, and who comes later stands
 * behind, whatever the level is.
 *
 * @module
 */
import { mostCapacity } from '../../sim/supplies/columns.ts';
import type { Ask } from './asks.ts';
import type { Evidence } from './finding.ts';
import { refillOf } from './refill.ts';
import { type Surveyed, usersOf } from './survey.ts';

/** Whether a run of `of` that comes while one of `before` waits for `supply` is behind it until that one is gone, or soon will be. */
export function staysBehind({ model }: Evidence, supply: number, of: Surveyed, before: Surveyed): boolean {
  const { turn } = model.supplies[supply]!;
  if (turn === undefined) return false;
  // By turns: once the other tasks up to it have had theirs, it is first and stays it.
  return turn !== 'priority' || of.spec.priority <= before.spec.priority;
}

/**
 * Whether every run that waits for `supply` as `ask` does is served one day: the line is its, or comes to it, and everybody
 * before it is served, since there is nobody who takes anything without standing in line and a level that suffices comes for
 * each.
 */
export function itsTurnComes(evidence: Evidence, of: Surveyed, { supply }: Ask): boolean {
  const { model } = evidence;
  const spec = model.supplies[supply]!;
  const refill = refillOf(spec);
  if (refill === undefined || refill.grains === 0 || spec.turn === undefined) return false;
  const called = model.tasks.some(({ program }) =>
    program.some((step) => step.kind === 'call' && step.supply === supply),
  );
  const users = usersOf(evidence, supply);
  return (
    !called &&
    users.every((other) => staysBehind(evidence, supply, other, of)) &&
    users.every(({ asks }) => asks.every((ask) => ask.supply !== supply || isWithinReach(evidence, ask)))
  );
}

/** Whether a level comes at which an ask passes, refused before or not. */
function isWithinReach({ model }: Evidence, { supply, own, margin }: Ask): boolean {
  return own.high + margin.high <= mostCapacity(model.supplies[supply]!);
}
