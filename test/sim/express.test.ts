/** Runs that are over at once are told, and leave a state behind, as if they had had a frame like any other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalForm } from '../../src/sim/canonical.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { assemble, type Machine } from '../../src/sim/machine.ts';
import type { Observer } from '../../src/sim/observer.ts';
import { sampler } from '../../src/sim/random.ts';
import { system } from '../analysis/systems.ts';
import { constant, MINUTE, model, supply, task } from './build.ts';

function history(machine: Machine): unknown {
  const choose = sampler(machine, { seed: 'express', replication: 0 });
  const state = begin(machine, choose);
  const told: unknown[] = [];
  const observer = new Proxy({} as Observer, {
    get:
      (_, what) =>
      (...values: readonly unknown[]) =>
        told.push([what, ...values]),
  });
  const end = run(machine, state, choose, { untilMs: machine.model.horizonMs, observer, eventsMax: 1_000 });
  return { told, end, left: end.stopped === 'zeno' ? [] : [...canonicalForm(machine, state)] };
}

describe('a run that is over at once', () => {
  it('is told like one that has a frame', () => {
    let expressed = 0;
    fc.assert(
      fc.property(system, (model) => {
        const machine = assemble(model);
        expressed += Number(machine.expresses.includes(1));
        expect(history(machine)).toEqual(history({ ...machine, expresses: machine.expresses.map(() => 0) }));
      }),
      { numRuns: 300 },
    );
    expect(expressed).toBeGreaterThan(30);
  });

  it('is told like one that has a frame where its trigger comes twice at one instant', () => {
    const [spend, progress] = [
      { kind: 'spend', supply: 0, cost: constant(1), atMost: constant(0) },
      { kind: 'progress', amount: constant(1) },
    ] as const;
    const machine = assemble(
      model({
        supplies: [supply()],
        tasks: [task('often', [spend, progress])],
        triggers: [{ path: [], task: 0, kind: 'poisson', source: 0 }],
        sources: [
          {
            task: 0,
            purpose: 'trigger',
            per: 'turn',
            distribution: { kind: 'choice', values: [0, MINUTE, 2 * MINUTE] },
          },
        ],
      }),
    );
    const both = history(machine);
    expect(machine.expresses).toContain(1);
    expect(JSON.stringify(both)).toContain('skipped');
    expect(both).toEqual(history({ ...machine, expresses: machine.expresses.map(() => 0) }));
  });
});
