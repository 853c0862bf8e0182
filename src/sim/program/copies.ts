/**
 * Copies of a task, written out: each is a task of its own, with its own starts, its own draws and its own busy state, and
 * the same program. So the engine knows nothing of copies, and whatever is true of tasks is true of them.
 *
 * The first copy stands where the task stood and keeps its name, its sources and its starts; the others follow behind all
 * tasks. What belongs to a task as it was written is then found at the same index as before, and adding a copy moves no
 * random number of another.
 *
 * @module
 */
import type { Lock, Model, Operation, Source, Start, StartChoice, Task, Trigger } from '../model.ts';
import { policyOf } from './policies.ts';

/** The most copies a task may have. */
export const COPIES_MAX = 1000;

/** What a copy is called, counted from 1: the first is the task itself. */
export function copyName(task: string, copy: number): string {
  return copy === 1 ? task : `${task}#${copy}`;
}

/** The model with every copy as a task of its own; the same model where no task has copies. */
export function writtenOut(model: Model): Model {
  if (!model.tasks.some(({ copies = 1 }) => copies > 1)) return model;
  const parts: Parts = {
    tasks: model.tasks.map(({ copies: _, ...task }) => task),
    triggers: [...model.triggers],
    sources: [...model.sources],
    starts: [...model.starts],
    policies: [...model.policies],
    locks: [...model.locks],
  };
  model.tasks.forEach((task, index) => {
    for (let copy = 2; copy <= (task.copies ?? 1); copy++) writeCopy(model, parts, index, copy);
  });
  return { ...model, ...parts };
}

/** By task: the task it is a copy of, or itself. */
export function originalsOf({ tasks }: Pick<Model, 'tasks'>): Int32Array {
  return Int32Array.from(tasks, ({ copyOf }, task) => copyOf ?? task);
}

/** How many tasks were written; they come first. */
export function writtenCount({ tasks }: Pick<Model, 'tasks'>): number {
  return tasks.filter(({ copyOf }) => copyOf === undefined).length;
}

/** By written task: itself and its copies. */
export function copiesOf(model: Pick<Model, 'tasks'>): readonly (readonly number[])[] {
  const groups: number[][] = Array.from({ length: writtenCount(model) }, () => []);
  originalsOf(model).forEach((original, task) => {
    groups[original]!.push(task);
  });
  return groups;
}

interface Parts {
  readonly tasks: Task[];
  readonly triggers: Trigger[];
  readonly sources: Source[];
  readonly starts: StartChoice[];
  readonly policies: Model['policies'][number][];
  readonly locks: Lock[];
}

function writeCopy(model: Model, parts: Parts, original: number, copy: number): void {
  const { copies: _, ...spec } = model.tasks[original]!;
  const task = parts.tasks.length;
  const sources = new Map<number, number>();
  model.sources.forEach((source, index) => {
    if (source.task === original) sources.set(index, parts.sources.push({ ...source, task }) - 1);
  });
  const own = (source: number): number => sources.get(source)!;
  const ownPolicy = ownPolicies(model, parts);
  parts.tasks.push({
    ...spec,
    name: copyName(spec.name, copy),
    copyOf: original,
    ...(spec.retry?.jitter !== undefined && { retry: { ...spec.retry, jitter: own(spec.retry.jitter) } }),
    variables: spec.variables.map(({ name, source }) => ({ name, source: own(source) })),
    program: model.tasks[original]!.program.map((operation) =>
      withOwnChance(withOwnJitter(withOwnPolicy(operation, ownPolicy), own), own),
    ),
  });
  // Whoever renews a lease draws for itself whether that is lost.
  parts.locks.forEach(({ renew, ...lock }, index) => {
    if (renew === undefined || renew.lost.length === 0) return;
    const lost = renew.lost[original]!;
    parts.locks[index] = { ...lock, renew: { ...renew, lost: [...renew.lost, lost < 0 ? -1 : own(lost)] } };
  });
  for (const trigger of model.triggers) {
    if (trigger.task !== original) continue;
    const paced = trigger.kind === 'pause' && trigger.policy !== undefined ? { policy: ownPolicy(trigger.policy) } : {};
    parts.triggers.push(ownTrigger(parts, { ...trigger, ...paced, task } as Trigger, copy, own));
  }
}

function ownTrigger(parts: Parts, trigger: Trigger, copy: number, own: (source: number) => number): Trigger {
  if (trigger.kind === 'poisson') return { ...trigger, source: own(trigger.source) };
  if (trigger.kind === 'pause' && trigger.source !== undefined) return { ...trigger, source: own(trigger.source) };
  if (trigger.kind !== 'every') return trigger;
  const jitter = trigger.jitter === undefined ? {} : { jitter: own(trigger.jitter) };
  return { ...trigger, offsetMs: ownStart(parts, trigger.offsetMs, copy), ...jitter };
}

function ownStart({ starts }: Parts, start: Start, copy: number): Start {
  if (start.kind === 'fixed') return start;
  const choice = starts[start.choice]!;
  return { kind: 'any', choice: starts.push({ ...choice, label: `${choice.label}#${copy}` }) - 1 };
}

function withOwnJitter(operation: Operation, own: (source: number) => number): Operation {
  if (operation.kind !== 'call' || operation.retry?.jitter === undefined) return operation;
  return { ...operation, retry: { ...operation.retry, jitter: own(operation.retry.jitter) } };
}

/** The policies of a copy: one that more than the level decides is each copy's own, unless it is shared. */
function ownPolicies({ policies }: Model, parts: Parts): (policy: number) => number {
  const renewed = new Map<number, number>();
  return (policy) => {
    const one = policies[policy]!;
    const seesWaiting = one.family === 'admission' && one.seesWaiting === true;
    if (one.shared === true || (one.memory.length === 0 && !seesWaiting)) return policy;
    if (!renewed.has(policy)) renewed.set(policy, parts.policies.push(one) - 1);
    return renewed.get(policy)!;
  };
}

function withOwnPolicy(operation: Operation, own: (policy: number) => number): Operation {
  const policy = policyOf(operation);
  if (policy < 0) return operation;
  if (operation.kind === 'take') return { ...operation, policy: own(policy) };
  return { ...operation, target: { kind: 'policy', policy: own(policy) } } as Operation;
}

function withOwnChance(operation: Operation, own: (source: number) => number): Operation {
  if (operation.kind !== 'crash' || operation.chance === undefined) return operation;
  return { ...operation, chance: own(operation.chance) };
}
