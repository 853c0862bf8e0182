/**
 * What a run holds while it goes through its program: for each step, the permits and slots it has by then, and since when.
 *
 * A program is read in its order, each endless loop as one turn; a permit is held from its `acquire` to its `release`, or
 * to the end of the run.
 *
 * @module
 */
import type { Operation } from '../../sim/model.ts';
import type { Ask } from './asks.ts';
import { type Bounds, boundsOf } from './bounds.ts';
import type { Evidence } from './finding.ts';
import { longestCallMs, mayBeGivenUp } from './plain-supply.ts';
import { endlessLoop, type Loop, type Place } from './program.ts';
import type { Surveyed } from './survey.ts';

export interface Hold {
  readonly of: Surveyed;
  readonly lock: number;
  readonly from: Place;
  /** The steps while it is held, up to its release or the end of the run. */
  readonly steps: readonly Place[];
  /** Where it is given back; absent: at the end of the run. */
  readonly until?: Place;
  /** By the program's own doing it is never given back: an endless loop goes on with it, and nothing in it ends the run. */
  readonly forEver: boolean;
}

export function holdsOf(of: Surveyed): readonly Hold[] {
  return of.places.flatMap((from): Hold[] => {
    if (from.operation.kind !== 'acquire' || from.operation.back === true) return [];
    const { lock, count = 1 } = from.operation;
    const after = following(of, from);
    let left = count;
    const released = after.findIndex((place) => {
      left -= releasedAt(place, lock, from);
      return left <= 0;
    });
    const steps = released < 0 ? after : after.slice(0, released);
    const until = after[released];
    const forEver = released < 0 && steps.some(isEndless) && !steps.some((place) => mayEnd(of, place));
    return [{ of, lock, from, steps, ...(until && { until }), forEver }];
  });
}

/** The most permits of a lock that are given back at a step, with all turns of the loops that begin behind `from`. */
export function releasedAt({ operation, loops }: Place, lock: number, from: Place): number {
  if (operation.kind !== 'release' || operation.lock !== lock) return 0;
  const around = new Set(from.loops.map(({ turn }) => turn));
  const inner = loops.filter(({ turn }) => !around.has(turn));
  return inner.reduce((product, { times }) => product * (times?.high ?? Infinity), operation.count ?? 1);
}

/** The steps behind `from`; in an endless loop those of the next turn before it, too. */
function following({ places }: Surveyed, from: Place): readonly Place[] {
  const after = places.slice(places.indexOf(from) + 1);
  const loop = endlessLoop(from);
  if (loop === undefined) return after;
  const inLoop = places.filter(({ loops }) => loops.includes(loop) || loops.some(({ turn }) => turn === loop.turn));
  return [...inLoop.filter(({ index }) => index > from.index), ...inLoop.filter(({ index }) => index < from.index)];
}

function isEndless(place: Place): boolean {
  return endlessLoop(place) !== undefined;
}

/** Whether a run may end at this step. */
export function mayEnd({ asks }: Surveyed, place: Place): boolean {
  const { operation } = place;
  const { kind } = operation;
  if (kind === 'stop' || kind === 'fail' || kind === 'end' || kind === 'crash') return true;
  if (operation.kind === 'acquire' || operation.kind === 'take' || operation.kind === 'emit')
    return operation.atMost !== undefined && operation.otherwise !== 'continue';
  if (operation.kind === 'call') return mayBeGivenUp(operation) && operation.otherwise !== 'continue';
  return asks.some((ask) => ask.place === place && ask.limitMs !== undefined && !ask.continues);
}

/** Whether a run that is refused here goes on with nothing. */
export function mayGoWithout({ operation }: Place): boolean {
  return operation.kind === 'acquire' && operation.atMost !== undefined && operation.otherwise === 'continue';
}

export function allHolds({ tasks }: Evidence): readonly Hold[] {
  return tasks.flatMap(holdsOf);
}

/** Tasks that ask for a lock or slot, in their order. */
export function sharersOf({ tasks }: Evidence, lock: number): readonly Surveyed[] {
  return tasks.filter(({ places }) =>
    places.some(({ operation }) => operation.kind === 'acquire' && operation.lock === lock),
  );
}

/** Whether two runs can ever want it at once: of two tasks, or of one that may run beside itself. */
export function isShared(evidence: Evidence, lock: number): boolean {
  const sharers = sharersOf(evidence, lock);
  return sharers.length > 1 || sharers.some(({ single }) => !single);
}

/** How many runs of a task can hold something at once. */
export function runsOf({ single }: Surveyed): number {
  return single ? 1 : Infinity;
}

/** Asks of a held stretch that may wait for tokens without a limit. */
export function openWaits(hold: Hold): readonly Ask[] {
  const { of, steps } = hold;
  return of.asks.filter(({ place, limitMs }) => limitMs === undefined && steps.includes(place) && keeps(hold, place));
}

/** Whether what is held is kept while the run waits at a step, and not given back meanwhile. */
export function keeps({ lock }: Hold, { operation }: Place): boolean {
  return !('gives' in operation) || operation.gives !== lock;
}

/** How long a hold lasts: at least by its own work, at most with all it may wait for. */
export function lasts(evidence: Evidence, hold: Hold): Bounds {
  let [low, high, sure] = [0, 0, true];
  const around = new Set(hold.from.loops.map(({ turn }) => turn));
  // Of a loop in which it is given back only the first turn counts.
  const once = new Set(hold.until?.loops.map(({ turn }) => turn));
  const turns = ({ turn, times }: Loop, end: 'low' | 'high'): number => {
    const count = times?.[end] ?? Infinity;
    return once.has(turn) ? Math.min(1, count) : count;
  };
  for (const place of hold.steps) {
    const inner = place.loops.filter(({ turn }) => !around.has(turn));
    const each = takesTime(evidence, hold.of, place.operation);
    // What lies behind a step at which the run may end need not be done.
    sure &&= !mayEnd(hold.of, place) || place.operation.kind === 'end';
    if (sure && each.low > 0) low += inner.reduce((product, loop) => product * turns(loop, 'low'), each.low);
    if (each.high > 0) high += inner.reduce((product, loop) => product * turns(loop, 'high'), each.high);
  }
  return { low, high };
}

function takesTime({ model }: Evidence, { task }: Surveyed, operation: Operation): Bounds {
  if (operation.kind === 'work') return boundsOf(model, task, operation.duration);
  if (operation.kind === 'call') return { low: 0, high: longestCallMs(model, task, operation) };
  const waits =
    operation.kind === 'await' ||
    operation.kind === 'spend' ||
    operation.kind === 'acquire' ||
    (operation.kind === 'emit' && operation.wait) ||
    (operation.kind === 'take' && operation.exit === undefined);
  if (!waits) return { low: 0, high: 0 };
  return { low: 0, high: operation.atMost === undefined ? Infinity : boundsOf(model, task, operation.atMost).high };
}
