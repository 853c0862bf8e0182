/** Supplies that change on dates: the time is a part of each state until the last of them has come. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { assemble } from '../../src/sim/machine.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certify } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import { verify } from '../../src/verify/verify.ts';

const MINUTE = 60_000;

/** One job that takes 10 every 10 minutes, by the clock or at any offset. */
function scenario(changes: string, { offset = '0', tokens = 5 } = {}) {
  return loadScenario(
    `quotasim: 1
horizon: 1d
grid: 1m
start: 2026-03-01
supplies:
  api: { model: token-bucket, refill: { tokens: ${tokens}, every: 1m }, capacity: 20, initial: 0, debt: none, changes: [${changes}] }
tasks:
  job: { trigger: { every: 10m, offset: ${offset} }, whenBusy: skip, steps: [{ spend: { api: 10 } }, progress] }
`,
    { file: 'dates.yaml' },
  );
}

const outage = (from: string, until: string): string =>
  `{ at: ${from}, refill: { tokens: 0, every: 1m } }, { at: ${until}, refill: { tokens: 5, every: 1m } }`;

describe('a supply that changes on dates', () => {
  it.each([
    // The start at 0 is served at 2, that at 10 finds 20 and that at 20 the other half; then nothing comes until 41, and 10 are there at 42.
    { what: 'an outage', changes: outage('11m', '41m'), offset: '0', worst: [2, 22] },
    // Who starts at 10 for the first time finds all it needs.
    { what: 'an outage, whenever the job starts', changes: outage('11m', '41m'), offset: 'any', worst: [10, 22] },
    { what: 'an upgrade', changes: '{ at: 30m, refill: { tokens: 10, every: 1m } }', offset: '0', worst: [2, 10] },
    { what: 'dates', changes: outage('2026-03-01T00:11:00Z', '2026-03-01T00:41:00Z'), offset: '0', worst: [2, 22] },
  ])('has its longest waits proved: $what', ({ changes, offset, worst }) => {
    const one = scenario(changes, { offset });
    const verified = verify(one);
    const [task] = verified.worlds[0]!.tasks;
    expect([task!.claim, task!.worst]).toEqual([
      'live',
      { firstMs: worst[0]! * MINUTE, betweenMs: worst[1]! * MINUTE },
    ]);
    expect(confirm(assemble(one.worlds[0]!.model), task!.longestWait!)).toEqual({ kind: 'confirmed' });
    const { certificate } = certify(one, verified, { statesMax: 10_000 });
    expect(checkCertificate(one, certificateText(certificate)).kind).toBe('holds');
  });

  it('starves whom it starves after its last date, and shows a run that goes past that', () => {
    const one = scenario('{ at: 1h, refill: { tokens: 0, every: 1m } }');
    const [task] = verify(one).worlds[0]!.tasks;
    expect(task!.claim).toBe('starved');
    expect(task!.stuck?.because).toBe('unreachable');
    const { script } = task!.counterexample!;
    const cycleMs = script.steps.slice(0, script.cycleFrom).reduce((sum, { afterMs }) => sum + afterMs, 0);
    expect(cycleMs).toBeGreaterThanOrEqual(60 * MINUTE);
    expect(confirm(assemble(one.worlds[0]!.model), script)).toEqual({ kind: 'confirmed' });
  });

  it('starves nobody who starves before its last date alone', () => {
    const one = scenario('{ at: 3h, refill: { tokens: 5, every: 1m } }', { tokens: 0 });
    const [task] = verify(one).worlds[0]!.tasks;
    expect([task!.claim, task!.worst]).toEqual(['live', { firstMs: 182 * MINUTE, betweenMs: 10 * MINUTE }]);
  });

  it('has a limit that becomes smaller than what counts against it', () => {
    const one = loadScenario(
      `quotasim: 1
horizon: 1d
grid: 1m
supplies: { api: { model: sliding-window, limit: 10, every: 10m, changes: [{ at: 5m, limit: 4 }, { at: 30m, limit: 12 }] } }
tasks: { job: { trigger: always, steps: [{ spend: { api: 4 } }, progress, { work: 1m }] } }
`,
      { file: 'dates.yaml' },
    );
    const [task] = verify(one).worlds[0]!.tasks;
    // 4 at 0 and 4 at 1 count at 5, where 4 may; those of 1 no more at 11, and so on.
    expect([task!.claim, task!.worst]).toEqual(['live', { firstMs: 0, betweenMs: 10 * MINUTE }]);
  });
});
