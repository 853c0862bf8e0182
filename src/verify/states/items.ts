/**
 * What backlogs contribute to a packed state: how many items lie in each (by how long they have to live, where they grow
 * old), when more come, and what runs have in hand.
 *
 * @module
 */

import { type StockRow, type StockTimer, SUPPLIES_ITEMS } from '../../sim/backlogs/stock.ts';
import { type Machine, OP, type Row } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import type { Element } from './element.ts';
import { cellOf, FIELD, type Field } from './field.ts';
import type { Place } from './places.ts';
import { type Refusal, type Space, startMax } from './space.ts';

/** Items that may come to a backlog without a limit, beyond those it began with, before its range is left. */
const GROWN_MAX = 255;
/** Ages that are told apart at the most: each is a number of its own. */
const AGES_MAX = 24;
const POINTS_MAX = 10_000;

export const backlogs: Element = {
  fields: (space, state) => [
    ...space.machine.stock.backlogs.flatMap((row): Field[] =>
      Array.from({ length: row.slots }, (_, slot) => ({
        name: `the items of ${row.spec.name}`,
        kind: FIELD.plain,
        cell: cellOf(state.items, row.base + slot),
        low: 0,
        codes: mostIn(space, row) + 1,
      })),
    ),
    ...space.machine.stock.timers.flatMap((timer, index) => timerFields(space, state, timer, index)),
  ],
  notVerifiable: ({ machine: { model, stock } }) => [
    ...model.arrivals.flatMap((arrival): Refusal[] => {
      const { name } = model.backlogs[arrival.backlog]!;
      if (arrival.kind === 'poisson') {
        return [{ name, reason: 'poisson arrivals have no bound; write `every` with `between: [low, high]`' }];
      }
      if (arrival.kind !== 'trace' || arrival.points.length <= POINTS_MAX) return [];
      return [{ name, reason: `its trace has more than ${POINTS_MAX} points; explore a part of it` }];
    }),
    ...stock.backlogs.flatMap(({ slots, spec }): Refusal[] =>
      slots <= AGES_MAX
        ? []
        : [{ name: spec.name, reason: 'its items have too many ages to tell apart; prune less often beside `after`' }],
    ),
  ],
};

function timerFields(space: Space, state: State, timer: StockTimer, index: number): readonly Field[] {
  const { machine, quantumMs } = space;
  const { name } = machine.model.backlogs[timer.backlog]!;
  const at = { cell: cellOf(state.dueMs, machine.stockTimers + index), scale: quantumMs };
  if (timer.kind === SUPPLIES_ITEMS.trace) {
    const gaps = timer.points.map(({ atMs }, point) => atMs - (timer.points[point - 1]?.atMs ?? 0));
    const codes = gaps.reduce((most, gapMs) => Math.max(most, gapMs), 0) / quantumMs + 2;
    const cell = cellOf(state.positions, timer.position);
    return [
      { name: `the next items of ${name}`, ...at, kind: FIELD.dueOrNever, codes },
      { name: `the place in the trace of ${name}`, kind: FIELD.integer, cell, codes: timer.points.length + 1 },
    ];
  }
  const { spec } = timer;
  const firstMs = spec?.kind === 'every' ? startMax(space, spec.offsetMs) : 0;
  const codes = Math.max(timer.periodMs, firstMs) / quantumMs + 1;
  return [{ name: `the next items of ${name}`, ...at, kind: FIELD.due, codes }];
}

/** Items that can lie in a backlog, or in a slot of it. */
function mostIn(space: Space, { capacity, spec }: StockRow): number {
  const { arrivals, backlogs: all } = space.machine.model;
  const most = startMax(space, spec.initial);
  if (Number.isFinite(capacity)) return capacity;
  return arrivals.some(({ backlog }) => all[backlog] === spec) ? most + GROWN_MAX : most;
}

/** What a run at `place` may have in hand. */
export function handFields(space: Space, state: State, run: number, place: Place): readonly Field[] {
  const { machine } = space;
  return machine.stock.backlogs.flatMap((row, backlog): Field[] => {
    const high = Math.min(place.hands[backlog]!, mostIn(space, row));
    return Array.from({ length: row.slots }, (_, slot) => ({
      name: `what a run has in hand of ${row.spec.name}`,
      kind: FIELD.integer,
      cell: cellOf(state.inHand, run * machine.stock.slots + row.base + slot),
      low: 0,
      codes: high + 1,
    }));
  });
}

/** The line in which a run waits at a step: lines of locks come first, then those of supplies, then those of backlogs. */
export function lineOf({ model, stock, lineOf: lines }: Machine, { kind, lined, subject }: Row): number {
  if (kind === OP.take) return model.supplies.length + stock.backlogs[subject]!.line;
  return lined ? model.locks.length + subject : lines[subject]!;
}
