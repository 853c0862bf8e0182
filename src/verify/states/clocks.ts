/**
 * The offsets among the choices at the start, as clocks that run down at one pace, and everything else that is chosen there.
 *
 * @module
 */
import type { State } from '../../sim/state.ts';
import { NEVER } from '../../sim/time.ts';
import { cellOf } from './field.ts';
import type { Part, Starts } from './starts.ts';

export interface Clocks {
  /** From one offset to the next: the same for every clock. */
  readonly stepMs: number;
  /** The earliest of the latest offsets. */
  readonly latestMs: number;
  /** How many ways there are to choose everything else. */
  readonly others: number;
  /** The start with other choices number `other` and every offset so many steps before its latest. */
  readonly start: (other: number, before: number) => number;
  /** What start `index` is made of; `isLatest`: one of its offsets is the latest. The same object each time. */
  readonly at: (index: number) => Place;
}

export interface Place {
  other: number;
  earliestMs: number;
  isLatest: boolean;
}

/** Of each clock the latest offset is kept, so there must be another. */
const OFFSETS_MIN = 2;

/** A part of a start with what one step of it counts in the start's index. */
interface Digit {
  readonly count: number;
  readonly stride: number;
  /** By form, of a clock: when it is due. */
  readonly dueMs: Float64Array;
}

/** Undefined where there are no clocks. `state` is one of the machine's. */
export function clocksOf({ parts }: Starts, state: State): Clocks | undefined {
  const clocks: Digit[] = [];
  const rest: Digit[] = [];
  let stepMs = 0;
  let stride = 1;
  for (const part of parts) {
    const dueMs = offsetsOf(part, state);
    const own = dueMs === undefined ? 0 : dueMs[1]! - dueMs[0]!;
    if (dueMs !== undefined && (stepMs === 0 || own === stepMs)) {
      stepMs = own;
      clocks.push({ count: part.count, stride, dueMs });
    } else rest.push({ count: part.count, stride, dueMs: NONE });
    stride *= part.count;
  }
  if (clocks.length === 0) return undefined;
  const place: Place = { other: 0, earliestMs: 0, isLatest: false };
  return {
    stepMs,
    latestMs: Math.min(...clocks.map(({ dueMs }) => dueMs.at(-1)!)),
    others: rest.reduce((product, { count }) => product * count, 1),
    start(other, before) {
      let left = other;
      let index = 0;
      for (const { count, stride } of rest) {
        index += (left % count) * stride;
        left = Math.floor(left / count);
      }
      return clocks.reduce((sum, { count, stride }) => sum + (count - 1 - before) * stride, index);
    },
    at(index) {
      place.other = 0;
      place.earliestMs = NEVER;
      place.isLatest = false;
      let unit = 1;
      for (const { count, stride } of rest) {
        place.other += (Math.floor(index / stride) % count) * unit;
        unit *= count;
      }
      for (const { count, stride, dueMs } of clocks) {
        const form = Math.floor(index / stride) % count;
        if (form === count - 1) place.isLatest = true;
        place.earliestMs = Math.min(place.earliestMs, dueMs[form]!);
      }
      return place;
    },
  };
}

const NONE = new Float64Array(0);

/** When a trigger is first due, by form, where the part is that alone and its forms lie at equal steps; else undefined. */
function offsetsOf({ questions, cells, count, values }: Part, { dueMs, nominalMs }: State): Float64Array | undefined {
  if (questions.length !== 1 || count < OFFSETS_MIN) return undefined;
  const trigger = cells.map((cell) => cell - cellOf(dueMs, 0)).find((at) => at >= 0 && at < nominalMs.length);
  if (trigger === undefined) return undefined;
  const own = [cellOf(dueMs, trigger), cellOf(nominalMs, trigger)];
  if (!cells.every((cell) => own.includes(cell))) return undefined;
  const column = (place: number): Float64Array =>
    Float64Array.from({ length: count }, (_, form) => values[form * cells.length + place]!);
  const columns = [...cells].map((_, place) => column(place));
  const stepMs = columns[0]![1]! - columns[0]![0]!;
  const isEven = columns.every((one) => one.every((atMs, form) => form === 0 || atMs - one[form - 1]! === stepMs));
  return stepMs > 0 && isEven ? columns[cells.indexOf(own[0]!)] : undefined;
}
