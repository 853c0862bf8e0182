/** Dates that may come at another time: every run with them moved is in the graph, and what is proved so is true of each. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Model } from '../../src/sim/model.ts';
import { explore } from '../../src/verify/graph/explore.ts';
import { movedExplorer, proveMoved, withLaterDates } from '../../src/verify/moved.ts';
import { verify } from '../../src/verify/verify.ts';
import { explorerFor, LIMITS, verifyModel, walkWithin } from './explored.ts';
import { wholeScenario } from './whole.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const SMALL = { ...LIMITS, statesMax: 2000, stepsMax: 8000 };

const changing = fc.gen().map((generate) => wholeScenario(generate, { changes: true }));
const load = (text: string) => loadScenario(text, { file: 'moved.yaml' });

/** A model whose dates are explored moved; undefined where there are none, or it cannot be explored at all. */
function dated(text: string): Model | undefined {
  const { model } = load(text).worlds[0]!;
  const refused = verifyModel(model, { statesMax: 1 }).stopped === 'not-verifiable';
  return refused || model.supplies.every(({ changes }) => changes === undefined) ? undefined : model;
}

describe('a graph of dates that may come at another time', () => {
  it('has every run of the engine in it, whenever the dates come', () => {
    const seen = { graphs: 0, steps: 0 };
    fc.assert(
      fc.property(changing, fc.nat({ max: 30 }), fc.nat({ max: 1000 }), (text, later, seed) => {
        const model = dated(text);
        if (model === undefined) return;
        const explorer = explorerFor(model);
        const graph = explore(movedExplorer(explorer)!, SMALL);
        if (graph.stopped !== 'complete' || graph.zeno !== undefined) return;
        seen.graphs++;
        const { stepMs } = graph.explorer.space.moved!;
        for (const steps of [0, 1, later]) {
          seen.steps += walkWithin(graph, String(seed), 100, movedExplorer(explorer, steps * stepMs));
        }
      }),
      { numRuns: LONG ? 3000 : 20, endOnFailure: true },
    );
    expect(seen.graphs).toBeGreaterThan(LONG ? 500 : 2);
    expect(seen.steps).toBeGreaterThan(LONG ? 50_000 : 200);
  });

  it('proves of a task what is true of it at each date', () => {
    const seen = { proved: 0, compared: 0 };
    fc.assert(
      fc.property(changing, fc.integer({ min: 1, max: 30 }), (text, later) => {
        const model = dated(text);
        const proof = model && proveMoved(explorerFor(model), SMALL);
        if (model === undefined || proof === undefined) return;
        proof.atMost.forEach((waits, task) => {
          if (waits === undefined) return;
          seen.proved++;
          for (const byMs of [0, proof.byMs, later * proof.byMs]) {
            const exact = verifyModel(withLaterDates(model, byMs), SMALL);
            if (exact.stopped !== 'complete') continue;
            seen.compared++;
            const { claim, worst } = exact.tasks[task]!;
            expect(claim).toBe('live');
            expect(worst!.firstMs).toBeLessThanOrEqual(waits.firstMs + byMs);
            expect(worst!.betweenMs).toBeLessThanOrEqual(waits.betweenMs + byMs);
          }
        });
      }),
      { numRuns: LONG ? 3000 : 20, endOnFailure: true },
    );
    expect(seen.proved).toBeGreaterThan(LONG ? 300 : 1);
    expect(seen.compared).toBeGreaterThan(LONG ? 500 : 2);
  });
});

/** A job that takes what comes, and dates that are far off. */
function far(changes: string, { trigger = '{ every: 10m, offset: any }', goals = '', refill = 5 } = {}) {
  return load(`quotasim: 1
horizon: 1d
replications: 2
grid: 1m
start: 2026-03-02
supplies:
  api: { model: token-bucket, refill: { tokens: ${refill}, every: 1m }, capacity: 20, initial: any, debt: none, changes: [${changes}] }
tasks:
  job: { trigger: ${trigger}, whenBusy: skip, steps: [{ spend: { api: 10 } }, progress] }
${goals}`);
}

const rate = (at: string, tokens: number): string => `{ at: ${at}, refill: { tokens: ${tokens}, every: 1m } }`;
const FEW = { statesMax: 3000 };
const MINUTE = 60_000;

describe('dates that are too far off to be counted', () => {
  it('leave a task safe that is so whenever they come, with bounds for its waits', () => {
    const scenario = far(`${rate('80d', 0)}, ${rate('80d30m', 5)}`);
    const verified = verify(scenario, FEW);
    const [world] = verified.worlds;
    expect(world!.stopped).toBe('complete');
    expect(world!.moved?.byMs).toBe(MINUTE);
    // As with dates that are near (dates.test.ts), but that the level is any at the start.
    expect(world!.tasks[0]).toMatchObject({ claim: 'live', atMost: { betweenMs: 32 * MINUTE } });
    expect(world!.tasks[0]).not.toHaveProperty('worst');
    const { report } = withProofs(simulate(scenario), scenario, verified);
    expect(report.tasks.job!.evidence.text).toContain('whenever the dates come');
    expect(report.tasks.job!.worst?.bound).toBe(true);
  });

  it('decide a limit of waits only where the bound lies within it', () => {
    const verdicts = ['10m', '32m', '1h'].map((limit) => {
      const scenario = far(`${rate('80d', 0)}, ${rate('80d30m', 5)}`, {
        goals: `goals: { job: { progressWithin: ${limit} } }`,
      });
      return verify(scenario, FEW).worlds[0]!.goals.find(({ goal }) => goal === 'progressWithin')!.verdict;
    });
    expect(verdicts).toEqual(['unknown', 'proved', 'proved']);
  });

  it('leave open who starves after them: that must be shown with the dates as they are', () => {
    const { tasks, moved, stopped } = verify(far(rate('80d', 0)), FEW).worlds[0]!;
    const [task] = tasks;
    expect([stopped, moved?.canStarve]).toEqual(['states-max', ['job']]);
    expect(task!.claim).toBe('unknown');
    expect(task).not.toHaveProperty('atMost');
  });

  it('bound the wait of whom only the first of them sets free', () => {
    const [task] = verify(far(rate('80d', 5), { refill: 0 }), FEW).worlds[0]!.tasks;
    const bound = (80 * 24 * 60 + 20) * MINUTE;
    expect(task!.claim).toBe('live');
    expect(task!.atMost!.firstMs).toBeGreaterThanOrEqual(80 * 24 * 60 * MINUTE);
    expect(task!.atMost!.firstMs).toBeLessThanOrEqual(bound);
  });

  it('keep their place in the week where the calendar matters', () => {
    const trigger = '{ cron: "*/10 9-17 * * 1-5" }';
    const scenario = far(`${rate('80d', 0)}, ${rate('80d30m', 5)}`, { trigger });
    const [world] = verify(scenario, FEW).worlds;
    expect([world!.stopped, world!.moved?.byMs]).toEqual(['complete', 7 * 24 * 60 * MINUTE]);
    expect(world!.tasks[0]!.claim).toBe('live');
  });
});
