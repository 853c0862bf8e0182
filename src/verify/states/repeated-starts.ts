/**
 * Which starts are others again, with the copies of a task exchanged: of those only the one in order is tried.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { cellOf } from './field.ts';
import { interchangeable } from './symmetry.ts';

/** What a start is put together from: each part has so many forms, and changes these cells. */
interface Part {
  readonly count: number;
  readonly cells: Int32Array;
}

/** Whether start `index` is another one again; undefined where none is. */
export function repeatedStarts(
  machine: Machine,
  state: State,
  parts: readonly Part[],
): ((index: number) => boolean) | undefined {
  const { triggers } = machine.model;
  /** By copy: the parts that set its triggers, in their order. */
  const partsOf = (task: number): readonly number[] =>
    triggers.flatMap((trigger, index) => {
      if (trigger.task !== task) return [];
      const cell = cellOf(state.dueMs, index);
      return parts.flatMap(({ cells }, part) => (cells.includes(cell) ? [part] : []));
    });
  const groups = interchangeable(machine)
    .map((copies) => copies.map(partsOf))
    .filter((copies) => {
      // A part of two copies, or copies with parts of their own kind, would be no exchange.
      const all = copies.flat();
      return all.length > 0 && new Set(all).size === all.length && copies.every((own) => isLike(own, copies[0]!));
    });
  if (groups.length === 0) return undefined;
  const forms = new Int32Array(parts.length);
  return (index) => {
    let left = index;
    parts.forEach(({ count }, part) => {
      forms[part] = left % count;
      left = Math.floor(left / count);
    });
    return groups.some((copies) => copies.some((own, at) => at > 0 && isAfter(forms, copies[at - 1]!, own)));
  };

  function isLike(left: readonly number[], right: readonly number[]): boolean {
    return left.length === right.length && left.every((part, at) => parts[part]!.count === parts[right[at]!]!.count);
  }
}

/** Whether the forms of the one's parts come behind those of the other's. */
function isAfter(forms: Int32Array, one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((part, index) => forms[part] !== forms[other[index]!]);
  return at >= 0 && forms[one[at]!]! > forms[other[at]!]!;
}
