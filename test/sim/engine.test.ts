/** The engine against a twin that is as simple as can be, against itself, and against what every other tool counts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalForm } from '../../src/sim/canonical.ts';
import { begin, levelNow, run } from '../../src/sim/engine.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Debt, Model } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { copyState, equalStates } from '../../src/sim/state.ts';
import { always, constant, every, lock, MINUTE, model, supply, task } from './build.ts';
import { logRun } from './log.ts';

interface Story {
  readonly refill: number;
  readonly capacity: number;
  readonly initial: number;
  readonly threshold: number;
  readonly batch: number;
  readonly period: number;
  readonly offset: number;
  readonly gate: number;
  readonly cost: number;
  readonly debt: 'none' | 'unlimited' | 'clamp';
  readonly waits: boolean;
  readonly peerFirst: boolean;
}

const story: fc.Arbitrary<Story> = fc.record({
  refill: fc.integer({ min: 1, max: 6 }),
  capacity: fc.integer({ min: 10, max: 60 }),
  initial: fc.integer({ min: 0, max: 10 }),
  threshold: fc.integer({ min: 1, max: 40 }),
  batch: fc.integer({ min: 1, max: 20 }),
  period: fc.integer({ min: 1, max: 9 }),
  offset: fc.integer({ min: 1, max: 9 }),
  gate: fc.integer({ min: 1, max: 30 }),
  cost: fc.integer({ min: 1, max: 30 }),
  debt: fc.constantFrom('none', 'unlimited', 'clamp'),
  waits: fc.boolean(),
  peerFirst: fc.boolean(),
});

const MINUTES = 400;

/** The two-task system of the story as a model; the backfiller does at most one batch a minute. */
function modelOf(s: Story, polls: Model['polls'] = 'compute', pollCost?: number): Model {
  const skip = s.waits ? {} : { atMost: constant(0), otherwise: 'stop' as const };
  const poll = { everyMs: MINUTE, orWhenDue: false, cost: constant(pollCost ?? 0), charged: 'before' as const };
  return model({
    horizonMs: MINUTES * MINUTE + 1,
    polls,
    supplies: [
      supply({
        capacityGrains: s.capacity,
        initial: { kind: 'fixed', value: s.initial },
        debt: { kind: s.debt } as Debt,
        refill: { kind: 'stepwise', grains: s.refill, everyMs: MINUTE, phaseMs: { kind: 'fixed', value: 0 } },
      }),
    ],
    tasks: [
      task(
        'upserter',
        [
          { kind: 'await', supply: 0, target: { kind: 'level', level: constant(s.gate) }, ...skip },
          { kind: 'spend', supply: 0, cost: constant(s.cost), ...skip },
          { kind: 'progress', amount: constant(1) },
        ],
        { priority: s.peerFirst ? 1 : 3 },
      ),
      task(
        'backfiller',
        [
          {
            kind: 'await',
            supply: 0,
            target: { kind: 'level', level: constant(s.threshold) },
            ...(pollCost === undefined && polls === 'compute' ? {} : { poll }),
          },
          { kind: 'spend', supply: 0, cost: constant(s.batch) },
          { kind: 'progress', amount: constant(1) },
          { kind: 'work', duration: constant(MINUTE) },
        ],
        { priority: 2 },
      ),
    ],
    triggers: [every(0, s.period * MINUTE, s.offset * MINUTE), always(1)],
  });
}

/** Minute by minute: refill, then both in their order. Returns what each did. */
function twin(s: Story): { upserts: number; skips: number; batches: number } {
  let level = s.initial;
  let pending = false;
  const did = { upserts: 0, skips: 0, batches: 0 };
  let freeAt = 0;
  const least = (threshold: number, cost: number) => Math.max(threshold, s.debt === 'none' ? cost : 1);
  const pay = (cost: number) => {
    level = s.debt === 'clamp' ? Math.max(0, level - cost) : level - cost;
  };
  const upserter = (minute: number) => {
    const due = minute >= s.offset && (minute - s.offset) % s.period === 0;
    if (due && pending) did.skips++;
    if (!due && !pending) return;
    if (level >= least(s.gate, s.cost)) {
      pay(s.cost);
      did.upserts++;
      pending = false;
    } else pending = s.waits;
  };
  const backfiller = (minute: number) => {
    if (minute < freeAt || level < least(s.threshold, s.batch)) return;
    pay(s.batch);
    did.batches++;
    freeAt = minute + 1;
  };
  for (let minute = 0; minute <= MINUTES; minute++) {
    if (minute > 0) level = Math.min(s.capacity, level + s.refill);
    const both = s.peerFirst ? [backfiller, upserter] : [upserter, backfiller];
    for (const each of both) each(minute);
  }
  return did;
}

describe('the engine', () => {
  it('does what a minute-by-minute twin does, for any debt, order and mode', () => {
    fc.assert(
      fc.property(story, (s) => {
        const { counts } = logRun(modelOf(s));
        const did = twin(s);
        expect({
          upserts: counts.get('0 progress') ?? 0,
          skips: counts.get('0 skipped') ?? 0,
          batches: counts.get('1 progress') ?? 0,
        }).toEqual(did);
      }),
    );
  });

  it('computes exactly the waits, and counts exactly the looks, that simulated polls find', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 5 }), (s, halfMinutes) => {
        const polled = (polls: Model['polls']) => {
          const built = modelOf(s, 'simulate');
          const tasks = built.tasks.map((each) => ({
            ...each,
            program: each.program.map((step) =>
              step.kind === 'await' && step.poll !== undefined
                ? { ...step, poll: { ...step.poll, everyMs: halfMinutes * 30_000 } }
                : step,
            ),
          }));
          const { lines, counts } = logRun({ ...built, polls, tasks });
          return { lines, counts: [...counts].sort() };
        };
        expect(polled('compute')).toEqual(polled('simulate'));
      }),
    );
  });

  it('refills what was used, wasted or is left, when looks cost too', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 3 }), (s, price) => {
        const built = modelOf({ ...s, capacity: 10_000 }, 'compute', price);
        const { lines, counts } = logRun(built);
        const machine = assemble(built);
        const choose = sampler(machine, { seed: '1', replication: 0 });
        const state = begin(machine, choose);
        run(machine, state, choose, { untilMs: built.horizonMs });
        const spent = lines
          .map((line) => /spends (-?\d+) -> (-?\d+)/.exec(line))
          .reduce((sum, match) => sum + (match ? Number(match[1]) - Number(match[2]) : 0), 0);
        const looked = counts.get('1 look price') ?? 0;
        expect(s.initial + MINUTES * s.refill - spent - looked).toBe(levelNow(machine, state, 0));
      }),
    );
  });

  it('goes on from a copy as from the original, and a longer run has the shorter one as its prefix', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: MINUTES }), (s, minute) => {
        const built = modelOf(s);
        const machine = assemble(built);
        const choose = sampler(machine, { seed: '1', replication: 0 });
        const state = begin(machine, choose);
        run(machine, state, choose, { untilMs: minute * MINUTE + 17 });
        const copy = copyState(machine, state);
        expect(equalStates(copy, state)).toBe(true);
        run(machine, state, choose, { untilMs: built.horizonMs });
        expect(copy.nowMs).toBe(minute * MINUTE + 17);
        run(machine, copy, choose, { untilMs: built.horizonMs });
        const whole = begin(machine, choose);
        run(machine, whole, choose, { untilMs: built.horizonMs });
        expect(canonicalForm(machine, copy)).toEqual(canonicalForm(machine, state));
        expect(canonicalForm(machine, whole)).toEqual(canonicalForm(machine, state));
      }),
    );
  });

  it('comes back to the same canonical state when the system does', () => {
    const built = model({
      supplies: [supply({ capacityGrains: 10 })],
      tasks: [
        task('a', [
          { kind: 'spend', supply: 0, cost: constant(5) },
          { kind: 'progress', amount: constant(1) },
        ]),
      ],
      triggers: [every(0, MINUTE, MINUTE)],
    });
    const machine = assemble(built);
    const choose = sampler(machine, { seed: '1', replication: 0 });
    const state = begin(machine, choose);
    run(machine, state, choose, { untilMs: 10 * MINUTE + 1 });
    const once = canonicalForm(machine, state);
    run(machine, state, choose, { untilMs: 20 * MINUTE + 1 });
    expect(canonicalForm(machine, state)).toEqual(once);
    run(machine, state, choose, { untilMs: 20 * MINUTE + 2 });
    expect(canonicalForm(machine, state)).not.toEqual(once);
  });

  it.each(['compute', 'simulate'] as const)('counts what every other tool counts on W2, polls: %s', (polls) => {
    const poll = { everyMs: 60_000, orWhenDue: false, cost: constant(0), charged: 'before' as const };
    const { counts, end } = logRunQuietly(
      model({
        horizonMs: 3_650 * 86_400_000,
        polls,
        supplies: [
          supply({ refill: { kind: 'stepwise', grains: 1, everyMs: 12_000, phaseMs: { kind: 'fixed', value: 0 } } }),
        ],
        locks: [lock()],
        tasks: [
          task(
            'upserter',
            [
              { kind: 'await', supply: 0, target: { kind: 'level', level: constant(50) }, atMost: constant(0) },
              { kind: 'spend', supply: 0, cost: constant(60) },
              { kind: 'progress', amount: constant(1) },
            ],
            { priority: 1 },
          ),
          task('backfiller', [
            { kind: 'acquire', lock: 0 },
            { kind: 'await', supply: 0, target: { kind: 'level', level: constant(80) }, poll },
            { kind: 'spend', supply: 0, cost: constant(20) },
            { kind: 'work', duration: constant(30_000) },
            { kind: 'release', lock: 0 },
            { kind: 'progress', amount: constant(1) },
          ]),
        ],
        triggers: [every(0, 600_000), always(1)],
      }),
    );
    expect(end.stopped).toBe('until');
    // Others count a refused first look too and we do not; each wait that ends has one look that is granted instead.
    // The last wait does not end, hence one less than their 5,190,300.
    expect(counts).toEqual({ upserts: 394_199, skips: 131_401, batches: 131_400, looks: 5_190_299 });
  });
});

/** As `logRun`, without a line per event: ten years are many. */
function logRunQuietly(built: Model) {
  const machine = assemble(built);
  const counts = { upserts: 0, skips: 0, batches: 0, looks: 0 };
  const nothing = () => {};
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const end = run(machine, begin(machine, choose), choose, {
    untilMs: built.horizonMs,
    observer: {
      instant: nothing,
      triggered: nothing,
      emitted: nothing,
      skipped: nothing,
      queued: nothing,
      dropped: nothing,
      started: nothing,
      ended: nothing,
      retried: nothing,
      redelivered: nothing,
      blocked: nothing,
      passed: nothing,
      gaveUp: () => counts.skips++,
      spent: nothing,
      called: nothing,
      refused: nothing,
      settled: nothing,
      refilled: nothing,
      changed: nothing,
      polled: (_task, _run, _supply, looks) => {
        counts.looks += looks;
      },
      held: nothing,
      released: nothing,
      expired: nothing,
      returned: nothing,
      orphaned: nothing,
      freed: nothing,
      working: nothing,
      progressed: (index) => (index === 0 ? counts.upserts++ : counts.batches++),
      arrived: nothing,
      took: nothing,
      pruned: nothing,
    },
  });
  return { counts, end };
}
