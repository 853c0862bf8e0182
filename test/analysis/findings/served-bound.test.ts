/** No run serves a larger share of its starts than a bound says: the only run of a closed system, and samples of open ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/analysis/findings/claims.ts';
import { servedBounds } from '../../../src/analysis/findings/served-bound.ts';
import { begin, run } from '../../../src/sim/engine.ts';
import { futureOf } from '../../../src/sim/future/future.ts';
import { SILENT } from '../../../src/sim/listen/silent.ts';
import { assemble } from '../../../src/sim/machine.ts';
import type { Model } from '../../../src/sim/model.ts';
import { sampler } from '../../../src/sim/numbers/random.ts';
import { compare, rational, toNumber } from '../../../src/sim/numbers/rational.ts';
import { constant, lock, model, supply, task } from '../../sim/build.ts';
import { closedSystem } from '../closed-systems.ts';
import { system } from '../systems.ts';
import { modelOf, system as takers } from './takers.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

function boundsOf(of: Model) {
  return servedBounds(evidenceOf(of));
}

/** Starts due and served by the end of a sampled run. */
function sampled(of: Model, untilMs: number) {
  const machine = assemble(of);
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const [due, served] = [of.tasks.map(() => 0), of.tasks.map(() => 0)];
  const marked = new Set<number>();
  const observer = {
    ...SILENT,
    triggered: (index: number) => {
      due[index]!++;
    },
    started: (_index: number, frame: number) => {
      marked.delete(frame);
    },
    progressed: (index: number, frame: number, amount: number) => {
      if (!(amount > 0) || marked.has(frame)) return;
      marked.add(frame);
      served[index]!++;
    },
  };
  const { stopped } = run(machine, begin(machine, choose), choose, { untilMs, observer, eventsMax: 100_000 });
  return { due, served, stopped };
}

describe('a bound of the served share', () => {
  it('is kept by the only run of a system that leaves nothing open, and reached by some', () => {
    let [kept, reached] = [0, 0];
    fc.assert(
      fc.property(closedSystem, (of) => {
        const bounds = boundsOf(of);
        if (bounds.every((bound) => bound === undefined)) return;
        const future = futureOf(assemble(of), 20_000);
        if (future.kind !== 'recurs') return;
        future.served.forEach((share, index) => {
          const bound = bounds[index];
          if (share === null || bound === undefined) return;
          kept++;
          const side = compare(rational(share.served, share.due), bound.share);
          expect({ above: side > 0, share, bound }).toEqual({ above: false, share, bound });
          if (side === 0) reached++;
        });
      }),
      { numRuns: LONG ? 20_000 : 500 },
    );
    expect(kept).toBeGreaterThan(100);
    expect(reached).toBeGreaterThan(10);
  });

  it.each([
    { name: 'locks, pools and several runs at a time', systems: system },
    { name: 'drawn costs', systems: takers.map(modelOf) },
  ])('is kept by runs of systems with $name', ({ systems }) => {
    let kept = 0;
    fc.assert(
      fc.property(systems, (of) => {
        const bounds = boundsOf({ ...of, warmupMs: 0 });
        if (bounds.every((bound) => bound === undefined)) return;
        const { due, served, stopped } = sampled(of, 3_000);
        if (stopped !== 'until') return;
        bounds.forEach((bound, index) => {
          if (bound === undefined) return;
          kept++;
          // What was there at first serves some more, and so do runs that are not over.
          expect(served[index]).toBeLessThanOrEqual(due[index]! * toNumber(bound.share) + 30);
        });
      }),
      { numRuns: LONG ? 20_000 : 300 },
    );
    expect(kept).toBeGreaterThan(50);
  });

  const job = (steps: Parameters<typeof task>[1], whenBusy: 'skip' | 'queue all' | 'allow') =>
    model({
      supplies: [
        supply({ capacityGrains: 30, refill: { kind: 'continuous', grainsPerMs: 1 }, debt: { kind: 'none' } }),
      ],
      locks: [lock({ kind: 'pool', permits: 2 }), lock({ leaseMs: 3 })],
      tasks: [task('job', steps, { whenBusy })],
      triggers: [{ path: [], task: 0, kind: 'every', periodMs: 10, offsetMs: { kind: 'fixed', value: 1 } }],
    });
  const spend = (cost: number) => ({ kind: 'spend', supply: 0, cost: constant(cost) }) as const;
  const work = (ms: number) => ({ kind: 'work', duration: constant(ms) }) as const;
  const acquire = (of: number) => ({ kind: 'acquire', lock: of }) as const;
  const release = (of: number) => ({ kind: 'release', lock: of }) as const;
  const progress = { kind: 'progress', amount: constant(1) } as const;
  const nothing = { kind: 'progress', amount: constant(0) } as const;
  const maybe = { atMost: constant(1), otherwise: 'stop' } as const;

  it.each([
    { why: 'pays as much as comes', steps: [spend(10), progress], bound: undefined },
    { why: 'pays more than comes', steps: [spend(11), progress], bound: 10 / 11 },
    { why: 'gives up where it is refused', steps: [{ ...spend(20), ...maybe }, progress], bound: 1 / 2 },
    {
      why: 'goes on where it is refused',
      steps: [{ ...spend(20), ...maybe, otherwise: 'continue' }, progress],
      bound: undefined,
    },
    { why: 'pays once it was served, and cannot end before', steps: [progress, spend(20)], bound: undefined },
    { why: 'progresses by nothing before it pays', steps: [nothing, spend(20), progress], bound: 1 / 2 },
    { why: 'works as long as its period', steps: [work(10), progress], bound: undefined },
    { why: 'works longer', steps: [work(11), progress], bound: 10 / 11 },
    { why: 'works longer once it was served', steps: [progress, work(11)], bound: 10 / 11 },
    { why: 'may end before it works on', steps: [progress, { ...spend(1), ...maybe }, work(11)], bound: undefined },
    { why: 'keeps a permit for its lease', steps: [acquire(1), work(9), progress], bound: undefined },
    { why: 'gives a permit back', steps: [acquire(1), work(2), release(1), work(7), progress], bound: undefined },
  ] as const)('of a task that $why is $bound', ({ steps, bound }) => {
    const [found] = boundsOf(job([...steps], 'queue all'));
    if (bound === undefined) expect(found).toBe(undefined);
    else expect(toNumber(found!.share)).toBeCloseTo(bound, 12);
  });

  it.each([
    { ms: 20, bound: undefined },
    { ms: 21, bound: 20 / 21 },
    { ms: 40, bound: 1 / 2 },
  ])('of two slots that each run keeps for $ms of 10 ms is $bound', ({ ms, bound }) => {
    const [found] = boundsOf(job([acquire(0), work(ms), progress], 'allow'));
    expect(found === undefined ? undefined : toNumber(found.share)).toEqual(bound);
    // What a run of several does once it was served may be left for ever.
    expect(boundsOf(job([progress, acquire(0), work(ms)], 'allow'))).toEqual([undefined]);
  });

  it('counts a turn in which it was served once', () => {
    const turns = (end: Parameters<typeof task>[1][number]) => [
      { kind: 'loop', counter: 0, times: constant(3) } as const,
      { kind: 'turn', counter: 0, exit: 6, forgets: [] } as const,
      end,
      spend(5),
      progress,
      { kind: 'jump', to: 1 } as const,
    ];
    expect(boundsOf(job(turns(nothing), 'skip')).map((bound) => toNumber(bound!.share))).toEqual([2 / 3]);
    expect(boundsOf(job(turns({ ...spend(1), ...maybe }), 'skip'))).toEqual([undefined]);
    expect(boundsOf(job(turns(nothing), 'allow'))).toEqual([undefined]);
  });
});
