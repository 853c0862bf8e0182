/**
 * The policies of a model as the engine's loop wants them: who uses each, and where its memory lies.
 *
 * @module
 */
import type { Model, Operation } from '../model.ts';
import type { Policy } from '../policy.ts';

/** A policy as the loop wants it. */
export interface PolicyRow {
  readonly policy: Policy;
  /** First slot of its memory. */
  readonly base: number;
  /** The tasks that use it, copies too; and those that were written, with their priorities: its users. */
  readonly tasks: readonly number[];
  readonly users: readonly number[];
  readonly priorities: readonly number[];
  /** By task: which user it is; -1: none. */
  readonly userOf: Int32Array;
  /** Whether somebody else's doings may change what it answers: those who wait are then asked again. */
  readonly asksAgain: boolean;
}

export interface Policies {
  readonly policies: readonly PolicyRow[];
  readonly memorySlots: number;
  /** By task: its policies that are told how its runs end. */
  readonly told: readonly (readonly number[])[];
  readonly tells: boolean;
}

export function policyPart(model: Model, originals: Int32Array): Policies {
  let memorySlots = 0;
  const policies = model.policies.map((policy, index): PolicyRow => {
    const base = memorySlots;
    memorySlots += policy.memory.length;
    const tasks = usersOf(model, index);
    const users = [...new Set(tasks.map((task) => originals[task]!))].sort((left, right) => left - right);
    const allows = tasks.some((task) => model.tasks[task]!.whenBusy === 'allow');
    const several = tasks.length > 1 || allows;
    return {
      policy,
      base,
      tasks,
      users,
      priorities: users.map((task) => model.tasks[task]!.priority),
      userOf: originals.map((task) => users.indexOf(task)),
      asksAgain: several && policy.family === 'admission' && (policy.seesWaiting === true || policy.memory.length > 0),
    };
  });
  const told = model.tasks.map((_, task) =>
    policies.flatMap(({ policy: { family, memory }, tasks }, index) =>
      family !== 'admission' && memory.length > 0 && tasks.includes(task) ? [index] : [],
    ),
  );
  return { policies, memorySlots, told, tells: told.some((some) => some.length > 0) };
}

/** The tasks that use a policy. */
function usersOf({ tasks, triggers }: Model, policy: number): number[] {
  return tasks.flatMap(({ program }, task) => {
    const paces = triggers.some((one) => one.task === task && one.kind === 'pause' && one.policy === policy);
    return paces || program.some((one) => policyOf(one) === policy) ? [task] : [];
  });
}

/** The policy that an operation asks; -1: none. */
export function policyOf(operation: Operation): number {
  if (operation.kind === 'take') return operation.policy ?? -1;
  return operation.kind === 'await' && operation.target.kind === 'policy' ? operation.target.policy : -1;
}
