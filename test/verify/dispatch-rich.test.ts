/** Dispatchers: both drivers agree, claims and waits are those of a plain exploration, scripts show what they say, certificates check. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Model } from '../../src/sim/model.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certify } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { dispatchScenario } from './dispatch-rich.ts';
import { expectPlainJudgement } from './plain-judgement.ts';
import { expectPaths } from './roads.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 600, stepsMax: 6000, looksMax: 200_000 };

/** What a model is made of, to see that the generator comes to everything. */
function partsOf({ dispatchers = [], locks, tasks }: Model): readonly string[] {
  const operations = tasks.flatMap(({ program }) => program);
  return [
    ...dispatchers.flatMap(({ order, skipsFull, looks, pools }) => [
      order,
      skipsFull ? 'skips full ones' : 'sees full ones',
      looks === undefined ? 'at any change' : `looks at times: ${looks.phaseMs.kind}`,
      pools.length < locks.length ? 'others beside' : 'all',
    ]),
    ...locks.flatMap(({ line }) => (line?.passOver === true ? ['passOver'] : [])),
    ...operations.flatMap((one) => (one.kind === 'acquire' && (one.count ?? 1) > 1 ? ['several'] : [])),
    ...operations.flatMap((one) => (one.kind === 'acquire' && one.atMost !== undefined ? ['gives up'] : [])),
    ...operations.flatMap((one) => ('gives' in one ? ['gives'] : [])),
    ...tasks.flatMap(({ copies = 1, whenBusy }) => [whenBusy, ...(copies > 1 ? ['copies'] : [])]),
  ];
}

describe('a scenario about dispatchers', () => {
  it('has each of their elements', () => {
    const texts = fc.sample(
      fc.gen().map((generate) => dispatchScenario(generate)),
      { seed: 1, numRuns: 60 },
    );
    const found = texts.flatMap((text) => partsOf(loadScenario(text, { file: 'dispatch.yaml' }).worlds[0]!.model));
    expect([...new Set(found)].sort()).toMatchInlineSnapshot(`
      [
        "all",
        "allow",
        "at any change",
        "copies",
        "fifo",
        "gives",
        "gives up",
        "looks at times: any",
        "looks at times: fixed",
        "others beside",
        "passOver",
        "priority",
        "queue all",
        "sees full ones",
        "several",
        "skip",
        "skips full ones",
      ]
    `);
  });

  it('is judged as a plain exploration judges it, every script of it is confirmed, and every certificate checks', () => {
    const seen = { compared: 0, scripts: 0, held: 0 };
    const claims = new Set<string>();
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const judged = expectPlainJudgement(dispatchScenario(generate), seen, LIMITS);
        if (judged === undefined) return;
        const { scenario, verified } = judged;
        for (const { claim } of verified.worlds[0]!.tasks) claims.add(claim);
        const { certificate } = certify(scenario, verified, { statesMax: 300 });
        if (certificate.worlds.length === 0) return;
        seen.held++;
        expect(checkCertificate(scenario, certificateText(certificate)).kind).toBe('holds');
      }),
      { numRuns: LONG ? 3000 : 10, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 8);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 10);
    expect(seen.held).toBeGreaterThan(LONG ? 500 : 1);
    expect([...claims]).toEqual(expect.arrayContaining(['live', 'starved']));
  });

  it('runs, sampled, only along edges of its graph', () => {
    const { steps } = expectPaths({
      values: fc.gen().map((generate) => dispatchScenario(generate)),
      modelOf: (text) => loadScenario(text, { file: 'dispatch.yaml' }).worlds[0]!.model,
      numRuns: LONG ? 2000 : 12,
    });
    expect(steps).toBeGreaterThan(LONG ? 20_000 : 100);
  });
});
