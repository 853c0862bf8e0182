/** Runs that are over at once are told, and leave a state behind, as if they had had a frame like any other. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalForm } from '../../src/sim/canonical.ts';
import { begin, run } from '../../src/sim/engine.ts';
import type { Observer } from '../../src/sim/listen/observer.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble, type Machine } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { system } from '../analysis/systems.ts';
import { constant, model, task } from './build.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

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
        const [quick, slow] = [history(machine), history({ ...machine, expresses: machine.expresses.map(() => 0) })];
        // Of thousands of events, only what differs is worth a matcher's time.
        if (!isDeepStrictEqual(quick, slow)) expect(quick).toStrictEqual(slow);
      }),
      { numRuns: LONG ? 2_000 : 100 },
    );
    expect(expressed).toBeGreaterThan(LONG ? 200 : 10);
  });

  it('is still busy for another start that chance brings at the same instant', () => {
    const due = (gaps: readonly number[]): unknown[] => {
      const machine = assemble(
        model({
          tasks: [task('burst', [{ kind: 'progress', amount: constant(1) }])],
          triggers: [{ path: [], task: 0, kind: 'poisson', source: 0 }],
          sources: [{ task: 0, purpose: 'gap', distribution: { kind: 'exponential', mean: 1 }, per: 'turn' }],
        }),
      );
      const left = [...gaps, 1000];
      const choose = { start: () => 0, amount: () => left.shift()!, turn: () => 0, began: () => undefined };
      const told: unknown[] = [];
      const observer: Observer = {
        ...SILENT,
        started: () => told.push('started'),
        skipped: () => told.push('skipped'),
      };
      run(machine, begin(machine, choose), choose, { untilMs: 100, observer });
      return told;
    };
    expect(due([5, 1])).toEqual(['started', 'started']);
    expect(due([5, 0])).toEqual(['started', 'skipped']);
    expect(due([5, 0, 0, 3])).toEqual(['started', 'skipped', 'skipped', 'started']);
  });
});
