/**
 * Arbitraries for what a scenario is made of, as the plain data that a document holds: small numbers, so that things collide
 * and a state space stays small enough to be proved. They shrink to fewer tasks, steps and tokens.
 *
 * @module
 */
import fc from 'fast-check';
import type { Scenario } from '../scenarios/scenario.ts';

/** A part of a scenario as a document holds it. */
export type Part = Readonly<Record<string, unknown>>;

const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const minutes = (min: number, max: number): fc.Arbitrary<string> => whole(min, max).map((count) => `${count}m`);

/**
 * A token bucket of a few tokens, with or without debt.
 *
 * @example
 * fc.assert(fc.property(supply(), (one) => …));
 */
export function supply(): fc.Arbitrary<Part> {
  return fc
    .record({
      // More than any task of these asks for: what can never be served is found without trying.
      capacity: whole(6, 12),
      refill: fc.record({ tokens: whole(1, 3), every: minutes(1, 3) }),
      debt: fc.constantFrom('none', 'unlimited'),
      full: fc.boolean(),
    })
    .map(({ full, ...rest }) => ({ model: 'token-bucket', ...rest, initial: full ? rest.capacity : 0 }));
}

/**
 * A lock with one or two permits, with or without a lease.
 *
 * @example
 * fc.assert(fc.property(lock(), (one) => …));
 */
export function lock(): fc.Arbitrary<Part> {
  return fc.record({
    permits: whole(1, 2),
    order: fc.constantFrom('fifo', 'any'),
    lease: fc.oneof(fc.constant('none'), minutes(5, 15)),
  });
}

/** The names that a task may use. */
export interface TaskNames {
  readonly supplies: readonly string[];
  readonly locks?: readonly string[];
}

/**
 * A task that waits for a level, spends and makes progress, by a period or again and again; at times it holds a lock meanwhile.
 *
 * @example
 * fc.assert(fc.property(task({ supplies: ['api'] }), (one) => …));
 */
export function task({ supplies, locks = [] }: TaskNames): fc.Arbitrary<Part> {
  const trigger = fc.oneof(fc.record({ every: minutes(3, 12), offset: fc.constant(0) }), fc.constant('always'));
  const asks = fc
    .record({ name: fc.constantFrom(...supplies), gate: whole(0, 6), cost: whole(1, 4) })
    .map(({ name, gate, cost }): unknown[] => [
      ...(gate > 0 ? [{ await: { [name]: gate } }] : []),
      { spend: { [name]: cost } },
    ]);
  const held = locks.length === 0 ? fc.constant(undefined) : fc.option(fc.constantFrom(...locks), { nil: undefined });
  return fc
    .record({ trigger, asks, held, work: minutes(1, 3) })
    .map(({ trigger: starts, asks: steps, held: held_, work }) => ({
      trigger: starts,
      ...(starts !== 'always' && { whenBusy: 'skip' }),
      // Whoever begins again at once must let time pass.
      steps: [...(held_ === undefined ? [] : [{ acquire: held_ }]), ...steps, 'progress', { work }],
    }));
}

export interface ScenarioPartsOptions {
  /** Default: 3. */
  readonly tasksMax?: number;
}

/**
 * A whole scenario: a supply, at times a lock, and one to three tasks.
 *
 * @example
 * everyScenario(scenarioParts(), (one) => expect(one).toBeLive());
 */
export function scenarioParts({ tasksMax = 3 }: ScenarioPartsOptions = {}): fc.Arbitrary<Part> {
  return fc.boolean().chain((locked) => {
    const one = task({ supplies: ['api'], locks: locked ? ['lock'] : [] });
    return fc
      .record({ api: supply(), lock: lock(), tasks: fc.array(one, { minLength: 1, maxLength: tasksMax }) })
      .map(({ api, lock: held, tasks }) => ({
        quotasim: 1,
        horizon: '1d',
        grid: '1m',
        supplies: { api },
        ...(locked && { locks: { lock: held } }),
        tasks: Object.fromEntries(tasks.map((each, index) => [`task${index + 1}`, each])),
      }));
  });
}

/**
 * Values for the parameters of a scenario within their ranges, as `loadScenario(text, { set })` takes them.
 *
 * @example
 * fc.property(config(scenario), (set) => judge(loadScenario(text, { set })).report.verdict !== 'fail');
 */
export function config({ lattices }: Scenario): fc.Arbitrary<Readonly<Record<string, string>>> {
  const values = ({ value, neighbour }: Scenario['lattices'][number]): string[] => {
    const steps = Array.from({ length: 2 * STEPS_MAX + 1 }, (_, index) => index - STEPS_MAX);
    return steps.flatMap((step) => (step === 0 ? value : neighbour(step)) ?? []);
  };
  return fc.record(Object.fromEntries(lattices.map((one) => [one.name, fc.constantFrom(...values(one))])));
}

/** A parameter moves by at most as many steps of its range. */
const STEPS_MAX = 50;
