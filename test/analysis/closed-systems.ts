/** The small random systems, with nothing left open: each has one run. */
import fc from 'fast-check';
import type { Model, Trigger } from '../../src/sim/model.ts';
import { system } from './systems.ts';

/** The random systems, with nothing left open: one run at a time of each task, no two of one priority. */
export const closedSystem: fc.Arbitrary<Model> = fc
  .record({
    of: system,
    horizonMs: fc.integer({ min: 500, max: 6_000 }),
    polls: fc.constantFrom('compute', 'simulate'),
    busy: fc.array(fc.constantFrom('skip', 'queue all'), { minLength: 3, maxLength: 3 }),
    // Few periods, so that they meet again within the horizon.
    periods: fc.array(fc.constantFrom(4, 6, 8, 12, 24), { minLength: 3, maxLength: 3 }),
    everyMs: fc.constantFrom(1, 2, 3, 8),
    counts: fc.array(fc.constantFrom(1, 1, 1, 2), { minLength: 3, maxLength: 3 }),
    pauses: fc.array(fc.constantFrom(0, 0, 3), { minLength: 3, maxLength: 3 }),
  })
  .map(({ of, horizonMs, polls, busy, periods, everyMs, counts, pauses }): Model => {
    const supplies = of.supplies.map(({ refill, ...rest }) => ({
      ...rest,
      refill:
        refill.kind === 'continuous'
          ? refill
          : { ...refill, everyMs, phaseMs: { kind: 'fixed', value: everyMs >> 1 } as const },
    }));
    const tasks = of.tasks.map((one, index) => ({ ...one, priority: index, whenBusy: busy[index]! }));
    const triggers = of.triggers.map((one, index): Trigger => {
      const [count, pauseMs] = [counts[index]!, pauses[index]!];
      if (one.kind === 'every') return { ...one, periodMs: periods[index]!, ...(count > 1 && { count }) };
      return one.kind === 'always' && pauseMs > 0 ? { ...one, kind: 'pause', pauseMs } : one;
    });
    return { ...of, horizonMs, polls, order: 'priority', supplies, tasks, triggers };
  });
