/** Random closed systems around one supply of each kind: periodic tasks that spend from it, wait or give up, or are always back. */
import fc from 'fast-check';
import type { Model, Refill, Supply, Task, Trigger } from '../../../src/sim/model.ts';
import { always, constant, every, model, supply, task } from '../build.ts';

const RULE = { zone: 'UTC', epochMs: 0, timeOfDayMs: 0, day: 'every' } as const;

/** Every kind of refill, with times of a few milliseconds. */
export const REFILLS: Readonly<Record<Refill['kind'], fc.Arbitrary<Refill>>> = {
  continuous: fc.integer({ min: 0, max: 2 }).map((grainsPerMs) => ({ kind: 'continuous', grainsPerMs })),
  stepwise: fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), fc.nat(8))
    .map(([grains, everyMs, phase]) => {
      return { kind: 'stepwise', grains, everyMs, phaseMs: { kind: 'fixed', value: phase % everyMs } } as const;
    }),
  'first-use': fc.integer({ min: 1, max: 15 }).map((everyMs) => ({ kind: 'first-use', everyMs })),
  sliding: fc.integer({ min: 1, max: 15 }).map((everyMs) => ({ kind: 'sliding', everyMs })),
  calendar: fc.tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 })).map(([first, periodMs]) => {
    const firstMs = ((first - 1) % periodMs) + 1;
    return { kind: 'calendar', resets: { periodMs, firstMs, spanMs: periodMs, rule: RULE } } as const;
  }),
  returned: fc.constant({ kind: 'returned' }),
};

export const KINDS = Object.keys(REFILLS) as Refill['kind'][];

export function systemOf(kind: Refill['kind']): fc.Arbitrary<Model> {
  return fc
    .record({
      refill: REFILLS[kind],
      capacityGrains: fc.integer({ min: 1, max: 9 }),
      full: fc.boolean(),
      tasks: fc.array(taskPart, { minLength: 1, maxLength: 4 }),
    })
    .map(({ refill, capacityGrains, full, tasks }) => {
      const isLent = kind === 'returned';
      const initial = full || isLent ? capacityGrains : Math.floor(capacityGrains / 2);
      const spec: Supply = supply({
        capacityGrains,
        refill,
        initial: { kind: 'fixed', value: initial },
        debt: { kind: 'none' },
        ...(isLent && { settled: true as const }),
      });
      const parts = tasks.map((part, index) => written(part, index, isLent));
      return model({
        horizonMs: 80,
        supplies: [spec],
        tasks: parts.map((part) => part.task),
        triggers: parts.map((part) => part.trigger),
      });
    });
}

type Part = typeof taskPart extends fc.Arbitrary<infer Value> ? Value : never;
const taskPart = fc.record({
  cost: fc.integer({ min: 1, max: 9 }),
  awaits: fc.option(fc.integer({ min: 1, max: 9 })),
  atMost: fc.option(fc.integer({ min: 0, max: 12 })),
  period: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4 }),
  offset: fc.nat(5),
  lasts: fc.integer({ min: 1, max: 9 }),
});

function written(part: Part, index: number, isLent: boolean): { readonly task: Task; readonly trigger: Trigger } {
  const limit = part.atMost === null ? {} : { atMost: constant(part.atMost), otherwise: 'stop' as const };
  const cost = constant(part.cost);
  const work = { kind: 'work', duration: constant(part.lasts) } as const;
  const steps: Parameters<typeof task>[1] = [
    ...(part.awaits === null
      ? []
      : [{ kind: 'await', supply: 0, target: { kind: 'level', level: constant(part.awaits) }, ...limit } as const]),
    { kind: 'spend', supply: 0, cost, ...limit },
    ...(isLent || part.period === null ? [work] : []),
    ...(isLent ? [{ kind: 'settle', supply: 0, estimate: cost, actual: 'held' } as const] : []),
    { kind: 'progress', amount: constant(1) },
  ];
  // Whoever gives up and is always back would go round at one instant.
  const first = part.period === null && part.atMost !== null ? [{ kind: 'work', duration: constant(1) } as const] : [];
  return {
    task: task(`t${index}`, [...first, ...steps], { priority: -index, whenBusy: 'skip' }),
    trigger: part.period === null ? always(index) : every(index, part.period, part.offset),
  };
}
