/**
 * How many items lay in each backlog, as lines to be drawn: a corner before and after each change.
 *
 * @module
 */
import { itemsIn } from '../../sim/backlogs/backlogs.ts';
import type { Trace } from '../../sim/listen/trace.ts';
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import type { TimeMs } from '../../sim/time.ts';

export class StockLines {
  readonly #machine: Machine;
  readonly #size: number[];
  readonly #corners: { atMs: TimeMs; items: number }[][];
  /** By run, then by backlog: items in hand. */
  readonly #hands: number[][] = [];

  /** `state` as `begin` made it. */
  constructor(machine: Machine, state: State) {
    this.#machine = machine;
    this.#size = machine.stock.backlogs.map((row) => (row.unlimited ? 0 : itemsIn(state, row)));
    this.#corners = this.#size.map((items) => [{ atMs: 0, items }]);
  }

  /** `drawn`: there is room for it. */
  change(atMs: TimeMs, backlog: number, by: number, drawn: boolean): void {
    const before = this.#size[backlog]!;
    this.#size[backlog] = before + by;
    if (!drawn) return;
    this.#corner(backlog, atMs, before);
    this.#corner(backlog, atMs, before + by);
  }

  took(atMs: TimeMs, run: number, backlog: number, items: number, drawn: boolean): void {
    this.#hands[run] ??= this.#size.map(() => 0);
    this.#hands[run][backlog]! += items;
    if (!this.#machine.stock.backlogs[backlog]!.unlimited) this.change(atMs, backlog, -items, drawn);
  }

  progressed(run: number): void {
    this.#hands[run]?.fill(0);
  }

  ended(atMs: TimeMs, run: number, drawn: boolean): void {
    this.#hands[run]?.forEach((items, backlog) => {
      if (items > 0 && !this.#machine.stock.backlogs[backlog]!.unlimited) this.change(atMs, backlog, items, drawn);
    });
    this.#hands[run]?.fill(0);
  }

  lines(untilMs: TimeMs): Trace['backlogs'] {
    return this.#machine.stock.backlogs.flatMap(({ spec, unlimited }, backlog) => {
      if (unlimited) return [];
      const corners = this.#corners[backlog]!;
      const last = corners.at(-1)!;
      return [{ name: spec.name, items: [...corners, { atMs: untilMs, items: last.items }] }];
    });
  }

  #corner(backlog: number, atMs: TimeMs, items: number): void {
    const corners = this.#corners[backlog]!;
    const last = corners.at(-1)!;
    if (last.atMs !== atMs || last.items !== items) corners.push({ atMs, items });
  }
}
