/** A scenario that says how well something must be known: each setting gets the runs it takes, and is judged as `sim` judges it. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { plan } from '../../src/plan/plan.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

const FILE = { file: 'until.yaml' };

const textOf = (target: string, facts = '{ COST: 20 }', now = '16/min'): string => `quotasim: 1
horizon: 3h
replications: { atLeast: 10, atMost: 60, until: { up: { progressPerDay: 5% } } }
parameters: { RATE: { value: ${now}, oneOf: [8/min, 16/min] } }
facts: ${facts}
supplies: { s: { model: token-bucket, refill: $RATE, capacity: 100, initial: 20, debt: none } }
tasks: { up: { trigger: { poisson: 20/h }, whenBusy: skip, steps: [{ spend: { s: $COST } }, progress] } }
goals: { up: { served: 50% } }
plan: { ${target}, indifference: 5% }
`;

describe('a plan of a scenario with `until`', () => {
  it('makes as many runs as that takes', async () => {
    const text = textOf('maximize: up.progress');
    const { verdict, counts, chosen, present } = await plan(text, FILE);
    const alone = simulate(loadScenario(text, FILE)).report;
    expect(alone.verdict).toBe('pass');
    expect(alone.replications).toBeGreaterThan(10);
    expect({ verdict, estimated: counts.estimated }).toEqual({ verdict: 'pass', estimated: 2 });
    expect(chosen!.open).toEqual([]);
    expect(present!.starved!.of).toBe(alone.replications);
    expect(present!.perDay.up).toBe(alone.tasks.up!.progress.perDay);
  });

  it('takes worlds that need different numbers of runs', async () => {
    const text = textOf('maximize: up.progress', '{ COST: { unsure: [20, 50] } }', '8/min');
    const runs = simulate(loadScenario(text, FILE)).report.worlds!.map(({ tasks }) => tasks.up!.starved.of);
    expect(new Set(runs).size).toBe(2);
    const { chosen, front } = await plan(text, FILE);
    expect(chosen!.figures[0]!.mean).toBeGreaterThan(0);
    expect(front).not.toEqual([]);
  });

  it('makes just so many as somebody says', async () => {
    const { verdict, present } = await plan(textOf('minimize: $RATE'), FILE, { replications: 10 });
    expect(verdict).toBe('unknown');
    expect(present!.starved!.of).toBe(10);
  });
});
