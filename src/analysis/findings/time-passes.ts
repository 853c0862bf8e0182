/**
 * Whether time passes: a loop, or a task that starts again as soon as it ends, that does without work or a wait goes round
 * at one instant for ever. A proof that somebody is served one day needs that nobody does.
 *
 * @module
 */
import type { Model } from '../../sim/model.ts';
import { boundsOf } from './bounds.ts';
import type { Evidence } from './finding.ts';
import { mayBeGivenUp } from './plain-supply.ts';
import { endlessLoop, type Place } from './program.ts';
import type { Surveyed } from './survey.ts';

/** Operations that one instant may take by spending alone, well below where the engine gives up. */
const OPERATIONS_MAX = 2000;

/** Whether every task is sure to let time pass. */
export function timePasses({ model, tasks }: Evidence): boolean {
  return tasks.every((of) => cyclesOf(of).every((cycle) => isTimed(model, of, cycle)));
}

/** What is done again and again: endless loops, and the whole program of a task that starts again when it ends. */
export function cyclesOf({ places, triggers }: Surveyed): readonly (readonly Place[])[] {
  const turns = [...new Set(places.flatMap((place) => endlessLoop(place)?.turn ?? []))];
  const loops = turns.map((turn) => places.filter(({ loops: around }) => around.some((loop) => loop.turn === turn)));
  const restarts =
    triggers.some(({ kind }) => kind === 'always') && places.some(({ operation }) => isEnd(operation.kind));
  return restarts ? [...loops, places.filter((place) => endlessLoop(place) === undefined)] : loops;
}

function isEnd(kind: string): boolean {
  return kind === 'end' || kind === 'stop' || kind === 'fail' || kind === 'crash';
}

/** Whether each round of `cycle` takes time, or pays so that it must wait soon. */
function isTimed(model: Model, of: Surveyed, cycle: readonly Place[]): boolean {
  const depth = Math.min(...cycle.map(({ loops }) => loops.length));
  const always = cycle.filter(({ loops }) => loops.length === depth);
  const rounds = cycle.reduce((sum, { loops }) => sum + turnsOf(loops.slice(depth)), 0);
  // Somebody who gives up, or crashes, before the step never comes to it.
  const sure = always.filter(
    ({ index }) =>
      !of.asks.some((ask) => ask.limitMs !== undefined && ask.place.index <= index) &&
      !cycle.some((place) => mayBeGivenUp(place.operation) && place.index <= index) &&
      !of.places.some((place) => place.operation.kind === 'crash' && place.index <= index),
  );
  if (
    sure.some(({ operation }) => operation.kind === 'work' && boundsOf(model, of.task, operation.duration).low >= 1)
  ) {
    return rounds <= OPERATIONS_MAX;
  }
  const paying = of.asks.find(({ place, kind, limitMs, cost }) => {
    return kind === 'spend' && limitMs === undefined && cost.low >= 1 && sure.includes(place);
  });
  if (paying === undefined) return false;
  const { capacityGrains, settled } = model.supplies[paying.supply]!;
  // What comes back at once pays for more.
  return settled === undefined && (capacityGrains / paying.cost.low + 2) * rounds <= OPERATIONS_MAX;
}

function turnsOf(loops: Place['loops']): number {
  return loops.reduce((product, { times }) => product * (times?.high ?? Infinity), 1);
}
