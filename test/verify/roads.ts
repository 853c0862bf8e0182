/** Second roads to what the explorer says, for any generator: sampled runs stay on its graph, states are read back, certificates check. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { Model } from '../../src/sim/model.ts';
import { copyState, equalStates } from '../../src/sim/state.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certifyWorld } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { verify } from '../../src/verify/verify.ts';
import { graphOf, walkWithin } from './explored.ts';

/** What is drawn, so that a failure shows it as it was written, and the model of it. */
export interface Drawn<Value> {
  readonly values: fc.Arbitrary<Value>;
  readonly modelOf: (value: Value) => Model;
  readonly numRuns: number;
}

/** Expects each run of the engine, sampled by chance, to be a path of the graph; gives how many graphs and steps that were. */
export function expectPaths<Value>({ values, modelOf, numRuns }: Drawn<Value>, seen?: (model: Model) => void) {
  let [complete, steps] = [0, 0];
  fc.assert(
    fc.property(values, fc.integer(), (value, seed) => {
      const model = modelOf(value);
      const graph = graphOf(model);
      if (graph.stopped !== 'complete' || graph.zeno !== undefined) return;
      complete++;
      seen?.(model);
      steps += walkWithin(graph, String(seed), 200);
    }),
    { numRuns, endOnFailure: true },
  );
  return { complete, steps };
}

/** Expects each state that was stored to be read back, and stored again as the same. */
export function expectReadBack<Value>({ values, modelOf, numRuns }: Drawn<Value>, statesMax: number): void {
  fc.assert(
    fc.property(values, (value) => {
      const graph = graphOf(modelOf(value), { statesMax });
      const { packer, words, state, space } = graph.explorer;
      for (let id = 0; id < Math.min(graph.table.count, statesMax); id++) {
        packer.unpack(graph.table.chunkOf(id), graph.table.placeOf(id), state);
        const read = copyState(space.machine, state);
        expect(packer.pack(state, words)).toBe(true);
        expect(graph.table.add(words)).toBe(id);
        packer.unpack(words, 0, state);
        expect(equalStates(read, state)).toBe(true);
      }
    }),
    { numRuns },
  );
}

/** Expects the certificate of each scenario that has one to hold; gives how many had. */
export function expectCertificates(
  texts: fc.Arbitrary<string>,
  load: (text: string) => Scenario,
  { numRuns, limits }: { readonly numRuns: number; readonly limits: Parameters<typeof verify>[1] },
): number {
  let checked = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const scenario = load(text);
      const world = scenario.worlds[0]!;
      const verified = verify(scenario, limits).worlds[0]!;
      if (verified.stopped !== 'complete') return;
      const made = certifyWorld(world, verified, 20_000);
      if (made.kind !== 'certificate') return;
      checked++;
      const file = { quotasimCertificate: 1, quotasim: '0', scenario: 'test', set: {}, worlds: [made.certificate] };
      const written = certificateText(file as Parameters<typeof certificateText>[0]);
      expect(checkCertificate({ worlds: [world] }, written)).toMatchObject({ kind: 'holds' });
    }),
    { numRuns, endOnFailure: true },
  );
  return checked;
}
