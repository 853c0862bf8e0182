/** Dispatchers: who of one list for several pools begins, and who does not though its pool is idle. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { dispatched, type TwinSystem } from './dispatch-twin.ts';
import { logRun } from './log.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const UNTIL_MS = 300;

/** Times are chosen so that no two runs come, or give up, at one instant: nobody's turn is open. */
const system: fc.Arbitrary<TwinSystem> = fc.gen().map((generate) => {
  const int = (min: number, max: number): number => generate(fc.integer, { min, max });
  const pools = Array.from({ length: int(1, 3) }, () => ({ slots: int(1, 3), passOver: int(0, 1) === 1 }));
  const tasks = Array.from({ length: int(2, 8) }, (_, index) => {
    const pool = int(0, pools.length - 1);
    return {
      everyMs: 10 * int(1, 4),
      offsetMs: 1 + index,
      workMs: 10 * int(1, 5) + int(0, 1) * int(0, 9),
      priority: int(0, 2),
      pool,
      slots: int(1, pools[pool]!.slots),
      patienceMs: int(0, 3) === 0 ? 10 * int(1, 4) : undefined,
    };
  });
  const everyMs = int(1, 25);
  const looks = int(0, 1) === 0 ? undefined : { everyMs, phaseMs: int(0, everyMs - 1) };
  return {
    pools,
    tasks,
    looksAt: int(1, 5),
    order: int(0, 1) === 0 ? 'fifo' : 'priority',
    skipsFull: int(0, 1) === 1,
    looks,
  };
});

function textOf({ pools, tasks, looksAt, order, skipsFull, looks }: TwinSystem): string {
  const names = pools.map((_, pool) => `p${pool}`);
  const every = looks === undefined ? '' : `, every: ${looks.everyMs}ms, phase: ${looks.phaseMs}ms`;
  return [
    `quotasim: 1\nhorizon: ${UNTIL_MS}ms\npools:\n`,
    ...pools.map(({ slots, passOver }, pool) => `  p${pool}: { slots: ${slots}, passOver: ${passOver} }\n`),
    `dispatchers:\n  d: { pools: [${names.join(', ')}], looksAt: ${looksAt}, order: ${order}, skipsFull: ${skipsFull}${every} }\n`,
    'tasks:\n',
    ...tasks.map(({ everyMs, offsetMs, workMs, priority, pool, slots, patienceMs }, task) => {
      const patience = patienceMs === undefined ? '' : `, atMost: ${patienceMs}ms, otherwise: stop`;
      const steps = `[acquire: { p${pool}: ${slots}${patience} }, work: ${workMs}ms, progress]`;
      return `  t${task}: { trigger: { every: ${everyMs}ms, offset: ${offsetMs}ms }, whenBusy: skip, priority: ${priority}, steps: ${steps} }\n`;
    }),
  ].join('');
}

function holdsIn(text: string): readonly string[] {
  const { lines } = logRun(loadScenario(text, { file: 'dispatch.yaml' }).worlds[0]!.model);
  return lines.filter((line) => line.includes(' holds '));
}

describe('a dispatcher', () => {
  it('hands out slots as its words say, to the millisecond', () => {
    let handed = 0;
    fc.assert(
      fc.property(system, (one) => {
        const twin = dispatched(one, UNTIL_MS);
        handed += twin.length;
        expect(holdsIn(textOf(one))).toEqual(twin);
      }),
      { numRuns: LONG ? 20_000 : 40, endOnFailure: true },
    );
    expect(handed).toBeGreaterThan(LONG ? 200_000 : 400);
  });
});
