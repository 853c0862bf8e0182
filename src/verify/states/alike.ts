/**
 * Whether two runs that can go on at one instant are interchangeable: of one task or of copies of one, at one step, and equal
 * in all they know.
 *
 * @module
 */
import { type Machine, OP } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { awaitsAlike } from './emitted.ts';
import { interchangeable } from './symmetry.ts';

/** For runs of `state`; `marks` are what is known of each run beside the state. */
export function alikeIn(machine: Machine, state: State, marks: Uint8Array): (left: number, right: number) => boolean {
  const exchanges = exchangedIn(machine);
  return (left, right) => {
    // The views are asked for each time: a state that grows has others.
    const {
      deadlineMs,
      lookedMs,
      refused,
      granted,
      tries,
      attempts,
      limitMs,
      deliveries,
      visibleMs,
      variables,
      counters,
      holds,
      bornMs,
      inHand,
    } = state;
    return (
      exchanges(state, left, right) &&
      !holdsLease(machine, state, left, right) &&
      !standsInLine(machine, state, left) &&
      awaitsAlike(machine, state, left, right) &&
      (!machine.retries || attempts[left] === attempts[right]) &&
      (!machine.limits || limitMs[left] === limitMs[right]) &&
      (!machine.redelivers || deliveries[left] === deliveries[right]) &&
      (!machine.doubles || visibleMs[left] === visibleMs[right]) &&
      [deadlineMs, lookedMs, refused, granted, tries, marks].every((cells) => cells[left] === cells[right]) &&
      (!machine.ages || bornMs[left] === bornMs[right]) &&
      sameRows(variables, machine.variablesMax, left, right) &&
      sameRows(counters, machine.countersMax, left, right) &&
      sameRows(holds, machine.model.locks.length, left, right) &&
      sameRows(inHand, machine.stock.slots, left, right)
    );
  };
}

/** Whether two runs stand at one step of one task, or of copies of it that are alike in their starts too. */
function exchangedIn(machine: Machine): (state: State, left: number, right: number) => boolean {
  const { model, entry } = machine;
  const group = new Int32Array(model.tasks.length).fill(-1);
  interchangeable(machine).forEach((tasks, index) => {
    for (const task of tasks) group[task] = index;
  });
  const triggers = model.tasks.map((_, task) =>
    model.triggers.flatMap((trigger, index) => (trigger.task === task ? [index] : [])),
  );
  return ({ task, operation, queued, queueMs, queueMax, dueMs, nominalMs, missed }, left, right) => {
    const [one, other] = [task[left]!, task[right]!];
    if (one === other) return operation[left] === operation[right];
    if (group[one]! < 0 || group[one] !== group[other]) return false;
    return (
      operation[left]! - entry[one]! === operation[right]! - entry[other]! &&
      queued[one] === queued[other] &&
      (!machine.expires || sameRows(queueMs, queueMax, one, other)) &&
      triggers[one]!.every((trigger, index) => {
        const peer = triggers[other]![index]!;
        const sameTimes = dueMs[trigger] === dueMs[peer] && nominalMs[trigger] === nominalMs[peer];
        return sameTimes && missed[trigger] === missed[peer];
      })
    );
  };
}

function sameRows(cells: Float64Array | Int32Array, width: number, left: number, right: number): boolean {
  for (let at = 0; at < width; at++) if (!Object.is(cells[left * width + at], cells[right * width + at])) return false;
  return true;
}

/** No two have the same place: a permit that one of them gives back, as it gives up, goes to the first who is left. */
function standsInLine({ rows }: Machine, { operation, refused, granted }: State, run: number): boolean {
  const { kind, lined, pollEveryMs } = rows[operation[run]!]!;
  const stands = lined || kind === OP.take || (kind === OP.acquire && pollEveryMs === 0);
  return stands && refused[run] === 1 && granted[run] === 0;
}

/** Leases run out at times of their own. */
function holdsLease({ leaseSlots }: Machine, { leaseHolder }: State, left: number, right: number): boolean {
  for (let slot = 0; slot < leaseSlots; slot++) {
    if (leaseHolder[slot] === left + 1 || leaseHolder[slot] === right + 1) return true;
  }
  return false;
}
