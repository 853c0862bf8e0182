/** Scenarios in which every element meets every other: proofs, a second explorer, sampled runs and the only run agree. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recorder } from '../../src/analysis/meters/recorder.ts';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { futureOf } from '../../src/sim/future/future.ts';
import { runRecurring } from '../../src/sim/future/recurrence.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certify } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import type { Verification } from '../../src/verify/verification.ts';
import { verify } from '../../src/verify/verify.ts';
import { first } from '../sim/log.ts';
import { graphOf, walkWithin } from './explored.ts';
import { scriptsOf } from './plain-judgement.ts';
import { wholeScenario } from './whole.ts';
import { DATED, ELEMENTS, elementsOf } from './whole-elements.ts';
import { servesLess, wholeClaim, wholeGraph } from './whole-twin.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 400, stepsMax: 4000, looksMax: 200_000 };
const TWIN = LONG ? { statesMax: 2500, waysMax: 20_000 } : { statesMax: 500, waysMax: 3000 };

const open = fc.gen().map((generate) => wholeScenario(generate));
const closed = fc.gen().map((generate) => wholeScenario(generate, { closed: true, changes: true }));
const changing = fc.gen().map((generate) => wholeScenario(generate, { changes: true }));
const load = (text: string) => loadScenario(text, { file: 'whole.yaml' });
const machineOf = (text: string) => assemble(load(text).worlds[0]!.model);

describe('a scenario of whatever elements', () => {
  it('has each of them', () => {
    const found = new Set<string>();
    const text = fc.gen().map((generate) => wholeScenario(generate, { dated: true }));
    for (const one of fc.sample(text, { seed: 1, numRuns: 250 })) {
      if (found.size === ELEMENTS.length + DATED.length) break;
      for (const element of elementsOf(load(one).worlds[0]!.model)) found.add(element);
    }
    expect([...found].sort()).toEqual([...ELEMENTS, ...DATED].sort());
  });

  it.each([
    { what: 'whatever elements', texts: open, few: 20, least: { compared: 4, shares: 1, scripts: 8, changes: 0 } },
    {
      what: 'supplies that change on dates',
      texts: changing,
      few: 20,
      least: { compared: 4, shares: 1, scripts: 8, changes: 3 },
    },
  ])('with $what is judged as a second explorer judges it, and every script of it is confirmed', (given) => {
    const seen = { compared: 0, shares: 0, scripts: 0, changes: 0, held: 0 };
    fc.assert(
      fc.property(given.texts, (text) => {
        const scenario = load(text);
        const verified = verify(scenario, LIMITS);
        const world = verified.worlds[0]!;
        const machine = assemble(scenario.worlds[0]!.model);
        for (const script of scriptsOf(world)) {
          seen.scripts++;
          expect(confirm(machine, script)).toEqual({ kind: 'confirmed' });
        }
        // Throws where a run waits longer than was proved.
        withProofs(simulate(scenario), scenario, verified);
        if (world.stopped !== 'complete') return;
        const graph = wholeGraph(machine, TWIN);
        if (graph === 'too large' || graph === 'not listed') return;
        expect(world.zeno !== undefined).toBe(graph === 'endless');
        if (graph === 'endless') return;
        if (machine.datesEndMs > 0) {
          seen.changes++;
          seen.held += Number(isHeld(scenario, verified));
        }
        world.tasks.forEach(({ claim, worst, served }, task) => {
          seen.compared++;
          expect({ claim, ...(worst && { worst }) }).toEqual(wholeClaim(graph, task));
          if (served === undefined) return;
          seen.shares++;
          expect(servesLess(graph, task, served.served, served.due)).toBe(false);
        });
      }),
      { numRuns: LONG ? 300 : given.few, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 200 : given.least.compared);
    expect(seen.shares).toBeGreaterThan(LONG ? 70 : given.least.shares);
    expect(seen.scripts).toBeGreaterThan(LONG ? 300 : given.least.scripts);
    expect(seen.changes).toBeGreaterThanOrEqual(given.least.changes);
    if (given.least.changes > 0) expect(seen.held).toBeGreaterThan(0);
  });

  it.each([
    { what: 'is explored wholly', texts: open },
    { what: 'that changes on dates is explored wholly', texts: changing },
  ])('$what: each run of the engine, sampled by chance, is a path of the graph', ({ texts }) => {
    let steps = 0;
    fc.assert(
      fc.property(texts, fc.nat({ max: 1000 }), (text, seed) => {
        const { model } = load(text).worlds[0]!;
        const world = verify(load(text), { ...LIMITS, statesMax: 10 }).worlds[0]!;
        if (world.stopped === 'not-verifiable') return;
        const graph = graphOf(model, { statesMax: 300 });
        if (graph.stopped !== 'complete' || graph.zeno !== undefined || isExchanged(model)) return;
        steps += walkWithin(graph, String(seed), 100);
      }),
      { numRuns: LONG ? 1000 : 15, endOnFailure: true },
    );
    expect(steps).toBeGreaterThan(LONG ? 15_000 : 150);
  });

  it('that leaves nothing open has a future that exploration agrees with, and jumps over its cycles with all figures', () => {
    const seen = { compared: 0, jumped: 0 };
    fc.assert(
      fc.property(closed, (text) => {
        const machine = machineOf(text);
        seen.jumped += Number(jumpsAlike(text));
        const future = futureOf(machine, 5000);
        const world = verify(load(text), LIMITS).worlds[0]!;
        if (future.kind === 'not-seen' || world.stopped !== 'complete') return;
        future.progress.forEach(({ forEver, firstMs, betweenMs }, task) => {
          seen.compared++;
          const { claim, worst } = world.tasks[task]!;
          expect(claim).toBe(forEver ? 'live' : 'starved');
          // What a task waits for without having anything to do is no wait, which exploration alone measures.
          if (forEver && !machine.idlers.includes(task)) expect(worst).toEqual({ firstMs, betweenMs: betweenMs ?? -1 });
        });
      }),
      { numRuns: LONG ? 1000 : 25, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 600 : 10);
    expect(seen.jumped).toBeGreaterThan(LONG ? 300 : 6);
  });
});

/**
 * Whether copies wait for runs that they started. Of their turns only one order is explored, and the states that come of the others are
 * equal up to an exchange of copies, but written in another way: a walk does not find them.
 */
function isExchanged({ tasks }: Model): boolean {
  return tasks.some(
    ({ copies = 1, program }) => copies > 1 && program.some((one) => one.kind === 'emit' && one.wait === true),
  );
}

/** Whether there is a certificate of what was proved; it holds. */
function isHeld(scenario: Scenario, verified: Verification): boolean {
  const { certificate } = certify(scenario, verified, { statesMax: 300 });
  if (certificate.worlds.length === 0) return false;
  expect(checkCertificate(scenario, certificateText(certificate)).kind).toBe('holds');
  return true;
}

/** Holds a run that jumps over its cycles to the plain run; gives whether it did. */
function jumpsAlike(text: string): boolean {
  const figures = (jumps: boolean) => {
    const machine = machineOf(text);
    const state = begin(machine, first);
    const observer = new Recorder(machine, state);
    const options = { untilMs: 4 * machine.model.horizonMs, observer, eventsMax: 20_000 };
    const recurring = jumps ? runRecurring(machine, state, first, options) : undefined;
    const end = recurring ?? run(machine, state, first, options);
    const ended = end.stopped === 'until' || end.stopped === 'idle';
    const { recurrence } = recurring ?? {};
    return {
      record: ended ? observer.record(end.atMs) : end.stopped,
      jumped: recurrence?.kind === 'recurs' && recurrence.cyclesSkipped > 0,
    };
  };
  const { record, jumped } = figures(true);
  expect(record).toEqual(figures(false).record);
  return jumped;
}
