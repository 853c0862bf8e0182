/** The ask that repeats in no time: found without a run, in the runs and by the proof; with a wait it is an ordinary job. */
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { caseOf, claimsOf, judged } from './judged.ts';

/** The most starts in any minute of a day: each is an ask. */
function asksInAMinute(wait: string): number {
  const { model } = caseOf('ask-at-once-fixed', { ASK_AGAIN_AFTER: wait }).worlds[0]!;
  const machine = assemble(model);
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const asksMs: number[] = [];
  let atMs = 0;
  const observer = {
    ...SILENT,
    instant: (nowMs: number) => {
      atMs = nowMs;
    },
    triggered: () => {
      asksMs.push(atMs);
    },
  };
  run(machine, begin(machine, choose), choose, { untilMs: 6 * 3_600_000, observer });
  let most = 0;
  for (let from = 0, to = 0; to < asksMs.length; to++) {
    while (asksMs[to]! - asksMs[from]! >= 60_000) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe('a refused call that asks again', () => {
  it('at once is stopped by a limit that says so, and named', () => {
    const report = judged('ask-at-once', { replications: 2 });
    expect(claimsOf(report)).toEqual({ upserter: 'unknown by estimate' });
    expect(report.tasks.upserter!.cause).toMatch(/^upserter goes round without any time passing, at .* of run 1/);
    expect(report.tasks.upserter!.evidence.text).toContain('there is a run in which an instant never ends');
    expect(report.findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'QS016 warning',
      'QS902 error',
    ]);
    expect(report.verdict).toBe('unknown');
  });

  it('after a second is safe', () => {
    const report = judged('ask-at-once-fixed', { replications: 1 });
    expect(claimsOf(report)).toEqual({ upserter: 'live by proof' });
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe('pass');
  });

  it.each([
    { wait: '200ms', asks: 300 },
    { wait: '1s', asks: 60 },
  ])('after $wait asks $asks times in a minute', ({ wait, asks }) => {
    expect(asksInAMinute(wait)).toBe(asks);
  });
});
