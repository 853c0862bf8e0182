/** `sim lint FILE` and `sim explain CODE`: what the settings say, and what that means. */
import { describe, expect, it } from 'vitest';
import { helpPage } from '../../src/analysis/findings/help-page.ts';
import type { Lint } from '../../src/analysis/findings/lint.ts';
import { RULES } from '../../src/analysis/findings/table.ts';
import { sim } from './io.ts';
import { keepaBefore } from './scenario.ts';

const tie = (threshold: string) => `quotasim: 1
horizon: 1d
parameters: { THRESHOLD: ${threshold} }
facts: { POLL_COST: { unsure: [0, 5] } }
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: unlimited } }
tasks:
  upserter:
    trigger: { every: 15m, offset: any }
    whenBusy: skip
    steps: [await: { keepa: 50 }, spend: { keepa: 60 }, progress]
  backfiller:
    trigger: always
    steps: [await: { keepa: $THRESHOLD, poll: { every: 1m, cost: $POLL_COST } }, spend: { keepa: 40 }, progress, work: 1m]
`;

describe('sim lint FILE', () => {
  it('says what is wrong, where, and what to change; an error is exit 1', async () => {
    const { exit, out, err, written, progress } = await sim(['lint', 'keepa.yaml']);
    expect({ exit, err, written, progress }).toEqual({ exit: 1, err: '', written: [], progress: [] });
    expect(out).toMatchInlineSnapshot(`
      "keepa  2 errors, 1 note

      error    QS002  keepa.yaml:13:13
               upserter needs at least 8,640 of keepa a day to serve all its starts,
               but 7,200 come: no more than 83 % of them can be served.
               Change: start less often, or make runs cheaper: 1,440 a day too many.

      error    QS004  keepa.yaml:28:25
               backfiller needs keepa at 80, which does not come: upserter takes 60
               every 10 min from 50 on, and at most 50 come meanwhile (5 every 1 min);
               it starves.
               Change: let upserter take less than 50 a run or start less often, or
               let backfiller go on from a lower level.

      note     QS101  keepa.yaml:19:5
               upserter cannot starve: while it waits nobody else takes of keepa.
      "
    `);
  });

  it('finds nothing wrong one step aside: exit 0, with the good news', async () => {
    const { exit, out } = await sim(['lint', 'keepa.yaml', '--set', 'UPSERT_COST=49']);
    expect(exit).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "keepa  2 notes

      note     QS101  keepa.yaml:19:5
               upserter cannot starve: while it waits nobody else takes of keepa.

      note     QS101  keepa.yaml:26:5
               backfiller cannot starve: while it waits the others take at most 7,056
               of keepa a day, and 7,200 come.
      "
    `);
  });

  it('tells which world a finding belongs to, and once what holds in all', async () => {
    const { exit, out } = await sim(['lint', 'tie.yaml'], { files: { 'tie.yaml': tie('50') } });
    expect(exit).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "tie  2 errors, 1 warning, 1 note

      error    QS006  tie.yaml:13:29
               where POLL_COST 0
               upserter needs keepa at 50 and can starve: both go on from 50;
               backfiller takes 40 whenever it reaches 50, and what upserter then sees
               when it looks need never be more than 45.
               Change: let backfiller go on from 55 or more.

      error    QS015  tie.yaml:13:47
               where POLL_COST 5
               backfiller looks at keepa every 1 min, for 5 each, and 5 every 1 min
               come: once refused at 50, it never goes on.
               Change: look less often, or compute the wait instead of asking.

      warning  QS007  tie.yaml:13:29
               where POLL_COST 5
               upserter and backfiller both go on from keepa at 50: where both are
               there, whose turn is first decides, and the other waits or is skipped.
               Change: let the one that must not lose go on from less than 50.

      note     QS101  tie.yaml:12:5
               where POLL_COST 0
               backfiller cannot starve: while it waits the others take at most 5,760
               of keepa a day, and 7,200 come.
      "
    `);
  });

  it('prints JSON alone with --json', async () => {
    const { exit, out } = await sim(['lint', 'tie.yaml', '--json', '--set', 'POLL_COST=0'], {
      files: { 'tie.yaml': tie('50') },
    });
    const linted = JSON.parse(out) as Lint;
    expect([exit, linted.scenario, linted.worlds.length]).toEqual([1, 'tie', 1]);
    const [first] = linted.worlds[0]!.findings;
    expect(first).toMatchObject({ code: 'QS006', severity: 'error', task: 'upserter', at: 'tie.yaml:13:29' });
    expect(Object.keys(first!)).toEqual(['code', 'severity', 'message', 'change', 'task', 'at']);
  });

  it('is exit 2 for a scenario that cannot be read, and for options it does not have', async () => {
    expect(await sim(['lint', 'none.yaml'])).toMatchObject({ exit: 2, out: '' });
    expect(await sim(['lint', 'a.yaml'], { files: { 'a.yaml': 'quotasim: 2' } })).toMatchObject({ exit: 2, out: '' });
    expect(await sim(['lint', 'keepa.yaml', '--seed', '1'])).toMatchObject({ exit: 2, out: '' });
  });

  it('lets nothing from a scenario command the terminal', async () => {
    const text = keepaBefore.replaceAll('backfiller', '"back\\u202efiller"');
    const { out, err } = await sim(['lint', 'a.yaml'], { files: { 'a.yaml': text } });
    expect(out + err).not.toContain('\u202e');
  });
});

describe('sim explain', () => {
  it.each(RULES.map(({ code }) => code))('prints the page of %s', async (code) => {
    const rule = RULES.find((one) => one.code === code)!;
    expect(await sim(['explain', code])).toMatchObject({ exit: 0, err: '', out: helpPage(rule) });
  });

  it('lists all without a code', async () => {
    const { exit, out } = await sim(['explain']);
    expect(exit).toBe(0);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 5)),
    ).toEqual(RULES.map(({ code }) => code));
  });

  it.each([
    { code: 'QS033', says: '"QS033" is no code of a finding; did you mean QS003?' },
    { code: 'nonsense', says: '"nonsense" is no code of a finding; sim explain lists all' },
  ])('suggests the nearest for $code', async ({ code, says }) => {
    expect(await sim(['explain', code])).toMatchObject({
      exit: 2,
      out: '',
      err: `sim: ${says}\n  sim explain --help shows what there is\n`,
    });
  });

  it('takes one code at the most', async () => {
    const { exit, err } = await sim(['explain', 'QS001', 'QS002']);
    expect([exit, err.split('\n')[0]]).toEqual([2, 'sim: sim explain takes one code; too much: "QS002"']);
  });
});
