/** Many runs of one task at once: a queue at a pool, against Lindley's recursion on the same draws. */
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { type Distribution, quantileOf } from '../../src/sim/numbers/distribution.ts';
import { sampler, stream } from '../../src/sim/numbers/random.ts';
import { constant, lock, model, task } from './build.ts';

const ARRIVALS = { kind: 'exponential', mean: 1_000 / 0.9 } as const;
const SERVICES = { kind: 'exponential', mean: 1_000 } as const;

function queue(horizonMs: number): Model {
  return model({
    horizonMs,
    order: 'any',
    locks: [lock({ kind: 'pool' })],
    tasks: [
      task(
        'customer',
        [
          { kind: 'acquire', lock: 0 },
          {
            kind: 'work',
            duration: { kind: 'computed', expression: { kind: 'variable', variable: 0 }, unit: 1, each: 1 },
          },
          { kind: 'progress', amount: constant(1) },
        ],
        { whenBusy: 'allow', variables: [{ name: 'service', source: 1 }] },
      ),
    ],
    triggers: [{ path: [], task: 0, kind: 'poisson', source: 0 }],
    sources: [
      { task: 0, purpose: 'arrival', per: 'run', distribution: ARRIVALS },
      { task: 0, purpose: 'service', per: 'run', distribution: SERVICES },
    ],
  });
}

/** Waits of the customers whose service begins before the horizon, by Lindley's recursion. */
function lindley(horizonMs: number, replication: number): number[] {
  const uniform = (purpose: string) => stream(['7', replication, 'customer', purpose]);
  const [arrivals, services] = [uniform('arrival'), uniform('service')];
  const draw = (distribution: Distribution, next: () => number) => Math.floor(quantileOf(distribution)(next()) + 0.5);
  const waits: number[] = [];
  let arrivesMs = 0;
  let freeMs = 0;
  for (;;) {
    arrivesMs += draw(ARRIVALS, arrivals);
    const beginsMs = Math.max(arrivesMs, freeMs);
    if (beginsMs >= horizonMs) return waits;
    waits.push(beginsMs - arrivesMs);
    freeMs = beginsMs + draw(SERVICES, services);
  }
}

describe('a queue at a pool', () => {
  it.each([0, 1, 2])(
    "has every customer wait as Lindley's recursion says, however many there are (replication %i)",
    (replication) => {
      const built = queue(3_000_000);
      const machine = assemble(built);
      // Two customers who come in the same millisecond go in the order in which they came, as the recursion has it.
      const choose = { ...sampler(machine, { seed: '7', replication }), turn: () => 0 };
      const waits: number[] = [];
      const nothing = () => {};
      const state = begin(machine, choose);
      run(machine, state, choose, {
        untilMs: built.horizonMs,
        observer: {
          instant: nothing,
          triggered: nothing,
          emitted: nothing,
          skipped: nothing,
          queued: nothing,
          dropped: nothing,
          started: nothing,
          ended: nothing,
          retried: nothing,
          redelivered: nothing,
          blocked: nothing,
          passed: (_task, _run, _operation, waitedMs) => waits.push(waitedMs),
          gaveUp: nothing,
          spent: nothing,
          called: nothing,
          refused: nothing,
          settled: () => {},
          refilled: () => {},
          changed: () => {},
          polled: nothing,
          held: nothing,
          released: nothing,
          expired: nothing,
          returned: nothing,
          orphaned: nothing,
          freed: nothing,
          working: nothing,
          progressed: nothing,
          arrived: nothing,
          took: nothing,
          pruned: nothing,
        },
      });
      expect(state.runsMax).toBeGreaterThan(16);
      expect(waits).toEqual(lindley(built.horizonMs, replication));
    },
  );
});
