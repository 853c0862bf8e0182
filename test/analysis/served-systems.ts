/** The small random systems with lines, lock-outs, refused calls and limits on waits; with nothing left open, or with chance. */
import fc from 'fast-check';
import type { Model, Operation, Supply } from '../../src/sim/model.ts';
import type { Retry } from '../../src/sim/supplies/retry.ts';
import { constant } from '../sim/build.ts';
import { closedSystem } from './closed-systems.ts';
import { system } from './systems.ts';

const small = (min: number, max: number) => fc.integer({ min, max });

const admission = fc.record({
  turn: fc.constantFrom<Supply['turn']>(undefined, 'fifo', 'fifo', 'priority', 'fair'),
  lockout: fc.option(fc.record({ below: small(1, 6), more: small(0, 6) }), { freq: 2, nil: undefined }),
  refused: fc.option(fc.record({ grains: small(0, 2), hint: fc.constantFrom('none', 'retry-after', 'reset') }), {
    nil: undefined,
  }),
});
type Admission = typeof admission extends fc.Arbitrary<infer Value> ? Value : never;

const retry: fc.Arbitrary<Retry> = fc.record(
  {
    attempts: small(1, 4),
    waitMs: small(1, 5),
    backoff: fc.constantFrom('fixed', 'exponential'),
    capMs: small(5, 12),
    honourHint: fc.boolean(),
  },
  { requiredKeys: ['waitMs', 'backoff', 'capMs', 'honourHint'] },
);

/** What becomes of each step that asks for tokens, in their order and round again. */
const asked = fc.record({
  calls: fc.boolean(),
  retry: fc.option(retry, { freq: 4, nil: undefined }),
  limitMs: fc.option(small(0, 9), { freq: 2, nil: undefined }),
  otherwise: fc.constantFrom('stop', 'fail', 'continue'),
});
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

function admitting(supply: Supply, { turn, lockout, refused }: Admission): Supply {
  const { capacityGrains } = supply;
  const locks = lockout && {
    belowGrains: Math.min(lockout.below, capacityGrains),
    untilGrains: Math.min(lockout.below + lockout.more, capacityGrains),
  };
  return { ...supply, ...(turn && { turn }), ...(locks && { lockout: locks }), ...(refused && { refused }) };
}

function asking(operation: Operation, how: Asked, supplies: readonly Supply[]): Operation {
  if (operation.kind !== 'spend' && operation.kind !== 'await') return operation;
  const limit = how.limitMs === undefined ? {} : { giveUpIfLongerThan: constant(how.limitMs) };
  if (operation.kind === 'spend' && how.calls) {
    const { path, supply, cost } = operation;
    const again = how.retry && { retry: how.retry };
    return { kind: 'call', path, supply, cost, ...again, ...limit, otherwise: how.otherwise };
  }
  const { poll, ...rest } = operation;
  // Who stands in line does not poll.
  const looks = poll && supplies[operation.supply]!.turn === undefined ? { poll } : {};
  return { ...rest, ...looks, ...limit, ...(how.limitMs !== undefined && { otherwise: how.otherwise }) };
}

function serving(of: fc.Arbitrary<Model>): fc.Arbitrary<Model> {
  return fc
    .record({ of, admissions: fc.tuple(admission, admission), asks: fc.array(asked, { minLength: 1, maxLength: 6 }) })
    .map(({ of: plain, admissions, asks }): Model => {
      const supplies = plain.supplies.map((supply, index) => admitting(supply, admissions[index]!));
      let next = 0;
      const tasks = plain.tasks.map((task) => ({
        ...task,
        program: task.program.map((operation) => asking(operation, asks[next++ % asks.length]!, supplies)),
      }));
      return { ...plain, supplies, tasks };
    });
}

export const servedSystem: fc.Arbitrary<Model> = serving(system);
export const closedServedSystem: fc.Arbitrary<Model> = serving(closedSystem);
