/**
 * A model seen whole: what rules ask again and again about its tasks, worked out once.
 *
 * @module
 */
import type { Model, Task, Trigger } from '../../sim/model.ts';
import { type Ask, asksOf } from './asks.ts';
import { boundsOf } from './bounds.ts';
import { endlessLoop, type Place, placesOf } from './program.ts';

export interface Survey {
  readonly model: Model;
  readonly tasks: readonly Surveyed[];
}

export interface Surveyed {
  readonly task: number;
  readonly spec: Task;
  readonly triggers: readonly Trigger[];
  readonly places: readonly Place[];
  readonly asks: readonly Ask[];
  /** Where it makes progress, of an amount above 0. */
  readonly progress: readonly Place[];
  /** At most one run of it is alive. */
  readonly single: boolean;
  /** No step of it ever waits for a permit or slot, there being as many as can be asked for; and its runs do not crash. */
  readonly unblocked: boolean;
}

/** Whether one start comes at a time, and each of them does: its scheduler is never down. */
export function isSteady({ count, catchUp }: Trigger): boolean {
  return count === undefined && catchUp === undefined;
}

export function surveyOf(model: Model): Survey {
  const places = model.tasks.map((_, task) => placesOf(model, task));
  const free = freeLocks(model, places);
  const tasks = model.tasks.map((spec, task): Surveyed => {
    const own = places[task]!;
    return {
      task,
      spec,
      triggers: model.triggers.filter((trigger) => trigger.task === task),
      places: own,
      asks: asksOf(model, task, own),
      progress: own.filter(
        ({ operation }) => operation.kind === 'progress' && boundsOf(model, task, operation.amount).low > 0,
      ),
      single: spec.whenBusy !== 'allow',
      unblocked:
        !mayCrash(spec) && own.every(({ operation }) => operation.kind !== 'acquire' || free.has(operation.lock)),
    };
  });
  return { model, tasks };
}

/** Whether runs of a task can crash, at a step or at a date. */
export function mayCrash({ program, crashesMs = [] }: Task): boolean {
  return crashesMs.length > 0 || program.some(({ kind }) => kind === 'crash');
}

/**
 * Locks and pools of which there is always a permit left: all runs together, those that crashed included, can hold no more. That is no
 * use in a pool with a dispatcher, which may not see who waits.
 */
function freeLocks(
  { tasks, locks, dispatchers = [] }: Model,
  places: readonly (readonly Place[])[],
): ReadonlySet<number> {
  const free = new Set<number>();
  locks.forEach(({ permits, kind }, lock) => {
    const asked = places.flatMap((own, task) => {
      const many = tasks[task]!.whenBusy === 'allow' || (kind === 'lock' && mayCrash(tasks[task]!));
      return own.map(({ operation, loops }) => {
        // What a waiting run gave back it takes again: no more than it took first.
        if (operation.kind !== 'acquire' || operation.lock !== lock || operation.back === true) return 0;
        return loops.length > 0 || many ? Infinity : (operation.count ?? 1);
      });
    });
    const isDispatched = dispatchers.some(({ pools }) => pools.includes(lock));
    if (!isDispatched && asked.reduce((sum, count) => sum + count, 0) <= permits) free.add(lock);
  });
  return free;
}

/** The tasks that ask something of a supply. */
export function usersOf({ tasks }: Survey, supply: number): readonly Surveyed[] {
  return tasks.filter(({ asks }) => asks.some((ask) => ask.supply === supply));
}

/** Asks of `supply` that a task must pass again and again: whoever can no longer pass one makes no progress any more. */
export function gatesOf(of: Surveyed, supply: number): readonly Ask[] {
  return of.asks.filter((ask) => ask.supply === supply && isGate(of, ask));
}

/**
 * Whether a step is one that a task must pass again and again.
 *
 * That is a step in its endless loop, where all its progress is; or, in a program without one, a step in no loop. A run
 * that gives up there is followed by others, so then nothing may count as progress before the step.
 */
export function isGate(
  { progress, places, single }: Surveyed,
  { place, continues, limitMs }: Pick<Ask, 'place' | 'continues' | 'limitMs'>,
): boolean {
  // Whoever crashes before it comes there begins anew.
  if (places.some(({ operation }) => operation.kind === 'crash')) return false;
  const [loop] = places.flatMap((one) => endlessLoop(one) ?? []);
  if (continues || progress.length === 0) return false;
  if (place.loops.length !== (loop === undefined ? 0 : 1)) return false;
  if (loop !== undefined && (place.loops[0]!.turn !== loop.turn || !progress.every((one) => isIn(one, loop.turn)))) {
    return false;
  }
  return (limitMs === undefined && single) || progress.every(({ index }) => index > place.index);
}

function isIn({ loops }: Place, turn: number): boolean {
  return loops.some((loop) => loop.turn === turn);
}
