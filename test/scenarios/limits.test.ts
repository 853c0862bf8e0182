/** Quotas, limits on what is in flight, estimates that are settled, changes on dates, and several limits under one name. */
import { describe, expect, it } from 'vitest';
import type { Operation, Supply } from '../../src/sim/model.ts';
import { refusal } from './refusal.ts';
import { modelOf } from './valid.ts';

function written(supply: string, steps: string, start = 'start: 2026-02-05\n'): string {
  return `quotasim: 1
horizon: 7d
${start}facts: { REAL: { choice: [1, 9] } }
supplies:
  api: ${supply}
tasks:
  job: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [${steps}, progress] }
`;
}

const SPEND = '{ spend: { api: 5 } }';
const QUOTA = '{ model: quota, limit: 9, resets: { at: "00:00" } }';
const BUCKET = '{ model: token-bucket, refill: 5/min, capacity: 30, debt: none }';
const IN_FLIGHT = '{ model: concurrency, limit: 3 }';
const TWO = `{ limits: { rpm: { model: leaky-bucket, rate: 1/s, burst: 9, counts: requests }, tpm: ${BUCKET} } }`;

const suppliesOf = (text: string): readonly Supply[] => modelOf(text).supplies;
const programOf = (text: string): readonly Operation[] => modelOf(text).tasks[0]!.program;

describe('a quota', () => {
  const refillOf = (resets: string) =>
    suppliesOf(written(`{ model: quota, limit: 9, resets: ${resets} }`, SPEND))[0]!.refill;
  const DAY = 86_400_000;
  const HOUR = 3_600_000;

  it.each([
    // The start is midnight UTC of a Thursday.
    ['{ at: "00:00" }', DAY, DAY],
    ['{ at: "06:30" }', DAY, 6.5 * HOUR],
    ['{ at: "00:00", zone: Etc/GMT+8 }', DAY, 8 * HOUR],
    ['{ at: "00:00", zone: Asia/Kolkata }', DAY, 18.5 * HOUR],
    ['{ at: "00:00", on: MON }', 7 * DAY, 4 * DAY],
    // The clocks change there, so each reset is found by itself.
    ['{ at: "00:00", zone: America/Los_Angeles }', 0, 8 * HOUR],
    ['{ at: "00:00", day: 1 }', 0, 24 * DAY],
  ])('with resets %s comes every %i ms, first after %i', (resets, periodMs, firstMs) => {
    expect(refillOf(resets)).toMatchObject({ kind: 'calendar', resets: { periodMs, firstMs } });
  });

  it.each([
    ['{ at: "24:00" }', 'wrong_kind', 'resets.at must be a time such as 00:00, received "24:00"'],
    ['{ at: "00:00", zone: Pacific }', 'wrong_kind', 'resets.zone must be a time zone such as UTC'],
    ['{ at: "00:00", day: 29 }', 'too_big', 'resets.day must be at most 28, received 29'],
    ['{ at: "00:00", day: 1, on: MON }', 'not_together', '"on" and "day" cannot stand together'],
    ['{ zone: UTC }', 'missing_key', 'supplies.api.resets needs "at"'],
  ])('with resets %s is refused', (resets, code, message) => {
    const { issues } = refusal(written(`{ model: quota, limit: 9, resets: ${resets} }`, SPEND));
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]!.message).toContain(message);
  });

  it('needs a start', () => {
    const { issues } = refusal(written(QUOTA, SPEND, ''));
    expect(issues.map(({ message }) => message)).toEqual([
      'supplies.api.resets.at needs a `start` date at the top of the scenario: resets come by the calendar',
    ]);
  });
});

describe('what is in use', () => {
  it('comes back when it is over', () => {
    expect(programOf(written(IN_FLIGHT, '{ spend: { api: 2, lasts: 4s } }'))).toMatchObject([
      { kind: 'spend', cost: { value: 2 } },
      { kind: 'work', duration: { value: 4000 } },
      { kind: 'settle', supply: 0, estimate: { value: 2 }, actual: 'held', lasts: { value: 4000 } },
      { kind: 'progress' },
      { kind: 'end' },
    ]);
    expect(suppliesOf(written(IN_FLIGHT, '{ spend: { api: 2, lasts: 4s } }'))[0]).toMatchObject({ settled: true });
  });

  it('is settled at once where it does not last', () => {
    const program = programOf(written(BUCKET, '{ spend: { api: 2, actual: $REAL } }'));
    expect(program.map(({ kind }) => kind)).toEqual(['spend', 'settle', 'progress', 'end']);
  });

  it('only lasts, without a settlement, where nothing is said of its cost', () => {
    const text = written(BUCKET, '{ spend: { api: 2, lasts: 4s } }');
    expect(programOf(text).map(({ kind }) => kind)).toEqual(['spend', 'work', 'progress', 'end']);
    expect(suppliesOf(text)[0]).not.toHaveProperty('settled');
  });

  it.each([
    [IN_FLIGHT, SPEND, 'missing_key', 'needs "lasts" (a duration)'],
    [IN_FLIGHT, '{ spend: { api: 1, lasts: 1s, actual: 2 } }', 'no_meaning', 'all that is in flight comes back'],
    [BUCKET, '{ await: { api: 1, lasts: 1s } }', 'no_meaning', '"lasts" has no meaning here: an await takes nothing'],
    [
      BUCKET.replace('none', 'clamp'),
      '{ spend: { api: 1, actual: 2 } }',
      'no_meaning',
      'under debt clamp nobody knows',
    ],
    [IN_FLIGHT, '{ call: { api: 1 } }', 'missing_key', 'steps[0].call needs "lasts" (a duration)'],
    [IN_FLIGHT, '{ call: { api: 1, lasts: 1s, actual: 2 } }', 'no_meaning', 'all that is in flight comes back'],
    [BUCKET, '{ call: { api: 1, lasts: 1s, otherwise: continue } }', 'no_meaning', '"continue" has no meaning here'],
    [BUCKET.replace('none', 'clamp'), '{ call: { api: 1, actual: 2 } }', 'no_meaning', 'under debt clamp nobody knows'],
    [
      IN_FLIGHT.replace(' }', ', refused: { cost: 1 } }'),
      '{ call: { api: 1, lasts: 1s } }',
      'no_meaning',
      'a cost has no meaning here: what is refused is never in flight',
    ],
    [
      IN_FLIGHT.replace(' }', ', refused: { hint: reset } }'),
      '{ call: { api: 1, lasts: 1s } }',
      'no_meaning',
      '"reset" has no meaning here: nobody knows when those in flight are done',
    ],
    [BUCKET, '{ call: { api: 1, lasts: 2 } }', 'needs_unit', 'call.lasts must be a duration'],
    [BUCKET, '{ spend: { api: 1, lasts: 2 } }', 'needs_unit', 'spend.lasts must be a duration'],
    [BUCKET, '{ spend: { api: 1, actual: -2 } }', 'too_small', 'spend.actual must be at least 0'],
  ])('%s, %s is refused', (supply, steps, code, message) => {
    const { issues } = refusal(written(supply, steps));
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]!.message).toContain(message);
  });
});

describe('changes on dates', () => {
  it('keep what they do not name', () => {
    const changes = 'changes: [{ at: 1d, refill: 0/min }, { at: 2026-02-08, capacity: 10 }, { at: 5d, refill: 6/min }]';
    const [supply] = suppliesOf(written(BUCKET.replace('debt', `${changes}, debt`), SPEND));
    const { grainsPerToken, changes: compiled } = supply!;
    expect(
      compiled!.map(({ atMs, capacityGrains, refill, level }) => [
        atMs / 86_400_000,
        capacityGrains / grainsPerToken,
        refill.kind === 'continuous' ? (refill.grainsPerMs * 60_000) / grainsPerToken : -1,
        level,
      ]),
    ).toEqual([
      [1, 30, 0, 'cut'],
      [3, 10, 0, 'cut'],
      [5, 10, 6, 'cut'],
    ]);
  });

  it('of a limit move what is left of it', () => {
    const text = '{ model: sliding-window, limit: 5, every: 1h, changes: [{ at: 1d, limit: 8 }] }';
    const [change] = suppliesOf(written(text, SPEND))[0]!.changes!;
    expect(change).toMatchObject({ capacityGrains: 8, level: 'moved', refill: { kind: 'sliding' } });
  });

  it('on a date need a start', () => {
    const text = BUCKET.replace('debt', 'changes: [{ at: 2026-03-01, refill: 0/min }], debt');
    expect(refusal(written(text, SPEND, '')).issues.map(({ code }) => code)).toEqual(['start_needed']);
  });
});

describe('several limits under one name', () => {
  it('are supplies of their own, and a spend takes of each', () => {
    const model = modelOf(written(TWO, '{ spend: { api: 7 } }'));
    expect(model.supplies.map(({ name, limitOf }) => [name, limitOf])).toEqual([
      ['api.rpm', 'api'],
      ['api.tpm', 'api'],
    ]);
    const [spend] = model.tasks[0]!.program;
    const [rpm, tpm] = model.supplies.map(({ grainsPerToken }) => grainsPerToken);
    expect(spend).toMatchObject({
      supply: 0,
      cost: { value: rpm },
      also: [{ supply: 1, cost: { value: 7 * tpm! } }],
    });
  });

  it('may be spent of one by one, and each spend is a request', () => {
    const [, spend] = programOf(
      written(TWO, '{ await: { api.tpm: 9 } }, { spend: { api.tpm: 7, lasts: 1s, actual: 3 } }'),
    );
    expect(spend).toMatchObject({ supply: 0, also: [{ supply: 1 }] });
  });

  it.each([
    ['{ await: { api: 9 } }', 'no_meaning', 'it has several limits, and each a level of its own: api.rpm, api.tpm'],
    ['{ spend: { api.rpm: 3 } }', 'no_meaning', 'it counts requests, and each spend is one'],
    ['{ spend: { api: 3, margin: 2 } }', 'no_meaning', 'several limits are waited for at once'],
    ['{ spend: { api.tpmm: 3 } }', 'unknown_name', 'did you mean "api.tpm"?'],
  ])('%s is refused', (steps, code, message) => {
    const { issues } = refusal(written(TWO, steps));
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]!.message).toContain(message);
  });

  it('are told by the limit that is wrong', () => {
    const { issues } = refusal(written(TWO.replace(', burst: 9', ''), SPEND));
    expect(issues.map(({ message }) => message)).toEqual(['supplies.api.limits.rpm needs "burst"']);
  });
});
