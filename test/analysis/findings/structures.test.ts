/** Rules about locks, limits, queues and loops: what they say is what runs do and exploration proves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsByRule, evidenceOf } from '../../../src/analysis/findings/claims.ts';
import { costlyPolls } from '../../../src/analysis/findings/costly-polls.ts';
import { findingsOf } from '../../../src/analysis/findings/lint.ts';
import { begin, run } from '../../../src/sim/engine.ts';
import type { Observer } from '../../../src/sim/listen/observer.ts';
import { assemble } from '../../../src/sim/machine.ts';
import type { Debt, Model, StartChoice, Trigger } from '../../../src/sim/model.ts';
import { sampler } from '../../../src/sim/numbers/random.ts';
import { verifyWorld } from '../../../src/verify/verify.ts';
import { always, constant, lock, model, supply, task } from '../../sim/build.ts';
import { system } from '../systems.ts';
import { modelOf, system as takers } from './takers.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const small = (min: number, max: number) => fc.integer({ min, max });
const locate = () => ({ file: 'test.yaml', line: 1, column: 1 });
const codesOf = (one: Model): string[] => findingsOf(one, locate).map(({ code }) => code);

/** What exploration says of each task. */
function explored(one: Model): readonly string[] {
  const { tasks } = verifyWorld(
    { set: {}, model: one, goals: [], assumptions: [] },
    { statesMax: 4000, stepsMax: 20_000 },
  );
  return tasks.map(({ claim }) => claim);
}

/** That no claim of a rule is contradicted; gives the codes of those that were confirmed. */
function expectRight(one: Model): string[] {
  const claims = claimsByRule(one);
  if (claims.length === 0) return [];
  const proved = explored(one);
  return claims.flatMap(({ task: of, claim, code, text }) => {
    const seen = proved[of]!;
    if (seen === 'unknown' || claim === 'overloaded') return [];
    const bad = claim === 'live' ? seen !== 'live' : seen === 'live';
    expect({ bad, code, text, seen }).toEqual({ bad: false, code, text, seen });
    return [code];
  });
}

const trigger = (
  index: number,
  text: { readonly period: number; readonly always: boolean; readonly offset: number },
): Trigger =>
  text.always
    ? always(index)
    : { path: [], task: index, kind: 'every', periodMs: text.period, offsetMs: { kind: 'fixed', value: text.offset } };

const starting = fc.record({ period: small(3, 8), always: fc.boolean(), offset: small(0, 2) });

describe('locks in opposite order', () => {
  const ringed = fc
    .record({
      starts: fc.tuple(starting, starting),
      works: fc.tuple(small(0, 2), small(0, 2), small(1, 2), small(1, 2)),
      opposite: fc.boolean(),
      permits: fc.constantFrom(1, 1, 1, 2),
    })
    .map(({ starts, works, opposite, permits }) => {
      const steps = (first: number, between: number, after: number) =>
        [
          { kind: 'acquire', lock: first },
          { kind: 'work', duration: constant(between) },
          { kind: 'acquire', lock: 1 - first },
          { kind: 'work', duration: constant(after) },
          { kind: 'progress', amount: constant(1) },
        ] as const;
      return model({
        order: 'any',
        gridMs: 1,
        locks: [lock({ permits }), lock({ name: 'other' })],
        tasks: [task('one', steps(0, works[0], works[2])), task('two', steps(opposite ? 1 : 0, works[1], works[3]))],
        triggers: [trigger(0, starts[0]), trigger(1, starts[1])],
      });
    });

  it('are an error only where both can stand still for ever, which is proved', () => {
    let errors = 0;
    fc.assert(
      fc.property(ringed, (one) => {
        errors += expectRight(one).length;
      }),
      { numRuns: LONG ? 20_000 : 200 },
    );
    expect(errors).toBeGreaterThan(20);
  });

  it('are told wherever exploration finds a deadlock', () => {
    fc.assert(
      fc.property(ringed, (one) => {
        const { tasks } = verifyWorld({ set: {}, model: one, goals: [], assumptions: [] }, { statesMax: 4000 });
        const stuck = tasks.some((each) => each.stuck?.because === 'deadlock');
        if (stuck) expect(codesOf(one)).toContain('QS009');
      }),
      { numRuns: LONG ? 20_000 : 200 },
    );
  });
});

describe('a wake level below the work that follows', () => {
  const waking = fc
    .record({
      wake: small(1, 12),
      first: small(1, 10),
      second: small(1, 8),
      limit: small(0, 4),
      between: small(0, 2),
      refill: small(1, 3),
      capacity: small(8, 16),
      margin: fc.constantFrom(0, 0, 2),
      poll: fc.constantFrom(0, 0, 2),
      debt: fc.constantFrom<Debt>(
        { kind: 'none' },
        { kind: 'unlimited' },
        { kind: 'clamp' },
        { kind: 'limited', grains: 3 },
      ),
    })
    .map((how) => {
      const starts: StartChoice[] = [{ label: 'level', from: 0, step: 1, count: how.capacity + 1 }];
      const level = { kind: 'level', level: constant(how.wake) } as const;
      const poll = { everyMs: 2, orWhenDue: false, cost: constant(0), charged: 'before' } as const;
      return model({
        order: 'any',
        gridMs: 1,
        starts,
        supplies: [
          supply({
            capacityGrains: how.capacity,
            refill: { kind: 'continuous', grainsPerMs: how.refill },
            initial: { kind: 'any', choice: 0 },
            debt: how.debt,
          }),
        ],
        tasks: [
          task('sync', [
            { kind: 'await', supply: 0, target: level, margin: constant(how.margin), ...(how.poll > 0 && { poll }) },
            { kind: 'spend', supply: 0, cost: constant(how.first) },
            { kind: 'work', duration: constant(how.between) },
            { kind: 'spend', supply: 0, cost: constant(how.second), atMost: constant(how.limit), otherwise: 'stop' },
            { kind: 'progress', amount: constant(1) },
            { kind: 'work', duration: constant(1) },
          ]),
        ],
        triggers: [always(0)],
      });
    });

  it('is a livelock, which is proved', () => {
    let found = 0;
    fc.assert(
      fc.property(waking, (one) => {
        if (expectRight(one).includes('QS013')) found++;
      }),
      { numRuns: LONG ? 100_000 : 500 },
    );
    expect(found).toBeGreaterThan(20);
  });
});

/** An observer that keeps what happens, by name. */
function watching(heard: (method: string, args: readonly number[]) => void): Observer {
  return new Proxy({} as Observer, {
    get:
      (_, method) =>
      (...args: number[]) =>
        heard(String(method), args),
  });
}

function simulated(one: Model, heard: (method: string, args: readonly number[]) => void): void {
  const machine = assemble(one);
  const choose = sampler(machine, { seed: '1', replication: 0 });
  run(machine, begin(machine, choose), choose, { untilMs: 150, observer: watching(heard) });
}

describe('random systems with locks, a pool and two supplies', () => {
  const numRuns = LONG ? 20_000 : 300;

  it('are never misjudged', () => {
    fc.assert(
      fc.property(system, (one) => void expectRight(one)),
      { numRuns },
    );
  });

  it('never go past a lock of which a run waits for itself', () => {
    let waits = 0;
    fc.assert(
      fc.property(system, (one) => {
        const found = findingsWith(one, 'QS010');
        if (found.length === 0) return;
        const { operations } = assemble(one);
        const stuck = new Set<string>();
        simulated(one, (method, [of, at, operation]) => {
          const key = `${of} ${at}`;
          if (method === 'blocked' && isSelfWait(operations[operation!]!, of!, one)) stuck.add(key);
          if (method === 'passed' && isSelfWait(operations[operation!]!, of!, one)) expect(stuck).not.toContain(key);
        });
        waits += stuck.size;
      }),
      { numRuns },
    );
    expect(waits).toBeGreaterThan(0);
  });

  it('never give back in time a lock whose lease is an error', () => {
    let expired = 0;
    fc.assert(
      fc.property(system, (one) => {
        const names = findingsWith(one, 'QS012').filter(({ severity }) => severity === 'error');
        for (const { task: name } of names) {
          const of = one.tasks.findIndex((each) => each.name === name);
          simulated(one, (method, [who, , which]) => {
            if (who !== of || which !== 0) return;
            if (method === 'expired') expired++;
            expect(method).not.toBe('released');
          });
        }
      }),
      { numRuns },
    );
    expect(expired).toBeGreaterThan(0);
  });
});

function findingsWith(one: Model, code: string) {
  return findingsOf(one, locate).filter((finding) => finding.code === code);
}

/** Whether an operation is an acquire of the first lock that its own task's finding is about. */
function isSelfWait(
  { operation }: { readonly operation: Model['tasks'][number]['program'][number] },
  of: number,
  one: Model,
): boolean {
  if (operation.kind !== 'acquire' || operation.atMost !== undefined) return false;
  const earlier = one.tasks[of]!.program.slice(0, one.tasks[of]!.program.indexOf(operation));
  let held = 0;
  for (const before of earlier) {
    if (before.kind === 'acquire' && before.lock === operation.lock && before.atMost === undefined) held++;
    if (before.kind === 'release' && before.lock === operation.lock) held = Math.max(0, held - 1);
  }
  const { permits, leaseMs } = one.locks[operation.lock]!;
  return held >= permits && leaseMs === Infinity;
}

describe('looks that eat what they wait for', () => {
  it('are an error only where whoever was refused once never goes on', () => {
    let refused = 0;
    fc.assert(
      fc.property(takers, (text) => {
        const one = modelOf(text);
        const evidence = evidenceOf(one);
        const paths = costlyPolls.find!(evidence)
          .filter(({ severity }) => severity === 'error')
          .map(({ path, task: of }) => `${of} ${path.slice(0, 2).join('.')}`);
        if (paths.length === 0) return;
        const { operations } = assemble(one);
        const placeOf = (index: number): string =>
          `${operations[index]!.task} ${operations[index]!.operation.path.join('.')}`;
        const stuck = new Set<string>();
        simulated(one, (method, [of, at, operation]) => {
          if (method !== 'blocked' && method !== 'passed') return;
          const place = placeOf(operation!);
          if (!paths.includes(place)) return;
          if (method === 'blocked') stuck.add(`${of} ${at} ${place}`);
          else expect(stuck).not.toContain(`${of} ${at} ${place}`);
        });
        refused += stuck.size;
      }),
      { numRuns: LONG ? 50_000 : 1500 },
    );
    expect(refused).toBeGreaterThan(10);
  });
});

describe('a queue that cannot keep up', () => {
  const queueing = fc.record({ period: small(1, 6), cost: small(1, 12), refill: small(1, 3) });

  it('grows by at least the share that is told, and a queue that is not told of does not grow', () => {
    let grown = 0;
    fc.assert(
      fc.property(queueing, ({ period, cost, refill }) => {
        const one = model({
          supplies: [
            supply({ capacityGrains: 20, refill: { kind: 'continuous', grainsPerMs: refill }, debt: { kind: 'none' } }),
          ],
          tasks: [
            task(
              'sync',
              [
                { kind: 'spend', supply: 0, cost: constant(cost) },
                { kind: 'progress', amount: constant(1) },
              ],
              {
                whenBusy: 'queue all',
              },
            ),
          ],
          triggers: [{ path: [], task: 0, kind: 'every', periodMs: period, offsetMs: { kind: 'fixed', value: 1 } }],
        });
        const told = claimsByRule(one).some(({ claim }) => claim === 'overloaded');
        expect(told).toBe(cost > refill * period);
        const machine = assemble(one);
        const state = begin(machine, sampler(machine, { seed: '1', replication: 0 }));
        run(machine, state, sampler(machine, { seed: '1', replication: 0 }), { untilMs: 6000 });
        const share = 1 - (refill * period) / cost;
        const due = Math.floor(6000 / period);
        if (told) expect(state.queued[0]).toBeGreaterThanOrEqual(Math.floor(due * share) - 25);
        else expect(state.queued[0]).toBeLessThan(25);
        if (told) grown++;
      }),
    );
    expect(grown).toBeGreaterThan(20);
  });
});

describe('a loop without time', () => {
  const empty = supply({ capacityGrains: 10, refill: { kind: 'continuous', grainsPerMs: 1 } });
  const limited = { atMost: constant(0), otherwise: 'stop' } as const;
  const loops = [
    { name: 'asks again at once', steps: [{ kind: 'spend', supply: 0, cost: constant(4), ...limited }], found: true },
    {
      name: 'waits for a millisecond',
      steps: [{ kind: 'spend', supply: 0, cost: constant(4), ...limited, atMost: constant(1) }],
      found: false,
    },
    {
      name: 'works',
      steps: [
        { kind: 'work', duration: constant(1) },
        { kind: 'spend', supply: 0, cost: constant(4), ...limited },
      ],
      found: false,
    },
    { name: 'pays for what it waits for', steps: [{ kind: 'spend', supply: 0, cost: constant(4) }], found: false },
    {
      name: 'only looks',
      steps: [{ kind: 'await', supply: 0, target: { kind: 'level', level: constant(5) } }],
      found: true,
    },
    {
      name: 'never gets to look again',
      steps: [{ kind: 'await', supply: 0, target: { kind: 'level', level: constant(11) } }],
      found: false,
    },
    { name: 'only counts', steps: [{ kind: 'progress', amount: constant(1) }], found: true },
  ] as const;

  it.each([
    { when: 'asks before anything else', before: [], otherwise: 'stop', retried: false, pauses: false, found: true },
    { when: 'fails at it', before: [], otherwise: 'fail', retried: false, pauses: false, found: true },
    {
      when: 'fails at it, and is tried again',
      before: [],
      otherwise: 'fail',
      retried: true,
      pauses: false,
      found: false,
    },
    {
      when: 'works before it asks',
      before: [{ kind: 'work', duration: constant(1) }],
      otherwise: 'stop',
      retried: false,
      pauses: false,
      found: false,
    },
    { when: 'pauses between two runs', before: [], otherwise: 'stop', retried: false, pauses: true, found: false },
  ] as const)('is found ($found) where a run that would work once it is let through $when, and runs agree', (one) => {
    const target = { kind: 'level', level: constant(5) } as const;
    const retry = { waitMs: 3, backoff: 'fixed', capMs: 3, honourHint: false } as const;
    const asking = model({
      order: 'any',
      supplies: [{ ...empty, debt: { kind: 'unlimited' } }],
      tasks: [
        task(
          'sync',
          [
            ...one.before,
            { kind: 'await', supply: 0, target, atMost: constant(0), otherwise: one.otherwise },
            { kind: 'spend', supply: 0, cost: constant(5) },
            { kind: 'progress', amount: constant(1) },
            { kind: 'work', duration: constant(3) },
          ],
          one.retried ? { retry } : {},
        ),
      ],
      triggers: [one.pauses ? { path: [], task: 0, kind: 'pause', pauseMs: 3 } : always(0)],
    });
    expect(codesOf(asking).includes('QS016')).toBe(one.found);
    const machine = assemble(asking);
    const choose = sampler(machine, { seed: '1', replication: 0 });
    const { stopped } = run(machine, begin(machine, choose), choose, { untilMs: 150 });
    expect(stopped === 'zeno').toBe(one.found);
  });

  it.each(loops)(
    'is found ($found) where a task that starts again at once $name, and runs agree',
    ({ steps, found }) => {
      const one = model({
        order: 'any',
        supplies: [{ ...empty, debt: { kind: 'none' } }],
        tasks: [task('sync', [...steps, { kind: 'progress', amount: constant(1) }])],
        triggers: [always(0)],
      });
      expect(codesOf(one).includes('QS016')).toBe(found);
      const machine = assemble(one);
      const choose = sampler(machine, { seed: '1', replication: 0 });
      const { stopped } = run(machine, begin(machine, choose), choose, { untilMs: 150 });
      expect(stopped === 'zeno').toBe(found);
    },
  );
});
