/**
 * What a task certainly pays for each batch of items that it does: steps that no batch gets past unpaid, from its `take` to the
 * next one.
 *
 * The program is walked from behind the take with the step left out. Where no way leads through a progress to a take again,
 * nor to a take within the run (which would put two batches into one hand), each batch that was done has passed the step,
 * and no two passed it together. So there are no more such batches than times the step was passed, but for one at the end.
 * Where runs go beside each other they must have passed it before they are done.
 *
 * @module
 */
import type { Operation } from '../../sim/model.ts';
import { mayEnd } from './holds.ts';
import type { Place } from './program.ts';
import type { Surveyed } from './survey.ts';

/** Whether every batch that `take` takes pays at `toll`. `withinRun`: not only before the next take, but in its own run. */
export function isToll(of: Surveyed, take: Place, toll: Place, withinRun: boolean): boolean {
  const { program } = of.spec;
  const open: { readonly at: number; readonly done: boolean }[] = [{ at: take.index + 1, done: false }];
  const seen = new Set<string>();
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    const { at, done } = here;
    const key = `${at} ${done}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const operation = program[at]!;
    // Items in hand that were not done go back with the run; those that were are done without the toll.
    if (endsRun(of, at) && done) {
      if (withinRun) return false;
      open.push({ at: 0, done });
    }
    if (at === toll.index) continue;
    // Any number of runs beside each other may be done and still have to pay.
    if (operation.kind === 'take' || (operation.kind === 'progress' && !of.single)) return false;
    for (const next of following(of, at)) {
      if (isReached(of, next)) open.push({ at: next, done: done || operation.kind === 'progress' });
    }
  }
  return true;
}

function isReached({ places }: Surveyed, at: number): boolean {
  return places.some(({ index }) => index === at);
}

function endsRun(of: Surveyed, at: number): boolean {
  return of.places.some((place) => place.index === at && mayEnd(of, place));
}

function following({ spec: { program } }: Surveyed, at: number): readonly number[] {
  const operation = program[at]!;
  if (isLast(operation)) return [];
  if (operation.kind === 'jump') return [operation.to];
  return operation.kind === 'turn' ? [at + 1, operation.exit] : [at + 1];
}

function isLast(operation: Operation): boolean {
  const { kind } = operation;
  return kind === 'stop' || kind === 'fail' || kind === 'end' || (kind === 'crash' && operation.chance === undefined);
}
