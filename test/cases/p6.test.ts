/** P6: loops beside an hourly limit, from paritytech/parity-processbot issue 140. */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

describe('four loops an hour on 5,000 requests', () => {
  const report = judged('p6-loop-budget');

  it('are overloaded where a loop takes 1,667, and just pass where it takes 1,250', () => {
    expect(report.verdict).toBe('fail');
    expect(report.worlds!.map(({ set, verdict }) => [set.REQUESTS, verdict])).toEqual([
      ['1250', 'pass'],
      ['1667', 'fail'],
    ]);
    expect(report.worlds!.map((world) => claimsOf(world))).toEqual([
      { processbot: 'live by proof' },
      { processbot: 'overloaded by rule' },
    ]);
    expect(report.worlds![1]!.tasks.processbot!.cause).toMatchInlineSnapshot(
      `"48 more starts of processbot wait in line each day, for ever: more of it is due than gets done"`,
    );
    expect(report.restsOn.map(({ text }) => text)).toContain('REQUESTS is 1667 in this world');
  });
});

describe('two loops an hour', () => {
  it('are safe, by proof, whatever a loop takes', () => {
    const report = judged('p6-loop-budget-fixed');
    expect(report.verdict).toBe('pass');
    expect(report.worlds!.map((world) => claimsOf(world))).toEqual([
      { processbot: 'live by proof' },
      { processbot: 'live by proof' },
    ]);
  });
});

describe('three loops an hour', () => {
  it('are one request too many where a loop takes 1,667', () => {
    const claims = (requests: string) =>
      claimsOf(judged('p6-loop-budget', { replications: 2 }, { EVERY: '20m', REQUESTS: requests })).processbot;
    expect(claims('1667')).toBe('overloaded by rule');
    expect(claims('1666')).toBe('live by proof');
  });
});
