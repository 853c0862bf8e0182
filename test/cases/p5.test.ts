/** P5: a bot's rounds beside an hourly limit, from renovatebot/config-help issue 252. */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

describe('21 repositories every five minutes on 5,000 requests an hour', () => {
  const report = judged('p5-bot-budget');

  it('are overloaded, and the cause is named', () => {
    expect(report.verdict).toBe('fail');
    expect(claimsOf(report)).toEqual({ renovate: 'overloaded by rule' });
    expect(report.findings.filter(({ code }) => code === 'QS002').map(({ message }) => message)).toEqual([
      'renovate needs at least 121,000 of github a day to serve all its starts, but 120,000 come: no more than 99.2 % of them can be served',
      'renovate queues its starts and cannot keep up: at least 0.8 % of them stay in a queue that grows without end',
    ]);
    expect(report.tasks.renovate!.cause).toMatchInlineSnapshot(
      `"2.3 more starts of renovate wait in line each day, for ever: more of it is due than gets done"`,
    );
    expect(report.goals.map(({ goal, verdict }) => `${goal} ${verdict}`)).toMatchInlineSnapshot(`
      [
        "neverStarves missed",
        "progressWithin met",
        "served met",
        "latency missed",
      ]
    `);
  });
});

describe('21 repositories every six minutes', () => {
  it('are safe, by proof', () => {
    const report = judged('p5-bot-budget-fixed');
    expect([report.verdict, claimsOf(report)]).toEqual(['pass', { renovate: 'live by proof' }]);
  });
});

describe('one setting aside', () => {
  it.each([
    [20, '5m', 'live'],
    [21, '5m', 'overloaded'],
    [25, '6m', 'live'],
    [26, '6m', 'overloaded'],
  ])('%i repositories every %s: %s', (repositories, every, claim) => {
    const report = judged('p5-bot-budget', { replications: 2 }, { REPOSITORIES: String(repositories), EVERY: every });
    expect(claimsOf(report).renovate).toMatch(new RegExp(`^${claim} `));
  });
});
