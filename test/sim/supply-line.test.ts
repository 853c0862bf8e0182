/** Whose turn it is at a supply: nobody overtakes but by the order that was asked for, and whoever comes first next is tried at once. */
import { describe, expect, it } from 'vitest';
import type { LineOrder, Model } from '../../src/sim/model.ts';
import { always, constant, every, model, supply, task } from './build.ts';
import { logRun } from './log.ts';

const progress = { kind: 'progress', amount: constant(1) } as const;
const spend = (cost: number, over: object = {}) =>
  ({ kind: 'spend', supply: 0, cost: constant(cost), ...over }) as const;
/** One grain a second. */
const perSecond = { kind: 'stepwise', grains: 1, everyMs: 1000, phaseMs: { kind: 'fixed', value: 0 } } as const;

function api(turn: LineOrder | undefined) {
  return supply({ capacityGrains: 10, refill: perSecond, debt: { kind: 'none' }, ...(turn && { turn }) });
}

/** A large request comes first; small ones follow every second. */
function largeAndSmall(turn: LineOrder | undefined): Model {
  return model({
    horizonMs: 12_000,
    supplies: [api(turn)],
    tasks: [
      task('large', [spend(5), progress], { priority: 0 }),
      task('small', [spend(1), progress], { whenBusy: 'queue all', priority: 1 }),
    ],
    triggers: [every(0, 60_000), every(1, 1000, 500)],
  });
}

const spends = ({ lines }: ReturnType<typeof logRun>) => lines.filter((line) => line.includes('spends'));

describe('a line before a supply', () => {
  it('lets nobody overtake: a small request behind a large one waits, though the level would do', () => {
    expect(spends(logRun(largeAndSmall('fifo'))).slice(0, 4)).toEqual([
      '5000 large spends 5 -> 0',
      '6000 small spends 1 -> 0',
      '7000 small spends 1 -> 0',
      '8000 small spends 1 -> 0',
    ]);
  });

  it('is none unless asked for: then small requests take what the large one waits for', () => {
    const { lines } = logRun(largeAndSmall(undefined));
    expect(lines.filter((line) => line.includes('large spends'))).toEqual([]);
  });

  it('by priority puts who comes before all that matter less, and tries it at once', () => {
    const { lines } = logRun(largeAndSmall('priority'));
    expect(lines.filter((line) => line.includes('large spends'))).toEqual([]);
    const reversed = largeAndSmall('priority');
    const tasks = reversed.tasks.map((one, index) => ({ ...one, priority: -index }));
    expect(spends(logRun({ ...reversed, tasks }))[0]).toBe('5000 large spends 5 -> 0');
  });

  it('goes round the tasks where it is fair, however many runs of one wait', () => {
    const fair = (turn: LineOrder) =>
      spends(
        logRun(
          model({
            horizonMs: 9_500,
            supplies: [api(turn)],
            tasks: [
              task('many', [spend(1), progress], { whenBusy: 'allow' }),
              task('few', [spend(1), progress], { whenBusy: 'allow' }),
            ],
            // Four of `many` wait before the first of `few` comes.
            triggers: [every(0, 100, 100), every(1, 400, 450)],
          }),
        ),
      ).map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(fair('fair').slice(0, 4)).toEqual(['1000 many', '2000 few', '3000 many', '4000 few']);
    expect(fair('fifo').slice(0, 6)).toEqual([
      '1000 many',
      '2000 many',
      '3000 many',
      '4000 many',
      '5000 few',
      '6000 many',
    ]);
  });

  it('tries the next at the very instant at which the first gives up', () => {
    const { lines } = logRun(
      model({
        horizonMs: 9_000,
        supplies: [api('fifo')],
        tasks: [
          task('large', [spend(9, { atMost: constant(4000), otherwise: 'stop' })]),
          task('small', [spend(3), progress]),
        ],
        triggers: [every(0, 60_000), every(1, 60_000, 1000)],
      }),
    );
    expect(lines).toEqual([
      '0 large starts',
      '0 large waits at 2',
      '1000 small starts',
      '1000 small waits at 2',
      '4000 large gives up after 4000',
      '4000 large stopped',
      '4000 small spends 4 -> 1',
      '4000 small progresses 1',
      '4000 small completed',
    ]);
  });

  it('is passed once by an await and the spend behind it, though others have come meanwhile', () => {
    const awaits = { kind: 'await', supply: 0, target: { kind: 'level', level: constant(4) } } as const;
    const { lines } = logRun(
      model({
        horizonMs: 5_000,
        supplies: [api('fifo')],
        tasks: [task('a', [awaits, spend(3), progress]), task('b', [spend(1), progress])],
        triggers: [every(0, 60_000), every(1, 60_000, 1000)],
      }),
    );
    expect(spends({ lines } as ReturnType<typeof logRun>)).toEqual(['4000 a spends 4 -> 1', '4000 b spends 1 -> 0']);
  });

  it('refuses who comes with no patience, whatever the level', () => {
    const { lines } = logRun(
      model({
        horizonMs: 3_500,
        supplies: [api('fifo')],
        tasks: [task('large', [spend(9)]), task('hasty', [spend(1, { atMost: constant(0), otherwise: 'fail' })])],
        triggers: [every(0, 60_000), every(1, 60_000, 3000)],
      }),
    );
    expect(lines).toContain('3000 hasty failed');
  });

  it('lets each of two that always want more have every other turn, where the lower level always won', () => {
    const both = (turn: LineOrder | undefined) =>
      spends(
        logRun(
          model({
            horizonMs: 30_000,
            supplies: [api(turn)],
            tasks: [task('high', [spend(6), progress]), task('low', [spend(4), progress])],
            triggers: [always(0), always(1)],
          }),
        ),
      ).map((line) => line.split(' ')[1]);
    expect(new Set(both(undefined))).toEqual(new Set(['low']));
    expect(both('fifo')).toEqual(['high', 'low', 'high', 'low', 'high']);
  });
});
