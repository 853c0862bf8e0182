/**
 * Which tasks start runs of others, and which have something to do only then.
 *
 * @module
 */
import type { Model } from '../model.ts';

export interface Emissions {
  /** Whether any run starts runs of another task, and whether any waits until they are over. */
  readonly emits: boolean;
  readonly awaitsRuns: boolean;
  /** 1 for a task that is started by others alone: as long as nobody does, it has nothing to do. */
  readonly onlyEmitted: Uint8Array;
  /** Tasks that may have nothing to do: those, and those that take items. */
  readonly idlers: readonly number[];
}

/** `takers`: the tasks that take items of a backlog. */
export function emissionsOf({ tasks, triggers }: Model, takers: readonly number[]): Emissions {
  const emits = tasks.flatMap(({ program }) => program.filter((one) => one.kind === 'emit'));
  const onlyEmitted = Uint8Array.from(tasks, (_, task) => {
    const own = triggers.filter((trigger) => trigger.task === task);
    return Number(own.length > 0 && own.every(({ kind }) => kind === 'on'));
  });
  return {
    emits: emits.length > 0,
    awaitsRuns: emits.some(({ wait }) => wait),
    onlyEmitted,
    idlers: tasks.flatMap((_, task) => (onlyEmitted[task] === 1 || takers.includes(task) ? [task] : [])),
  };
}
