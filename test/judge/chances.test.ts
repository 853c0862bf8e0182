/** What chance says beside a proof: in report.json and in words; and what is forgiven because it has probability 0. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { type Report, reportSchema } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { type VerifyOptions, verify } from '../../src/verify/verify.ts';

/** Before the fix, starts skipped: 100 again and again starves the Backfiller, and nothing else does. */
function storyText(goals = '', costs = '[60, 80, 100]'): string {
  return `quotasim: 1
horizon: 1d
grid: 1m
supplies:
  keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: unlimited }
facts: { COST: { choice: ${costs} } }
tasks:
  upserter: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ await: { keepa: 50, atMost: 0s } }, { spend: { keepa: $COST } }, progress] }
  backfiller: { trigger: always, steps: [{ repeat: [{ await: { keepa: 80 } }, { spend: { keepa: 40 } }, progress, { work: 1m }] }] }
${goals}`;
}

function judged(text: string, options: { soften?: boolean } & VerifyOptions = { chances: {} }): Report {
  const { soften, ...limits } = options;
  const scenario = loadScenario(text, { file: 'before.yaml' });
  const { report } = withProofs(simulate(scenario, { replications: 2 }), scenario, verify(scenario, limits), {
    demand: false,
    ...(soften !== undefined && { soften }),
  });
  return reportSchema.parse(report);
}

const warnings = ({ findings }: Report) => findings.filter(({ code }) => code === 'QS903');
const starves = ({ goals }: Report) => goals.find(({ of, goal }) => of === 'backfiller' && goal === 'neverStarves')!;

describe('a task that starves with probability 0', () => {
  it('is told as one that can starve, in a warning, and fails nothing', () => {
    const report = judged(storyText());
    expect(report.verdict).toBe('pass');
    expect(report.tasks.backfiller).toMatchObject({ claim: 'starvable', almostSafe: true, mechanism: 'starvation' });
    expect(report.tasks.backfiller!.counterexample).toBeDefined();
    expect(starves(report)).toMatchObject({
      verdict: 'accepted',
      accepted: 'starving has probability 0, whoever has the turns',
      evidence: 'counterexample',
      measured: null,
    });
    expect(warnings(report)).toEqual([
      { code: 'QS903', severity: 'warning', message: expect.stringContaining('probability 0'), at: 'before.yaml:9:15' },
    ]);
    expect(report.restsOn.at(-1)).toMatchObject({ name: 'chances' });
  });

  it('is missed where that is asked for, where somebody wrote the goal, and where chances are not known', () => {
    for (const report of [
      judged(storyText(), { soften: false, chances: {} }),
      judged(storyText('goals: { backfiller: { neverStarves: true } }\n')),
      judged(storyText(), { chances: { statesMax: 10 } }),
      judged(storyText(), {}),
    ]) {
      expect(report.verdict).toBe('fail');
      expect(starves(report)).toMatchObject({ verdict: 'missed' });
      expect(warnings(report)).toEqual([]);
      expect(report.restsOn.some(({ name }) => name === 'chances')).toBe(false);
    }
    expect(judged(storyText(), { chances: { statesMax: 10 } }).proof).toMatchObject({
      chancesLeft: 'there are more than 10 states to weigh',
    });
  });

  it('keeps missing a goal about how long it may wait', () => {
    const report = judged(storyText('goals: { backfiller: { progressWithin: 12h } }\n'));
    expect(report.verdict).toBe('fail');
    expect(report.goals.find(({ goal }) => goal === 'progressWithin')).toMatchObject({ verdict: 'missed' });
    expect(starves(report).verdict).toBe('accepted');
  });

  it('is not one that certain draws, or an adversary alone, can starve', () => {
    // Nothing is drawn: 100 it is, every time.
    expect(starves(judged(storyText('', '[100]')))).toMatchObject({ verdict: 'missed' });
    const tie = storyText('', '[40, 60]').replace('keepa: 80', 'keepa: 50').replace(', atMost: 0s', '');
    const report = judged(tie.replace('every: 10m', 'every: 15m'));
    expect(report.tasks.upserter).toMatchObject({ claim: 'starvable', chances: { byAdversary: 'possible' } });
    expect(report.tasks.upserter!.almostSafe).toBeUndefined();
    expect(report.verdict).toBe('fail');
  });
});

describe('what chance says', () => {
  it('stands beside every task, with what it takes for granted', () => {
    const { tasks } = judged(storyText());
    expect(tasks.upserter!.chances).toMatchObject({ byAdversary: 'never', byCoin: 'never' });
    expect(tasks.backfiller!.chances!.text).toMatch(
      /^whoever has the turns, backfiller starves with probability 0; if a fair coin has them, on average it progresses every 5\d min( to 5\d min)? and it waits 98 % of the time$/,
    );
  });

  it('has no figure for what never comes again', () => {
    const { tasks } = judged(storyText('', '[100]'));
    const { chances } = tasks.backfiller!;
    expect(chances).toMatchObject({ byAdversary: 'certain', byCoin: 'certain', longRun: { meanGapMs: [null, null] } });
    expect(chances!.text).toBe('whoever has the turns, backfiller starves with probability 1');
  });

  it('is left out where nobody can starve and only that was asked', () => {
    const safe = storyText('', '[30, 40]');
    expect(judged(safe, { chances: { when: 'starvable' } }).tasks.backfiller!.chances).toBeUndefined();
    expect(judged(safe).tasks.backfiller!.chances).toMatchObject({ byAdversary: 'never' });
  });
});
