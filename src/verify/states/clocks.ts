/**
 * The clocks of a model: triggers that come by a period, which run down at one pace and are read by nothing until they are due.
 *
 * @module
 */
import type { State } from '../../sim/state.ts';
import { cellOf, FIELD, type FieldRow } from './field.ts';
import type { Layout } from './layout.ts';
import type { Space } from './space.ts';
import type { Starts } from './starts.ts';
import { interchangeable } from './symmetry.ts';

/** The clocks among the fields of a state, but for those of copies, which change their places. */
export function clockFields({ machine }: Space, { fields, sharedVary }: Layout, { dueMs }: State): readonly FieldRow[] {
  const copies = interchangeable(machine).flat();
  return fields.slice(0, sharedVary).filter(({ kind, cell }) => {
    const index = cell - cellOf(dueMs, 0);
    const trigger = machine.model.triggers[index];
    if (kind !== FIELD.due || trigger?.kind !== 'every') return false;
    return machine.triggers[index]!.late === undefined && !copies.includes(trigger.task);
  });
}

/** The starts by what is chosen beside the clocks. */
export interface StartClocks {
  /** The clocks that can begin anywhere, whatever else is chosen. */
  readonly clocks: readonly FieldRow[];
  /** How many ways there are to choose everything else. */
  readonly others: number;
  /** The number of what else is chosen in start `index`, which is below 2^31; writes when each clock is due, in quanta. */
  readonly at: (index: number, codes: Float64Array) => number;
}

/** A part of a start, and what one step of it counts in the start's index. */
interface Digit {
  readonly count: number;
  readonly stride: number;
}

/** Undefined where no clock can begin anywhere. */
export function startClocksOf(
  { parts }: Starts,
  fields: readonly FieldRow[],
  { dueMs, nominalMs }: State,
): StartClocks | undefined {
  const clocks: FieldRow[] = [];
  const clockDigits: (Digit & { readonly codes: Float64Array })[] = [];
  const rest: Digit[] = [];
  let stride = 1;
  for (const { questions, cells, count, values } of parts) {
    const field = fields.find(({ cell }) => cells.includes(cell));
    const trigger = field === undefined ? -1 : field.cell - cellOf(dueMs, 0);
    // A jitter moves the start alone, and not the time it is meant for: then the state says how far.
    const isOwn = questions.length === 1 && cells.length === 2 && cells.includes(cellOf(nominalMs, trigger));
    if (field !== undefined && isOwn) {
      const place = cells.indexOf(field.cell);
      const codes = Float64Array.from(
        { length: count },
        (_, form) => values[form * cells.length + place]! / field.scale,
      );
      clocks.push(field);
      clockDigits.push({ count, stride, codes });
    } else rest.push({ count, stride });
    stride *= count;
  }
  if (clocks.length === 0) return undefined;
  return {
    clocks,
    others: rest.reduce((product, { count }) => product * count, 1),
    at(index, codes) {
      // In whole numbers of 32 bits it takes a tenth of the time, and it is asked once for each start.
      for (let clock = 0; clock < clockDigits.length; clock++) {
        const { codes: mine, stride, count } = clockDigits[clock]!;
        codes[clock] = mine[((index / stride) | 0) % count]!;
      }
      let [other, unit] = [0, 1];
      for (let at = 0; at < rest.length; at++) {
        const { count, stride } = rest[at]!;
        other = (other + (((index / stride) | 0) % count) * unit) | 0;
        unit *= count;
      }
      return other;
    },
  };
}
