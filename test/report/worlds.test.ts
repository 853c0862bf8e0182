/** Worlds in the terminal: those in which the same comes out stand in one line. */
import { describe, expect, it } from 'vitest';
import type { WorldReport } from '../../src/judge/report/report.ts';
import { painter } from '../../src/report/text/text-style.ts';
import { worldList } from '../../src/report/text/text-worlds.ts';
import { keepaResult } from './fixture.ts';

const paint = painter(false);
const [base] = keepaResult({}, [{ pollCost: 0 }, { pollCost: 4 }]).report.worlds!;

/** A world for each pair of values, in which one goal is missed where `isMissed` says so. */
function worlds(isMissed: (a: string, b: string) => boolean): WorldReport[] {
  return ['0', '1', '2', '3'].flatMap((a) =>
    ['x', 'y', 'z'].map((b): WorldReport => {
      const missed = isMissed(a, b);
      const goals = base!.goals.map((goal, index) => ({
        ...goal,
        verdict: missed && index === 0 ? ('missed' as const) : ('met' as const),
      }));
      return { ...base!, set: { A: a, B: b }, verdict: missed ? 'fail' : 'pass', goals, findings: [] };
    }),
  );
}

const labels = (list: readonly WorldReport[]) =>
  worldList(list, paint).map(([verdict, label]) => `${verdict} ${label}`);

describe('worlds that do not fit side by side', () => {
  it('are told by what decides, where one value does', () => {
    expect(labels(worlds((a) => a === '2'))).toEqual([
      'PASS A 0, B x (8 more worlds: the same)',
      'FAIL A 2 (3 worlds)',
    ]);
    expect(labels(worlds((_, b) => b !== 'z'))).toEqual([
      'FAIL A 0, B x (7 more worlds: the same)',
      'PASS B z (4 worlds)',
    ]);
  });

  it('are one line where all are the same, and one each where only it is so', () => {
    expect(labels(worlds(() => false))).toEqual(['PASS all 12 worlds']);
    expect(labels(worlds((a, b) => a === '1' && b === 'y'))).toEqual([
      'PASS A 0, B x (10 more worlds: the same)',
      'FAIL A 1, B y',
    ]);
  });

  it('count each world once, whatever is missed where', () => {
    for (let mask = 0; mask < 200; mask++) {
      const list = worlds((a, b) => ((mask * 2654435761) >>> (Number(a) * 3 + 'xyz'.indexOf(b))) % 2 === 1);
      const counted = labels(list).map((label) => {
        const [, all] = /all (\d+) worlds$/.exec(label) ?? [];
        const [, some] = /\((\d+) worlds\)$/.exec(label) ?? [];
        const [, more] = /\((\d+) more worlds?: the same\)$/.exec(label) ?? [];
        return Number(all ?? some ?? Number(more ?? 0) + 1);
      });
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(list.length);
    }
  });

  it('are not the same where a finding differs', () => {
    const list = worlds(() => false);
    const finding = { code: 'QS002', severity: 'error' as const, message: '', at: '' };
    const changed = list.map((world) => (world.set.A === '3' ? { ...world, findings: [finding as never] } : world));
    expect(worldList(changed, paint)).toEqual([
      ['PASS', 'A 0, B x (8 more worlds: the same)', ''],
      ['PASS', 'A 3 (3 worlds)', 'QS002 is an error all the same'],
    ]);
  });
});
