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
      for (let seed = 1; seed <= (LONG ? 20 : 2); seed++) {
        const loop = loopOf(seed, { ...cell, days: LONG ? 100 : 3 });
        const { longestMs: _, ...byHand } = walk(loop);
        expect(byHand.looks).toBeGreaterThan(100);
        expect(engine(loop, seed)).toEqual(byHand);
      }
    },
  );
});
