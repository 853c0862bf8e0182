/** What looks at the balance may cost, and what debt makes of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalForm } from '../../src/sim/canonical.ts';
import { begin, run } from '../../src/sim/engine.ts';
import type { Observer } from '../../src/sim/listen/observer.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { system } from '../analysis/systems.ts';
import { constant, every, MINUTE, model, supply, task } from './build.ts';
import { logRun } from './log.ts';

/** One token a minute, no debt; a spend of `cost` that looks each minute and pays one token for the look, read first. */
function lines(cost: number): readonly string[] {
  const poll = { everyMs: MINUTE, orWhenDue: false, cost: constant(1), charged: 'after' as const };
  return logRun(
    model({
      horizonMs: 10 * MINUTE,
      supplies: [
        supply({
          debt: { kind: 'none' },
          refill: { kind: 'stepwise', grains: 2, everyMs: MINUTE, phaseMs: { kind: 'fixed', value: 0 } },
        }),
      ],
      tasks: [task('a', [{ kind: 'spend', supply: 0, cost: constant(cost), poll }])],
      triggers: [every(0, 900 * MINUTE)],
    }),
  ).lines;
}

/** Looks at each supply and what they cost, and the state at the end; `whole`: in one call, not from event to event. */
function looked(of: Model, whole: boolean): unknown {
  const machine = assemble(of);
  const choose = sampler(machine, { seed: 'looks', replication: 0 });
  const state = begin(machine, choose);
  const totals = of.supplies.map(() => [0, 0]);
  const observer: Observer = {
    ...SILENT,
    polled(_task, _run, supply, looks, before, after) {
      totals[supply]![0]! += looks;
      totals[supply]![1]! += before - after;
    },
  };
  const options = { untilMs: of.horizonMs, observer };
  let events = 0;
  for (;;) {
    const end = run(machine, state, choose, { ...options, eventsMax: whole ? 1_000 : 1 });
    events += end.events;
    if (end.stopped === 'zeno' || (whole && end.stopped === 'events-max') || events > 1_000) return undefined;
    if (end.stopped !== 'events-max') return { totals, events, left: [...canonicalForm(machine, state)] };
  }
}

describe('a poller that looks on', () => {
  it('comes to the same as one that is asked from event to event', () => {
    let looks = 0;
    fc.assert(
      fc.property(system, (random) => {
        const of: Model = { ...random, polls: 'simulate' };
        const whole = looked(of, true);
        fc.pre(whole !== undefined);
        expect(whole).toEqual(looked(of, false));
        looks += (whole as { totals: number[][] }).totals.reduce((sum, [count]) => sum + count!, 0);
      }),
      { numRuns: 300 },
    );
    expect(looks).toBeGreaterThan(1_000);
  });
});

describe('a look that is charged after it read the level', () => {
  it.each([
    { when: 'what is left pays for the spend', cost: 1, level: '60000 a spends 1 -> 0' },
    { when: 'the look took what the spend needs', cost: 2, level: '120000 a spends 2 -> 0' },
  ])('lets the spend through, without a debt, when $when', ({ cost, level }) => {
    expect(lines(cost).filter((line) => line.includes('spends'))).toEqual([level]);
  });
});
