/** Plans of several worlds: a setting is as safe as it is in the worst of them, and what is proved of all is proved. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { requireProof } from '../../src/judge/require-proof.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { plan } from '../../src/plan/plan.ts';
import { assess } from '../../src/plan/safety.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';

const FILE = { file: 'worlds.yaml' };

/** With a gate of 2, rules know the world of `unlimited` alone; with 7, both. */
const textOf = (goals: string): string => `quotasim: 1
horizon: 1h
grid: 1m
replications: 2
parameters: { GATE: { value: 7, oneOf: [2, 7] } }
supplies:
  s: { model: token-bucket, refill: { tokens: 2, every: 1m }, capacity: 9, initial: any, debt: { unsure: [none, unlimited] } }
tasks:
  a: { trigger: { every: 4m, offset: any }, whenBusy: skip, steps: [{ await: { s: 1 } }, { spend: { s: 3 } }, progress] }
  b:
    trigger: always
    steps: [{ await: { s: $GATE, poll: { every: 1m } } }, { spend: { s: 1 } }, progress, { work: 1m }]
goals: ${goals}
plan: { minimize: $GATE }
`;

describe('a setting whose worlds are known in different ways', () => {
  it('is proved where each of them is', async () => {
    const text = textOf('{}');
    const scenario = loadScenario(text, { ...FILE, set: { GATE: '2' } });
    const proved = withProofs(simulate(scenario), scenario, verify(scenario), { demand: true });
    expect(requireProof(proved).report.verdict).toBe('pass');
    const { counts, chosen } = await plan(text, FILE, { requireProof: true });
    expect(counts).toMatchObject({ looked: 2, proved: 2 });
    expect(chosen!.values).toEqual({ GATE: '2' });
  });

  it('is as safe as rules say where a goal asks for a proof that takes too long', () => {
    const scenario = loadScenario(textOf('{ b: { progressWithin: 30m } }'), FILE);
    const limits = { statesMax: 5, stepsMax: 5, weighs: false };
    expect(assess(scenario, { ...limits, goals: false })).toMatchObject({ safety: 'safe', by: 'finding' });
    const { why, ...assessed } = assess(scenario, { ...limits, goals: true });
    expect(assessed).toMatchObject({ safety: 'safe', by: 'finding' });
    expect(why).toBeUndefined();
  });
});
