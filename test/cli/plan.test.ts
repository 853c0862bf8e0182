/** `sim plan`: the answer in words, the copy with the chosen values, and what there is no answer to. */
import { describe, expect, it } from 'vitest';
import { sim } from './io.ts';

/** Without chance, so that one run says all. */
const small = (more = '', goals = '{ backfiller: { progressWithin: 3h } }'): string => `quotasim: 1
title: Two jobs, in small
horizon: 2d
grid: 5m
parameters:
  THRESHOLD: { value: 50, range: [40, 120], step: 10 } # tokens before a batch
  BATCH: { value: 40, oneOf: [20, 40] }
supplies:
  keepa: { model: token-bucket, refill: { tokens: 25, every: 5m }, capacity: 300, initial: 100, debt: unlimited }
order: priority
tasks:
  upserter:
    trigger: { every: 15m, offset: 0 }
    whenBusy: skip
    priority: 1
    steps: [{ await: { keepa: 50 } }, { spend: { keepa: 50 } }, progress]
  backfiller:
    trigger: always
    steps:
      - repeat: [{ await: { keepa: $THRESHOLD } }, { spend: { keepa: $BATCH } }, { progress: $BATCH / 20 }, { work: 5m }]
goals: ${goals}
${more}`;

const files = (text: string) => ({ files: { 'small.yaml': text } });

describe('sim plan', () => {
  it('says the best setting, why it is, and how far it is from trouble', async () => {
    const { exit, out, err, plans, stores, texts } = await sim(
      ['plan', 'small.yaml', '--apply', 'better.yaml'],
      files(small('plan: { maximize: backfiller.progress }')),
    );
    expect(out).toMatchInlineSnapshot(`
      "PASS  small   18 of 18 settings keep every goal
      2 parameters · 0 decided by findings · 26 explored · 40 runs · seed 1

      Best   as it is: THRESHOLD stays 50; BATCH stays 40
             safe, proved, and every goal is met
             upserter 96 a day, 100 % served, waits 20 min at most (proved);
             backfiller 121 a day, waits 30 min at most (proved)
      Why    8 settings are as good by backfiller.progress, within 1.2 a day (95 %
             sure); of them this one is farthest from trouble: no value of any
             parameter alone spoils it

      If     rate of keepa x 1/2: a task can starve (backfiller can starve)
             rate of keepa -20 %, rate of keepa +20 %, rate of keepa x 2, rate of
             keepa x 5, costs -20 %, costs +20 %: every goal is met
      Values THRESHOLD: goals can be kept with 9 of 9 values, 40 to 120; by itself it
             moves backfiller.progress from 119 a day (at 120) to 121 a day (at 70)
             BATCH: goals can be kept with 2 of 2 values, 20 to 40
      Apply  wrote better.yaml with the values of Best
      Again  sim plan small.yaml --seed 1
      Wrote  reports/plan-small/plan.html, reports/plan-small/report.html
      "
    `);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(plans.map(({ directory }) => directory)).toEqual(['reports/plan-small']);
    expect(stores).toEqual(['reports/plan-small/plan.jsonl']);
    expect(texts['better.yaml']).toContain('# tokens before a batch');
  });

  it('writes how the best setting runs beside the plan, and the command that shows it again', async () => {
    const text = small('plan: { maximize: backfiller.progress }').replace('value: 50', 'value: 120');
    const words = ['plan', 'small.yaml', '--vary', 'THRESHOLD', '--seed', '7', '--horizon', '1d', '--out', 'here'];
    const { plans, written } = await sim(words, files(text));
    const { values } = plans[0]!.report.chosen!;
    expect(plans[0]!.run).toBe('report.html');
    const { result, directory, source } = written[0]!;
    expect(directory).toBe('here');
    expect(source).toMatchObject({ file: 'small.yaml', set: values, plan: 'plan.html' });
    expect(result.report.again).toBe(`sim small.yaml --seed 7 --set THRESHOLD=${values.THRESHOLD} --horizon 1d`);
    expect(result.report).toMatchObject({ verdict: 'pass', seed: '7' });
  });

  it('writes what was planned: the values of Best, and what was set', async () => {
    const words = ['plan', 'small.yaml', '--vary', 'THRESHOLD', '--apply', 'better.yaml'];
    const text = small().replace('{ keepa: 50 } }, progress', '{ keepa: $COST } }, progress');
    const facts = 'facts: { COST: { choice: [40, 50] } }\n';
    const { out, texts } = await sim([...words, '--set', 'BATCH=20', '--set', 'COST=50'], files(text + facts));
    const apply = /Apply.*\n.*\n/.exec(out)![0].replace(/\s+/g, ' ');
    expect(apply).toContain('with the values of Best and of --set; what was planned is this with --set COST=50');
    expect(texts['better.yaml']).toMatch(/BATCH: \{ value: 20,/);
  });

  it('prints plan.json alone with --json, and writes nothing', async () => {
    const { exit, out, plans, written } = await sim(
      ['plan', 'small.yaml', '--json', '--vary', 'BATCH'],
      files(small()),
    );
    expect(JSON.parse(out)).toMatchObject({ verdict: 'pass', space: { settings: 2 }, target: null });
    expect({ exit, plans, written }).toEqual({ exit: 0, plans: [], written: [] });
  });

  it('shows what comes nearest where no setting meets a goal', async () => {
    const goals = '{ backfiller: { progressWithin: 1m } }';
    const { exit, out, err, texts } = await sim(
      ['plan', 'small.yaml', '--vary', 'THRESHOLD', '--apply', 'x.yaml'],
      files(small('', goals)),
    );
    expect(out).toMatchInlineSnapshot(`
      "FAIL  small   none of 9 settings keeps every goal
      1 parameter · 0 decided by findings · 10 explored · 1 run · seed 1

      Near   THRESHOLD=50
             a goal is not met: backfiller progress within 1 min: it may wait 30 min
             upserter waits 20 min at most (proved); backfiller waits 30 min at most
             (proved)
      Now    THRESHOLD=50: a goal is not met: backfiller progress within 1 min:
             missed, up to 30 min without progress in some run (proved); the runs
             showed up to 30 min

      Values THRESHOLD: no value keeps every goal
      Apply  no setting keeps every goal, so x.yaml was not written
      Again  sim plan small.yaml --seed 1 --vary THRESHOLD
      Wrote  reports/plan-small/plan.html, reports/plan-small/report.html
      "
    `);
    expect({ exit, err, texts }).toEqual({
      exit: 1,
      err: 'remark: no setting keeps every goal, so x.yaml was not written\n',
      texts: {},
    });
  });

  it.each([
    ['an empty space', [], small('plan: { where: $THRESHOLD > 200 }'), 'empty_space'],
    ['a parameter that cannot vary', ['--vary', 'THRESHOL'], small(), 'no_such_parameter'],
    ['a budget too small to search', ['--budget', 'settings=3'], small(), 'a budget of 3 settings does not suffice'],
    ['a budget of nothing', ['--budget', 'settings=0'], small(), '--budget is settings=N'],
    ['no threads', ['--jobs', '0'], small(), '--jobs must be'],
    ['nothing to go on from', ['--json', '--resume'], small(), '--resume with --json needs --out'],
    [
      'a price for some tiers alone',
      [],
      small('plan: { price: { BATCH: { 40: 9 } } }'),
      'there is no price where BATCH is 20',
    ],
    ['a comparison of nothing', [], small('plan: { where: $THRESHOLD }'), 'must be a comparison'],
    ['units that differ', [], small('plan: { where: $THRESHOLD < 5m }'), 'has no meaning'],
  ])('refuses %s', async (_, words, text, says) => {
    const { exit, err } = await sim(['plan', 'small.yaml', ...words], files(text));
    expect(err).toContain(says);
    expect(exit).toBe(2);
  });

  it.each([
    ['empty_space', small('plan: { where: $THRESHOLD > 200 }'), []],
    ['budget_too_small', small(), ['--budget', 'settings=3']],
    ['no_such_parameter', small(), ['--vary', 'THRESHOL']],
  ])('tells %s as such with --json, and as no bug', async (code, text, words) => {
    const { exit, out } = await sim(['plan', 'small.yaml', '--json', ...words], files(text));
    expect(JSON.parse(out)).toMatchObject({ error: { code } });
    expect(exit).toBe(2);
  });

  it('ends where it is stopped, and says how to go on', async () => {
    const { exit, err, out } = await sim(['plan', 'small.yaml'], { ...files(small()), isStopped: () => true });
    expect(err).toBe(
      'sim: stopped before the plan was done: what is done is in reports/plan-small/plan.jsonl; --resume goes on\n',
    );
    expect({ exit, out }).toEqual({ exit: 3, out: '' });
  });
});
