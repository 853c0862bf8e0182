/**
 * Tasks that are safe whenever the dates come: proved of every run there is if all dates came earlier or later by one
 * multiple of a step. The run with the dates as they are written is one of these.
 *
 * That needs far fewer states than to count the time until the last date, so it is what remains to be proved where there are too
 * many. It proves safety alone: a run that starves with the dates moved is no run of the scenario. Nor is one in which the first
 * date never comes; so who makes no progress before it for as long as it does not come waits until it comes, and then as long as anybody.
 *
 * @module
 */
import { assemble, type Machine } from '../sim/machine.ts';
import type { Model } from '../sim/model.ts';
import { NEVER, type TimeMs } from '../sim/time.ts';
import { longestLevelMs } from './graph/date-ways.ts';
import { type ExploreLimits, explore, type Graph } from './graph/explore.ts';
import { type Explorer, explorerOf, isExplorer } from './graph/explorer.ts';
import { type View, viewOf } from './graph/view.ts';
import { peel, waitsAmong } from './liveness/peel.ts';
import { getBits } from './states/bits.ts';
import { calendarMs } from './states/elements.ts';
import { leastCommon, type MovedDates } from './states/eras.ts';
import { FIELD } from './states/field.ts';
import type { Waits } from './verification.ts';

/** What was proved with the dates moved. */
export interface MovedProof {
  /** By multiples of this. */
  readonly byMs: TimeMs;
  readonly states: number;
  readonly edges: number;
  readonly bytes: number;
  /** By task: how long it waits at the most; undefined: it can starve where the dates come at some time. */
  readonly atMost: readonly (Waits | undefined)[];
}

/** Explores the dates of `explorer`'s machine moved; undefined where it has none, or not all was explored. */
export function proveMoved(explorer: Explorer, limits: ExploreLimits): MovedProof | undefined {
  const made = movedExplorer(explorer);
  if (made === undefined) return undefined;
  const graph = explore(made, limits);
  if (graph.stopped !== 'complete' || graph.zeno !== undefined) return undefined;
  graph.table.closeIndex();
  const { stepMs, firstMs, laterMs } = made.space.moved!;
  const later = isLater(graph, stepMs / made.space.quantumMs);
  const tasks = made.space.machine.written.tasks;
  const atMost = tasks.map((_, task) => longestWaits(viewOf(graph, task), later, firstMs - laterMs));
  return { byMs: stepMs, states: graph.table.count, edges: graph.edges.count, bytes: graph.bytes, atMost };
}

/**
 * What is needed to explore a machine with its dates moved; undefined where it has none. `laterMs`: a multiple of the step; by
 * default so much that from a state before the first date nothing else is further off.
 */
export function movedExplorer({ space, packer }: Explorer, laterMs?: TimeMs): Explorer | undefined {
  const { machine } = space;
  const firstMs = firstDateMs(machine);
  if (firstMs === NEVER) return undefined;
  const stepMs = [machine.model.gridMs, space.quantumMs].reduce(leastCommon, Math.max(1, calendarMs(space)));
  const timers = packer.layout.fields.map(({ kind, codes, scale }) =>
    kind === FIELD.due || kind === FIELD.dueOrNever ? codes * scale : 0,
  );
  const looks = machine.rows.map(({ pollEveryMs }) => pollEveryMs);
  const furthestMs = Math.max(longestLevelMs(space), ...timers) + Math.max(0, ...looks);
  const byMs = laterMs ?? (Math.ceil(furthestMs / stepMs) + 2) * stepMs;
  if (!Number.isSafeInteger(firstMs + byMs)) return undefined;
  const dates: MovedDates = { firstMs: firstMs + byMs, stepMs, laterMs: byMs };
  const made = explorerOf(assemble(withLaterDates(machine.written, byMs)), dates);
  return isExplorer(made) ? made : undefined;
}

/** When the first date of all comes; `NEVER`: there is none. */
function firstDateMs({ model }: Machine): TimeMs {
  const outages = model.triggers.flatMap(({ catchUp }) => catchUp?.outages.map(({ fromMs }) => fromMs) ?? []);
  const changes = model.supplies.flatMap((supply) => supply.changes?.map(({ atMs }) => atMs) ?? []);
  return Math.min(NEVER, ...outages, ...changes);
}

/** The same with all dates so much later. */
export function withLaterDates(model: Model, byMs: TimeMs): Model {
  return {
    ...model,
    supplies: model.supplies.map((supply) => {
      if (supply.changes === undefined) return supply;
      return { ...supply, changes: supply.changes.map((change) => ({ ...change, atMs: change.atMs + byMs })) };
    }),
    triggers: model.triggers.map((trigger) => {
      if (trigger.catchUp === undefined) return trigger;
      const outages = trigger.catchUp.outages.map(({ fromMs, untilMs }) => {
        return { fromMs: fromMs + byMs, untilMs: untilMs + byMs };
      });
      return { ...trigger, catchUp: { ...trigger.catchUp, outages } };
    }),
  };
}

/** By state: 1 from the first date on. `places`: codes of the time before it. */
function isLater({ table, explorer }: Graph, places: number): Uint8Array {
  const { bits, offset } = explorer.packer.layout.fields.find(({ kind }) => kind === FIELD.era)!;
  return Uint8Array.from({ length: table.count }, (_, state) =>
    Number(getBits(table.chunkOf(state), table.placeOf(state) * 32 + offset, bits) >= places),
  );
}

function longestWaits(view: View, later: Uint8Array, firstMs: TimeMs): Waits | undefined {
  const all = peel(view);
  if (all.kind === 'waits') return { firstMs: all.firstMs, betweenMs: all.betweenMs };
  const afterwardsMs = waitsAmong(view, later);
  if (afterwardsMs === undefined) return undefined;
  const atMostMs = firstMs + afterwardsMs;
  return { firstMs: atMostMs, betweenMs: atMostMs };
}
