/** What the engine promises whoever listens. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import type { Observer } from '../../src/sim/listen/observer.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { NEVER } from '../../src/sim/time.ts';
import { system } from '../analysis/systems.ts';
import { always, constant, model, supply, task } from './build.ts';
import { first } from './log.ts';

interface Told {
  readonly what: keyof Observer;
  /** The instant told last, and the engine's own time. */
  readonly toldMs: number;
  readonly nowMs: number;
}

/** Everything that is told in a run. */
function listen(model: Model): Told[] {
  const machine = assemble(model);
  const choose = sampler(machine, { seed: 'observer', replication: 0 });
  const state = begin(machine, choose);
  const told: Told[] = [];
  let toldMs = Number.NEGATIVE_INFINITY;
  const observer = new Proxy({} as Observer, {
    get: (_, what: keyof Observer) => (atMs: number) => {
      if (what === 'instant') toldMs = atMs;
      told.push({ what, toldMs, nowMs: state.nowMs });
    },
  });
  run(machine, state, choose, { untilMs: model.horizonMs, observer, eventsMax: 1_000 });
  return told;
}

describe('an observer', () => {
  it('is told the time before anything that happens then, and never an earlier one', () => {
    fc.assert(
      fc.property(system, (model) => {
        const told = listen(model);
        const times = told.filter(({ what }) => what === 'instant').map(({ toldMs }) => toldMs);
        expect(times).toEqual([...times].sort((left, right) => left - right));
        expect(told.filter(({ toldMs, nowMs }) => toldMs !== nowMs)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('hears of free looks no later than just before the time that is waited for, and of none where time has no end', () => {
    const machine = assemble(
      model({
        supplies: [supply({ capacityGrains: 10 })],
        tasks: [
          task('starved', [
            {
              kind: 'await',
              supply: 0,
              target: { kind: 'level', level: constant(11) },
              poll: { everyMs: 7, orWhenDue: false, cost: constant(0), charged: 'before' },
            },
          ]),
        ],
        triggers: [always(0)],
      }),
    );
    const state = begin(machine, first);
    const told: number[][] = [];
    let nowMs = 0;
    const observer = new Proxy({} as Observer, {
      get: (_, what: keyof Observer) => (atMs: number, _run: number, _supply: number, looks: number) => {
        if (what === 'instant') nowMs = atMs;
        if (what === 'polled') told.push([nowMs, looks]);
      },
    });
    for (const untilMs of [21, 22, 22, 50]) run(machine, state, first, { untilMs, observer });
    expect(told).toEqual([
      [20, 2],
      [21, 1],
      [49, 4],
    ]);
    expect(run(machine, state, first, { untilMs: NEVER, observer })).toMatchObject({ stopped: 'idle', atMs: 50 });
    expect([told.length, state.lookedMs[0]]).toEqual([3, 49]);
  });
});
