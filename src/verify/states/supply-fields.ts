/**
 * What a supply contributes to a packed state: its level, and when it changes by itself.
 *
 * @module
 */
import { OP, type Row } from '../../sim/machine.ts';
import type { Supply } from '../../sim/model.ts';
import type { State } from '../../sim/state.ts';
import {
  entriesMost,
  LOG_MAX,
  mostCapacity,
  regimesOf,
  SUPPLY,
  type SupplyColumns,
} from '../../sim/supplies/columns.ts';
import { asksOf } from '../../sim/supplies/several.ts';
import { cellOf, FIELD, type Field } from './field.ts';
import { largest, type Refusal, type Space } from './space.ts';

/** The fields of supply number `supply`. */
export function supplyFields(space: Space, state: State, supply: number): readonly Field[] {
  const bucket = space.machine.supplies[supply]!;
  const { spec } = bucket;
  const low = lowestLevel(space, spec, supply);
  const level: Field = {
    name: `the level of ${spec.name}`,
    kind: FIELD.plain,
    cell: cellOf(state.level, supply),
    low,
    codes: mostCapacity(spec) - low + 1,
  };
  if (bucket.kind !== SUPPLY.bucket)
    return [
      level,
      ...admissionFields(space, state, supply),
      ...timerFields(space, state, bucket),
      ...logFields(space, state, bucket),
    ];
  const refill: Field = {
    name: `the refill of ${spec.name}`,
    kind: FIELD.since,
    cell: cellOf(state.sinceMs, supply),
    scale: space.quantumMs,
    codes: Math.max(1, ...regimesOf(bucket).map(({ everyMs }) => everyMs / space.quantumMs)),
  };
  return [level, refill, ...admissionFields(space, state, supply)];
}

/** Whether a supply locks out, and whose turn it is where tasks take turns. */
function admissionFields({ machine }: Space, state: State, supply: number): readonly Field[] {
  const { spec, locksOut, turn } = machine.supplies[supply]!;
  const lockout = { name: `the lock-out of ${spec.name}`, kind: FIELD.plain, cell: cellOf(state.lockedOut, supply) };
  const next = { name: `the turn at ${spec.name}`, kind: FIELD.integer, cell: cellOf(state.turnOf, supply) };
  return [
    ...(locksOut ? [{ ...lockout, codes: 2 }] : []),
    ...(turn === 'fair' ? [{ ...next, codes: machine.model.tasks.length }] : []),
  ];
}

/** Why a supply cannot be enumerated; empty: it can. */
export function supplyRefusals({ machine: { model } }: Space): readonly Refusal[] {
  return model.supplies.flatMap((spec, supply): Refusal[] => {
    const { name, refill } = spec;
    if (refill.kind === 'calendar' && refill.resets.periodMs === 0) {
      const { zone } = refill.resets.rule;
      const reason =
        refill.resets.spanMs === 0
          ? 'months are of different lengths; write the shortest, as a reset every so many days'
          : `the clocks of ${zone} change; name a zone that keeps its offset, such as Etc/GMT+8 or UTC`;
      return [{ name, reason }];
    }
    const entries = entriesMost(model, supply);
    return entries <= LOG_MAX
      ? []
      : [
          {
            name,
            reason: `what counts in its window may be ${entries} different spends (at most ${LOG_MAX}); write fewer, dearer ones, or a leaky-bucket`,
          },
        ];
  });
}

function timerFields({ quantumMs }: Space, state: State, { spec: { name, refill }, timer }: SupplyColumns): Field[] {
  if (timer < 0) return [];
  const at = { cell: cellOf(state.dueMs, timer), scale: quantumMs };
  if (refill.kind === 'calendar') {
    const { firstMs, periodMs } = refill.resets;
    const codes = Math.max(firstMs, periodMs) / quantumMs + 1;
    return [{ name: `the next reset of ${name}`, ...at, kind: FIELD.due, codes }];
  }
  const lengthMs = refill.kind === 'first-use' || refill.kind === 'sliding' ? refill.everyMs : 0;
  return [{ name: `the window of ${name}`, ...at, kind: FIELD.dueOrNever, codes: lengthMs / quantumMs + 2 }];
}

function logFields({ quantumMs }: Space, state: State, { spec, log }: SupplyColumns): Field[] {
  const { name, refill } = spec;
  if (log < 0 || refill.kind !== 'sliding') return [];
  const count: Field = {
    name: `what counts against ${name}`,
    kind: FIELD.plain,
    cell: cellOf(state.logCount, log),
    low: 0,
    codes: state.logMax + 1,
  };
  const entries = Array.from({ length: state.logMax }, (_, entry): Field[] => {
    const [atMs, grains] = [state.logMs, state.logGrains].map((cells) => cellOf(cells, log * state.logMax + entry));
    return [
      { ...count, cell: grains!, codes: mostCapacity(spec) + 1 },
      {
        name: `when it was taken of ${name}`,
        kind: FIELD.logged,
        cell: atMs!,
        other: grains!,
        scale: quantumMs,
        codes: refill.everyMs / quantumMs + 1,
      },
    ];
  });
  return [count, ...entries.flat()];
}

/** How many capacities below zero paid looks may take a level before its range is left. */
const POLL_DEBT = 4;

/** A bound below which no level falls; where looks or refusals cost and debt is allowed there is none, and some room is left. */
export function lowestLevel(space: Space, spec: Supply, supply: number): number {
  const { debt, unitGrains, initial, refused } = spec;
  const capacityGrains = mostCapacity(spec);
  const start = initial.kind === 'fixed' ? initial.value : space.machine.model.starts[initial.choice]!.from;
  const more = mostSettled(space, supply) + mostMoved(spec);
  // Codes beyond 2^53 would not be told apart any more.
  const least = capacityGrains - (Number.MAX_SAFE_INTEGER - 1);
  if (debt.kind === 'none' || debt.kind === 'clamp') return Math.max(least, Math.min(0, start) - more);
  const rows = space.machine.rows.map((row, operation) => ({ row, operation })).filter(({ row }) => asks(row, supply));
  const costs = rows.map(({ row, operation }) => largestCost(space, row, operation, supply));
  const lowest = Math.min(start, 0, debt.kind === 'limited' ? -debt.grains : unitGrains - Math.max(0, ...costs));
  const refusals = rows.some(({ row }) => row.kind === OP.call) && (refused?.grains ?? 0) > 0;
  const looks = refusals || rows.some(({ operation }) => largest(space.values(operation, 'poll')) > 0);
  return Math.max(least, (looks ? lowest - POLL_DEBT * capacityGrains : lowest) - more);
}

/** What changes take away of a level at the most: what counts against a limit that becomes smaller goes on to count. */
function mostMoved({ capacityGrains, changes = [] }: Supply): number {
  return changes.reduce((sum, { level, capacityGrains: after }, index) => {
    const before = index === 0 ? capacityGrains : changes[index - 1]!.capacityGrains;
    return level === 'moved' ? sum + Math.max(0, before - after) : sum;
  }, 0);
}

/** The most that all runs together may take beyond what they reserved, each of them once. */
function mostSettled({ machine, values }: Space, supply: number): number {
  return machine.operations.reduce((sum, { task, operation: spec }, operation) => {
    if (spec.kind !== 'settle' || spec.supply !== supply || spec.actual === 'held') return sum;
    const least = (values(operation, 'main') ?? [0]).reduce((low, one) => Math.min(low, one), Infinity);
    const more = Math.max(0, largest(values(operation, 'actual')) - least);
    const shared = machine.model.tasks[task]!.whenBusy === 'allow' ? FRAMES : 1;
    return sum + shared * more;
  }, 0);
}

/** Runs of one task that may settle while nobody is admitted, before its range is left. */
const FRAMES = 9;

/** The longest a run may have to wait for a full supply from its lowest level, by what comes alone. */
export function longestFillMs(space: Space, supply: number): number {
  const bucket = space.machine.supplies[supply]!;
  const { spec } = bucket;
  const { refill } = spec;
  if (refill.kind === 'first-use' || refill.kind === 'sliding') return refill.everyMs;
  if (refill.kind === 'calendar') return Math.max(refill.resets.firstMs, refill.resets.periodMs);
  const low = lowestLevel(space, spec, supply);
  return regimesOf(bucket).reduce((longestMs, { stepGrains, everyMs, capacityGrains }) => {
    return stepGrains > 0
      ? Math.max(longestMs, (Math.ceil((capacityGrains - low) / stepGrains) + 1) * everyMs)
      : longestMs;
  }, 0);
}

/** The most a step spends of a supply at once. */
function largestCost(space: Space, row: Row, operation: number, supply: number): number {
  if (row.kind !== OP.spend && row.kind !== OP.call) return 0;
  const also = row.also.map((part, index) =>
    part.supply === supply ? largest(space.values(operation, `also ${index}`)) : 0,
  );
  return Math.max(row.subject === supply ? largest(space.values(operation, 'main')) : 0, ...also);
}

function asks(row: Row, supply: number): boolean {
  return (row.kind === OP.await || row.kind === OP.spend || row.kind === OP.call) && asksOf(row, supply);
}
