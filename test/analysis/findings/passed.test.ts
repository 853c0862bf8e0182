/** Rules about permits that are let past somebody, or left behind by a crash: told where it happens, with exploration as judge. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/analysis/findings/claims.ts';
import { leftBehind } from '../../../src/analysis/findings/left-behind.ts';
import { passedOver } from '../../../src/analysis/findings/passed-over.ts';
import { loadScenario } from '../../../src/scenarios/parse.ts';
import { begin, run } from '../../../src/sim/engine.ts';
import { SILENT } from '../../../src/sim/listen/silent.ts';
import { assemble } from '../../../src/sim/machine.ts';
import type { Model } from '../../../src/sim/model.ts';
import { sampler } from '../../../src/sim/numbers/random.ts';
import { NEVER } from '../../../src/sim/time.ts';
import { graphOf, verifyModel } from '../../verify/explored.ts';
import { lockScenario } from '../../verify/locks-rich.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 1500, stepsMax: 10_000 };

const system: fc.Arbitrary<Model> = fc
  .gen()
  .map((generate) => loadScenario(lockScenario(generate), { file: 'locks.yaml' }).worlds[0]!.model);

/** A pool in which small requests are let past large ones: what is told of, and what is not by a hair. */
const pool = fc
  .record({
    slots: fc.integer({ min: 2, max: 3 }),
    large: fc.constantFrom(1, 2, 2, 3),
    others: fc.array(
      fc.record({
        slots: fc.constantFrom(1, 1, 1, 2),
        period: fc.integer({ min: 3, max: 4 }),
        // Mostly so long that two of them leave no time in which both slots are free.
        rest: fc.constantFrom(0, 1, 1, 1, 2),
        always: fc.constantFrom(false, false, false, true),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    period: fc.integer({ min: 3, max: 4 }),
  })
  .map(({ slots, large, others, period }) => {
    const took = (count: number): string => `pool: { p: ${Math.min(slots, count)} }`;
    const small = others.map((one, index) => {
      const trigger = one.always ? 'always' : `{ every: ${one.period}ms, offset: any }`;
      return `  s${index}: { trigger: ${trigger}, whenBusy: skip, ${took(one.slots)}, steps: [work: ${one.period - one.rest}ms, progress] }\n`;
    });
    return `quotasim: 1\nhorizon: 1s\ngrid: 1ms\npools: { p: { slots: ${slots}, passOver: true } }\ntasks:
  large: { trigger: { every: ${period}ms, offset: any }, whenBusy: skip, ${took(large)}, steps: [work: 1ms, progress] }\n${small.join('')}`;
  });

/** The same, but that the head of each line blocks. */
function blocking(model: Model): Model {
  const line = { order: 'fifo', passOver: false, prefetch: 0 } as const;
  return { ...model, locks: model.locks.map((one) => ({ ...one, line })) };
}

describe('QS021, a large request that small ones get past', () => {
  it('is told of whoever starves only because it is let past, and never of who takes as few as the others', () => {
    const seen = { starved: 0, told: 0, quiet: 0 };
    fc.assert(
      fc.property(pool, (text) => {
        const model = loadScenario(text, { file: 'pool.yaml' }).worlds[0]!.model;
        const told = passedOver.find!(evidenceOf(model));
        const starves = (one: Model): string => verifyModel(one, LIMITS).tasks[0]!.claim;
        const [passed, blocked] = [starves(model), starves(blocking(model))];
        const isTold = told.some(({ task }) => task === 0);
        if (passed === 'starvable' && blocked === 'live') {
          seen.starved++;
          expect({ isTold, text }).toEqual({ isTold: true, text });
        }
        const [first] = model.tasks[0]!.program;
        const count = first?.kind === 'acquire' ? (first.count ?? 1) : 1;
        if (isTold) seen.told++;
        else seen.quiet++;
        if (isTold) expect(count).toBeGreaterThan(1);
      }),
      { numRuns: LONG ? 5000 : 40 },
    );
    expect(seen.starved).toBeGreaterThan(2);
    expect(seen.told).toBeGreaterThan(5);
    expect(seen.quiet).toBeGreaterThan(5);
  });
});

describe('QS022, a crash that leaves a lock behind', () => {
  /** By "lock task": whether some state that can be reached has a permit that was left behind. */
  function leftIn(model: Model): ReadonlySet<string> {
    const graph = graphOf(model, { statesMax: 1500 });
    const { packer, state } = graph.explorer;
    const left = new Set<string>();
    for (let id = 0; id < graph.table.count; id++) {
      packer.unpack(graph.table.chunkOf(id), graph.table.placeOf(id), state);
      state.orphans.forEach((count, slot) => {
        if (count > 0) left.add(`${Math.floor(slot / model.tasks.length)} ${slot % model.tasks.length}`);
      });
    }
    return left;
  }

  /** By "lock task": whether a run crashed at a step and left, or did not leave, a permit of it, in a sampled run. */
  function crashedIn(model: Model): ReadonlySet<string> {
    const machine = assemble(model);
    const choose = sampler(machine, { seed: '1', replication: 0 });
    const [clean, left] = [new Set<string>(), new Set<string>()];
    run(machine, begin(machine, choose), choose, {
      untilMs: 300,
      observer: {
        ...SILENT,
        orphaned: (_task, _run, lock) => left.add(String(lock)),
        ended: (task, _run, how) => {
          model.locks.forEach((_, lock) => {
            if (how === 'crashed' && !left.has(String(lock))) clean.add(`${lock} ${task}`);
          });
          left.clear();
        },
      },
    });
    return clean;
  }

  it('is told of every one that can be left, as an error where it is for good, and only of crashes that leave one', () => {
    const seen = { told: 0, left: 0 };
    fc.assert(
      fc.property(system, (model) => {
        const told = leftBehind.find!(evidenceOf(model));
        const left = leftIn(model);
        const clean = crashedIn(model);
        model.locks.forEach(({ name, kind, leaseMs, renew }, lock) => {
          model.tasks.forEach(({ crashesMs, program }, task) => {
            const found = told.filter((one) => one.task === task && new RegExp(` ${name}( |,)`).test(one.message));
            const severities = found.map(({ severity }) => severity);
            if (left.has(`${lock} ${task}`) && kind === 'lock' && renew === undefined) {
              seen.left++;
              const byDate = crashesMs !== undefined;
              if (leaseMs === NEVER && !byDate) expect(severities).toContain('error');
              else expect(found).not.toEqual([]);
            }
            // Where a run crashes at one step alone, it leaves each time what is told of that step.
            const crashes = program.filter((one) => one.kind === 'crash').length;
            const sure = found.some(({ message }) => message.includes('that crashes at this step leaves'));
            if (!sure || crashes > 1 || crashesMs !== undefined || leaseMs !== NEVER) return;
            seen.told++;
            expect({ crashedClean: clean.has(`${lock} ${task}`), found }).toMatchObject({ crashedClean: false });
          });
        });
      }),
      { numRuns: LONG ? 4000 : 60 },
    );
    expect(seen.told).toBeGreaterThan(0);
    expect(seen.left).toBeGreaterThan(3);
  });
});
