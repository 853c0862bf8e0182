/** Small random systems with everything a model may leave open: levels and offsets, drawn costs and durations, ties. */
import fc from 'fast-check';
import type { Amount, Model, Operation, Source, StartChoice, Supply, Task, Trigger } from '../../src/sim/model.ts';
import { system } from '../analysis/systems.ts';

/** The draw of a task's one variable. */
const DRAWN: Amount = { kind: 'computed', expression: { kind: 'variable', variable: 0 }, unit: 1, each: 1 };

const opened = fc.record({
  levels: fc.boolean(),
  offsets: fc.boolean(),
  jitter: fc.constantFrom(0, 0, 2),
  draws: fc.array(fc.constantFrom('cost', 'work', 'margin', 'none'), { minLength: 3, maxLength: 3 }),
  values: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
  per: fc.constantFrom<Source['per'][]>('run', 'turn'),
  order: fc.constantFrom<Model['order'][]>('any', 'any', 'priority'),
});

type Opened = typeof opened extends fc.Arbitrary<infer Value> ? Value : never;

/** Systems whose triggers and levels may be anything, whose tasks may draw. */
export const openSystem: fc.Arbitrary<Model> = fc.tuple(system, opened).map(([model, how]) => open(model, how));

/** The same without tasks whose runs, or waiting starts, could pile up. */
export const boundedSystem: fc.Arbitrary<Model> = openSystem.map((model) => ({
  ...model,
  tasks: model.tasks.map((task) => ({ ...task, whenBusy: 'skip' })),
}));

function open(model: Model, how: Opened): Model {
  const starts: StartChoice[] = [];
  const any = (label: string, from: number, step: number, count: number) => {
    starts.push({ label, from, step, count });
    return { kind: 'any', choice: starts.length - 1 } as const;
  };
  const supplies = model.supplies.map((supply, index): Supply => {
    if (!how.levels || index > 0) return supply;
    return {
      ...supply,
      initial: any(`supplies.${supply.name}.initial`, 0, 2, 1 + Math.floor(supply.capacityGrains / 2)),
    };
  });
  const sources: Source[] = model.tasks.map((_, task) => {
    return { task, purpose: 'DRAWN', distribution: { kind: 'choice', values: how.values }, per: how.per };
  });
  const triggers = model.triggers.map((trigger): Trigger => {
    if (trigger.kind !== 'every') return trigger;
    const moved = how.offsets
      ? any(`offset ${trigger.task}`, 1, 3, Math.max(1, Math.floor(trigger.periodMs / 3)))
      : trigger.offsetMs;
    if (how.jitter === 0) return { ...trigger, offsetMs: moved };
    sources.push({
      task: trigger.task,
      purpose: 'jitter',
      distribution: { kind: 'choice', values: [0, how.jitter] },
      per: 'turn',
    });
    return { ...trigger, offsetMs: moved, jitter: sources.length - 1 };
  });
  const tasks = model.tasks.map(
    (task, index): Task => ({
      ...task,
      variables: [{ name: 'DRAWN', source: index }],
      program: task.program.map((operation) => drawing(operation, how.draws[index]!)),
    }),
  );
  return { ...model, order: how.order, supplies, triggers, tasks, sources, starts };
}

function drawing(operation: Operation, what: string): Operation {
  if (operation.kind === 'spend' && what === 'cost') return { ...operation, cost: DRAWN };
  if (operation.kind === 'work' && what === 'work') return { ...operation, duration: DRAWN };
  if (operation.kind === 'await' && what === 'margin') return { ...operation, margin: DRAWN };
  return operation;
}
