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

  const HEAD = 'quotasim: 1\nhorizon: 60ms\norder: priority\n';
  const heldBy = (text: string, name: string): readonly string[] =>
    holdsIn(`${HEAD}${text}`).filter((line) => line.includes(` ${name} `));
  const SENSORS = `
tasks:
  s0: { trigger: always, pool: a, priority: 9, steps: [work: 5ms, progress] }
  s1: { trigger: always, pool: a, priority: 8, steps: [work: 5ms, progress] }
  s2: { trigger: always, pool: a, priority: 7, steps: [work: 5ms, progress] }
  low: { trigger: { every: 10ms, offset: 1ms }, whenBusy: skip, pool: b, steps: [work: 1ms, progress] }
`;

  it('hides a run whose pool is idle behind runs of a pool that is full', () => {
    const pools = 'pools: { a: { slots: 1 }, b: { slots: 1 } }\n';
    const dispatcher = (more: string): string => `dispatchers: { d: { pools: [a, b], order: priority, ${more} } }`;
    expect(heldBy(`${pools}${dispatcher('looksAt: 1')}${SENSORS}`, 'low')).toEqual([]);
    // One that ends comes back behind the slot that it gave on: for a moment a single one waits.
    const between = [5, 15, 25, 35, 45, 55].map((atMs) => `${atMs} low holds b`);
    expect(heldBy(`${pools}${dispatcher('looksAt: 2')}${SENSORS}`, 'low')).toEqual(between);
    const idle = [1, 11, 21, 31, 41, 51].map((atMs) => `${atMs} low holds b`);
    expect(heldBy(`${pools}${dispatcher('looksAt: 3')}${SENSORS}`, 'low')).toEqual(idle);
    expect(heldBy(`${pools}${dispatcher('looksAt: 1, skipsFull: true')}${SENSORS}`, 'low')).toEqual(idle);
    expect(heldBy(`${pools}${SENSORS}`, 'low')).toEqual(idle);
  });

  it('that looks at times of its own sees a pool that is not full, and hides others behind it, whatever it skips', () => {
    const pools = 'pools: { a: { slots: 1 }, b: { slots: 1 } }\n';
    const dispatcher =
      'dispatchers: { d: { pools: [a, b], order: priority, looksAt: 3, skipsFull: true, every: 10ms } }';
    // Runs of 5 ms: at each look the slot of a is free.
    expect(heldBy(`${pools}${dispatcher}${SENSORS}`, 'low')).toEqual([]);
    expect(heldBy(`${pools}${dispatcher}${SENSORS.replaceAll('5ms', '15ms')}`, 'low')).toEqual([
      '20 low holds b',
      '40 low holds b',
    ]);
    expect(heldBy(`${pools}${dispatcher.replace('3', '4')}${SENSORS}`, 'low').length).toBe(5);
  });

  it('looks on when one that comes fills its pool, so that those who waited for it are looked past', () => {
    const text = `
pools: { a: { slots: 2, passOver: true }, b: { slots: 1 } }
dispatchers: { d: { pools: [a, b], looksAt: 1, order: priority, skipsFull: true } }
tasks:
  holds: { trigger: { every: 1s, offset: 0 }, whenBusy: skip, pool: a, priority: 3, steps: [work: 50ms, progress] }
  wants: { trigger: { every: 1s, offset: 1ms }, whenBusy: skip, pool: { a: 2 }, priority: 2, steps: [work: 5ms, progress] }
  other: { trigger: { every: 1s, offset: 2ms }, whenBusy: skip, pool: b, priority: 1, steps: [work: 5ms, progress] }
  fills: { trigger: { every: 1s, offset: 7ms }, whenBusy: skip, pool: a, priority: 4, steps: [work: 5ms, progress] }
`;
    expect(heldBy(text, 'other')).toEqual(['7 other holds b']);
  });
});
