/**
 * What a model's states are made of: the outcomes of its draws, the common quantum of its times, where its runs can stand.
 * Worked out once per machine; the elements read it.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import type { Amount, Refill, Start } from '../../sim/model.ts';
import { greatestCommonDivisor, rational, toNumber } from '../../sim/numbers/rational.ts';
import { reckonedStepMs } from '../../sim/supplies/reckoning.ts';
import { NEVER, wholeMs } from '../../sim/time.ts';
import { namedAmounts, valuesOf } from './amounts.ts';
import type { MovedDates } from './eras.ts';
import { outcomesOf } from './outcomes.ts';
import { type Place, placesOf } from './places.ts';
import { attemptWaits, retryWaits } from './retry-waits.ts';

/** Why a model cannot be verified, and about what. */
export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

export interface Space {
  readonly machine: Machine;
  /** Where its dates may come at another time; absent: they come when they come. */
  readonly moved: MovedDates | undefined;
  /** Values of each source; empty where it was refused. */
  readonly outcomes: readonly (readonly number[])[];
  readonly refusals: readonly Refusal[];
  /** Every time and duration is a multiple of this. */
  readonly quantumMs: number;
  /** Places of each task's runs. */
  readonly places: readonly (readonly Place[])[];
  /** Every value of an amount of an operation; undefined where there are too many to list. */
  values(operation: number, which: string): readonly number[] | undefined;
}

/** What is drawn, as one finds it in the document: by its path, which names the task, or as a fact of the task. */
function refusedName(task: string, purpose: string): string {
  const name = purpose.replace(/ in steps\.[\w.]*$/, '');
  return name.startsWith(`tasks.${task}.`) ? name : `${task}'s ${name}`;
}

export function spaceOf(machine: Machine, moved?: MovedDates): Space {
  const { model } = machine;
  const found = model.sources.map((_, source) => outcomesOf(machine, source));
  const outcomes = found.map((one) => (one.kind === 'finite' ? one.values : []));
  const refusals = found.flatMap((one, source): Refusal[] => {
    // Poisson starts and arrivals are refused as such.
    const starts = [...model.triggers, ...model.arrivals].some(
      (one) => one.kind === 'poisson' && one.source === source,
    );
    const { task, purpose } = model.sources[source]!;
    // Copies of a task are refused with it.
    const isCopy = task >= 0 && machine.originals[task] !== task;
    if (one.kind === 'finite' || starts || isCopy) return [];
    return [{ name: task < 0 ? purpose : refusedName(model.tasks[task]!.name, purpose), reason: one.reason }];
  });
  const known = new Map<Amount, readonly number[] | undefined>();
  const values: Space['values'] = (operation, which) => {
    const { task, operation: spec } = machine.operations[operation]!;
    const amount = namedAmounts(spec)[which];
    if (amount === undefined) return [];
    if (!known.has(amount))
      known.set(
        amount,
        valuesOf(amount, model.tasks[task]!, (source) => outcomes[source]!),
      );
    return known.get(amount);
  };
  const space = {
    machine,
    moved,
    outcomes,
    refusals,
    values,
    places: model.tasks.map((_, task) => placesOf(machine, task)),
  };
  return { ...space, quantumMs: refusals.length > 0 ? 1 : quantumOf({ ...space, quantumMs: 1 }) };
}

/** The largest value in a list that may be too long to have been made. */
export function largest(values: readonly number[] | undefined): number {
  return values === undefined ? Infinity : values.reduce((most, value) => Math.max(most, value), 0);
}

function quantumOf(space: Space): number {
  const { model } = space.machine;
  const spans = [
    ...model.supplies.flatMap(({ refill, changes = [] }) => [
      ...refillSpans(space, refill),
      ...changes.flatMap(({ atMs, refill: later }) => [atMs, ...refillSpans(space, later)]),
    ]),
    ...model.triggers.flatMap((trigger) => {
      if (trigger.kind === 'cron') return [60_000, trigger.epochMs % 60_000];
      if (trigger.kind === 'pause') {
        const paced = trigger.policy === undefined ? undefined : model.policies[trigger.policy];
        if (paced?.family === 'interval') return paced.pausesMs;
        const pauses = trigger.source === undefined ? [trigger.pauseMs] : space.outcomes[trigger.source]!.map(wholeMs);
        return pauses.map((pauseMs) => Math.max(1, pauseMs));
      }
      if (trigger.kind !== 'every') return [];
      const jitter = trigger.jitter === undefined ? [] : space.outcomes[trigger.jitter]!.map(wholeMs);
      return [trigger.periodMs, ...startSpans(space, trigger.offsetMs), ...jitter];
    }),
    ...model.arrivals.flatMap((arrival) => (arrival.kind === 'every' ? startSpans(space, arrival.offsetMs) : [])),
    ...space.machine.stock.timers.flatMap(({ periodMs, points }) => [periodMs, ...points.map(({ atMs }) => atMs)]),
    ...model.locks.flatMap(({ leaseMs }) => (leaseMs === NEVER ? [] : [leaseMs])),
    ...model.locks.flatMap(({ renew }) => (renew === undefined ? [] : [renew.everyMs])),
    ...space.machine.looking.flatMap(({ spec: { looks } }) => [looks!.everyMs, ...startSpans(space, looks!.phaseMs)]),
    ...model.triggers.flatMap(
      ({ catchUp }) => catchUp?.outages.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]) ?? [],
    ),
    ...space.machine.crashMs,
    ...space.machine.limitMs,
    ...space.machine.expiryMs,
    ...model.tasks.flatMap((_, task) => attemptWaits(space, task)),
    ...space.machine.operations.flatMap((_, operation) => spansOf(space, operation)),
  ];
  return Math.max(1, toNumber(greatestCommonDivisor(spans.filter((span) => span > 0).map((span) => rational(span)))));
}

function refillSpans(space: Space, refill: Refill): readonly number[] {
  switch (refill.kind) {
    case 'continuous':
      return [1];
    case 'stepwise':
      return [refill.everyMs, ...startSpans(space, refill.phaseMs)];
    case 'first-use':
    case 'sliding':
      return [refill.everyMs];
    case 'calendar':
      return [refill.resets.firstMs, refill.resets.periodMs];
    case 'returned':
      return [];
  }
}

/** Durations in an operation; 1 for those that are too many to list. */
function spansOf(space: Space, operation: number): readonly number[] {
  const { operation: spec } = space.machine.operations[operation]!;
  const poll = spec.kind === 'await' || spec.kind === 'spend' ? spec.poll : undefined;
  const polls = [poll?.everyMs, spec.kind === 'acquire' ? spec.pollMs : undefined]
    .concat(poll?.reckons && [poll.reckons.atLeastMs, reckonedStepMs(poll.reckons)])
    .filter((everyMs) => everyMs !== undefined);
  const durations = spec.kind === 'work' ? space.values(operation, 'main') : [];
  return [
    ...polls,
    ...retryWaits(space, operation),
    ...(durations ?? [1]),
    ...(space.values(operation, 'atMost') ?? [1]),
  ];
}

function startSpans({ machine }: Space, start: Start): readonly number[] {
  if (start.kind === 'fixed') return [start.value];
  const { from, step } = machine.model.starts[start.choice]!;
  return [from, step];
}

/** The largest value a start can have. */
export function startMax({ machine }: Space, start: Start): number {
  if (start.kind === 'fixed') return start.value;
  const { from, step, count } = machine.model.starts[start.choice]!;
  return from + step * (count - 1);
}
