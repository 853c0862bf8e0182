/** P9: a schedule beside a daily quota, from fqscfqj/Y2A-Auto issue 124. */
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { caseOf, claimsOf, judged } from './judged.ts';

const HOUR = 3_600_000;

/** The hours, from local midnight on, of the first day on which a run was refused. */
function refusedAt(name: string): readonly number[] {
  const machine = assemble(caseOf(name).worlds[0]!.model);
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const hours: number[] = [];
  let nowMs = 0;
  const observer = {
    ...SILENT,
    instant: (atMs: number) => {
      nowMs = atMs;
    },
    gaveUp: () => hours.push(nowMs / HOUR),
  };
  run(machine, begin(machine, choose), choose, { untilMs: 24 * HOUR, observer });
  return hours;
}

describe('seven searches every 45 minutes on 10,000 units a day', () => {
  const report = judged('p9-quota');

  it('miss what is asked, by what the settings say', () => {
    expect(report.verdict).toBe('fail');
    const served = report.goals.find(({ goal }) => goal === 'served')!;
    expect(served).toMatchObject({ verdict: 'missed' });
    const [overload] = report.findings.filter(({ code }) => code === 'QS002');
    expect(overload).toMatchObject({ severity: 'error' });
    expect(overload!.message).toBe(
      'monitor needs at least 22,400 of youtube a day to serve all its starts, but 10,000 come: ' +
        'no more than 45 % of them can be served',
    );
    expect(report.tasks.monitor!.cause).toContain('gave up waiting for youtube to reach 700 in 18 of 32 starts a day');
  });

  it('have used up the day before it is half over', () => {
    const hours = refusedAt('p9-quota');
    expect(hours[0]).toBe(11.25);
    // The first of 31 starts is 45 minutes after midnight; fourteen are paid for.
    expect(hours).toHaveLength(31 - 14);
  });

  it('use nearly all that is offered: what is left is less than one run', () => {
    const { utilisation, refilled, wasted } = report.supplies.youtube!;
    // The fifteenth run of a day needs 700, and 200 are left when the next reset comes.
    expect(utilisation!.share).toBeGreaterThan(0.97);
    expect(wasted / refilled).toBeCloseTo(0.02, 2);
  });
});

describe('two searches, daily', () => {
  const report = judged('p9-quota-fixed');

  it('are served each day', () => {
    expect(report.verdict).toBe('pass');
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(refusedAt('p9-quota-fixed')).toEqual([]);
    expect(report.tasks.monitor!.served!.share).toBe(1);
  });

  it('are not proved where the clocks change, and that is said with what to write instead', () => {
    expect(claimsOf(report)).toEqual({ monitor: 'unknown by estimate' });
    expect(JSON.stringify(report)).toContain(
      'the clocks of America/Los_Angeles change; name a zone that keeps its offset',
    );
  });
});
