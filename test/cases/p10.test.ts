/** P10: pulls on a rolling limit, from containrrr/watchtower issue 669. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { quickLimits } from '../../src/judge/quick-limits.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { claimsOf, judged } from './judged.ts';

function claimOf(containers: number, every: string): string {
  const text = readFileSync('scenarios/cases/p10-pulls.yaml', 'utf8');
  const set = { CONTAINERS: String(containers), EVERY: every };
  const scenario = loadScenario(text.replace(/, oneOf: \[.*?\]/, ''), { file: 'p10.yaml', set });
  const verified = verify(scenario, quickLimits(1));
  return claimsOf(withProofs(simulate(scenario, { replications: 2 }), scenario, verified).report).updater!;
}

describe('two containers, every five minutes, on 100 pulls in any six hours', () => {
  const report = judged('p10-pulls');

  it('are overloaded, and the cause is named', () => {
    expect(report.verdict).toBe('fail');
    expect(claimsOf(report)).toEqual({ updater: 'overloaded by rule' });
    const messages = report.findings.filter(({ code }) => code === 'QS002').map(({ message }) => message);
    expect(messages).toEqual([
      'updater needs at least 576 of hub a day to serve all its starts, but 400 come: no more than 69 % of them can be served',
      'updater queues its starts and cannot keep up: at least 31 % of them stay in a queue that grows without end',
    ]);
  });

  it('say nothing of how well a limit is used that only gives back', () => {
    expect(report.supplies.hub).toMatchObject({ utilisation: null, wastedShare: null, wasted: 0 });
  });
});

describe('two containers, every 432 s', () => {
  it('are safe, by proof', () => {
    const report = judged('p10-pulls-fixed');
    expect(report.verdict).toBe('pass');
    expect(claimsOf(report)).toEqual({ updater: 'live by proof' });
  });
});

describe('the interval that a limit of 100 in six hours carries', () => {
  it.each([
    [1, '216s', 'live'],
    [1, '215s', 'overloaded'],
    [2, '432s', 'live'],
    [2, '431s', 'overloaded'],
    [4, '864s', 'live'],
    [4, '863s', 'overloaded'],
  ])('%i containers, every %s: %s', (containers, every, claim) => {
    expect(claimOf(containers, every)).toMatch(new RegExp(`^${claim}`));
  });
});
