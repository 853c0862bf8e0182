/**
 * Small systems of the two-task form: one waits for a level again and again, the other comes periodically, is skipped or
 * waits, and draws its cost. About half of them can starve one of the two, and chance often has a say in it.
 */
import fc from 'fast-check';
import type { Amount, Debt, Model, Operation } from '../../src/sim/model.ts';
import { constant, model, program, supply } from '../sim/build.ts';

const small = (min: number, max: number) => fc.integer({ min, max });
const DRAWN: Amount = { kind: 'computed', expression: { kind: 'variable', variable: 0 }, unit: 1, each: 1 };

const settings = fc.record({
  refill: small(1, 2),
  capacity: small(8, 16),
  debt: fc.constantFrom<Debt>({ kind: 'none' }, { kind: 'unlimited' }, { kind: 'clamp' }),
  threshold: small(3, 12),
  batch: small(1, 8),
  batchAlso: fc.option(small(1, 8), { nil: undefined }),
  gate: small(1, 8),
  period: small(2, 6),
  jitter: fc.constantFrom(0, 0, 1),
  costs: fc.uniqueArray(small(1, 9), { minLength: 1, maxLength: 3 }),
  weights: fc.tuple(small(1, 4), small(1, 4), small(1, 4)),
  skips: fc.boolean(),
  order: fc.constantFrom<Model['order'][]>('any', 'any', 'fair', 'priority'),
});

/** A model in milliseconds and grains. */
export const contended: fc.Arbitrary<Model> = settings.map((how) => {
  const batches = how.batchAlso === undefined ? [how.batch] : [how.batch, how.batchAlso];
  const giveUp = how.skips ? ({ atMost: constant(0), otherwise: 'stop' } as const) : {};
  const source = (task: number, purpose: string, values: readonly number[], weights: readonly number[]) => ({
    task,
    purpose,
    distribution: { kind: 'choice', values, weights: weights.slice(0, values.length) } as const,
    per: 'turn' as const,
  });
  return model({
    gridMs: 1,
    horizonMs: 10_000,
    order: how.order,
    supplies: [
      supply({
        capacityGrains: how.capacity,
        refill: { kind: 'continuous', grainsPerMs: how.refill },
        initial: { kind: 'any', choice: 0 },
        debt: how.debt,
      }),
    ],
    tasks: [taskOf('waiting', waiting(how.threshold)), taskOf('periodic', periodic(how.gate, giveUp))],
    triggers: [
      { path: [], task: 0, kind: 'always' },
      {
        path: [],
        task: 1,
        kind: 'every',
        periodMs: how.period,
        offsetMs: { kind: 'any', choice: 1 },
        ...(how.jitter > 0 && { jitter: 2 }),
      },
    ],
    sources: [
      source(0, 'BATCH', batches, how.weights),
      source(1, 'COST', how.costs, how.weights),
      ...(how.jitter > 0 ? [source(1, 'jitter', [0, 1], how.weights)] : []),
    ],
    starts: [
      { label: 'level', from: 0, step: 1, count: how.capacity + 1 },
      { label: 'offset', from: 1, step: 1, count: how.period },
    ],
  });
});

function taskOf(name: string, steps: readonly Operation[]): Model['tasks'][number] {
  const variables = [{ name: 'DRAWN', source: name === 'waiting' ? 0 : 1 }];
  return { name, path: [], priority: 0, whenBusy: 'skip', variables, program: steps };
}

function waiting(threshold: number): readonly Operation[] {
  const level = { kind: 'level', level: constant(threshold) } as const;
  return program(
    { kind: 'loop', counter: 0 },
    { kind: 'turn', counter: 0, exit: 7, forgets: [0] },
    { kind: 'await', supply: 0, target: level },
    { kind: 'spend', supply: 0, cost: DRAWN },
    { kind: 'progress', amount: constant(2) },
    { kind: 'work', duration: constant(1) },
    { kind: 'jump', to: 1 },
  );
}

function periodic(gate: number, giveUp: object): readonly Operation[] {
  const level = { kind: 'level', level: constant(gate) } as const;
  return program(
    { kind: 'await', supply: 0, target: level, ...giveUp },
    { kind: 'spend', supply: 0, cost: DRAWN, ...giveUp },
    { kind: 'progress', amount: constant(1) },
  );
}
