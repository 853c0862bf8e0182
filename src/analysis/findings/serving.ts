/**
 * What a run has certainly done once its start counts as served: the steps before its first progress, and where nothing can
 * end it behind that, all others, too.
 *
 * @module
 */
import { boundsOf } from './bounds.ts';
import type { Evidence } from './finding.ts';
import { mayEnd } from './holds.ts';
import type { Place } from './program.ts';
import type { Surveyed } from './survey.ts';

export interface Serving {
  /** The first step at which a run may be served; Infinity: there is none. */
  readonly first: number;
  /**
   * Once served, a run goes through all of its program: nothing but its end ends it, and no other begins before (of several at
   * a time more and more may be served and never come to their end).
   */
  readonly goesOn: boolean;
  /** How often a run that was served went, or will have gone, through a step before that, at least. */
  turns(place: Place): number;
}

/** The first step at which a run may be served: a progress of an amount that may lie above 0; Infinity: there is none. */
export function firstProgress({ model }: Evidence, { task, places }: Surveyed): number {
  const served = places.filter(
    ({ operation }) => operation.kind === 'progress' && boundsOf(model, task, operation.amount).high > 0,
  );
  return Math.min(...served.map(({ index }) => index));
}

export function servingOf(evidence: Evidence, of: Surveyed): Serving {
  const first = firstProgress(evidence, of);
  const around = new Set(of.places.find(({ index }) => index === first)?.loops.map(({ turn }) => turn));
  // In a loop around the first progress the steps before it come again.
  const from = Math.min(first, ...around);
  const goesOn = of.single && of.places.every((place) => place.index < from || isEnd(place) || !mayEnd(of, place));
  const turns = ({ loops }: Place): number =>
    loops.reduce((product, { turn, times }) => {
      const least = times?.low ?? 1;
      return product * (goesOn || !around.has(turn) ? least : Math.min(1, least));
    }, 1);
  return { first, goesOn, turns };
}

/** Whether it is where the program ends by itself. */
export function isEnd({ operation }: Place): boolean {
  return operation.kind === 'end';
}
