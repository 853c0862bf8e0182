/** The table of known answers, row by row, and what is known beyond it. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { formOf, KNOWN_ROWS, TRAP } from './rules-table.ts';
import { twin } from './twin.ts';
import { scenarioText, type TwoTasks } from './two-tasks.ts';
import { product } from './two-tasks-product.ts';

const long = process.env.QUOTASIM_LONG !== undefined;

const roads = [
  { road: 'the twin', answer: twin },
  { road: 'verify', answer: product },
];

const claims = ({ backfiller, upserter }: ReturnType<typeof twin>) => [backfiller.claim, upserter.claim];

const modes: readonly TwoTasks['belowGate'][] = ['skip', 'wait'];

/** Claims of the Backfiller and the Upserter, and the grid they hold on. */
function judged(text: string) {
  const { tasks, gridMs } = verify(loadScenario(text, { file: 'trap.yaml' })).worlds[0]!;
  const claimOf = (name: string) => tasks.find(({ task }) => task === name)!.claim;
  return { claims: [claimOf('backfiller'), claimOf('upserter')], gridMs };
}

describe.each(roads)('$road', ({ answer }) => {
  it.each(KNOWN_ROWS)('knows $setting, debt $debt, $belowGate', ({ setting, debt, belowGate, ...known }) => {
    expect(answer(formOf(setting, { debt, belowGate }))).toEqual(known);
  });

  it.each(KNOWN_ROWS)('claims the same of batches of 20: $setting, debt $debt, $belowGate', (row) => {
    const { setting, debt, belowGate, backfiller, upserter } = row;
    expect(claims(answer(formOf(setting, { debt, belowGate, batch: 20 })))).toEqual([backfiller.claim, upserter.claim]);
  });

  it.each(modes)('sees the Upserter starved after the fix if the Backfiller is always first (%s)', (belowGate) => {
    for (const batch of [20, 40]) {
      expect(claims(answer(formOf('after', { belowGate, batch, first: 'backfiller' })))).toEqual(['live', 'starved']);
    }
  });

  it.each(modes)('finds both live exactly for thresholds from 55 to 300 (%s)', { timeout: 600_000 }, (belowGate) => {
    const low = Array.from({ length: 54 }, (_, index) => index + 1);
    const high = Array.from({ length: 246 }, (_, index) => index + 55);
    const some = [1, 45, 46, 54, 55, 120, 121, 210, 300, 301];
    for (const threshold of long ? [...low, ...high, 301] : some) {
      const expected =
        threshold > 300
          ? ['starved', 'live']
          : threshold >= 55
            ? ['live', 'live']
            : ['live', threshold >= 46 ? 'starvable' : 'starved'];
      expect({ threshold, claims: claims(answer(formOf('after', { belowGate, threshold }))) }).toEqual({
        threshold,
        claims: expected,
      });
    }
  });

  it('finds no wait over two hours exactly for thresholds from 55 to 120, where the Upserter waits', () => {
    const longest = (threshold: number) => {
      const { backfiller, upserter } = answer(formOf('after', { belowGate: 'wait', threshold }));
      const waits = [backfiller, upserter].map(({ worst }) => [worst?.first ?? Infinity, worst?.between ?? Infinity]);
      return Math.max(...waits.flat());
    };
    expect([54, 55, 90, 120, 121].map(longest)).toEqual([Infinity, 59, 90, 120, 133]);
  });

  it('says live on whole minutes and starvable on twelve seconds, where the grid is all that differs', () => {
    expect(claims(answer(TRAP.minutes))).toEqual(['live', 'live']);
    expect(claims(answer(TRAP.twelveSeconds))).toEqual(['live', 'starvable']);
  });
});

describe('verify, in the trap of the coarse grid', () => {
  const minutes = scenarioText(TRAP.minutes);

  it.each([
    { when: 'all is on whole minutes', text: minutes, grid: '1m', upserter: 'live' },
    { when: 'only starts may be between two minutes', text: minutes, grid: '12s', upserter: 'starvable' },
    { when: 'the refill flows', text: minutes.replace(/\{ tokens.*? \}/, '5/min'), grid: '1m', upserter: 'starvable' },
    { when: 'the refill flows', text: minutes.replace(/\{ tokens.*? \}/, '5/min'), grid: '12s', upserter: 'starvable' },
  ])('says $upserter when $when, on a grid of $grid', ({ text, grid, upserter }) => {
    expect(judged(text.replace('grid: 60s', `grid: ${grid}`))).toEqual({
      claims: ['live', upserter],
      gridMs: grid === '1m' ? 60_000 : 12_000,
    });
  });
});
