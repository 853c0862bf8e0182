// What is deployed keeps its goals, at every setting that may be deployed, and not with the policy that is wrong.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadScenario } from 'quotasim';
import { config } from 'quotasim/testing';
import { describe, expect, it } from 'vitest';
import { load } from '../sharing.js';

const text = readFileSync(new URL('../jobs.yaml', import.meta.url), 'utf8');
const options = { ...load, file: 'jobs.yaml' };
const jobs = loadScenario(text, options);

describe('jobs.yaml', () => {
  it('keeps its goals', () => {
    expect(jobs).toMeetItsGoals();
  });

  it('lets nobody starve or wait for long', () => {
    expect(jobs).toBeLive();
    expect(jobs).toProgressWithin('1h', 'index');
    expect(jobs).toServe('95%', 'sync');
  });

  it('lets nobody starve at any setting within the ranges', () => {
    fc.assert(
      fc.property(config(jobs), (set) => {
        expect(loadScenario(text, { ...options, set })).toBeLive();
      }),
      { numRuns: 10 },
    );
  });

  it('would not with `alternate`', () => {
    const other = loadScenario(text.replace('use: round', 'use: alternate'), options);
    expect(other).not.toBeLive('sync');
    expect(other).not.toMeetItsGoals();
  });
});
