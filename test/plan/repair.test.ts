/** The smallest change that mends: the story's own, a recount of small systems, limits, and what is said where none is. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { reportSchema } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { NEAR, NEAR_QUICK, type NearOptions, withNeighbours } from '../../src/plan/near.ts';
import { type RepairOptions, repairOf } from '../../src/plan/repair.ts';
import { neighbourText } from '../../src/report/text/neighbours-text.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** Two jobs on one bucket; `level` is what the second waits for. */
function pair(parameters: string, goals = ''): string {
  return `quotasim: 1
horizon: 1d
grid: 1m
replications: 2
parameters: ${parameters}
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 60, initial: any, debt: unlimited } }
tasks:
  report: { trigger: { every: 12m, offset: any }, whenBusy: skip, steps: [{ await: { api: 20 } }, { spend: { api: 30 } }, progress] }
  sync: { trigger: always, steps: [{ await: { api: $LEVEL } }, { spend: { api: 20 } }, progress, { work: 1m }] }
${goals}`;
}

const LEVELS = '{ LEVEL: { value: 20, range: [5, 55], step: 5 } }';
const repaired = (text: string, options: RepairOptions = {}) => repairOf(text, { file: 'pair.yaml' }, options);

describe('the smallest change of one parameter', () => {
  it('is the nearest value at which everybody is safe and every goal is met, with what sim says of it', () => {
    const { repair, tried, complete } = repaired(pair(LEVELS));
    expect({ tried, complete }).toEqual({ tried: 1, complete: true });
    expect(repair).toMatchObject({ name: 'LEVEL', from: '20', to: '25', kind: 'passes', report: { verdict: 'pass' } });
  });

  it('is looked for in rings over all parameters, and tells the first of those that are as near', () => {
    const both = '{ OTHER: { value: 1, range: [1, 3], step: 1 }, LEVEL: { value: 10, range: [5, 55], step: 5 } }';
    const seen: string[] = [];
    const { repair } = repaired(pair(both), { onValue: (name, value) => void seen.push(`${name} ${value}`) });
    expect(seen).toEqual(['OTHER 2', 'LEVEL 15', 'LEVEL 5', 'OTHER 3', 'LEVEL 20', 'LEVEL 25']);
    expect(repair).toMatchObject({ name: 'LEVEL', from: '10', to: '25' });
  });

  it('makes everybody safe at least, where no goal can be met', () => {
    const { repair, complete } = repaired(pair(LEVELS, 'goals: { sync: { progressWithin: 1m } }\n'));
    expect(repair).toMatchObject({ to: '25', kind: 'safe', report: { verdict: 'fail' } });
    expect(complete).toBe(true);
  });

  it('is preferred where it meets the goals, though a nearer one makes everybody safe', () => {
    const goals = 'goals: { sync: { progressPerDay: 150 } }\n';
    const low = pair(
      '{ LEVEL: { value: 55, range: [20, 60], step: 5 }, EVERY: { value: 12m, oneOf: [6m, 12m] } }',
      goals,
    );
    const unsafe = low.replace('every: 12m', 'every: $EVERY').replace('value: 12m', 'value: 6m');
    const { repair } = repaired(unsafe);
    expect(repair).toMatchObject({ kind: 'passes', name: 'EVERY', to: '12m' });
  });

  it('is found where only runs can say that each of several runs at a time comes to its end', () => {
    const text = readFileSync('scenarios/cases/p7-parent-waits.yaml', 'utf8');
    const load = { file: 'p7-parent-waits.yaml' };
    const scenario = loadScenario(text, load);
    const verification = verify(scenario);
    const result = withProofs(simulate(scenario, { replications: 2 }), scenario, verification);
    const known = { text, load, scenario, verification };
    const { report } = withNeighbours(result, known, { ...NEAR_QUICK, replications: 2 });
    expect(report.fix).toMatchObject({ kind: 'passes', name: 'SLOTS', from: '2', value: '3', tried: 1 });
    expect(report.fix!.text).toMatchInlineSnapshot(
      `"SLOTS 2 -> 3: every task makes progress again and again, and every goal is met, as far as runs show that each run of a task comes to its end; report 288 a day, waits 13 min at most; page 288 a day, waits 1 min at most"`,
    );
  });

  it('is none where none is, and is not known where a limit was hit, or a parameter has no step', () => {
    const unsafe = '{ LEVEL: { value: 20, oneOf: [5, 10, 15, 20] } }';
    expect(repaired(pair(unsafe))).toEqual({ repair: undefined, tried: 3, complete: true });
    expect(repaired(pair(unsafe), { valuesMax: 3 })).toMatchObject({ complete: true });
    expect(repaired(pair(unsafe), { valuesMax: 2 })).toEqual({ repair: undefined, tried: 2, complete: false });
    expect(repaired(pair(unsafe), { statesMax: 500 })).toMatchObject({ repair: undefined, complete: false });
    expect(repaired(pair(unsafe), { stepsMax: 50 })).toMatchObject({ repair: undefined, complete: false });
    expect(repaired(pair(LEVELS), { simulationsMax: 0 })).toMatchObject({ repair: undefined, complete: false });
    expect(repaired(pair('{ LEVEL: { value: 20, range: [5, 55] } }'))).toEqual({
      repair: undefined,
      tried: 0,
      complete: false,
    });
  });

  it('is what trying every value in order comes to', () => {
    fc.assert(
      fc.property(
        fc.record({
          now: fc.integer({ min: 1, max: 12 }),
          gate: fc.integer({ min: 3, max: 9 }),
          batch: fc.integer({ min: 2, max: 8 }),
          within: fc.integer({ min: 3, max: 12 }),
        }),
        ({ now, gate, batch, within }) => {
          const text = (value: number) => `quotasim: 1
horizon: 1h
grid: 1m
replications: 1
parameters: { LEVEL: { value: ${value}, range: [1, 12], step: 1 } }
supplies: { api: { model: token-bucket, refill: { tokens: 2, every: 1m }, capacity: 12, initial: any, debt: unlimited } }
tasks:
  small: { trigger: { every: 4m, offset: any }, whenBusy: skip, steps: [{ await: { api: ${gate} } }, { spend: { api: 4 } }, progress] }
  large: { trigger: always, steps: [{ repeat: [{ await: { api: $LEVEL } }, { spend: { api: ${batch} } }, progress, { work: 1m }] }] }
goals: { large: { progressWithin: ${within}m } }
`;
          const kindOf = (value: number): string => {
            const [world] = verify(loadScenario(text(value), { file: 'pair.yaml' })).worlds;
            if (world!.tasks.some(({ claim }) => claim !== 'live')) return 'unsafe';
            return world!.goals.every(({ verdict }) => verdict === 'proved') ? 'passes' : 'safe';
          };
          const near = Array.from({ length: 11 }, (_, index) => [now + index + 1, now - index - 1])
            .flat()
            .filter((value) => value >= 1 && value <= 12);
          const kinds = near.map((value) => ({ value, kind: kindOf(value) }));
          const best = kinds.find(({ kind }) => kind === 'passes') ?? kinds.find(({ kind }) => kind === 'safe');
          const { repair } = repaired(text(now));
          expect(repair && { value: Number(repair.to), kind: repair.kind }).toEqual(best);
        },
      ),
      { numRuns: LONG ? 100 : 5 },
    );
  });
});

describe('a report with its neighbours', () => {
  const near = (text: string, options: Partial<NearOptions> = {}) => {
    const load = { file: 'pair.yaml' };
    const scenario = loadScenario(text, load);
    const verification = verify(scenario);
    const result = withProofs(simulate(scenario), scenario, verification);
    const { report } = withNeighbours(result, { text, load, scenario, verification }, { ...NEAR, ...options });
    return reportSchema.parse(report);
  };

  it('tells the fix with the ranges of the claim and of the goals around it', () => {
    const { fix, neighbours } = near(pair(LEVELS, 'goals: { sync: { progressWithin: 20m } }\n'));
    expect(fix).toMatchObject({
      kind: 'passes',
      name: 'LEVEL',
      from: '20',
      value: '25',
      claim: { answer: 'yes', from: '25', to: '55', below: { kind: 'flips', at: '20' } },
      goals: { answer: 'yes', from: '25', to: '40', above: { kind: 'flips', at: '45' } },
      open: [],
    });
    expect(fix!.text).toContain('LEVEL 20 -> 25: every task is safe (from 25 to 55) and every goal met');
    expect(neighbours).toMatchObject([{ name: 'LEVEL', value: '20', claim: { answer: 'no', from: '5', to: '20' } }]);
  });

  it('names the goals that no proof can judge, and never says of all goals that they are met elsewhere', () => {
    const safe = '{ LEVEL: { value: 25, range: [5, 55], step: 5 } }';
    const goals = 'goals: { sync: { progressWithin: 20m, progressPerDay: 50 }, report: { latency: { p95: 1h } } }\n';
    const [open] = near(pair(safe, goals)).neighbours!;
    expect(open!.unjudged).toEqual(['report latency p95 1 h', 'sync progress per day 50']);
    expect(neighbourText(open!)).toBe(
      'LEVEL 25: safe from 25 to 55 (not at 20); goals that proofs can judge met from 25 to 40 (not at 20 and 45); not judged at other values: report latency p95 1 h, sync progress per day 50',
    );
    const [all] = near(pair(safe, 'goals: { sync: { progressWithin: 20m } }\n')).neighbours!;
    expect(all!.unjudged).toEqual([]);
    expect(neighbourText(all!)).toContain('; goals met from 25 to 40 (not at 20 and 45)');
    const [same] = near(pair(safe, 'goals: { sync: { progressPerDay: 50 } }\n')).neighbours!;
    expect(neighbourText(same!)).toBe(
      'LEVEL 25: safe and goals that proofs can judge met from 25 to 55 (not at 20); not judged at other values: sync progress per day 50',
    );
  });

  it('has no fix where nothing fails, and no neighbours where only a fix is asked for', () => {
    const safe = near(pair('{ LEVEL: { value: 25, range: [5, 55], step: 5 } }'));
    expect(safe.fix).toBeUndefined();
    expect(safe.neighbours).toHaveLength(1);
    const quick = near(pair(LEVELS), NEAR_QUICK);
    expect(quick.fix).toMatchObject({ kind: 'passes', value: '25' });
    expect(quick.neighbours).toBeUndefined();
  });

  it('says that there is no fix only where everything was tried', () => {
    const unsafe = pair('{ LEVEL: { value: 20, oneOf: [5, 10, 15, 20] } }');
    expect(near(unsafe).fix).toEqual({
      kind: 'none',
      tried: 3,
      complete: true,
      text: 'no other value of one parameter alone makes every task safe: all 3 settings were tried',
    });
    expect(near(unsafe, { valuesMax: 2 }).fix).toMatchObject({ kind: 'none', complete: false });
  });

  it('leaves out what there is no room for, and worlds that were not explored whole', () => {
    expect(near(pair(LEVELS), { workMax: 100 })).not.toHaveProperty('fix');
    const drawn = pair(LEVELS).replace(
      '{ spend: { api: 30 } }',
      '{ spend: { api: 30 } }, { work: { exponential: 1m } }',
    );
    expect(near(drawn)).not.toHaveProperty('neighbours');
  });

  it('mends each world by itself', () => {
    const text = pair(LEVELS, 'facts: { COST: { unsure: [20, 30] } }\n').replace(
      'api: 20 } }, progress, { work',
      'api: $COST } }, progress, { work',
    );
    const { worlds } = near(text);
    expect(worlds!.map(({ set, fix }) => [set.COST, fix?.kind])).toEqual([
      ['20', 'passes'],
      ['30', 'passes'],
    ]);
  });
});
