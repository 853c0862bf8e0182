/**
 * How many items lay in each backlog, and how old the oldest of them was, as lines to be drawn: a corner before and after
 * each jump.
 *
 * @module
 */
import { itemsIn } from '../../sim/backlogs/backlogs.ts';
import type { Trace } from '../../sim/listen/trace.ts';
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import type { TimeMs } from '../../sim/time.ts';
import { ItemRing } from './item-ring.ts';

type Line = Trace['backlogs'][number];
type Corners<Key extends 'items' | 'oldest'> = Line[Key][number][];

/** One backlog that can be told by a number; of an unlimited one there is nothing to draw. */
interface Drawn {
  readonly name: string;
  readonly takenBy: readonly string[];
  readonly lying: ItemRing;
  /** By run: what it has in hand. */
  readonly hands: ItemRing[];
  readonly items: Corners<'items'>;
  readonly oldest: Corners<'oldest'>;
}

export class StockLines {
  readonly #drawn: readonly (Drawn | undefined)[];

  /** `state` as `begin` made it. */
  constructor({ stock, written }: Machine, state: State) {
    this.#drawn = stock.backlogs.map((row, backlog) => {
      if (row.unlimited) return undefined;
      const { name } = row.spec;
      const takers = written.tasks.filter(({ program }) =>
        program.some((step) => step.kind === 'take' && step.backlog === backlog),
      );
      const takenBy = takers.map((task) => task.name);
      const lying = new ItemRing();
      const items = itemsIn(state, row);
      if (items > 0) lying.push(0, items);
      return { name, takenBy, lying, hands: [], items: [{ atMs: 0, items }], oldest: [{ atMs: 0, ageMs: 0 }] };
    });
  }

  /** In all that follows `drawn` says whether there is room for it. */
  arrived(atMs: TimeMs, backlog: number, items: number, drawn: boolean): void {
    if (items === 0) return;
    this.#change(atMs, backlog, drawn, ({ lying }) => lying.push(atMs, items));
  }

  pruned(atMs: TimeMs, backlog: number, items: number, drawn: boolean): void {
    this.#change(atMs, backlog, drawn, ({ lying }) => lying.drop(items));
  }

  took(atMs: TimeMs, run: number, backlog: number, items: number, drawn: boolean): void {
    this.#change(atMs, backlog, drawn, ({ lying, hands }) => {
      hands[run] ??= new ItemRing();
      lying.move(items, hands[run]);
    });
  }

  /** What the run has in hand is done. */
  progressed(run: number): void {
    for (const one of this.#drawn) one?.hands[run]?.clear();
  }

  /** What the run has in hand goes back to its place. */
  ended(atMs: TimeMs, run: number, drawn: boolean): void {
    this.#drawn.forEach((one, backlog) => {
      const hand = one?.hands[run];
      if (hand === undefined || hand.count === 0) return;
      this.#change(atMs, backlog, drawn, ({ lying }) => lying.merge(hand));
    });
  }

  lines(untilMs: TimeMs): Trace['backlogs'] {
    return this.#drawn.flatMap((one) => {
      if (one === undefined) return [];
      const { items } = one.items.at(-1)!;
      const { atMs, ageMs } = one.oldest.at(-1)!;
      // What was not drawn any more has no part in the line: it goes on as it was.
      const oldMs = items > 0 ? ageMs + (untilMs - atMs) : 0;
      return [
        {
          name: one.name,
          takenBy: one.takenBy,
          items: [...one.items, { atMs: untilMs, items }],
          oldest: [...one.oldest, { atMs: untilMs, ageMs: oldMs }],
        },
      ];
    });
  }

  #change(atMs: TimeMs, backlog: number, drawn: boolean, by: (one: Drawn) => void): void {
    const one = this.#drawn[backlog];
    if (one === undefined) return;
    const { lying, items, oldest } = one;
    const [before, beforeMs] = [lying.count, ageOf(lying, atMs)];
    by(one);
    if (!drawn) return;
    corner(items, { atMs, items: before }, (last) => last.items === before);
    corner(items, { atMs, items: lying.count }, (last) => last.items === lying.count);
    const afterMs = ageOf(lying, atMs);
    if (before > 0 && lying.count > 0 && afterMs === beforeMs) return;
    corner(oldest, { atMs, ageMs: beforeMs }, (last) => last.ageMs === beforeMs);
    corner(oldest, { atMs, ageMs: afterMs }, (last) => last.ageMs === afterMs);
  }
}

function ageOf({ oldestMs }: ItemRing, atMs: TimeMs): TimeMs {
  return oldestMs === undefined ? 0 : atMs - oldestMs;
}

/** Adds a corner where the line is not there already. */
function corner<Corner extends { readonly atMs: TimeMs }>(
  corners: Corner[],
  next: Corner,
  isThere: (last: Corner) => boolean,
): void {
  const last = corners.at(-1)!;
  if (last.atMs !== next.atMs || !isThere(last)) corners.push(next);
}
