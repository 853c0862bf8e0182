/**
 * The fields of leases, of crashes and what they leave behind, and of how old a run is.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { cellOf, FIELD, type Field } from './field.ts';
import type { Place } from './places.ts';
import type { Refusal, Space } from './space.ts';

/** Who holds each permit that has a lease, and until when. */
export function leaseFields({ machine, quantumMs }: Space, state: State): readonly Field[] {
  return Array.from(machine.leaseLock, (lock, slot): Field[] => {
    const { name, leaseMs } = machine.model.locks[lock]!;
    return [
      {
        name: `the lease of ${name}`,
        kind: FIELD.dueOrNever,
        cell: cellOf(state.dueMs, machine.leaseTimers + slot),
        scale: quantumMs,
        codes: leaseMs / quantumMs + 2,
      },
      {
        name: `the holder of ${name}`,
        kind: FIELD.holder,
        cell: cellOf(state.leaseHolder, slot),
        other: state.runsMax,
        codes: state.runsMax + 1 + (machine.crashes ? machine.model.tasks.length : 0),
      },
      ...(machine.renews
        ? [
            {
              name: `whether the lease of ${name} ends`,
              kind: FIELD.integer,
              cell: cellOf(state.leaseEnding, slot),
              codes: machine.rules[lock]!.renewMs > 0 ? 2 : 1,
            },
          ]
        : []),
    ];
  }).flat();
}

/** Crashes that are still to come, and what crashed runs have left behind. */
export function crashFields({ machine, quantumMs }: Space, state: State): readonly Field[] {
  const dated = Array.from(
    machine.crashTask,
    (task, crash): Field => ({
      name: `the crash of ${machine.model.tasks[task]!.name}`,
      kind: FIELD.dueOrNever,
      cell: cellOf(state.dueMs, machine.crashTimers + crash),
      scale: quantumMs,
      codes: machine.crashMs[crash]! / quantumMs + 2,
    }),
  );
  if (!machine.crashes) return dated;
  const left = machine.model.locks.flatMap(({ name, permits }, lock) =>
    machine.model.tasks.map(
      (_, task): Field => ({
        name: `what crashed runs hold of ${name}`,
        kind: FIELD.integer,
        cell: cellOf(state.orphans, lock * machine.model.tasks.length + task),
        codes: mayOrphan(machine, lock, task) ? permits + 1 : 1,
      }),
    ),
  );
  return [...dated, ...left];
}

function mayOrphan({ rules, mayCrash, model }: Machine, lock: number, task: number): boolean {
  const takes = model.tasks[task]!.program.some((one) => one.kind === 'acquire' && one.lock === lock);
  return takes && rules[lock]!.orphans && mayCrash[task] === 1;
}

/** How long a run may still last. */
export function limitFields(
  { machine, quantumMs }: Space,
  state: State,
  run: number,
  { task }: Place,
): readonly Field[] {
  const limitMs = machine.limitMs[task]!;
  if (limitMs === 0) return [];
  const name = `how long ${machine.model.tasks[task]!.name} may still last`;
  const at = { cell: cellOf(state.limitMs, run), scale: quantumMs };
  return [{ name, kind: FIELD.dueOrNever, ...at, codes: limitMs / quantumMs + 2 }];
}

/** Leases that run from when a start was due. */
export function ageRefusals({ machine }: Space): readonly Refusal[] {
  return machine.model.tasks.flatMap(({ name, whenBusy }, task): Refusal[] => {
    if ((whenBusy !== 'queue all' && whenBusy !== 'queue one') || !isAged(machine, task)) return [];
    return [
      {
        name,
        reason:
          'its starts wait in a queue, and a lease runs from when each was due; write `whenBusy: allow` with a pool, ' +
          'or let the lease run from the grant',
      },
    ];
  });
}

/** Whether runs of the task may hold a lease that runs from when their start was due. */
function isAged({ ages: any, rules, model }: Machine, task: number): boolean {
  return any && model.tasks[task]!.program.some((one) => one.kind === 'acquire' && rules[one.lock]!.fromDue);
}

/** How long ago the start of a run was due, where a lease runs from there. */
export function ageFields({ machine, quantumMs }: Space, state: State, run: number, place: Place): readonly Field[] {
  if (!isAged(machine, place.task)) return [];
  return [
    {
      name: `the age of ${machine.model.tasks[place.task]!.name}`,
      kind: FIELD.age,
      cell: cellOf(state.bornMs, run),
      scale: quantumMs,
      modulus: machine.ageMaxMs,
      codes: machine.ageMaxMs / quantumMs + 1,
    },
  ];
}
