/**
 * What runs that start others contribute to a packed state: who waits for whom, and which tasks have been started since
 * their last progress.
 *
 * @module
 */
import { BUSY, type Machine, OP } from '../../sim/machine.ts';
import type { Task } from '../../sim/model.ts';
import type { State } from '../../sim/state.ts';
import type { Element } from './element.ts';
import { cellOf, FIELD, type Field } from './field.ts';
import type { Place } from './places.ts';
import { largest, type Space } from './space.ts';

/** Starts of a task that may wait in line before its range is left. */
export const QUEUED_MAX = 63;

/** How many starts of a task wait in its queue at the most, as far as its range goes. */
export function queuedMost({ whenBusy }: Pick<Task, 'whenBusy'>): number {
  return whenBusy === 'queue all' ? QUEUED_MAX : whenBusy === 'queue one' ? 1 : 0;
}

export const emissions: Element = {
  fields: ({ machine }, state) =>
    machine.emits
      ? machine.model.tasks.map(({ name }, task) => ({
          name: `whether ${name} has something to do`,
          kind: FIELD.integer,
          cell: cellOf(state.owed, task),
          task,
          codes: machine.onlyEmitted[task] === 1 ? 2 : 1,
        }))
      : [],
  notVerifiable: () => [],
};

/** What a run waits for that it started, at `place`. */
export function awaitFields(space: Space, state: State, run: number, { doing, step, task }: Place): readonly Field[] {
  if (doing !== 'waitsRuns') return [];
  const { machine } = space;
  const { name } = machine.model.tasks[task]!;
  const started = largest(space.values(step, 'main'));
  const most = queuedMost(machine.model.tasks[machine.rows[step]!.subject]!);
  const queued = Math.min(started, most) + 1;
  const integer = (what: string, cells: Int32Array, codes: number): Field => {
    return { name: `${what} ${name} waits for`, kind: FIELD.integer, cell: cellOf(cells, run), codes };
  };
  return [
    integer('the runs that', state.awaited, started + 1),
    integer('the queued starts that', state.queuedOf, queued),
    integer('the place in the queue of what', state.lastQueued, most + 1),
  ];
}

/** Who waits for the run in each frame. */
export function parentFields({ machine }: Space, state: State, pool: readonly number[]): readonly Field[] {
  if (!machine.awaitsRuns) return [];
  const targets = new Set(
    machine.rows.flatMap(({ kind, awaits, subject }) => (kind === OP.emit && awaits ? [subject] : [])),
  );
  const pooled = [...targets].some((task) => machine.whenBusy[task] === BUSY.allow);
  return Array.from({ length: state.runsMax }, (_, run) => run).flatMap((run): Field[] => {
    const may = pool.includes(run) ? pooled : targets.has(run);
    if (!may) return [];
    const cell = cellOf(state.parent, run);
    return [{ name: 'who waits for a run', kind: FIELD.parent, cell, other: run, codes: state.runsMax + 1 }];
  });
}

/** Whether two runs that can go on are waited for by one and the same, or by nobody, and wait for nobody. */
export function awaitsAlike({ awaitsRuns }: Machine, { parent, awaited }: State, left: number, right: number): boolean {
  return !awaitsRuns || (parent[left] === parent[right] && awaited[left] === 0 && awaited[right] === 0);
}
