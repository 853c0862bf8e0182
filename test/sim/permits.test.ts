/** What locks and pools mean, one example each: just under, at, just over. The scenarios are written as users write them. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { first, logRun } from './log.ts';

/** What happens in a scenario of a hundred milliseconds; who comes first in the document has the first turn. */
function story(text: string, choose = first): readonly string[] {
  const { model } = loadScenario(`quotasim: 1\nhorizon: 100ms\ngrid: 1ms\norder: priority\n${text}`, { file: 'x.yaml' })
    .worlds[0]!;
  return logRun(model, choose).lines;
}

/** Only the lines that say who holds something, or lost it. */
function holdings(text: string, choose = first): readonly string[] {
  return story(text, choose).filter((line) => / (holds|releases|loses|leaves|no more|returns) /.test(line));
}

const once = (task: string, atMs: number, steps: string, more = ''): string =>
  `  ${task}: { trigger: { every: 90ms, offset: ${atMs}ms }, whenBusy: skip${more}, steps: [${steps}] }\n`;

describe('several permits at once', () => {
  const both = (count: number): readonly string[] =>
    holdings(`pools: { p: { slots: 3 } }
tasks:
${once('a', 1, 'acquire: p, work: 10ms, release: p')}${once('b', 2, `acquire: { p: ${count} }, work: 1ms`)}`);

  it('are had at once where there are just as many, and else all of them later', () => {
    expect(both(2)).toEqual([
      '1 a holds p',
      '2 b holds p',
      '2 b holds p',
      '3 b releases p',
      '3 b releases p',
      '11 a releases p',
      '91 a holds p',
      '92 b holds p',
      '92 b holds p',
      '93 b releases p',
      '93 b releases p',
    ]);
    expect(both(3).slice(0, 5)).toEqual([
      '1 a holds p',
      '11 a releases p',
      '11 b holds p',
      '11 b holds p',
      '11 b holds p',
    ]);
  });

  it('come back together, by a release that need not say how many', () => {
    const lines = holdings(`locks: { l: { permits: 4 } }
tasks:
${once('a', 1, 'acquire: { l: 3 }, work: 5ms, release: l, work: 20ms')}${once('b', 2, 'acquire: { l: 2 }, release: { l: 1 }, work: 1ms')}`);
    expect(lines.slice(0, 9)).toEqual([
      '1 a holds l',
      '1 a holds l',
      '1 a holds l',
      '6 a releases l',
      '6 a releases l',
      '6 a releases l',
      '6 b holds l',
      '6 b holds l',
      '6 b releases l',
    ]);
  });
});

describe('a line', () => {
  // One slot is taken till 20; then large asks for two at 5 and small for one at 6.
  const line = (pool: string, priorities: readonly [number, number] = [0, 0]): readonly string[] =>
    story(`pools: { p: { slots: 2, ${pool} } }
tasks:
${once('a', 1, 'acquire: p, work: 19ms')}${once('large', 5, 'acquire: { p: 2 }, work: 1ms', `, priority: ${priorities[0]}`)}${once('small', 6, 'acquire: p, work: 1ms', `, priority: ${priorities[1]}`)}`).filter(
      (line) => line.includes('holds p') && Number(line.split(' ')[0]) < 90,
    );

  it.each([
    ['order: fifo', [0, 0], ['1 a holds p', '20 large holds p', '20 large holds p', '21 small holds p']],
    ['passOver: true', [0, 0], ['1 a holds p', '6 small holds p', '20 large holds p', '20 large holds p']],
    ['order: any', [0, 0], ['1 a holds p', '6 small holds p', '20 large holds p', '20 large holds p']],
    ['order: priority', [0, 0], ['1 a holds p', '20 large holds p', '20 large holds p', '21 small holds p']],
    ['order: priority', [0, 1], ['1 a holds p', '6 small holds p', '20 large holds p', '20 large holds p']],
    [
      'order: priority, prefetch: 1',
      [0, 1],
      ['1 a holds p', '20 large holds p', '20 large holds p', '21 small holds p'],
    ],
    [
      'order: priority, prefetch: 0',
      [1, 0],
      ['1 a holds p', '20 large holds p', '20 large holds p', '21 small holds p'],
    ],
  ] as const)('with %s and priorities %j serves them so', (pool, priorities, then) => {
    expect(line(pool, priorities)).toEqual(then);
  });

  it('by priority lets the higher in before the lower, but not before so many at its head', () => {
    const served = (prefetch: number): readonly string[] =>
      story(`pools: { p: { slots: 1, order: priority, prefetch: ${prefetch} } }
tasks:
${once('a', 1, 'acquire: p, work: 9ms')}${once('low', 2, 'acquire: p, work: 1ms')}${once('mid', 3, 'acquire: p, work: 1ms', ', priority: 1')}${once('high', 4, 'acquire: p, work: 1ms', ', priority: 2')}`)
        .filter((line) => line.includes('holds p') && Number(line.split(' ')[0]) < 90)
        .map((line) => line.split(' ')[1]!);
    expect(served(0)).toEqual(['a', 'high', 'mid', 'low']);
    expect(served(1)).toEqual(['a', 'low', 'high', 'mid']);
    expect(served(2)).toEqual(['a', 'low', 'mid', 'high']);
  });

  it('asks whose it is where anybody may be next', () => {
    const asked: number[] = [];
    const last = {
      ...first,
      turn(count: number) {
        asked.push(count);
        return count - 1;
      },
    };
    const lines = story(
      `locks: { l: { order: any } }
tasks:
${once('a', 1, 'acquire: l, work: 9ms', ', priority: 3')}${once('b', 2, 'acquire: l, work: 1ms', ', priority: 2')}${once('c', 3, 'acquire: l, work: 1ms', ', priority: 1')}`,
      last,
    ).filter((line) => line.includes('holds'));
    expect(lines.slice(0, 3)).toEqual(['1 a holds l', '10 c holds l', '11 b holds l']);
    expect(asked[0]).toBe(2);
  });

  it('goes on behind one who gives up', () => {
    expect(
      story(`pools: { p: { slots: 2 } }
tasks:
${once('a', 1, 'acquire: p, work: 50ms')}${once('large', 5, 'acquire: { p: 2, atMost: 10ms }')}${once('small', 6, 'acquire: p, work: 1ms')}`)
        .filter((line) => /gives up|small holds/.test(line))
        .slice(0, 2),
    ).toEqual(['15 small holds p', '15 large gives up after 10']);
  });
});

describe('a run that looks for a lock', () => {
  const looks = (freeMs: number, atMost = ''): readonly string[] =>
    story(`locks: { l: {} }
tasks:
${once('a', 1, `acquire: l, work: ${freeMs - 1}ms`)}${once('b', 5, `acquire: { l: 1, poll: { every: 10ms }${atMost} }, work: 1ms`)}`).filter(
      (line) => /b (holds|gives)/.test(line) && Number(line.split(' ')[0]) < 90,
    );

  it.each([
    [14, '15 b holds l'],
    [15, '15 b holds l'],
    [16, '25 b holds l'],
    [25, '25 b holds l'],
  ])('has it at its first look after it was free, at %i', (freeMs, then) => expect(looks(freeMs)).toEqual([then]));

  it('takes a last look when it gives up, and has no place in the line', () => {
    expect(looks(16, ', atMost: 12ms')).toEqual(['17 b holds l']);
    expect(looks(18, ', atMost: 12ms')).toEqual(['17 b gives up after 12']);
    const overtaken = story(`locks: { l: {} }
tasks:
${once('a', 1, 'acquire: l, work: 15ms')}${once('b', 2, 'acquire: { l: 1, poll: { every: 10ms } }')}${once('c', 3, 'acquire: l, work: 3ms')}`);
    expect(overtaken.filter((line) => / holds l/.test(line)).slice(0, 3)).toEqual([
      '1 a holds l',
      '16 c holds l',
      '22 b holds l',
    ]);
  });
});

describe('a lease', () => {
  const lease = (lock: string, work: number, choose = first): readonly string[] =>
    holdings(
      `locks: { l: { ${lock} } }\ntasks:\n${once('a', 1, `acquire: l, work: ${work}ms, release: l, work: 1ms`)}`,
      choose,
    ).filter((line) => Number(line.split(' ')[0]) < 90);

  it('that runs out is given back late by a holder who does not know', () => {
    expect(lease('lease: 10ms', 10)).toEqual(['1 a holds l', '11 a releases l']);
    expect(lease('lease: 10ms', 11)).toEqual(['1 a holds l', '11 a loses l', '12 a returns l, which it lost']);
  });

  it('is kept by renewing it, and lost after a renewal that is', () => {
    expect(lease('lease: 10ms, renew: { every: 4ms }', 50)).toEqual(['1 a holds l', '51 a releases l']);
    // The second renewal, due at 9, is lost: the lease runs from the first.
    let renewal = 0;
    const second = { ...first, amount: () => Number(++renewal === 2) };
    expect(lease('lease: 10ms, renew: { every: 4ms, lost: 1% }', 50, second)).toEqual([
      '1 a holds l',
      '15 a loses l',
      '51 a returns l, which it lost',
    ]);
    // Two more belong to the next run, which begins at 91.
    expect(renewal).toBe(4);
  });

  it('from when the start was due leaves less to who had to wait, and nothing to who waited that long', () => {
    const late = (waits: number): readonly string[] =>
      holdings(`locks: { l: { lease: 10ms, leaseFrom: enqueue } }\npools: { p: { slots: 1 } }
tasks:
${once('z', 1, `work: ${waits}ms`, ', pool: p')}${once('a', 1, 'acquire: l, work: 5ms', ', pool: p, priority: -1')}`).filter(
        (line) => line.includes(' l') && Number(line.split(' ')[0]) < 90,
      );
    expect(late(4)).toEqual(['5 a holds l', '10 a releases l']);
    expect(late(6)).toEqual(['7 a holds l', '11 a loses l']);
    expect(late(10)).toEqual(['11 a holds l', '11 a loses l']);
  });

  it('that is over for who comes next leaves the permit to those behind, who would wait for nobody', () => {
    const lines = holdings(`locks: { l: { lease: 5ms, leaseFrom: enqueue } }
tasks:
${once('a', 1, 'acquire: l, work: 10ms', ', priority: 1')}${once('b', 1, 'acquire: l, work: 1ms')}${once('c', 2, 'acquire: l, work: 1ms')}`);
    expect(lines.slice(0, 6)).toEqual([
      '1 a holds l',
      '6 a loses l',
      // It waited for as long as its lease would have lasted.
      '6 b holds l',
      '6 b loses l',
      '6 c holds l',
      '7 c releases l',
    ]);
  });
});

describe('a crash', () => {
  it('at a step leaves locks behind, gives slots back, and ends the run', () => {
    const lines = story(`locks: { l: { lease: 20ms } }\npools: { p: { slots: 1 } }
tasks:
${once('a', 1, 'acquire: l, work: 2ms, crash, progress', ', pool: p')}${once('b', 2, 'acquire: l', ', pool: p')}`);
    expect(lines.slice(2, 14)).toEqual([
      '1 a holds l',
      '1 a works until 3',
      '2 b starts',
      '2 b waits at 0',
      '3 a leaves l behind',
      '3 a releases p',
      '3 b holds p',
      '3 a crashed',
      '3 b waits at 0',
      '21 a no more holds l',
      '21 b holds l',
      '21 b releases l',
    ]);
  });

  it('with a chance comes when it is drawn', () => {
    const drawn = (value: number): readonly string[] =>
      story(`tasks:\n${once('a', 1, 'crash: 50%, progress')}`, { ...first, amount: () => value }).slice(1, 2);
    expect(drawn(1)).toEqual(['1 a crashed']);
    expect(drawn(0)).toEqual(['1 a progresses 1']);
  });

  it.each([
    ['work: 20ms, progress', ['10 a crashed']],
    ['work: 9ms, progress', ['10 a progresses 1', '10 a completed']],
    ['acquire: l, work: 20ms', ['10 a leaves l behind', '10 a crashed']],
    ['acquire: { l: 1, atMost: 9ms }, work: 9ms, progress', ['10 a progresses 1', '10 a leaves']],
  ])('at a date ends whoever is alive then: %s', (steps, then) => {
    const lines = story(`locks: { l: {} }\ntasks:\n${once('a', 1, steps, ', crashes: { at: 10ms }')}`);
    const seen = lines.filter((line) => line.startsWith('10 '));
    expect(seen).toEqual(
      then.at(-1) === '10 a leaves' ? ['10 a progresses 1', '10 a releases l', '10 a completed'] : then,
    );
  });

  it('amidst what was taken for a time gives back what was not needed, also of a window, which counts when it was taken', () => {
    const lines = story(`supplies: { s: { model: sliding-window, limit: 5, every: 50ms } }
tasks:
${once('a', 1, 'spend: { s: 5, lasts: 20ms, actual: 1 }', ', crashes: { at: 10ms }')}${once('b', 2, 'spend: { s: 4 }')}`);
    expect(lines.filter((line) => / (settles|spends) /.test(line)).slice(0, 3)).toEqual([
      '1 a spends 5 -> 0',
      '10 a settles -4: 0 -> 4',
      '10 b spends 4 -> 0',
    ]);
  });

  it('of one who waits in line frees those it held up, and who renews is gone when its last renewal is over', () => {
    const freed = story(`pools: { p: { slots: 2 } }
tasks:
${once('a', 1, 'acquire: p, work: 50ms')}${once('large', 5, 'acquire: { p: 2 }', ', crashes: { at: 12ms }')}${once('small', 6, 'acquire: p')}`);
    expect(freed.filter((line) => line.startsWith('12 '))).toEqual([
      '12 small holds p',
      '12 large crashed',
      '12 small releases p',
      '12 small completed',
    ]);
    const renewed = holdings(`locks: { l: { lease: 10ms, renew: { every: 4ms } } }
tasks:\n${once('a', 1, 'acquire: l, work: 50ms', ', crashes: { at: 20ms }')}${once('b', 2, 'acquire: l')}`);
    // Granted at 1, renewed at 5, 9, 13 and 17.
    expect(renewed.slice(0, 4)).toEqual([
      '1 a holds l',
      '20 a leaves l behind',
      '27 a no more holds l',
      '27 b holds l',
    ]);
  });
});

describe('a slot that is given back while waiting', () => {
  const told = (keeps: boolean): readonly string[] =>
    holdings(`supplies: { s: { model: token-bucket, refill: { tokens: 1, every: 10ms }, capacity: 1, initial: 0, debt: none } }
pools: { p: { slots: 1 } }
tasks:
${once('a', 1, 'spend: { s: 1 }, work: 5ms', `, pool: p, keepsSlot: ${keeps}`)}${once('b', 2, 'work: 12ms', ', pool: p')}`).filter(
      (line) => Number(line.split(' ')[0]) < 90,
    );

  it('serves others meanwhile, and is taken again before the run goes on', () => {
    expect(told(true)).toEqual(['1 a holds p', '15 a releases p', '15 b holds p', '27 b releases p']);
    expect(told(false)).toEqual([
      '1 a holds p',
      '1 a releases p',
      '2 b holds p',
      '14 b releases p',
      '14 a holds p',
      '19 a releases p',
    ]);
  });

  it('is kept by a run that need not wait', () => {
    const lines = holdings(`pools: { p: { slots: 1 } }\nlocks: { l: {} }
tasks:\n${once('a', 1, 'acquire: l, work: 5ms', ', pool: p, keepsSlot: false')}`);
    expect(lines.slice(0, 4)).toEqual(['1 a holds p', '1 a holds l', '6 a releases l', '6 a releases p']);
  });
});
