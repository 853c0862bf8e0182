/**
 * Rules that only warn, held against exploration and runs: in no state that can be reached is there what they warn of while
 * they are silent, and what they say happens then happens.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/analysis/findings/claims.ts';
import { heldWhileWaiting } from '../../../src/analysis/findings/held-while-waiting.ts';
import { poolWaiters } from '../../../src/analysis/findings/pool-waiters.ts';
import { shortLimit } from '../../../src/analysis/findings/short-limit.ts';
import { tied } from '../../../src/analysis/findings/tied.ts';
import { begin, run } from '../../../src/sim/engine.ts';
import type { Observer } from '../../../src/sim/listen/observer.ts';
import { SILENT } from '../../../src/sim/listen/silent.ts';
import { assemble, type Machine } from '../../../src/sim/machine.ts';
import type { Model, Operation } from '../../../src/sim/model.ts';
import { sampler } from '../../../src/sim/numbers/random.ts';
import { STATUS, type State } from '../../../src/sim/state.ts';
import { explore } from '../../../src/verify/graph/explore.ts';
import { explorerOf, isExplorer } from '../../../src/verify/graph/explorer.ts';
import { constant, every, lock, model, supply, task } from '../../sim/build.ts';
import { system } from '../systems.ts';
import { modelOf, system as takers } from './takers.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
/** Cases of each kind in which a rule has spoken, or would have had to. */
const CASES = LONG ? 20_000 : 30;
/** Exploring takes longer than a run. */
const EXPLORED = LONG ? 20_000 : 15;
const RUNS_MAX = LONG ? 10_000_000 : 4_000;
const seed = Number(process.env.FC_SEED ?? 20261125);

/** Tries models until `count` of them were cases. */
function until(models: fc.Arbitrary<Model>, count: number, isCase: (of: Model) => boolean): void {
  let cases = 0;
  for (let chunk = 0; cases < count && chunk * 100 < RUNS_MAX; chunk++) {
    for (const of of fc.sample(models, { seed: seed + chunk, numRuns: 100 })) if (isCase(of)) cases++;
  }
  expect(cases).toBeGreaterThanOrEqual(count);
}

/** Every state that exploration comes to, within limits. */
function eachState(of: Model, visit: (machine: Machine, state: State) => void): void {
  const explorer = explorerOf(assemble(of));
  if (!isExplorer(explorer)) return;
  const { table } = explore(explorer, { statesMax: 1_000, bytesMax: 2 ** 26, startsMax: 1_000, stepsMax: 5_000 });
  const { packer, state, space } = explorer;
  for (let id = 0; id < table.count; id++) {
    packer.unpack(table.chunkOf(id), table.placeOf(id), state);
    visit(space.machine, state);
  }
}

/** Cheap signs that a model is no case: most are none, and exploring takes long. */
function isOf(kind: 'acquire', which: number): (operation: Operation) => boolean {
  return (operation) => operation.kind === kind && operation.lock === which;
}

function isOpenWait(operation: Operation): boolean {
  return (operation.kind === 'await' || operation.kind === 'spend') && operation.atMost === undefined;
}

/** Runs that wait without a limit, with the operation that each waits at. */
function waiting(machine: Machine, state: State): { readonly frame: number; readonly operation: Operation }[] {
  return Array.from({ length: state.runsMax }, (_, frame) => frame).flatMap((frame) => {
    const status = state.status[frame];
    if (state.task[frame]! < 0 || (status !== STATUS.waitsSupply && status !== STATUS.waitsLock)) return [];
    const { operation } = machine.operations[state.operation[frame]!]!;
    return 'atMost' in operation && operation.atMost !== undefined ? [] : [{ frame, operation }];
  });
}

function holds({ model: of }: Machine, state: State, frame: number, which: number): number {
  return state.holds[frame * of.locks.length + which]!;
}

/** What happens in a sampled run, told to `observer`. */
function sampled(of: Model, observer: Partial<Observer>, untilMs = 400): void {
  const machine = assemble(of);
  const choose = sampler(machine, { seed: '1', replication: 0 });
  run(machine, begin(machine, choose), choose, { untilMs, observer: { ...SILENT, ...observer } });
}

describe('a lock held while its holder waits for tokens', () => {
  it('is told of wherever exploration comes to such a state', () => {
    until(system, EXPLORED, (of) => {
      if (!of.tasks.some(({ program: own }) => own.some(isOf('acquire', 0)) && own.some(isOpenWait))) return false;
      let [seen, texts] = [false, undefined as string | undefined];
      eachState(of, (machine, state) => {
        for (const { frame, operation } of waiting(machine, state)) {
          if (operation.kind !== 'await' && operation.kind !== 'spend') continue;
          const held = of.locks.findIndex(
            ({ kind, permits }, which) => kind === 'lock' && permits === 1 && holds(machine, state, frame, which) > 0,
          );
          const others = of.tasks.filter(({ program: own }, index) => {
            const wants = own.some((one) => one.kind === 'acquire' && one.lock === held);
            return wants && (index !== state.task[frame] || of.tasks[index]!.whenBusy === 'allow');
          });
          if (held < 0 || others.length === 0) continue;
          seen = true;
          texts ??= heldWhileWaiting.find!(evidenceOf(of))
            .map(({ task: index, path }) => `${index} ${path.slice(0, operation.path.length).join('.')}`)
            .join();
          expect(texts).toContain(`${state.task[frame]} ${operation.path.join('.')}`);
        }
      });
      return seen;
    });
  });

  it('is never had by another once a task has it that never gives it back', () => {
    const looping = fc
      .record({
        releases: fc.boolean(),
        costs: fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })),
        works: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        periods: fc.tuple(fc.integer({ min: 3, max: 8 }), fc.integer({ min: 3, max: 8 })),
        capacity: fc.integer({ min: 4, max: 8 }),
        endless: fc.boolean(),
      })
      .map(({ releases, costs, works, periods, capacity, endless }) => {
        const body = [
          { kind: 'spend', supply: 0, cost: constant(costs[0]) },
          { kind: 'work', duration: constant(works[0]) },
          ...(releases ? ([{ kind: 'release', lock: 0 }] as const) : []),
        ] as const;
        const loop = { kind: 'loop', counter: 0, ...(!endless && { times: constant(2) }) } as const;
        const turn = { kind: 'turn', counter: 0, exit: body.length + 4, forgets: [] } as const;
        return model({
          order: 'any',
          gridMs: 1,
          locks: [lock({})],
          supplies: [
            supply({
              capacityGrains: capacity,
              refill: { kind: 'continuous', grainsPerMs: 1 },
              debt: { kind: 'none' },
            }),
          ],
          tasks: [
            task('keeper', [{ kind: 'acquire', lock: 0 }, loop, turn, ...body, { kind: 'jump', to: 2 }]),
            task('other', [
              { kind: 'acquire', lock: 0 },
              { kind: 'work', duration: constant(works[1]) },
              { kind: 'progress', amount: constant(1) },
            ]),
          ],
          triggers: [every(0, periods[0], 1), every(1, periods[1], 1)],
        });
      });
    let silentAndShared = 0;
    until(looping, CASES, (of) => {
      const found = heldWhileWaiting.find!(evidenceOf(of)).some(({ severity }) => severity === 'error');
      let [kept, shared] = [false, false];
      sampled(of, {
        held(index) {
          if (index === 1 && kept) shared = true;
          if (index === 0) kept = true;
        },
      });
      if (found) expect(shared).toBe(false);
      if (!found && shared) silentAndShared++;
      return found && kept;
    });
    expect(silentAndShared).toBeGreaterThan(10);
  });
});

describe('runs that wait in all slots of a pool', () => {
  it('are told of wherever exploration comes to a state in which they keep another out', () => {
    until(system, EXPLORED, (of) => {
      if (of.tasks.filter(({ program: own }) => own.some(isOf('acquire', 1))).length < 2) return false;
      let [seen, found] = [false, undefined as boolean | undefined];
      eachState(of, (machine, state) => {
        const still = waiting(machine, state);
        of.locks.forEach(({ kind, permits }, which) => {
          if (kind !== 'pool') return;
          const keep = still.filter(({ frame }) => holds(machine, state, frame, which) > 0);
          const kept = keep.reduce((sum, { frame }) => sum + holds(machine, state, frame, which), 0);
          const out = still.some(
            ({ frame, operation }) =>
              operation.kind === 'acquire' && operation.lock === which && holds(machine, state, frame, which) === 0,
          );
          if (kept < permits || !out) return;
          seen = true;
          found ??= poolWaiters.find!(evidenceOf(of)).length > 0;
          expect(found).toBe(true);
        });
      });
      return seen;
    });
  });
});

/** Takers with a limit on their waits, and works before and behind. */
const impatient = fc
  .tuple(takers, fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }))
  .map(([text, limits]): Model => {
    const of = modelOf(text);
    const tasks = of.tasks.map((one, index) => ({
      ...one,
      program: one.program.map((operation): Operation => {
        if (operation.kind !== 'await' && operation.kind !== 'spend') return operation;
        return { ...operation, atMost: constant(limits[index]!), otherwise: 'stop' };
      }),
    }));
    return { ...of, tasks };
  });

describe('a limit that is shorter than the wait a task brings upon itself', () => {
  it('is over without the tokens after each run that went on just at its level', () => {
    until(impatient, CASES, (of) => {
      const evidence = evidenceOf(of);
      const found = shortLimit.find!(evidence).map(({ task: index }) => index!);
      if (found.length === 0) return false;
      // By task: its last run went on just at its level; then the next that asks gives up.
      const just = of.tasks.map(() => false);
      let gaveUp = false;
      sampled(of, {
        spent(index, _frame, _supply, before) {
          if (!found.includes(index)) return;
          expect({ spends: just[index], of }).toEqual({ spends: false, of });
          just[index] = before === evidence.tasks[index]!.asks.at(-1)!.needLow;
        },
        gaveUp(index) {
          if (just[index]) gaveUp = true;
          just[index] = false;
        },
      });
      return gaveUp;
    });
  });
});

describe('two tasks that go on from one level', () => {
  it('never both go on in one instant at which the level is just there', () => {
    until(takers.map(modelOf), EXPLORED, (of) => {
      const evidence = evidenceOf(of);
      const pairs = tied.find!(evidence);
      if (pairs.length === 0) return false;
      const need = new Map(evidence.takers.map(({ of: own, needLow }) => [own.task, needLow]));
      const told = new Set(
        pairs.flatMap(({ message }) => of.tasks.flatMap(({ name }, index) => (message.includes(name) ? [index] : []))),
      );
      let [first, seen] = [-1, false];
      const refused = new Set<number>();
      sampled(of, {
        instant() {
          first = -1;
          refused.clear();
        },
        spent(index, _frame, _supply, before) {
          if (!told.has(index)) return;
          if (first >= 0 && first !== index && need.get(first) === need.get(index)) {
            expect({ first, second: index, before }).toEqual({ first, second: -1, before });
          }
          if (before === need.get(index)) {
            first = index;
            if (refused.size > 0) seen = true;
          }
        },
        blocked(index) {
          if (first >= 0 && first !== index && told.has(index)) seen = true;
          refused.add(index);
        },
      });
      return seen;
    });
  });
});
