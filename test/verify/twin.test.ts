/** The twin means what the scenario means: the engine's runs are paths of the twin, and its figures can be checked by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { begin, levelNow, run } from '../../src/sim/engine.ts';
import type { Observer } from '../../src/sim/listen/observer.ts';
import { assemble } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { formOf } from './rules-table.ts';
import { type Moment, type Situation, startsOf, stepsFrom, twin } from './twin.ts';
import { scenarioText, type TwoTasks, twoTasks } from './two-tasks.ts';

/** What can be seen of a step from outside. */
type Seen = Pick<Moment, 'level' | 'backfilled' | 'upserted'>;

const UPSERTER = 0;

/** A run of the engine, as it stands after each step; the first entry is the start. */
function sampledRun(form: TwoTasks, seed: string, steps: number): Seen[] {
  const machine = assemble(loadScenario(scenarioText(form), { file: 'two-tasks.yaml' }).worlds[0]!.model);
  const choose = sampler(machine, { seed, replication: 0 });
  const state = begin(machine, choose);
  const { grainsPerToken } = machine.model.supplies[0]!;
  const progressed = [false, false];
  const observer = new Proxy({} as Observer, {
    get: (_, method) => (task: number) => {
      if (method === 'progressed') progressed[task] = true;
    },
  });
  return Array.from({ length: steps + 1 }, (_, step) => {
    progressed.fill(false);
    // Just past the step's instant: what is due at the end of a call does not happen in it.
    run(machine, state, choose, { untilMs: step * form.stepSeconds * 1000 + 1, observer });
    const level = levelNow(machine, state, 0) / grainsPerToken;
    return { level, upserted: progressed[UPSERTER]!, backfilled: progressed[1 - UPSERTER]! };
  });
}

/** The situations that a run can be in after what was seen of it; none is left when the twin knows no such run. */
function follow(form: TwoTasks, [start, ...seen]: readonly Seen[]): Situation[] {
  let possible: Situation[] = startsOf(form).filter(({ level }) => level === start!.level);
  for (const { level, backfilled, upserted } of seen) {
    const next = possible
      .flatMap((situation) => stepsFrom(form, situation))
      .filter((moment) => moment.level === level && moment.backfilled === backfilled && moment.upserted === upserted);
    possible = [...new Map(next.map((moment) => [JSON.stringify(moment), moment])).values()];
  }
  return possible;
}

describe('the twin', () => {
  it('knows every run of the engine, step by step', () => {
    fc.assert(
      fc.property(twoTasks, fc.nat(), (form, seed) => {
        const seen = sampledRun(form, `${seed}`, 60);
        expect(seen.some(({ level }) => level > form.capacity)).toBe(false);
        expect(follow(form, seen)).not.toEqual([]);
      }),
    );
  });

  it('knows no run in which a step went differently', () => {
    const form = formOf('kept80', { belowGate: 'wait' });
    const seen = sampledRun(form, '1', 60);
    const at = seen.findIndex(({ backfilled }) => backfilled);
    const differently = (other: Partial<Seen>) =>
      follow(form, [...seen.slice(0, at), { ...seen[at]!, ...other }, ...seen.slice(at + 1)]);
    expect(differently({})).not.toEqual([]);
    expect(differently({ backfilled: false })).toEqual([]);
    expect(differently({ level: seen[at]!.level + 1 })).toEqual([]);
  });

  const alone: Partial<TwoTasks> = { capacity: 20, refill: 2, gate: 21, costs: [1], period: 1 };

  // Nobody else takes anything: ceil((threshold - 0) / refill) steps at first, ceil(batch / refill) between two.
  it.each([
    { threshold: 10, batch: 4, waits: { first: 5, between: 2 } },
    { threshold: 11, batch: 4, waits: { first: 6, between: 2 } },
    { threshold: 12, batch: 5, waits: { first: 6, between: 3 } },
    { threshold: 20, batch: 1, waits: { first: 10, between: 1 } },
  ])('waits $waits.first and $waits.between steps for $threshold, alone, in batches of $batch', (one) => {
    const { threshold, batch, waits } = one;
    const answer = twin(formOf('after', { ...alone, threshold, batch }));
    expect(answer).toEqual({ backfiller: { claim: 'live', worst: waits }, upserter: { claim: 'starved' } });
  });

  it('starves who wants more than there can ever be, and only then', () => {
    const claim = (threshold: number) => twin(formOf('after', { ...alone, threshold })).backfiller.claim;
    expect([20, 21].map(claim)).toEqual(['live', 'starved']);
  });
});
