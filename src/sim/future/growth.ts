/**
 * A cycle that repeats with more in it: two states that are the same but for starts that wait in line, of which the later
 * has more, or levels, of which the later has less.
 *
 * Such a pair alone proves nothing; `GrowthWatch` says whether anybody asked, on the way, something that more in line or
 * a lower level would answer differently.
 *
 * @module
 */
import { type FormLayout, formLayout } from '../canonical.ts';
import { type Machine, OP } from '../machine.ts';
import { STATUS, type State } from '../state.ts';

export interface Growth {
  /** By task: how many more starts wait after each cycle. */
  readonly queued: readonly number[];
  /** By supply: by how many grains its level is lower after each cycle. */
  readonly sunk: readonly number[];
  /** By backlog: how many more items lie in it. */
  readonly items: readonly number[];
}

/** What grew from one canonical form to the other; undefined where something else differs, or nothing does. */
export function growthBetween(
  machine: Machine,
  room: Pick<State, 'logMax' | 'queueMax'>,
  before: Float64Array,
  after: Float64Array,
): Growth | undefined {
  if (before.length !== after.length) return undefined;
  const layout = formLayout(machine, room);
  const queued = machine.model.tasks.map((_, task) => after[layout.queued(task)]! - before[layout.queued(task)]!);
  const sunk = machine.supplies.map((_, supply) => before[layout.level(supply)]! - after[layout.level(supply)]!);
  // Where items are told apart by their age, what comes later is not the same again with more in it.
  const items = machine.stock.backlogs.map(({ base, slots }) =>
    slots === 1 ? after[layout.items(base)]! - before[layout.items(base)]! : 0,
  );
  const grown = [...queued, ...sunk, ...items];
  if (grown.some((by) => by < 0) || grown.every((by) => by === 0)) return undefined;
  const free = new Set([
    ...queued.flatMap((by, task) => (by > 0 ? [layout.queued(task)] : [])),
    ...sunk.flatMap((by, supply) => (by > 0 ? [layout.level(supply)] : [])),
    ...items.flatMap((by, index) => (by > 0 ? [layout.items(machine.stock.backlogs[index]!.base)] : [])),
    ...wakesThatFollow(machine, layout, after, sunk),
  ]);
  for (let cell = 0; cell < after.length; cell++) {
    if (before[cell] !== after[cell] && !free.has(cell)) return undefined;
  }
  return { queued, sunk, items };
}

/** Timers of runs that sleep until a sinking level might suffice: they only wake to be refused, whenever that is. */
function wakesThatFollow(
  machine: Machine,
  { runs, width, status, operation, due }: FormLayout,
  form: Float64Array,
  sunk: readonly number[],
): number[] {
  const cells: number[] = [];
  for (let at = runs; at < form.length; at += width) {
    const row = machine.rows[form[at + operation]!]!;
    const follows =
      form[at + status] === STATUS.waitsSupply &&
      (row.kind === OP.await || row.kind === OP.spend) &&
      !row.pollSimulated;
    if (follows && sunk[row.subject]! > 0) cells.push(at + due);
  }
  return cells;
}
