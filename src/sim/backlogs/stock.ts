/**
 * Backlogs as the loop reads them: where the items of each lie in the state, what brings and takes them, and which items a
 * run could do next.
 *
 * Items of a backlog that throws old ones away are counted apart by how many prunings they will outlive: an item is thrown
 * away at the first pruning at which it is too old, so that is all that can ever matter of its age. All other backlogs are
 * one count.
 *
 * @module
 */

import type { Arrival, Backlog, Model } from '../model.ts';
import { evaluate } from '../numbers/expression.ts';
import { OP, OTHERWISE, type Row } from '../program/rows.ts';
import { NEVER, type TimeMs } from '../time.ts';

/** What a timer of a backlog brings. */
export const SUPPLIES_ITEMS = { every: 0, poisson: 1, trace: 2, prune: 3 } as const satisfies Record<
  Arrival['kind'] | 'prune',
  number
>;

export interface StockRow {
  readonly spec: Backlog;
  readonly unlimited: boolean;
  /** First of its slots in `State.items`, and how many; an unlimited one has none. */
  readonly base: number;
  readonly slots: number;
  readonly capacity: number;
  /** The line in which runs wait for its items: lines of locks come first. */
  readonly line: number;
  /** Its timer for prunings; -1: it has none. */
  readonly pruneTimer: number;
  readonly afterMs: TimeMs;
  readonly pruneMs: TimeMs;
}

/** A timer that brings items, or throws some away. */
export interface StockTimer {
  readonly kind: number;
  readonly backlog: number;
  readonly periodMs: TimeMs;
  /** How many come at a time, where that is fixed. */
  readonly count: number;
  /** Source of the number, or of the time to the next item; -1: none. */
  readonly source: number;
  readonly points: readonly { readonly atMs: TimeMs; readonly items: number }[];
  /** Of a trace: where its place is kept in `State.positions`; -1: it has none. */
  readonly position: number;
  readonly spec: Arrival | undefined;
}

/** What a run at an operation can do next, with nothing in hand. */
export interface Need {
  /** It may make progress before it takes any item. */
  readonly free: boolean;
  /** Operations of the takes it may come to first. */
  readonly takes: readonly number[];
}

export interface Needs {
  readonly some: Need;
  readonly none: Need;
}

export interface Stock {
  readonly backlogs: readonly StockRow[];
  readonly timers: readonly StockTimer[];
  readonly slots: number;
  readonly positions: number;
  /** Tasks that take items. */
  readonly takers: readonly number[];
  readonly takes: Uint8Array;
  /** By task: the variable that says how many items its run took last; -1: none. */
  readonly variable: Int32Array;
  /** By operation, of tasks that take items: where the last take took some, and where it took none (or there was none). */
  readonly needs: readonly (Needs | undefined)[];
}

/** `firstTimer`: the number of the first timer of a backlog. */
export function stockOf(model: Model, rows: readonly Row[], entry: Int32Array, firstTimer: number): Stock {
  const { backlogs, arrivals, tasks } = model;
  let slots = 0;
  let prunes = firstTimer + arrivals.length;
  const stock = backlogs.map((spec, index): StockRow => {
    const { unlimited, capacity, expires } = spec;
    const base = slots;
    const own = unlimited ? 0 : expires === undefined ? 1 : classesOf(expires);
    slots += own;
    return {
      spec,
      unlimited,
      base,
      slots: own,
      capacity,
      line: model.locks.length + index,
      pruneTimer: expires === undefined ? -1 : prunes++,
      afterMs: expires?.afterMs ?? NEVER,
      pruneMs: expires?.everyMs ?? NEVER,
    };
  });
  let positions = 0;
  const timers = [
    ...arrivals.map((spec) => timerOf(spec, spec.kind === 'trace' ? positions++ : -1)),
    ...stock.flatMap(({ pruneTimer, pruneMs }, backlog) => (pruneTimer < 0 ? [] : [pruning(backlog, pruneMs)])),
  ];
  const programs = tasks.map(({ program }, task) => ({ from: entry[task]!, to: entry[task]! + program.length }));
  const takers = programs.flatMap(({ from, to }, task) =>
    rows.slice(from, to).some(({ kind }) => kind === OP.take) ? [task] : [],
  );
  const variable = Int32Array.from(tasks, ({ variables }) =>
    variables.findIndex(({ source }) => model.sources[source]?.taken === true),
  );
  const needs: (Needs | undefined)[] = rows.map(() => undefined);
  for (const task of takers) {
    const { from, to } = programs[task]!;
    const walk: Walk = { rows, entry: from, items: variable[task]! };
    for (let operation = from; operation < to; operation++) {
      needs[operation] = { some: needAt(walk, operation, false), none: needAt(walk, operation, true) };
    }
  }
  return {
    backlogs: stock,
    timers,
    slots,
    positions,
    takers,
    takes: Uint8Array.from(tasks, (_, task) => Number(takers.includes(task))),
    variable,
    needs,
  };
}

/** An item outlives at the most so many prunings less one. */
function classesOf({ afterMs, everyMs }: NonNullable<Backlog['expires']>): number {
  return Math.floor(afterMs / everyMs) + 2;
}

/** How many prunings an item outlives that comes now, `leftMs` before the next: it must be older than `afterMs` then. */
export function outlives({ afterMs, pruneMs, pruneTimer }: StockRow, leftMs: TimeMs): number {
  if (pruneTimer < 0 || leftMs > afterMs) return 0;
  return Math.floor((afterMs - leftMs) / pruneMs) + 1;
}

function timerOf(spec: Arrival, position: number): StockTimer {
  const { kind, backlog } = spec;
  const fixed = spec.kind === 'every' && spec.items.kind === 'fixed' ? spec.items.count : 0;
  const drawn = spec.kind === 'every' && spec.items.kind === 'drawn' ? spec.items.source : -1;
  return {
    kind: SUPPLIES_ITEMS[kind],
    backlog,
    periodMs: spec.kind === 'every' ? spec.periodMs : 0,
    count: fixed,
    source: spec.kind === 'poisson' ? spec.source : drawn,
    points: spec.kind === 'trace' ? spec.points : [],
    position,
    spec,
  };
}

function pruning(backlog: number, periodMs: TimeMs): StockTimer {
  const nothing = { count: 0, source: -1, points: [], position: -1, spec: undefined };
  return { kind: SUPPLIES_ITEMS.prune, backlog, periodMs, ...nothing };
}

interface Walk {
  readonly rows: readonly Row[];
  readonly entry: number;
  /** The variable that says how many items were taken last; -1: nobody asks. */
  readonly items: number;
}

/**
 * Follows the program from `operation` on, through the end of a run to the beginning of the next, up to takes. `none`: the
 * last take took none, so what is worked out from their number is no progress.
 */
function needAt({ rows, entry, items }: Walk, operation: number, none: boolean): Need {
  const seen = new Set<string>();
  const takes = new Set<number>();
  let free = false;
  const open: [at: number, none: boolean][] = [[operation, none]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [at, without] = place;
    if (seen.has(place.join())) continue;
    seen.add(place.join());
    const row = rows[at]!;
    if (row.kind === OP.take) {
      takes.add(at);
      // Who gives up at a take goes on without items.
      for (const next of gaveUpAt(row, at, entry)) open.push([next, true]);
    } else if (row.kind === OP.progress && !(without && isNothing(row, items))) free = true;
    else for (const next of nextOf(row, at, entry)) open.push([next, without || row.kind >= OP.stop]);
  }
  return { free, takes: [...takes] };
}

/** Whether progress is none where no item was taken. */
function isNothing({ computed: { amount } }: Row, items: number): boolean {
  if (amount?.kind !== 'computed') return amount?.value === 0;
  return evaluate(amount.expression, (variable) => (variable === items ? 0 : Number.NaN)) === 0;
}

function nextOf(row: Row, at: number, entry: number): readonly number[] {
  if (row.kind >= OP.stop) return [entry];
  if (row.kind === OP.jump) return [row.target];
  if (row.kind === OP.turn) return [at + 1, row.target];
  const gives = row.kind === OP.call || (row.kind < OP.work && (row.atMostMs !== NEVER || row.giveUpMs !== NEVER));
  return gives && row.otherwise !== OTHERWISE.continue ? [at + 1, entry] : [at + 1];
}

function gaveUpAt(row: Row, at: number, entry: number): readonly number[] {
  if (row.atMostMs === NEVER) return [];
  if (row.otherwise === OTHERWISE.exit) return [row.target];
  return row.otherwise === OTHERWISE.continue ? [at + 1] : [entry];
}
