/** Tasks that start each other: both drivers agree, claims and waits are those of a plain exploration, scripts show what they say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Model } from '../../src/sim/model.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certify } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { expectPlainJudgement } from './plain-judgement.ts';
import { expectPaths } from './roads.ts';
import { startScenario } from './starts-rich.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 600, stepsMax: 6000, looksMax: 200_000 };

/** What a model is made of, to see that the generator comes to everything. */
function partsOf({ tasks, triggers }: Model): readonly string[] {
  const retries = tasks.flatMap(({ retry }) =>
    retry === undefined ? [] : [`again ${retry.backoff}`, ...(retry.jitter === undefined ? [] : ['jitter'])],
  );
  const emits = tasks.flatMap(({ program }) => program.flatMap((one) => (one.kind === 'emit' ? [one] : [])));
  const started = emits.flatMap((one) => [
    one.wait ? `waits for ${tasks[one.task]!.whenBusy}` : `starts ${tasks[one.task]!.whenBusy}`,
    ...(one.gives === undefined ? [] : ['gives its slot back']),
    ...(one.atMost === undefined ? [] : [`or ${one.otherwise}`]),
    ...(triggers.every(({ task, kind }) => task !== one.task || kind === 'on')
      ? ['on alone']
      : ['on, and by the clock']),
  ]);
  const limits = tasks.flatMap(({ program }) =>
    program.flatMap((one) => (one.kind === 'limit' ? [one.hard ? 'dies in time' : 'fails in time'] : [])),
  );
  const expiries = tasks.flatMap(({ expiresMs, whenBusy, program }) =>
    expiresMs === undefined ? [] : [`expires, ${whenBusy}${program[0]?.kind === 'acquire' ? ' and a slot' : ''}`],
  );
  const delivered = tasks.flatMap(({ delivery }) => {
    if (delivery?.kind !== 'at least once') return delivery?.kind ?? [];
    return `${delivery.renewed ? 'renewed' : 'visible'}, ${delivery.most === undefined ? 'again and again' : 'so often'}`;
  });
  const after = triggers.flatMap(({ afterStart }) => (afterStart === undefined ? [] : [`after ${afterStart}`]));
  return [...started, ...retries, ...limits, ...expiries, ...delivered, ...after];
}

describe('a scenario of tasks that start each other', () => {
  it('comes to every part', () => {
    const found = new Set<string>();
    for (const text of fc.sample(fc.gen().map(startScenario), { seed: 1, numRuns: 150 })) {
      for (const part of partsOf(loadScenario(text, { file: 'starts.yaml' }).worlds[0]!.model)) found.add(part);
    }
    expect(found.size).toBe(38);
  });

  it('is judged as a plain exploration judges it, every script of it is confirmed, and every certificate checks', () => {
    const seen = { compared: 0, scripts: 0, held: 0 };
    const parts = new Map<string, number>();
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const judged = expectPlainJudgement(startScenario(generate), seen, LIMITS);
        if (judged === undefined) return;
        for (const part of new Set(partsOf(judged.model))) parts.set(part, (parts.get(part) ?? 0) + 1);
        const { scenario, verified } = judged;
        const { certificate } = certify(scenario, verified, { statesMax: 300 });
        if (certificate.worlds.length === 0) return;
        seen.held++;
        expect(checkCertificate(scenario, certificateText(certificate)).kind).toBe('holds');
      }),
      { numRuns: LONG ? 3000 : 40, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 40);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 50);
    expect(seen.held).toBeGreaterThan(LONG ? 500 : 8);
    expect(parts.size).toBeGreaterThan(LONG ? 37 : 30);
  });

  it('runs, sampled, only along edges of its graph', () => {
    const { steps } = expectPaths({
      values: fc.gen().map((generate) => startScenario(generate)),
      modelOf: (text) => loadScenario(text, { file: 'starts.yaml' }).worlds[0]!.model,
      numRuns: LONG ? 2000 : 40,
    });
    expect(steps).toBeGreaterThan(LONG ? 20_000 : 300);
  });
});
