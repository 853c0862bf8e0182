/** Small random systems, milliseconds and grains so small that everything can be recounted one millisecond at a time. */
import fc from 'fast-check';
import type { Amount, Debt, Model, Operation, Refill, Supply, Trigger } from '../../src/sim/model.ts';
import { NEVER } from '../../src/sim/time.ts';
import { constant, lock, model, program, supply } from '../sim/build.ts';

/** `Operation` without its path, for each kind. */
type Step = Operation extends infer Each ? (Each extends Operation ? Omit<Each, 'path'> : never) : never;

const small = (min: number, max: number) => fc.integer({ min, max });

const waiting: fc.Arbitrary<{ readonly atMost?: Amount; readonly otherwise?: 'stop' | 'fail' | 'continue' }> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  fc.record({
    atMost: fc.constantFrom(0, 3, 12).map(constant),
    otherwise: fc.constantFrom('stop', 'fail', 'continue'),
  }),
);

const poll = fc
  .record({
    everyMs: small(1, 6),
    when: fc.constantFrom('fixed', 'due', 'reckoned'),
    reckons: fc.record({ grains: small(1, 3), everyMs: small(1, 4), atLeastMs: small(1, 6) }),
    cost: fc.constantFrom(0, 0, 1).map(constant),
    charged: fc.constantFrom('before', 'after'),
  })
  .map(({ when, reckons, everyMs, ...rest }) => ({
    ...rest,
    everyMs,
    orWhenDue: when !== 'fixed',
    ...(when === 'reckoned' && { reckons: { ...reckons, atLeastMs: Math.min(everyMs, reckons.atLeastMs) } }),
  }));

const ask: fc.Arbitrary<Step[]> = fc
  .record({
    supply: small(0, 1),
    other: small(0, 1),
    gate: small(1, 14),
    cost: small(1, 10),
    polled: fc.option(poll, { nil: undefined }),
    margin: small(0, 2),
    waiting,
    spendWaiting: waiting,
    gated: fc.boolean(),
  })
  .map((one): Step[] => {
    const spend: Step = {
      kind: 'spend',
      supply: one.gated ? one.other : one.supply,
      cost: constant(one.cost),
      ...one.spendWaiting,
    };
    if (!one.gated) return [spend];
    const target = { kind: 'level', level: constant(one.gate) } as const;
    const polled = one.polled === undefined ? {} : { poll: one.polled };
    return [
      { kind: 'await', supply: one.supply, target, margin: constant(one.margin), ...polled, ...one.waiting },
      spend,
    ];
  });

const step: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 3, arbitrary: ask },
  { weight: 2, arbitrary: small(1, 9).map((ms): Step[] => [{ kind: 'work', duration: constant(ms) }]) },
  { weight: 2, arbitrary: small(1, 3).map((amount): Step[] => [{ kind: 'progress', amount: constant(amount) }]) },
  { weight: 1, arbitrary: waiting.map((how): Step[] => [{ kind: 'acquire', lock: 0, ...how }]) },
  { weight: 1, arbitrary: fc.constant<Step[]>([{ kind: 'release', lock: 0 }]) },
  { weight: 1, arbitrary: fc.constant<Step[]>([{ kind: 'acquire', lock: 1 }]) },
);

const steps = fc.array(step, { minLength: 1, maxLength: 4 }).map((some) => some.flat());

const task = fc.record({ steps, whenBusy: fc.constantFrom('skip', 'queue all', 'allow'), priority: small(0, 2) });

const trigger = fc.oneof(
  { weight: 4, arbitrary: fc.record({ periodMs: small(4, 30), offsetMs: small(0, 9) }) },
  { weight: 1, arbitrary: fc.constant('always' as const) },
);

const refill: fc.Arbitrary<Refill> = fc.oneof(
  small(0, 2).map((grainsPerMs): Refill => ({ kind: 'continuous', grainsPerMs })),
  fc.record({ grains: small(1, 6), everyMs: small(1, 9) }).map(({ grains, everyMs }): Refill => {
    return { kind: 'stepwise', grains, everyMs, phaseMs: { kind: 'fixed', value: everyMs >> 1 } };
  }),
);

const debt: fc.Arbitrary<Debt> = fc.constantFrom(
  { kind: 'none' },
  { kind: 'unlimited' },
  { kind: 'clamp' },
  { kind: 'limited', grains: 4 },
);

const bucket: fc.Arbitrary<Supply> = fc
  .record({ capacityGrains: small(6, 20), initial: small(0, 6), refill, debt })
  .map(({ initial, ...rest }) => supply({ ...rest, initial: { kind: 'fixed', value: initial } }));

/** Two supplies, a lock with a short lease, a pool, and up to three tasks, for 150 ms. */
export const system: fc.Arbitrary<Model> = fc
  .record({
    supplies: fc.tuple(bucket, bucket),
    leaseMs: fc.constantFrom(NEVER, 7),
    permits: small(1, 2),
    tasks: fc.array(fc.tuple(task, trigger), { minLength: 1, maxLength: 3 }),
    warmupMs: fc.constantFrom(0, 0, 50),
  })
  .map(({ supplies, leaseMs, permits, tasks, warmupMs }) =>
    model({
      horizonMs: 150,
      warmupMs,
      order: 'any',
      supplies: supplies.map((one, index) => ({ ...one, name: `supply${index}` })),
      locks: [lock({ leaseMs }), lock({ name: 'pool', kind: 'pool', permits })],
      tasks: tasks.map(([{ steps: some, ...one }, when], index) => ({
        ...one,
        path: [],
        variables: [],
        name: `task${index}`,
        // A run that takes no time and starts again at once would go round for ever.
        program: program(...(when === 'always' ? [{ kind: 'work', duration: constant(1) } as const] : []), ...some),
      })),
      triggers: tasks.map(([, when], index) => triggerOf(index, when)),
    }),
  );

function triggerOf(index: number, when: 'always' | { readonly periodMs: number; readonly offsetMs: number }): Trigger {
  if (when === 'always') return { path: [], task: index, kind: 'always' };
  const offsetMs = { kind: 'fixed', value: when.offsetMs } as const;
  return { path: [], task: index, kind: 'every', periodMs: when.periodMs, offsetMs };
}

/** The operations of a model, flat, as an observer's `operation` refers to them. */
export function operationsOf({ tasks }: Model): readonly Operation[] {
  return tasks.flatMap(({ program: one }) => one);
}
