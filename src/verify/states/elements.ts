/**
 * What the parts of a model contribute to a packed state.
 *
 * Each kind of element (a supply, a trigger, a lease, a policy, a queue of starts, a run) keeps one contract: the fields
 * its states consist of, with their ranges, or why they cannot be enumerated. Whoever adds an element to the engine adds
 * its row here, and simulation and proof have it both.
 *
 * @module
 */
import { cronPeriodMs } from '../../sim/cron.ts';
import { type Machine, OP, type Row } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { regimesOf } from '../../sim/supplies/columns.ts';
import { NEVER, wholeMs } from '../../sim/time.ts';
import { deliveries, deliveryFields } from './delivery-fields.ts';
import type { Element } from './element.ts';
import { awaitFields, emissions, queuedMost } from './emitted.ts';
import { leastCommon } from './eras.ts';
import { cellOf, FIELD, type Field } from './field.ts';
import { backlogs, handFields, lineOf } from './items.ts';
import { lateFields, lateRefusals } from './late-fields.ts';
import { ageFields, ageRefusals, crashFields, limitFields } from './lock-fields.ts';
import type { Place } from './places.ts';
import { queueFields } from './queue-fields.ts';
import { attemptWaits, retryWaits } from './retry-waits.ts';
import { largest, type Refusal, type Space, startMax } from './space.ts';
import { longestFillMs, supplyFields, supplyRefusals } from './supply-fields.ts';

const supplies: Element = {
  fields: (space, state) => space.machine.supplies.flatMap((_, supply) => supplyFields(space, state, supply)),
  notVerifiable: supplyRefusals,
};

const triggers: Element = {
  fields: (space, state) =>
    space.machine.model.triggers.flatMap((trigger, index): Field[] => {
      const name = `the next start of ${space.machine.model.tasks[trigger.task]!.name}`;
      const at = { cell: cellOf(state.dueMs, index), scale: space.quantumMs, task: trigger.task };
      const { late } = space.machine.triggers[index]!;
      if (late !== undefined) {
        const furthestMs =
          late.kind === 'cron' ? calendarMs(space) : Math.max(late.periodMs, startMax(space, late.offsetMs));
        return [...lateFields(space, state, index, { trigger: late, furthestMs })];
      }
      if (trigger.kind === 'cron')
        return [{ name, ...at, kind: FIELD.due, codes: calendarMs(space) / space.quantumMs + 1 }];
      if (trigger.kind === 'pause') {
        const pauses = trigger.source === undefined ? [trigger.pauseMs] : space.outcomes[trigger.source]!.map(wholeMs);
        return [{ name, ...at, kind: FIELD.dueOrNever, codes: Math.max(1, largest(pauses)) / space.quantumMs + 2 }];
      }
      if (trigger.kind !== 'every') return [{ name, ...at, kind: FIELD.dueOrNever, codes: 1 }];
      const delays = trigger.jitter === undefined ? [0] : space.outcomes[trigger.jitter]!.map(wholeMs);
      const delayMs = largest(delays);
      const furthestMs = Math.max(trigger.periodMs, startMax(space, trigger.offsetMs)) + delayMs;
      return [
        { name, ...at, kind: FIELD.due, codes: furthestMs / space.quantumMs + 1 },
        { name, ...at, kind: FIELD.delay, other: cellOf(state.nominalMs, index), codes: delayMs / space.quantumMs + 1 },
      ];
    }),
  notVerifiable: ({ machine: { model, triggers: rows } }) =>
    model.triggers.flatMap((trigger, index): readonly Refusal[] => {
      const { name } = model.tasks[trigger.task]!;
      const { late } = rows[index]!;
      if (late !== undefined && lateRefusals(name, late).length > 0) return lateRefusals(name, late);
      if (trigger.kind === 'poisson') {
        return [{ name, reason: 'poisson starts have no bound; write `every` with a `jitter`' }];
      }
      if (trigger.kind === 'trace') {
        return [{ name, reason: 'its starts come from a trace, which ends; write `every` or `cron`' }];
      }
      if (trigger.kind !== 'cron') return [];
      if (cronPeriodMs(trigger) > 0) return [];
      const { zone, fields } = trigger;
      const weekly = fields.months.length === 12 && fields.days.length === 31;
      return weekly && zone !== undefined
        ? [{ name, reason: `the clocks of ${zone.name} are changed; name a zone that keeps its offset` }]
        : [{ name, reason: 'its cron pattern does not come back every week; leave day and month open' }];
    }),
};

/** The period of all cron patterns together, at most a week. 0: there are none. */
export function calendarMs({ machine: { model } }: Space): number {
  const periods = model.triggers.flatMap((trigger) => (trigger.kind === 'cron' ? [cronPeriodMs(trigger)] : []));
  // Each divides a week.
  return periods.reduce((common, periodMs) => (common === 0 ? periodMs : leastCommon(common, periodMs)), 0);
}

/** Whether a state says what time it is: the calendar or a date matters. */
export function hasClock(space: Space): boolean {
  return calendarMs(space) > 0 || space.machine.datesEndMs > 0;
}

/** The time since the start as long as a date may matter, then where in the calendar it is. */
const clock: Element = {
  fields: (space) => {
    if (!hasClock(space)) return [];
    const { quantumMs, machine } = space;
    const modulus = Math.max(quantumMs, calendarMs(space));
    const all = { name: 'the time', cell: 0, other: machine.datesEndMs, scale: quantumMs, modulus };
    if (space.moved === undefined) {
      return [{ ...all, kind: FIELD.clock, codes: (machine.datesEndMs + modulus) / quantumMs }];
    }
    const { firstMs, stepMs } = space.moved;
    const codes = (stepMs + machine.datesEndMs - firstMs + modulus) / quantumMs;
    return [{ ...all, kind: FIELD.era, values: [firstMs, stepMs], codes }];
  },
  notVerifiable: () => [],
};

/** What of locks belongs to no run; see `leaseFields` for the rest. */
const crashes: Element = { fields: crashFields, notVerifiable: ageRefusals };

const memories: Element = {
  fields: ({ machine }, state) =>
    machine.policies.flatMap(({ policy, base, tasks }) =>
      policy.memory.map(
        (slot, at): Field => ({
          name: `${slot.name} of ${policy.name}`,
          kind: FIELD.plain,
          cell: cellOf(state.memory, base + at),
          // Where several ask it is nobody's own.
          task: tasks.length === 1 ? tasks[0] : undefined,
          low: Math.min(0, slot.low),
          codes: Math.max(0, slot.high) - Math.min(0, slot.low) + 1,
        }),
      ),
    ),
  notVerifiable: ({ machine: { model } }) =>
    model.policies.flatMap(({ name, memory }) =>
      memory.every(({ low, high }) => Number.isSafeInteger(high - low))
        ? []
        : [{ name, reason: 'its memory has no bounds' }],
    ),
};

const queues: Element = {
  fields: (space, state) => [
    ...space.machine.model.tasks.map((spec, task) => ({
      name: `the queued starts of ${spec.name}`,
      kind: FIELD.integer,
      cell: cellOf(state.queued, task),
      task,
      codes: queuedMost(spec) + 1,
    })),
    ...queueFields(space, state),
  ],
  notVerifiable: () => [],
};

/** Tasks, copies counted, that are told apart in an instant without it taking too long. */
const TASKS_MAX = 100;

const copies: Element = {
  fields: () => [],
  notVerifiable: ({ machine: { model, written } }) => {
    if (model.tasks.length <= TASKS_MAX) return [];
    const reason = `more than ${TASKS_MAX} tasks, copies counted, are not explored; write fewer copies`;
    return written.tasks.flatMap(({ name, copies: count = 1 }) => (count > 1 ? [{ name, reason }] : []));
  },
};

const draws: Element = {
  fields: () => [],
  notVerifiable: ({ refusals }) => refusals,
};

/** Who waits in the list of one is a field of the run; what is left is when it looks. */
const dispatchers: Element = {
  fields: ({ machine, quantumMs }, state) =>
    machine.looking.map(({ spec: { name }, everyMs }, index) => ({
      name: `the next look of ${name}`,
      kind: FIELD.due,
      cell: cellOf(state.dueMs, machine.dispatchTimers + index),
      scale: quantumMs,
      codes: everyMs / quantumMs + 1,
    })),
  notVerifiable: () => [],
};

/** Everything about a model but its runs. */
const ELEMENTS: readonly Element[] = [
  supplies,
  triggers,
  clock,
  memories,
  queues,
  backlogs,
  copies,
  crashes,
  dispatchers,
  emissions,
  deliveries,
  draws,
];

/** The fields that are not a run's. Leases come last and apart: they name runs, whose order must be known first. */
export function sharedFields(space: Space, state: State): readonly Field[] {
  return ELEMENTS.flatMap((element) => element.fields(space, state));
}

/** Why a model cannot be verified; empty: it can. */
export function notVerifiable(space: Space): readonly Refusal[] {
  return ELEMENTS.flatMap((element) => element.notVerifiable(space));
}

/** The fields of a run in frame `run` that stands at `place`. */
export function runFields(space: Space, state: State, run: number, place: Place): readonly Field[] {
  return [
    ...timerFields(space, state, run, place),
    ...drawnFields(space, state, run, place),
    ...counterFields(space, state, run, place),
    ...holdFields(space.machine, state, run, place),
    ...handFields(space, state, run, place),
    ...awaitFields(space, state, run, place),
    ...attemptFields(space.machine, state, run, place),
    ...limitFields(space, state, run, place),
    ...deliveryFields(space, state, run, place),
    ...ageFields(space, state, run, place),
    ...(isTimed(space.machine, place.task)
      ? [{ name: 'whether it made progress', kind: FIELD.mark, cell: run, codes: 2 }]
      : []),
  ];
}

/** Whether starts of the task can be missed: it has another trigger than its own end. */
export function isTimed({ model }: Machine, task: number): boolean {
  return model.triggers.some((trigger) => trigger.task === task && trigger.kind !== 'always');
}

function timerFields(space: Space, state: State, run: number, place: Place): readonly Field[] {
  const { machine, quantumMs } = space;
  const { name } = machine.model.tasks[place.task]!;
  const row = machine.rows[place.step]!;
  const timer = { cell: cellOf(state.dueMs, machine.runTimers + run), scale: quantumMs };
  if (place.doing === 'rests') {
    const waitMs = largest(attemptWaits(space, place.task));
    return [{ name: `the next attempt of ${name}`, ...timer, kind: FIELD.due, codes: waitMs / quantumMs + 1 }];
  }
  if (place.doing === 'working') {
    const workMs = largest(space.values(place.step, 'main'));
    return [{ name: `the work of ${name}`, ...timer, kind: FIELD.due, codes: workMs / quantumMs + 1 }];
  }
  const fields: Field[] = [];
  const atMostMs = largest(space.values(place.step, 'atMost'));
  if (row.atMostMs !== NEVER) {
    const cell = cellOf(state.deadlineMs, run);
    // Where a start may be dropped a further attempt waits without a limit.
    const known = row.expires
      ? { kind: FIELD.dueOrNever, codes: atMostMs / quantumMs + 2 }
      : { kind: FIELD.due, codes: atMostMs / quantumMs + 1 };
    fields.push({ name: `the patience of ${name}`, cell, scale: quantumMs, ...known });
  }
  if (place.doing === 'waitsLock' && row.pollEveryMs > 0) {
    const codes = row.pollEveryMs / quantumMs + 1;
    return [...fields, { name: `the next look of ${name}`, ...timer, kind: FIELD.due, codes }];
  }
  if (place.doing === 'waitsLock' || place.doing === 'waitsItems' || row.lined) {
    fields.push({
      name: `the place of ${name} in line`,
      kind: FIELD.queue,
      cell: run,
      other: lineOf(machine, row),
      codes: state.runsMax + 1,
    });
  }
  if (place.doing !== 'waitsSupply') return fields;
  if (row.retry !== undefined) {
    const cell = cellOf(state.tries, run);
    const codes = row.retry.triesMax;
    fields.push({ name: `the refused tries of ${name}`, kind: FIELD.integer, cell, low: 1, codes });
  }
  if (row.pollEveryMs > 0 && !row.pollOrWhenDue) {
    const cell = cellOf(state.lookedMs, run);
    const modulus = row.pollEveryMs;
    fields.push({
      name: `the looks of ${name}`,
      kind: FIELD.phase,
      cell,
      scale: quantumMs,
      modulus,
      codes: modulus / quantumMs,
    });
  }
  if (!isWakeKnown(row)) {
    const codes = Math.max(longestWakeMs(space, place.step, row), atMostMs) / quantumMs + 2;
    fields.push({ name: `the next look of ${name}`, ...timer, kind: FIELD.dueOrNever, codes });
  }
  return fields;
}

/** Whether the time a waiting run wakes at follows from the level and what else is known of it. */
export function isWakeKnown(row: Row): boolean {
  // When a call is tried again is settled as it is refused; who may give up as it looks again must look when it meant to.
  if (row.kind === OP.call || row.giveUpMs !== NEVER) return false;
  const fixedLooks = row.pollSimulated && !row.pollOrWhenDue && row.pollEveryMs > 0;
  if (row.policy >= 0) return fixedLooks;
  return !(row.pollOrWhenDue && row.pollEveryMs > 0);
}

/**
 * The longest a run may have set itself to sleep for a level: from the lowest to the full bucket, and to its next look; or
 * before it tries a call again.
 */
function longestWakeMs(space: Space, operation: number, row: Row): number {
  if (row.retry !== undefined) {
    const asked = [row.subject, ...row.also.map(({ supply }) => supply)];
    const hintMs = row.retry.honourHint ? Math.max(...asked.map((supply) => longestHintMs(space, supply))) : 0;
    return Math.ceil(Math.max(hintMs, ...retryWaits(space, operation)) / space.quantumMs) * space.quantumMs;
  }
  if (row.pollEveryMs > 0 && row.pollOrWhenDue) return row.pollEveryMs;
  const fillMs = longestFillMs(space, row.subject);
  return Math.ceil((fillMs + row.pollEveryMs) / space.quantumMs) * space.quantumMs;
}

/** How many attempts of a run have failed. */
function attemptFields({ runRetry, model }: Machine, state: State, run: number, { task }: Place): readonly Field[] {
  const retry = runRetry[task];
  if (retry === undefined) return [];
  const name = `the failed attempts of ${model.tasks[task]!.name}`;
  return [{ name, kind: FIELD.integer, cell: cellOf(state.attempts, run), codes: retry.triesMax + 1 }];
}

/** The latest a refused call may be told to come again. */
function longestHintMs(space: Space, supply: number): number {
  const spans = regimesOf(space.machine.supplies[supply]!).map(({ everyMs }) => (everyMs === NEVER ? 0 : everyMs));
  return Math.max(longestFillMs(space, supply), ...spans);
}

function drawnFields({ machine, outcomes }: Space, state: State, run: number, place: Place): readonly Field[] {
  const { name, variables } = machine.model.tasks[place.task]!;
  return place.variables.map((variable) => {
    const values = outcomes[variables[variable]!.source]!;
    return {
      name: `${variables[variable]!.name} of ${name}`,
      kind: FIELD.drawn,
      cell: cellOf(state.variables, run * machine.variablesMax + variable),
      values,
      codes: values.length + 1,
    };
  });
}

function counterFields(space: Space, state: State, run: number, place: Place): readonly Field[] {
  const { machine } = space;
  return place.counters.map((counter) => {
    const loops = machine.operations.flatMap(({ task, operation }, index) =>
      task === place.task && operation.kind === 'loop' && operation.counter === counter ? [index] : [],
    );
    const times = loops.map((index) =>
      machine.rows[index]!.amount === NEVER ? -1 : largest(space.values(index, 'main')),
    );
    return {
      name: `the turns left to ${machine.model.tasks[place.task]!.name}`,
      kind: FIELD.integer,
      cell: cellOf(state.counters, run * machine.countersMax + counter),
      low: Math.min(...times, 0) < 0 ? -1 : 0,
      codes: Math.max(...times) - Math.min(...times, 0) + 1,
    };
  });
}

function holdFields(machine: Machine, state: State, run: number, place: Place): readonly Field[] {
  return machine.model.locks.map(({ name }, lock) => {
    const { low, high } = place.holds[lock]!;
    return {
      name: `what a run holds of ${name}`,
      kind: FIELD.integer,
      cell: cellOf(state.holds, run * machine.model.locks.length + lock),
      low,
      codes: high - low + 1,
    };
  });
}
