/** Proved waits against runs: none is longer, and the script of the longest shows exactly that long a wait. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { replay } from '../../src/verify/script/replay.ts';
import type { Script } from '../../src/verify/script/script.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { verifyModel } from './explored.ts';
import { boundedSystem } from './systems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** The longest waits of each task that `tell` hears of, first and between, and how many times it progressed. */
function waitMeter(tasks: number) {
  const waits = Array.from({ length: tasks }, () => ({ lastMs: 0, progresses: 0, firstMs: -1, betweenMs: -1 }));
  let nowMs = 0;
  const observer = {
    ...SILENT,
    instant(atMs: number) {
      nowMs = atMs;
    },
    progressed(task: number, _run: number, amount: number) {
      const one = waits[task]!;
      if (!(amount > 0)) return;
      if (one.progresses++ === 0) one.firstMs = nowMs;
      else one.betweenMs = Math.max(one.betweenMs, nowMs - one.lastMs);
      one.lastMs = nowMs;
    },
  };
  return { waits, observer };
}

function sampledWaits(model: Model, seed: string, untilMs: number) {
  const machine = assemble(model);
  const choose = sampler(machine, { seed, replication: 0 });
  const { waits, observer } = waitMeter(model.tasks.length);
  const end = run(machine, begin(machine, choose), choose, { untilMs, observer, eventsMax: 20_000 });
  return { waits, atMs: end.atMs };
}

/** How long the task waits in the script, from the step it says on. */
function waitIn(model: Model, script: Script): number {
  if (script.shows.kind !== 'longest-wait') throw new Error('no wait is shown');
  const task = model.tasks.findIndex(({ name }) => name === (script.shows as { task: string }).task);
  const times = [0];
  const progresses: number[] = [];
  let nowMs = 0;
  const observer = {
    ...SILENT,
    instant(atMs: number) {
      nowMs = atMs;
    },
    progressed(of: number, _run: number, amount: number) {
      if (of === task && amount > 0) progresses.push(nowMs);
    },
  };
  replay(assemble(model), script, { observer: () => observer, onStep: (_index, state) => times.push(state.nowMs) });
  const fromMs = times[script.shows.fromStep]!;
  const toMs = times.at(-1)!;
  // Nothing in between; it begins with a progress, or at the start, and ends with one.
  expect(progresses.filter((atMs) => atMs > fromMs && atMs < toMs)).toEqual([]);
  if (script.shows.fromStep > 0) expect(progresses).toContain(fromMs);
  expect(progresses).toContain(toMs);
  return toMs - fromMs;
}

function live(verified: WorldVerification) {
  return verified.tasks.flatMap((task, index) => (task.claim === 'live' ? [{ ...task, index }] : []));
}

describe('a proved wait', () => {
  it('is exceeded by no run, and reached by the run that is shown', () => {
    let [proved, reached] = [0, 0];
    fc.assert(
      fc.property(boundedSystem, fc.integer(), (model, seed) => {
        const verified = verifyModel(model);
        const tasks = live(verified);
        if (tasks.length === 0) return;
        for (let one = 0; one < (LONG ? 40 : 4); one++) {
          const { waits, atMs } = sampledWaits(model, `${seed} ${one}`, 2000);
          for (const { index, worst } of tasks) {
            const { firstMs, betweenMs, lastMs, progresses } = waits[index]!;
            expect(firstMs).toBeLessThanOrEqual(worst!.firstMs);
            expect(betweenMs).toBeLessThanOrEqual(worst!.betweenMs);
            // The last wait is not over yet, and must not be too long already.
            expect(atMs - lastMs).toBeLessThanOrEqual(progresses === 0 ? worst!.firstMs : worst!.betweenMs);
            if (firstMs === worst!.firstMs || betweenMs === worst!.betweenMs) reached++;
          }
        }
        for (const { worst, longestWait } of tasks) {
          proved++;
          expect(waitIn(model, longestWait!)).toBe(Math.max(worst!.firstMs, worst!.betweenMs));
        }
      }),
      { numRuns: LONG ? 2000 : 45, endOnFailure: !LONG },
    );
    expect(proved).toBeGreaterThan(LONG ? 500 : 15);
    expect(reached).toBeGreaterThan(proved / 2);
  });
});
