// The right policy keeps its promises, alone and among others; each wrong one is found, by the test that can find it.
import { brokenPromises, checkPolicy, everyScenario, smallestFailing } from 'quotasim/testing';
import { policyContract } from 'quotasim/testing/vitest';
import { describe, expect, it } from 'vitest';
import { alternate, polite, round } from '../policies.js';
import { load, sharing } from '../sharing.js';

const live = (scenario) => expect(scenario).toBeLive();

describe('round', () => {
  policyContract(round);

  it('lets no job starve, however many there are', () => {
    everyScenario(sharing('round'), live, { load, runs: 20 });
  });
});

describe('polite', () => {
  it('breaks a promise that every policy gives', () => {
    expect(() => checkPolicy(polite)).toThrow('does not keep: lets somebody go at the full supply, whoever waits');
  });
});

describe('alternate', () => {
  it('keeps every promise about a single look', () => {
    expect(brokenPromises(alternate)).toEqual([]);
  });

  it('is right for two jobs', () => {
    everyScenario(sharing('alternate', 2), live, { load, runs: 20 });
  });

  it('lets one of three starve, and this is the smallest scenario in which it does', () => {
    const { text, because } = smallestFailing(sharing('alternate'), live, { load, runs: 40, seed: 1 });
    expect(because).toMatch(/job1 is starvable\n {2}Why {2}job1 can wait for ever for api/);
    expect(text).toBe(SMALLEST);
  });
});

const JOB = `    trigger: always
    steps:
      - await:
          api:
            use: turns
      - spend:
          api: 1
      - progress
      - work: 1m
`;

const SMALLEST = `quotasim: 1
horizon: 1d
grid: 1m
plugins:
  - ./policies.js
supplies:
  api:
    model: token-bucket
    capacity: 6
    refill:
      tokens: 1
      every: 1m
    debt: unlimited
    initial: 0
policies:
  turns:
    use: alternate
    level: 1
tasks:
  job1:
${JOB}  job2:
${JOB}  job3:
${JOB}`;
