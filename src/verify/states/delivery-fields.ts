/**
 * How often the start of a run was delivered, and when it is again.
 *
 * Whose progress is that of a start which two runs have at a time is not kept count of in a proof: it ends where that comes
 * to be, and says so.
 *
 * @module
 */
import { deliveriesMost, HANDED_ON } from '../../sim/delivery.ts';
import type { State } from '../../sim/state.ts';
import type { Element } from './element.ts';
import { cellOf, FIELD, type Field } from './field.ts';
import type { Place } from './places.ts';
import type { Space } from './space.ts';

export const deliveries: Element = {
  fields: ({ machine }, state) =>
    machine.doubles
      ? [
          {
            name: 'the number of runs that have one start',
            kind: FIELD.integer,
            cell: cellOf(state.doubled),
            // The one value it may have is 0; a field of one value would not be looked at.
            low: -1,
            codes: 2,
          },
        ]
      : [],
  notVerifiable: () => [],
};

export function deliveryFields(
  { machine, quantumMs }: Space,
  state: State,
  run: number,
  { task }: Place,
): readonly Field[] {
  if (machine.delivery[task]?.kind !== 'at least once') return [];
  const { name } = machine.model.tasks[task]!;
  const visibleMs = machine.visibleMs[task]!;
  const count: Field = {
    name: `the deliveries to ${name}`,
    kind: FIELD.integer,
    cell: cellOf(state.deliveries, run),
    low: HANDED_ON,
    codes: deliveriesMost(machine, task) - HANDED_ON + 1,
  };
  if (visibleMs === 0) return [count];
  const again: Field = {
    name: `the next delivery of ${name}`,
    kind: FIELD.dueOrNever,
    cell: cellOf(state.visibleMs, run),
    scale: quantumMs,
    codes: visibleMs / quantumMs + 2,
  };
  return [count, again];
}
