/** Proofs beside runs: proof beats counterexample beats estimate, and no run ever contradicts a proof. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { quickLimits } from '../../src/judge/quick-limits.ts';
import { type Report, type Result, reportSchema } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { type VerifyOptions, verify } from '../../src/verify/verify.ts';
import { boundedSystem, openSystem } from '../verify/systems.ts';
import { scenarioOf } from './random-scenario.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

function proved(scenario: Scenario, options: VerifyOptions = quickLimits(1), demand = false): Result {
  const simulated = simulate(scenario, { replications: 3, eventsMax: 20_000 });
  return withProofs(simulated, scenario, verify(scenario, options), { demand });
}

function judged(text: string, options?: VerifyOptions, demand?: boolean): Report {
  return proved(loadScenario(text, { file: 'one.yaml' }), options, demand).report;
}

/** A job that waits for tokens which another may take: `gate` and `cost` decide. */
function pair(more = ''): string {
  return `quotasim: 1
horizon: 1d
grid: 1m
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: any, debt: unlimited } }
tasks:
  first: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ await: { api: 30 } }, { spend: { api: 40 } }, progress] }
  second: { trigger: always, steps: [{ await: { api: 30 } }, { spend: { api: 20 } }, progress, { work: 1m }] }
${more}`;
}

describe('proofs beside runs', () => {
  it('are never contradicted by a run, whatever the system; every report keeps to its schema', () => {
    const claims: Record<string, number> = {};
    fc.assert(
      fc.property(fc.oneof(boundedSystem, openSystem), fc.integer({ min: 1, max: 60 }), (model, limitMs) => {
        const { report, counterexamples = [] } = proved(scenarioOf({ ...model, horizonMs: 2000 }, limitMs), {
          statesMax: 2000,
        });
        expect(reportSchema.parse(report)).toEqual(report);
        for (const [name, task] of Object.entries(report.tasks)) {
          claims[task.claim] = (claims[task.claim] ?? 0) + 1;
          const never = report.goals.find(({ of, goal }) => of === name && goal === 'neverStarves')!;
          const verdicts = {
            live: ['met'],
            // What a rule finds among draws may yet have no chance.
            starvable: task.evidence.kind === 'rule' ? ['missed', 'unknown'] : ['missed'],
            starved: ['missed'],
            overloaded: ['missed'],
          } as Record<string, string[]>;
          expect(verdicts[task.claim] ?? ['met', 'unknown']).toContain(never.verdict);
          const shown = counterexamples.find((one) => one.task === name);
          expect(shown?.report).toEqual(task.counterexample);
          if (task.counterexample !== undefined)
            expect(task.counterexample.text).toMatch(/^(task\d [a-z]|deadlock at ).*[^.]$/);
        }
      }),
      { numRuns: LONG ? 1000 : 20 },
    );
    // Systems that can starve and need not are rare among these; the examples below are some.
    for (const claim of ['live', 'starved', 'unknown']) expect([claim, claims[claim] ?? 0]).not.toEqual([claim, 0]);
  });

  it('say why it starves, whoever is in the way', () => {
    const text = (name: string, scenario: string) => judged(scenario).tasks[name]!.counterexample?.text;
    expect({
      tokens: text('first', pair()),
      capacity: text(
        'second',
        pair().replace('{ api: 30 } }, { spend: { api: 20 }', '{ api: 101 } }, { spend: { api: 20 }'),
      ),
      lock: text(
        'second',
        `quotasim: 1
horizon: 1d
locks: { door: { lease: none } }
tasks:
  first: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, steps: [acquire: door, { repeat: [{ work: 5m }, progress] }] }
  second: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, steps: [{ work: 1m }, acquire: door, progress] }
`,
      ),
      deadlock: text(
        'ann',
        `quotasim: 1
horizon: 1d
locks: { left: { lease: none }, right: { lease: none } }
tasks:
  ann: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, steps: [acquire: left, { work: 1m }, acquire: right, progress] }
  bob: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, steps: [acquire: right, { work: 1m }, acquire: left, progress] }
`,
      ),
      gaveUp: text(
        'first',
        pair().replace(
          '{ await: { api: 30 } }, { spend: { api: 40',
          '{ await: { api: 30, atMost: 0s } }, { spend: { api: 40',
        ),
      ),
      idle: text('first', pair().replace('{ await: { api: 30 } }, { spend: { api: 40 } }, progress', '{ work: 1m }')),
    }).toMatchInlineSnapshot(`
      {
        "capacity": "second waits for ever for api to reach 101, which can never be: it holds at most 100",
        "deadlock": "deadlock at 00:01: ann holds left since 00:00 and waits for the lock right since 00:01; bob holds right since 00:00 and waits for the lock left since 00:01: none of them can ever go on",
        "gaveUp": "first can go on for ever without progress: every 20 min it gives up 2 times, at its wait for api to reach 30, while second takes 100 of it in 5 goes, each at 30",
        "idle": "first goes on for ever without progress: every 20 min 2 runs of it end",
        "lock": "second waits for ever for the lock door, which first holds at the end of every round of 10 min",
        "tokens": "first can wait for ever for api to reach 30: every 20 min second takes 100 of it in 5 goes, each at 30",
      }
    `);
  });
});

describe('the evidence for a goal', () => {
  const goal = (report: Report, of: string, name: string) => {
    const { verdict, evidence, measured, text } = report.goals.find((one) => one.of === of && one.goal === name)!;
    return { verdict, evidence, measured, text };
  };

  it('is a proof where every run keeps it, and a counterexample where some run does not', () => {
    const report = judged(
      pair('goals: { first: { progressWithin: 3h, served: 10% }, second: { progressWithin: 1h } }\n'),
    );
    expect({
      starves: goal(report, 'first', 'neverStarves'),
      within: goal(report, 'first', 'progressWithin'),
      served: goal(report, 'first', 'served'),
      never: goal(report, 'second', 'neverStarves'),
    }).toMatchInlineSnapshot(`
      {
        "never": {
          "evidence": "proof",
          "measured": 2640000,
          "text": "never starves: met, at most 44 min without progress in every run (proved)",
          "verdict": "met",
        },
        "served": {
          "evidence": "estimate",
          "measured": 0.7569444444444445,
          "text": "served 10 %: met, 76 % (70 % to 82 %); in the worst case 0 % in the long run (proved)",
          "verdict": "met",
        },
        "starves": {
          "evidence": "counterexample",
          "measured": null,
          "text": "never starves: missed, some run stops making progress for ever (proved); the runs showed up to 40 min",
          "verdict": "missed",
        },
        "within": {
          "evidence": "counterexample",
          "measured": null,
          "text": "progress within 3 h: missed, some run stops making progress for ever (proved); the runs showed up to 48 min",
          "verdict": "missed",
        },
      }
    `);
  });

  it('is a proof that every run misses it, where every run does', () => {
    const report = judged(
      pair().replace('{ api: 30 } }, { spend: { api: 20 }', '{ api: 101 } }, { spend: { api: 20 }'),
    );
    expect(goal(report, 'second', 'neverStarves')).toMatchObject({ verdict: 'missed', evidence: 'proof' });
  });

  it('stays an estimate where a limit was hit; where a proof is demanded that is unknown', () => {
    const text = pair('goals: { second: { progressWithin: 1h } }\n');
    const verdicts = (demand: boolean) =>
      ['neverStarves', 'progressWithin'].map((name) => {
        const { verdict, evidence } = goal(judged(text, { statesMax: 1 }, demand), 'second', name);
        return [verdict, evidence];
      });
    // A rule proves that it is live, and says nothing of how long it waits.
    expect(verdicts(false)).toEqual([
      ['met', 'rule'],
      ['met', 'estimate'],
    ]);
    expect(verdicts(true)).toEqual([
      ['met', 'rule'],
      ['unknown', 'estimate'],
    ]);
  });

  it('never turns an accepted goal into a failure', () => {
    const report = judged(pair('goals: { first: { accept: it may starve } }\n'));
    expect(report.goals.find(({ of }) => of === 'first')).toMatchObject({
      verdict: 'accepted',
      evidence: 'counterexample',
      text: expect.stringMatching(/^never starves: missed, .* \(accepted: it may starve\)$/) as string,
    });
    expect(report.verdict).toBe('pass');
  });
});

describe('the quick limits', () => {
  it('are shared by the worlds, so that many cost no more than one', () => {
    expect(quickLimits(1).stepsMax).toBe(500_000);
    expect(quickLimits(16).stepsMax).toBe(31_250);
  });
});
