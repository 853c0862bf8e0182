/**
 * Backlogs explored: every sampled run is a path of the graph, claims and waits are those of a second explorer, scripts show
 * what they say, runs and proofs agree. And what cannot be explored is refused with what to write instead.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { assemble } from '../../src/sim/machine.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certify } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import { verify } from '../../src/verify/verify.ts';
import { stocked, stockedText } from '../sim/stocked.ts';
import { graphOf, walkWithin } from './explored.ts';
import { itemClaim, itemGraph } from './item-twin.ts';
import { plainClaim, plainGraph } from './plain.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

describe('a scenario with a backlog', () => {
  it('has every run of the engine in its graph', () => {
    let [complete, steps] = [0, 0];
    fc.assert(
      fc.property(stockedText, fc.integer(), (text, seed) => {
        const graph = graphOf(stocked(text).worlds[0]!.model);
        if (graph.stopped !== 'complete') return;
        complete++;
        steps += walkWithin(graph, String(seed), 150);
      }),
      { numRuns: LONG ? 2000 : 36, endOnFailure: true },
    );
    expect(complete).toBeGreaterThan(LONG ? 1000 : 25);
    expect(steps).toBeGreaterThan(100 * (LONG ? 500 : 15));
  });

  it('is judged as a second explorer judges it, in agreement with its runs, and its scripts are confirmed', () => {
    const seen = { compared: 0, live: 0, scripts: 0 };
    fc.assert(
      fc.property(stockedText, (text) => {
        const scenario = stocked(text);
        const verified = verify(scenario, { statesMax: 1500, stepsMax: 20_000, looksMax: 200_000 });
        const world = verified.worlds[0]!;
        const machine = assemble(scenario.worlds[0]!.model);
        for (const { counterexample, served, stuck } of world.tasks) {
          for (const script of [counterexample?.script, served?.script, stuck?.script]) {
            if (script === undefined) continue;
            seen.scripts++;
            expect(confirm(machine, script)).toEqual({ kind: 'confirmed' });
          }
        }
        // Throws where a run waits longer than was proved, or its recurrence says otherwise.
        withProofs(simulate(scenario), scenario, verified);
        if (world.stopped !== 'complete' || world.zeno !== undefined) return;
        const graph = itemGraph(machine, 2500);
        if (graph === undefined) return;
        world.tasks.forEach(({ claim, worst }, task) => {
          const expected = itemClaim(graph, task);
          seen.compared++;
          expect(claim === 'live').toBe(expected.live);
          if (!expected.live) return;
          seen.live++;
          expect(worst).toEqual(expected.worst);
        });
      }),
      { numRuns: LONG ? 2000 : 36, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 1500 : 30);
    expect(seen.live).toBeGreaterThan(LONG ? 500 : 10);
    expect(seen.scripts).toBeGreaterThan(LONG ? 500 : 10);
  });

  const text = (backlog: string): string => `quotasim: 1
horizon: 1d
backlogs: { todo: ${backlog} }
tasks: { job: { trigger: always, steps: [take: todo, work: 1m, progress] } }
`;
  it.each([
    ['{ arrivals: { poisson: 1/h } }', 'poisson arrivals have no bound; write `every` with `between: [low, high]`'],
    [
      '{ arrivals: { every: 1h }, expires: { after: 1d, pruneEvery: 1h } }',
      'its items have too many ages to tell apart; prune less often beside `after`',
    ],
  ])('%s is refused', (backlog, reason) => {
    const world = verify(loadScenario(text(backlog))).worlds[0]!;
    expect([world.stopped, world.refusals]).toEqual(['not-verifiable', [{ name: 'todo', reason }]]);
  });

  it('is judged as the plain explorer judges it, and its certificates check, but none with another wait', () => {
    const seen = { compared: 0, held: 0 };
    fc.assert(
      fc.property(stockedText, (text) => {
        const scenario = stocked(text);
        const verified = verify(scenario, { statesMax: 150, stepsMax: 1500 });
        const [world] = verified.worlds;
        if (world!.stopped !== 'complete') return;
        const graph = plainGraph(scenario.worlds[0]!.model, 3000);
        if (typeof graph === 'string') return;
        world!.tasks.forEach(({ claim, worst }, task) => {
          seen.compared++;
          expect({ claim, ...(worst && { worst }) }).toEqual(plainClaim(graph, task));
        });
        const { certificate } = certify(scenario, verified, { statesMax: 500 });
        if (certificate.worlds.length === 0) return;
        seen.held++;
        expect(checkCertificate(scenario, certificateText(certificate)).kind).toBe('holds');
        for (const [field, by] of [
          ['firstMs', 60_000],
          ['betweenMs', -60_000],
        ] as const) {
          const changed = JSON.parse(certificateText(certificate)) as typeof certificate;
          const claim = changed.worlds[0]!.tasks.find((one) => one.claim === 'live') as
            | Record<string, unknown>
            | undefined;
          if (claim === undefined) continue;
          claim[field] = (claim[field] as number) + by;
          expect(checkCertificate(scenario, certificateText(changed)).kind).toBe('fails');
        }
      }),
      { numRuns: LONG ? 2000 : 24, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 500 : 10);
    expect(seen.held).toBeGreaterThan(LONG ? 200 : 5);
  });

  it('has a certificate, in which an idle time is no wait', () => {
    const scenario = loadScenario(text('{ initial: 2, arrivals: { every: 12h, offset: any } }'));
    const { certificate, left } = certify(scenario, verify(scenario));
    expect(left).toEqual([]);
    expect(certificate.worlds[0]!.tasks).toEqual([{ task: 'job', claim: 'live', firstMs: 60_000, betweenMs: 60_000 }]);
    expect(checkCertificate(scenario, certificateText(certificate)).kind).toBe('holds');
  });
});

describe('time in which there is nothing to do', () => {
  const judged = (backlog: string, more = '') =>
    verify(
      loadScenario(`quotasim: 1
horizon: 1d
grid: 1m
order: any
backlogs: { todo: ${backlog} }
tasks:
  job: { trigger: always, steps: [take: todo, work: 1m, progress] }
${more}`),
    ).worlds[0]!.tasks.map(({ claim, worst }) => ({ claim, worst }));

  it('is no wait: a backlog that is done leaves nobody starving, and a rare item is waited for without a wait', () => {
    const soon = { claim: 'live', worst: { firstMs: 60_000, betweenMs: 60_000 } };
    expect(judged('{ initial: 2 }')).toEqual([soon]);
    expect(judged('{ initial: 1, arrivals: { every: 12h, offset: any } }')).toEqual([soon]);
    expect(judged('{}')).toEqual([{ claim: 'live', worst: { firstMs: 0, betweenMs: 0 } }]);
  });

  it('is none while items are there: who takes them and gives them back starves', () => {
    const thief = '  thief: { trigger: always, steps: [take: todo, work: 1m, stop] }\n';
    expect(judged('{ initial: unlimited }', thief).map(({ claim }) => claim)).toEqual(['live', 'starved']);
    // Here the other is first in line when the only item comes back, and does it.
    expect(judged('{ initial: 1 }', thief).map(({ claim }) => claim)).toEqual(['live', 'live']);
  });
});
