import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arrivals } from '../../src/verify/graph/arrivals.ts';
import { BATCH, StateTable } from '../../src/verify/graph/table.ts';

/** Numbers states in the order in which they are first seen, by their text. */
function numbering(): (words: readonly number[]) => number {
  const seen = new Map<string, number>();
  return (words) => {
    const text = words.join();
    const id = seen.get(text) ?? seen.size;
    seen.set(text, id);
    return id;
  };
}

const lists = fc.integer({ min: 1, max: 3 }).chain((words) =>
  // Few different words: many states come twice, within a batch and across batches.
  fc.array(fc.array(fc.constantFrom(0, 1, 2, 0xffff_ffff), { minLength: words, maxLength: words }), {
    minLength: 1,
    maxLength: 400,
  }),
);

describe('a table of states', () => {
  it('numbers states in the order in which they are found, one by one or in batches of any size', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: BATCH }), (states, size) => {
        const words = states[0]!.length;
        const [number, single, batched] = [numbering(), new StateTable(words), new StateTable(words)];
        const expected = states.map(number);
        expect(states.map((state) => single.add(Uint32Array.from(state)))).toEqual(expected);
        const ids = new Uint32Array(BATCH);
        const found: number[] = [];
        for (let from = 0; from < states.length; from += size) {
          const some = states.slice(from, from + size);
          batched.addAll(Uint32Array.from(some.flat()), some.length, ids);
          found.push(...ids.subarray(0, some.length));
        }
        expect(found).toEqual(expected);
        expect([single.count, batched.count]).toEqual([Math.max(...expected) + 1, Math.max(...expected) + 1]);
      }),
    );
  });

  it('finds all of them again after its index has grown several times', () => {
    const table = new StateTable(2);
    const ids = new Uint32Array(BATCH);
    const state = (id: number): number[] => [Math.imul(id, 0x9e37_79b1) >>> 0, id % 7];
    const count = 600 * BATCH;
    for (const round of [0, 1]) {
      for (let from = 0; from < count; from += BATCH) {
        const batch = Array.from({ length: BATCH }, (_, one) => state(from + one)).flat();
        table.addAll(Uint32Array.from(batch), BATCH, ids);
        expect([round, ids[0], ids[BATCH - 1]]).toEqual([round, from, from + BATCH - 1]);
      }
    }
    expect(table.count).toBe(count);
    const at = table.placeOf(70_000);
    expect([...table.chunkOf(70_000).subarray(at, at + 2)]).toEqual(state(70_000));
  });

  it('says how many bytes it takes, and never more next than it then takes', () => {
    const table = new StateTable(1);
    for (let id = 0; id < 200_000; id += 1) {
      const next = table.bytesNext;
      table.add(Uint32Array.of(id));
      if (table.bytes > next) expect([id, table.bytes]).toEqual([id, next]);
    }
    expect(table.bytes / table.count).toBeLessThan(4 + 4 / 0.175 + 2);
  });
});

describe('arrivals', () => {
  it('are told in the order in which they came, each with its number', () => {
    const table = new StateTable(1);
    const arrivals = new Arrivals(table);
    const told: number[][] = [];
    const settle = (): boolean => arrivals.settle((from, target, label) => told.push([from, target, label]));
    [5, 9, 5, 7].forEach((word, at) => {
      arrivals.add(10 + at, Uint32Array.of(word), 20 + at);
    });
    settle();
    settle();
    arrivals.add(14, Uint32Array.of(9), 24);
    settle();
    expect(told).toEqual([
      [10, 0, 20],
      [11, 1, 21],
      [12, 0, 22],
      [13, 2, 23],
      [14, 1, 24],
    ]);
  });

  it('end before the first that the table has no room for; what it holds is found all the same', () => {
    const arrivals = new Arrivals(new StateTable(1, 2));
    const settled = (...words: number[]): unknown => {
      const told: number[] = [];
      for (const word of words) arrivals.add(0, Uint32Array.of(word), 0);
      return [arrivals.settle((_from, target) => void told.push(target)), told];
    };
    expect(settled(5, 9)).toEqual([true, [0, 1]]);
    expect(settled(9, 5)).toEqual([true, [1, 0]]);
    expect(settled(9, 7, 5)).toEqual([false, [1]]);
    expect(settled(5)).toEqual([true, [0]]);
  });

  it('are full after a batch', () => {
    const arrivals = new Arrivals(new StateTable(1));
    for (let at = 0; at < BATCH; at += 1) {
      expect(arrivals.isFull).toBe(false);
      arrivals.add(at, Uint32Array.of(at), 0);
    }
    expect(arrivals.isFull).toBe(true);
  });
});
