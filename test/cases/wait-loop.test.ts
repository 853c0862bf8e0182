/**
 * The wait loop of the story against a walk by hand, payment by payment; and what comes of it over a hundred days.
 *
 * In all of it: the first look of a wait is free; looks after a sleep are paid before they read; nobody knows when the refill
 * comes, so sleeps are reckoned at five tokens a minute.
 */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Chooser } from '../../src/sim/chooser.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import { dice, type WaitLoop, type Walked, waitLoopText, walk } from './wait-loop.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const THRESHOLDS = [50, 80] as const;
const LOOKS = [0, 1] as const;
const REFILLS = ['minute', 'flows'] as const;
const FIRSTS = ['backfiller', 'upserter'] as const;

type Draw = WaitLoop['draw'];

/** Draws that depend on the seed, on what is drawn and on how often it was: so two readers may ask in any order. */
function drawsOf(seed: number): Draw {
  const streams = {
    cost: dice(seed),
    upserterMs: dice(seed + 1e6),
    backfillerMs: dice(seed + 2e6),
    coin: dice(seed + 3e6),
  };
  return (what) => {
    const share = streams[what]();
    if (what === 'cost') return share < 0.5 ? 40 : 60;
    if (what === 'upserterMs') return 10_000 + Math.floor(share * 30_001);
    return what === 'backfillerMs' ? 5_000 + Math.floor(share * 20_001) : share;
  };
}

/** Any level, any phases, to the millisecond. */
function loopOf(
  seed: number,
  settings: Pick<WaitLoop, 'threshold' | 'lookCost' | 'refill' | 'first' | 'days'>,
): WaitLoop {
  const any = dice(seed + 4e6);
  return {
    ...settings,
    initial: Math.floor(any() * 301),
    phaseMs: Math.floor(any() * 60_000),
    offsetMs: 1 + Math.floor(any() * 900_000),
    draw: drawsOf(seed),
  };
}

/** What the engine does of it, with the same draws. */
function engine(loop: WaitLoop, seed: number): Omit<Walked, 'longestMs'> {
  const { model } = loadScenario(waitLoopText(loop), { file: 'wait-loop.yaml' }).worlds[0]!;
  const machine = assemble(model);
  const draw = drawsOf(seed);
  const choose: Chooser = {
    start: () => expect.unreachable('nothing is left open'),
    amount: (source) => {
      const { purpose, task } = model.sources[source]!;
      if (purpose.includes('spend')) return draw('cost');
      return draw(model.tasks[task]!.name === 'upserter' ? 'upserterMs' : 'backfillerMs');
    },
    turn: () => expect.unreachable('no tie is left open'),
    began: () => {},
  };
  const state = begin(machine, choose);
  const paid: string[] = [];
  const counts = { batches: 0, due: 0, served: 0, looks: 0 };
  let atMs = 0;
  const tokens = (grains: number): number => grains / model.supplies[0]!.grainsPerToken;
  const observer = {
    ...SILENT,
    instant: (nowMs: number) => {
      atMs = nowMs;
    },
    triggered: (task: number) => {
      if (task === 0) counts.due++;
    },
    progressed: (task: number) => {
      if (task === 0) counts.served++;
      else counts.batches++;
    },
    polled: (_task: number, _run: number, _supply: number, looks: number) => {
      counts.looks += looks;
    },
    spent: (task: number, _run: number, _supply: number, before: number, after: number) => {
      paid.push(`${atMs} ${model.tasks[task]!.name} ${tokens(before)} -> ${tokens(after)}`);
    },
  };
  run(machine, state, choose, { untilMs: model.horizonMs, observer });
  return { paid, ...counts };
}

const cells = THRESHOLDS.flatMap((threshold) =>
  LOOKS.flatMap((lookCost) => REFILLS.map((refill) => ({ threshold, lookCost, refill }))),
);

describe('the wait loop', () => {
  it.each(cells.flatMap((cell) => FIRSTS.map((first) => ({ ...cell, first }))))(
    'at $threshold, looks of $lookCost, refill $refill, $first first: pays what it pays by hand, to the token and the millisecond',
    (cell) => {
      for (let seed = 1; seed <= (LONG ? 8 : 2); seed++) {
        const loop = loopOf(seed, { ...cell, days: LONG ? 100 : 3 });
        const { longestMs: _, ...byHand } = walk(loop);
        expect(byHand.looks).toBeGreaterThan(100);
        expect(engine(loop, seed)).toEqual(byHand);
      }
    },
  );
});

/** Per day, as a share of starts and of the refill, and in hours, over a hundred days of random phases. */
function figures(settings: Pick<WaitLoop, 'threshold' | 'lookCost' | 'refill' | 'first'>) {
  return Array.from({ length: LONG ? 40 : 2 }, (_, index) => {
    const { batches, due, served, looks, longestMs } = walk(loopOf(index + 1, { ...settings, days: 100 }));
    const eaten = (looks * settings.lookCost) / 720_000;
    return { batches: batches / 100, served: served / due, eaten, longestHours: longestMs / 3_600_000 };
  });
}

const within = (value: number, [low, high]: readonly [number, number]): void => {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
};

describe('a hundred days of the wait loop', () => {
  it.each([
    // Once a minute the phases decide who is first at 55: the Upserter gets hardly any start, or nearly all.
    { at: 50, look: 0, refill: 'minute', first: 'coin', batches: [60, 174], served: [0.05, 0.99], eaten: [0, 0] },
    // Where the refill flows both are due at the same millisecond, again and again, and whose turn it is decides.
    { at: 50, look: 0, refill: 'flows', first: 'coin', batches: [92, 97], served: [0.69, 0.74], eaten: [0, 0] },
    { at: 50, look: 0, refill: 'flows', first: 'backfiller', batches: [179, 181], served: [0, 0.001], eaten: [0, 0] },
    { at: 50, look: 0, refill: 'flows', first: 'upserter', batches: [59, 61], served: [0.999, 1], eaten: [0, 0] },
    { at: 80, look: 0, refill: 'minute', first: 'coin', batches: [59, 61], served: [0.999, 1], eaten: [0, 0] },
    { at: 80, look: 0, refill: 'flows', first: 'coin', batches: [59, 61], served: [0.999, 1], eaten: [0, 0] },
    { at: 50, look: 1, refill: 'minute', first: 'coin', batches: [0, 31], served: [0.03, 0.45], eaten: [0.7, 0.81] },
    { at: 50, look: 1, refill: 'flows', first: 'coin', batches: [0, 0.1], served: [0, 0.01], eaten: [0.99, 1] },
    { at: 80, look: 1, refill: 'minute', first: 'coin', batches: [0, 0.2], served: [0.4, 0.54], eaten: [0.64, 0.73] },
    { at: 80, look: 1, refill: 'flows', first: 'coin', batches: [0, 0.1], served: [0, 0.01], eaten: [0.99, 1] },
  ] as const)(
    'at $at, looks of $look, refill $refill, first $first: eats, serves and leaves to batches what a hundred days of any phases show',
    (cell) => {
      const { at: threshold, look: lookCost, refill, first } = cell;
      for (const seen of figures({ threshold, lookCost, refill, first })) {
        within(seen.batches, cell.batches);
        within(seen.served, cell.served);
        within(seen.eaten, cell.eaten);
        // Whatever comes is spent: 40 a batch, 50 a start on average, and the looks.
        const spent = (40 * seen.batches + 50 * 96 * seen.served) / 7_200 + seen.eaten;
        within(spent, [0.98, 1.02]);
        // A look that costs makes waits of more than a day of any phase; free ones none of more than two hours.
        if (lookCost > 0) expect(seen.longestHours).toBeGreaterThan(24);
        else expect(seen.longestHours).toBeLessThan(2);
      }
    },
  );
});
