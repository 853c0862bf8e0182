/**
 * Random systems in the shapes that rules speak of: tasks that take from one supply, always or periodically, waiting or
 * skipped. Milliseconds and grains so small that amounts collide and every edge is met often.
 */
import fc from 'fast-check';
import type {
  Amount,
  Debt,
  Model,
  Operation,
  Poll,
  Refill,
  Source,
  Start,
  StartChoice,
  Task,
  Trigger,
} from '../../../src/sim/model.ts';
import { constant, model, program, supply } from '../../sim/build.ts';

const small = (min: number, max: number) => fc.integer({ min, max });
/** A value in so many of ten cases. */
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>, ofTen: number) =>
  fc.oneof({ weight: ofTen, arbitrary }, { weight: 10 - ofTen, arbitrary: fc.constant(undefined) });

export interface TakerText {
  readonly always: boolean;
  readonly period: number;
  readonly offset: number | undefined;
  readonly jitter: number;
  readonly whenBusy: 'skip' | 'queue all';
  readonly gate: number | undefined;
  readonly costs: readonly number[];
  readonly skips: boolean;
  readonly margin: number;
  readonly poll: { readonly every: number; readonly orWhenDue: boolean; readonly cost: number } | undefined;
  readonly workBefore: number;
  readonly work: number;
  readonly priority: number;
}

const taker: fc.Arbitrary<TakerText> = fc.record({
  always: fc.boolean(),
  period: small(1, 8),
  offset: sometimes(small(0, 8), 4),
  jitter: fc.constantFrom(0, 0, 0, 0, 1),
  whenBusy: fc.constantFrom('skip', 'skip', 'skip', 'queue all'),
  gate: sometimes(small(1, 18), 8),
  costs: fc.uniqueArray(small(1, 12), { minLength: 1, maxLength: 2 }).map((costs) => costs.toSorted((a, b) => a - b)),
  skips: fc.boolean(),
  margin: fc.constantFrom(0, 0, 0, 0, 2),
  poll: sometimes(fc.record({ every: small(1, 4), orWhenDue: fc.boolean(), cost: fc.constantFrom(0, 0, 0, 1) }), 2),
  workBefore: fc.constantFrom(0, 0, 0, 1),
  work: fc.constantFrom(0, 1, 1, 2, 3),
  priority: small(0, 1),
});

const bucket = fc.record({
  capacity: small(8, 22),
  refill: small(1, 3),
  every: fc.constantFrom(1, 1, 2, 3),
  phase: small(0, 2),
  debt: fc.constantFrom<Debt>(
    { kind: 'none' },
    { kind: 'unlimited' },
    { kind: 'unlimited' },
    { kind: 'clamp' },
    { kind: 'limited', grains: 4 },
  ),
  initial: sometimes(small(0, 22), 4),
});

export interface System {
  readonly bucket: typeof bucket extends fc.Arbitrary<infer Value> ? Value : never;
  readonly tasks: readonly TakerText[];
  readonly order: Model['order'];
}

/** Two tasks, sometimes three; at least one that always wants more, more often than not. */
export const system: fc.Arbitrary<System> = fc.record({
  bucket,
  tasks: fc
    .tuple(taker, taker, sometimes(taker, 2))
    .map(([one, other, third]) => [
      { ...one, always: one.always || other.always },
      other,
      ...(third === undefined ? [] : [third]),
    ]),
  order: fc.constantFrom<Model['order'][]>('any', 'any', 'fair', 'priority'),
});

/** One that always wants more and one that comes every so often, and nothing that a closed form would shy away from. */
export const plainSystem: fc.Arbitrary<System> = system.map(({ bucket: one, tasks, order }) => {
  const plain = { jitter: 0, poll: undefined, margin: 0, workBefore: 0, offset: undefined };
  const [first, second] = tasks as readonly [TakerText, TakerText];
  return {
    order,
    bucket: { ...one, initial: undefined },
    tasks: [
      { ...first, ...plain, always: true, costs: first.costs.slice(0, 1), work: Math.min(first.work, 1) },
      { ...second, ...plain, always: false, whenBusy: 'skip', work: 0 },
    ],
  };
});

/** The model of a system. */
export function modelOf({ bucket: one, tasks, order }: System): Model {
  const starts: StartChoice[] = [];
  const any = (label: string, from: number, count: number): Start => {
    starts.push({ label, from, step: 1, count });
    return { kind: 'any', choice: starts.length - 1 };
  };
  const start = (label: string, fixed: number | undefined, from: number, count: number): Start =>
    fixed === undefined ? any(label, from, count) : { kind: 'fixed', value: fixed };
  const sources: Source[] = tasks.map(({ costs }, task) => {
    return { task, purpose: 'COST', distribution: { kind: 'choice', values: costs }, per: 'turn' };
  });
  const refill: Refill =
    one.every === 1
      ? { kind: 'continuous', grainsPerMs: one.refill }
      : {
          kind: 'stepwise',
          grains: one.refill,
          everyMs: one.every,
          phaseMs: { kind: 'fixed', value: one.phase % one.every },
        };
  const initial = one.initial === undefined ? undefined : Math.min(one.initial, one.capacity);
  const triggers = tasks.map((each, task): Trigger => {
    if (each.always) return { path: [], task, kind: 'always' };
    const offsetMs = start(`offset ${task}`, each.offset, 1, each.period);
    const jittered = each.jitter > 0 && each.period > each.jitter;
    if (jittered) {
      sources.push({
        task,
        purpose: 'jitter',
        distribution: { kind: 'choice', values: [0, each.jitter] },
        per: 'turn',
      });
    }
    return {
      path: [],
      task,
      kind: 'every',
      periodMs: each.period,
      offsetMs,
      ...(jittered && { jitter: sources.length - 1 }),
    };
  });
  return model({
    gridMs: 1,
    horizonMs: 1000,
    order,
    supplies: [
      supply({
        capacityGrains: one.capacity,
        refill,
        initial: start('level', initial, 0, one.capacity + 1),
        debt: one.debt,
      }),
    ],
    tasks: tasks.map(taskOf),
    triggers,
    sources,
    starts,
  });
}

/** `Operation` without its path, for each kind. */
type Step = Operation extends infer Each ? (Each extends Operation ? Omit<Each, 'path'> : never) : never;

function taskOf(text: TakerText, index: number): Task {
  const { always, gate, costs, margin, whenBusy, workBefore, work, priority } = text;
  const skips = !always && text.skips;
  const poll: Poll | undefined = text.poll && {
    everyMs: text.poll.every,
    orWhenDue: text.poll.orWhenDue,
    cost: constant(text.poll.cost),
    charged: 'before',
  };
  const waiting = {
    ...(margin > 0 && { margin: constant(margin) }),
    ...(poll !== undefined && { poll }),
    ...(skips && ({ atMost: constant(0), otherwise: 'stop' } as const)),
  };
  const first = costs[0]!;
  const cost: Amount =
    costs.length === 1
      ? constant(first)
      : { kind: 'computed', expression: { kind: 'variable', variable: 0 }, unit: 1, each: 1 };
  const steps: Step[] = [
    ...(workBefore > 0 ? [{ kind: 'work', duration: constant(workBefore) } as const] : []),
    ...(gate === undefined
      ? []
      : [{ kind: 'await', supply: 0, target: { kind: 'level', level: constant(gate) }, ...waiting } as const]),
    { kind: 'spend', supply: 0, cost, ...waiting },
    { kind: 'progress', amount: constant(1) },
    // Without any work it would go round at one instant as long as there is something to take.
    ...(work > 0 || (always && workBefore === 0)
      ? [{ kind: 'work', duration: constant(Math.max(1, work)) } as const]
      : []),
  ];
  const operations: readonly Operation[] = always
    ? program(
        { kind: 'loop', counter: 0 },
        { kind: 'turn', counter: 0, exit: steps.length + 3, forgets: [0] },
        ...steps,
        { kind: 'jump', to: 1 },
      )
    : program(...steps);
  return {
    name: `task${index}`,
    path: ['tasks', `task${index}`],
    priority,
    whenBusy,
    variables: [{ name: 'COST', source: index }],
    program: operations,
  };
}
