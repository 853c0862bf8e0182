/** A dispatcher that looks at the first 32 of one list for two pools (apache/airflow 45636). */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { claimsOf, judged } from './judged.ts';

describe('a thousand runs of one pool before those of another', () => {
  it('keep that idle for ever where the first 32 are looked at', () => {
    const report = judged('p4-scan-window');
    expect(report.verdict).toBe('fail');
    expect(claimsOf(report)).toMatchObject({ report: 'starved by rule starvation' });
    expect(report.tasks.report!.cause).toMatch(
      /^report has waited since 2 min of run 1 for the pool b, of which nobody held a slot: its dispatcher scheduler looks at the first 32 in its list, every 30 s$/,
    );
    expect(report.findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'QS023 report starves out of sight of scheduler: the first 32 in its list are all of 1000 runs of sensor that go before it ' +
        'and wait for a, so it does not begin, even when b is idle',
    ]);
    expect(report.locks.b!.heldShare).toBe(0);
    expect(report.tasks.report!.progress.amount).toBe(0);
  });

  it('let it be worked off where one more is looked at than can wait before it', () => {
    const report = judged('p4-scan-window-fixed');
    expect(report.verdict).toBe('pass');
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report.tasks.report!.longestWait).toMatchObject({ kind: 'pool', name: 'b' });
  });
});

describe('a small one of the same kind', () => {
  const verified = (looksAt: number) => {
    const scenario = loadScenario(
      `quotasim: 1
horizon: 1h
grid: 1m
replications: 2
parameters: { LOOKS_AT: ${looksAt} }
pools: { a: { slots: 1 }, b: { slots: 1 } }
dispatchers: { scheduler: { pools: [a, b], looksAt: $LOOKS_AT, order: priority, skipsFull: true, every: 2m } }
tasks:
  sensor: { copies: 3, trigger: always, priority: 2, pool: a, steps: [work: 1m, progress] }
  report: { trigger: { every: 10m, offset: any }, whenBusy: skip, priority: 1, pool: b, steps: [work: 1m, progress] }
`,
      { file: 'small.yaml' },
    );
    const proofs = verify(scenario);
    return { world: proofs.worlds[0]!, report: withProofs(simulate(scenario), scenario, proofs).report };
  };

  it('is proved to starve, and to be live where it looks at one more', () => {
    for (const looksAt of [1, 2, 3]) expect(verified(looksAt).world.tasks[1]!.claim).toBe('starved');
    const { world, report } = verified(4);
    expect(world.stopped).toBe('complete');
    expect(claimsOf(report)).toMatchObject({ report: 'live by proof' });
  });

  it('is told of by name', () => {
    expect(verified(2).report.tasks.report!.cause).toMatchInlineSnapshot(
      `"report has waited since 1 min of run 2 for the pool b, of which nobody held a slot: its dispatcher scheduler looks at the first 2 in its list, every 2 min"`,
    );
  });
});
