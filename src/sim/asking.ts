/**
 * Asking the policies of a model: what they are shown, what they remember of a look, and who is asked again because of it.
 *
 * A run that waits by a policy sleeps until the level the policy named. Where a policy is shared, or looks at who waits, its
 * answer may change sooner: whenever its memory does, or somebody begins or ceases to wait by it, all others who wait by it
 * are asked again at that instant. Who polls is not: it looks when it looks.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { assert } from './assert.ts';
import type { Drive } from './drive.ts';
import type { Machine } from './machine.ts';
import type { AdmissionPolicy, AdmissionView } from './policy.ts';
import { STATUS, type State } from './state.ts';
import { NEVER } from './time.ts';

/** A look by a policy: what it saw, and from which level on the run goes on (`Infinity`: not by any level). */
export interface Look {
  readonly view: AdmissionView;
  readonly memory: readonly number[];
  readonly enoughGrains: number;
}

/** Asks policy `index` whether `run` may go on, at the level of `supply` as it is settled. */
export function askPolicy(drive: Drive, run: number, supply: number, index: number): Look {
  const { machine, state } = drive;
  const { base, userOf, priorities } = machine.policies[index]!;
  const policy = admissionAt(machine, index);
  const task = state.task[run]!;
  const view = {
    levelGrains: state.level[supply]!,
    capacityGrains: machine.supplies[supply]!.capacityGrains,
    priority: machine.taskPriority[task]!,
    user: userOf[task]!,
    waiting: waitingFor(drive, run, index),
    priorities,
  };
  const memory = Array.from(state.memory.subarray(base, base + policy.memory.length));
  const admission = policy.admit(view, memory);
  return { view, memory, enoughGrains: admission.kind === 'go' ? -Infinity : admission.untilGrains };
}

function admissionAt({ policies }: Machine, index: number): AdmissionPolicy {
  const { policy } = policies[index]!;
  assert(policy.family === 'admission', 'a level is judged by an admission policy', { index });
  return policy;
}

/** By user: runs that wait by a policy, `asking` left out. */
function waitingFor({ machine, state }: Drive, asking: number, index: number): readonly number[] {
  const { users, userOf } = machine.policies[index]!;
  const waiting = users.map(() => 0);
  if (admissionAt(machine, index).seesWaiting !== true) return waiting;
  for (let run = 0; run < state.runsMax; run++) {
    if (run !== asking && waitsBy(machine, state, run, index)) waiting[userOf[state.task[run]!]!]!++;
  }
  return waiting;
}

function waitsBy({ rows }: Machine, { task, refused, operation }: State, run: number, index: number): boolean {
  return task[run] !== -1 && refused[run] === 1 && rows[operation[run]!]!.policy === index;
}

/** What came of a look: whether the run went on, and whether it waited before and waits now. */
export interface Outcome {
  readonly wentOn: boolean;
  readonly waited: boolean;
  readonly waits: boolean;
}

/** The policy remembers the look; those whose answer may have changed by it are asked again. */
export function afterLook(drive: Drive, run: number, index: number, look: Look, outcome: Outcome): void {
  const { machine, state } = drive;
  const { base, asksAgain } = machine.policies[index]!;
  const policy = admissionAt(machine, index);
  let changes = policy.seesWaiting === true && outcome.waited !== outcome.waits;
  if (policy.remember !== undefined) {
    const memory = policy.remember(look.view, look.memory, outcome.wentOn);
    if (memory.some((value, slot) => value !== look.memory[slot])) changes = true;
    state.memory.set(memory, base);
  }
  if (changes && asksAgain) askAgain(drive, run, index);
}

/** A run that waited by a policy is gone: those who wait by it are asked again. */
export function leavePolicy(drive: Drive, run: number, index: number): void {
  const { policy, asksAgain } = drive.machine.policies[index]!;
  if (asksAgain && policy.family === 'admission' && policy.seesWaiting === true) askAgain(drive, run, index);
}

/** Lets everybody else who waits by a policy look at this instant. */
function askAgain({ machine, state }: Drive, but: number, index: number): void {
  for (let run = 0; run < state.runsMax; run++) {
    if (run === but || state.status[run] !== STATUS.waitsSupply || !waitsBy(machine, state, run, index)) continue;
    if (machine.rows[state.operation[run]!]!.pollEveryMs > 0) continue;
    setDue(state, machine.runTimers + run, NEVER);
    state.status[run] = STATUS.ready;
    state.ready[state.readyCount++] = run;
  }
}
