/** Small models written by hand: the engine's tests need no scenario language. Times in minutes unless said, tokens as grains. */
import type { Amount, Lock, Model, Operation, Supply, Task, Trigger } from '../../src/sim/model.ts';
import { NEVER } from '../../src/sim/time.ts';

export const MINUTE = 60_000;
export const constant = (value: number): Amount => ({ kind: 'constant', value });

/** `Operation` without its path, for each kind. */
type Step = Operation extends infer Each ? (Each extends Operation ? Omit<Each, 'path'> : never) : never;

export function program(...steps: readonly Step[]): readonly Operation[] {
  return [...steps, { kind: 'end' } as const].map((step, index) => ({ ...step, path: ['steps', index] }) as Operation);
}

export function supply(over: Partial<Supply> = {}): Supply {
  return {
    name: 'api',
    path: ['supplies', 'api'],
    grainsPerToken: 1,
    capacityGrains: 300,
    refill: { kind: 'stepwise', grains: 5, everyMs: MINUTE, phaseMs: { kind: 'fixed', value: 0 } },
    initial: { kind: 'fixed', value: 0 },
    debt: { kind: 'unlimited' },
    unitGrains: 1,
    ...over,
  };
}

export function lock(over: Partial<Lock> = {}): Lock {
  return { name: 'lock', path: ['locks', 'lock'], kind: 'lock', permits: 1, leaseMs: NEVER, ...over };
}

export function task(name: string, steps: readonly Step[], over: Partial<Task> = {}): Task {
  return {
    name,
    path: ['tasks', name],
    priority: 0,
    whenBusy: 'skip',
    variables: [],
    program: program(...steps),
    ...over,
  };
}

export function every(index: number, periodMs: number, offsetMs = 0): Trigger {
  return { path: [], task: index, kind: 'every', periodMs, offsetMs: { kind: 'fixed', value: offsetMs } };
}

export function always(index: number): Trigger {
  return { path: [], task: index, kind: 'always' };
}

export function model(over: Partial<Model>): Model {
  return {
    name: 'test',
    title: 'test',
    horizonMs: 100 * MINUTE,
    warmupMs: 0,
    gridMs: MINUTE,
    order: 'priority',
    polls: 'compute',
    supplies: [],
    locks: [],
    backlogs: [],
    arrivals: [],
    tasks: [],
    triggers: [],
    policies: [],
    sources: [],
    starts: [],
    ...over,
  };
}
