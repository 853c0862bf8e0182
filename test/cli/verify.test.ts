/** `sim verify FILE`: proofs, counterexamples, limits, and what cannot be verified. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Report, reportSchema } from '../../src/judge/report/report.ts';
import { goalsTable } from '../../src/report/page/page-parts.ts';
import { type Heard, sim, type World } from './io.ts';
import { keepaBefore } from './scenario.ts';

const met = ['--set', 'UPSERT_COST=30'];

/** A shipped scenario in the manner of the story, simulated shortly: the proof does not depend on that. */
function shipped(name: string, ...more: readonly string[]): Promise<Heard> {
  const file = `scenarios/${name}.yaml`;
  const files = { [file]: readFileSync(file, 'utf8') };
  return once(['verify', file, '--replications', '2', ...more], { files });
}

const heardOf = new Map<string, Promise<Heard>>();

/** What these words say, which is the same for every test that asks. */
function once(argv: readonly string[], world?: World): Promise<Heard> {
  const asked = JSON.stringify([argv, world]);
  const heard = heardOf.get(asked) ?? sim(argv, world);
  heardOf.set(asked, heard);
  return heard;
}

/** One job that shares nothing; `steps` as given. */
function job(steps: string, more = ''): string {
  return `quotasim: 1
horizon: 1d
grid: 1m
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: any, debt: none } }
tasks: { one: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [${steps}] } }
${more}`;
}

async function verified(text: string, ...more: readonly string[]) {
  return sim(['verify', 'job.yaml', ...more], { files: { 'job.yaml': text } });
}

describe('sim verify FILE', () => {
  it('says the verdict first, then how it was proved, and how a task starves', async () => {
    const { exit, out, err, written } = await once(['verify', 'keepa.yaml']);
    expect({ exit, err, directories: written.map(({ directory }) => directory) }).toEqual({
      exit: 1,
      err: '',
      directories: ['reports/keepa'],
    });
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      FAIL  keepa   backfiller starves; 2 of 4 goals missed
      proof 10 states, 10 edges, grid 1 min · estimate 20 x 24 h, seed 1; one goal met
      and not shown (never starves)

      task        verdict         first, between  goal
      upserter    safe proved     10 min, 12 min  served 40 %    met 83 %
      backfiller  STARVES proved  unbounded       progress 2 h   MISSED
                                                  never starves  MISSED

      Why    backfiller has waited from the start of run 1 for keepa to reach 80; the
             level never rose above 50, because upserter, which asks already at 50,
             took all of the tokens.
      How    backfiller waits for ever for keepa to reach 80: every 1 h upserter takes
             300 of it in 5 goes, each at 50.
             00:00  keepa 0    upserter starts; backfiller starts; upserter waits for
                               keepa to reach 50; backfiller waits for keepa to reach
                               80
             for ever, every 1 h:
             00:10  keepa −10  upserter is due, and skipped because its run is still
                               busy; upserter takes 60 of keepa (50 -> −10), makes
                               progress and ends
             00:20  keepa 40   upserter starts and waits for keepa to reach 50
             00:22  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress
                               and ends
             00:30  keepa 30   upserter starts and waits for keepa to reach 50
             00:34  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress
                               and ends
             00:40  keepa 20   upserter starts and waits for keepa to reach 50
             00:46  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress
                               and ends
             00:50  keepa 10   upserter starts and waits for keepa to reach 50
             00:58  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress
                               and ends
             01:00  keepa 0    upserter starts and waits for keepa to reach 50
      Fix    no other value of one parameter alone makes every task safe: all 29
             settings were tried.
      Near   BACKFILL_MIN_TOKENS 80: not safe from 5 to 150
      Error  QS002 upserter needs at least 8,640 of keepa a day to serve all its
             starts, but 7,200 come: no more than 83 % of them can be served
             (keepa.yaml:13:13)
      Error  QS004 backfiller needs keepa at 80, which does not come: upserter takes
             60 every 10 min from 50 on, and at most 50 come meanwhile (5 every
             1 min); it starves (keepa.yaml:28:25)
      Rests  keepa may go below zero: a cost is admitted whenever there is one unit
             (debt unlimited)
             polls of keepa are free (POLL_COST 0)
             upserter: a start that finds it busy is skipped
             whoever can go on at the same instant may be first (order any)
      Again  sim verify keepa.yaml --seed 1
      Wrote  reports/keepa/report.html and one file beside it
      "
    `);
  });

  it('exits 0 when all that every run must keep is proved', async () => {
    const { exit, out } = await sim(['verify', 'keepa.yaml', ...met]);
    expect(exit).toBe(0);
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      PASS  keepa   all 4 goals met
      proof 5 states, 5 edges, grid 1 min · estimate 20 x 24 h, seed 1; 2 goals met
      and not shown (never starves)

      task        verdict      first, between  goal
      upserter    safe proved  10 min, 10 min  served 40 %   met 99.3 %
      backfiller  safe proved  28 min, 20 min  progress 2 h  met

      Near   BACKFILL_MIN_TOKENS 80: safe and goals met from 55 to 150 (not at 50)
      Rests  keepa may go below zero: a cost is admitted whenever there is one unit
             (debt unlimited)
             polls of keepa are free (POLL_COST 0)
             upserter: a start that finds it busy is skipped
             whoever can go on at the same instant may be first (order any)
      Again  sim verify keepa.yaml --set UPSERT_COST=30 --seed 1
      Wrote  reports/keepa/report.html and one file beside it
      "
    `);
  });

  it('is about every run: seed and replications change no proof', async () => {
    const proofs = async (...more: readonly string[]) => {
      const { tasks, proof } = JSON.parse(
        (await shipped('keepa-after', '--json', '--no-neighbours', ...more)).out,
      ) as Report;
      return [
        proof,
        Object.values(tasks).map(({ claim, worst, counterexample }) => ({ claim, worst, counterexample })),
      ];
    };
    expect(await proofs('--seed', '2')).toEqual(await proofs());
  });

  it('prints report.json with --json, and nothing else', async () => {
    const { exit, out, err, written } = await sim(['verify', 'keepa.yaml', '--json']);
    expect({ exit, err, written }).toEqual({ exit: 1, err: '', written: [] });
    const report = reportSchema.parse(JSON.parse(out));
    expect(report.proof).toMatchObject({ stopped: 'complete', states: 10, frontier: 0, gridMs: 60_000 });
    expect(report.tasks.backfiller).toMatchObject({
      claim: 'starved',
      evidence: { kind: 'proof' },
      mechanism: 'starvation',
      counterexample: { script: 'backfiller.script.json', cycle: { fromMs: 0, durationMs: 3_600_000 } },
    });
    expect(report.again).toBe('sim verify keepa.yaml --seed 1');
  });

  it('shows how far it is, and ends that', async () => {
    const { progress } = await once(['verify', 'keepa.yaml']);
    expect(progress.slice(0, 3)).toEqual(['explore keepa', '0 states, 0 to explore', '1 states, 1 to explore']);
    expect(progress.indexOf('stop')).toBeLessThan(progress.indexOf('begin keepa'));
  });

  it('lets a goal that is accepted not fail', async () => {
    const accepted = keepaBefore.replace('{ progressWithin: 2h }', '{ accept: it may rest }');
    const { exit, out } = await sim(['verify', 'keepa.yaml'], { files: { 'keepa.yaml': accepted } });
    expect(exit).toBe(0);
    expect(out).toContain(
      'PASS  keepa   backfiller starves; 2 of 3 goals met, 1 accepted as they are,\n              judged over 24 h; QS002 is an error all the same\n',
    );
    expect(out).toContain('\nAccept backfiller never starves: it may rest.\n');
  });

  it.each([
    {
      until: '2026-02-04',
      exit: 0,
      says: 'it may rest (until 2026-02-04)',
      goal: { verdict: 'accepted', accepted: 'it may rest (until 2026-02-04)' },
    },
    {
      until: '2026-02-03',
      exit: 1,
      says: 'accepted until 2026-02-03, which is over',
      goal: { verdict: 'missed', expired: 'accepted until 2026-02-03, which is over' },
    },
  ])('says why and until when a goal is accepted: until $until, exit $exit', async ({ until, exit, says, goal }) => {
    const accept = `{ accept: { reason: it may rest, until: ${until} } }`;
    const text = keepaBefore.replace('{ progressWithin: 2h }', accept).replace('horizon', 'start: 2026-02-04\nhorizon');
    const files = { 'keepa.yaml': text };
    const words = ['verify', 'keepa.yaml', '--no-neighbours'];
    const heard = await sim(words, { files });
    expect(heard.exit).toBe(exit);
    expect(heard.out).toContain(`\nAccept backfiller never starves: ${says}.\n`);
    const { out } = await sim([...words, '--json'], { files });
    const found = (JSON.parse(out) as Report).goals.find((one) => one.of === 'backfiller')!;
    expect(found).toMatchObject(goal);
    expect(found.text).toMatch(
      exit === 0 ? /\(accepted: it may rest \(until 2026-02-04\)\)$/ : /\(accepted until .*\)$/,
    );
    const page = goalsTable(JSON.parse(out) as Report).html;
    expect(page).toContain(says);
  });
});

describe('the story', () => {
  const MINUTE = 60_000;

  it.each([
    { name: 'keepa-before', exit: 1, upserter: ['live', 12, 20], backfiller: ['starved'] },
    { name: 'keepa-after', exit: 1, upserter: ['starvable'], backfiller: ['live', 58, 68] },
    { name: 'keepa-kept-80', exit: 0, upserter: ['live', 17, 17], backfiller: ['live', 88, 44] },
    { name: 'prod', exit: 0, upserter: ['live', 17, 17], backfiller: ['live', 88, 44] },
  ])('$name: upserter $upserter, backfiller $backfiller', async ({ name, exit, upserter, backfiller }) => {
    const heard = await shipped(name, '--json', '--no-neighbours');
    const { tasks } = JSON.parse(heard.out) as Report;
    const proved = (task: string): unknown[] => {
      const { claim, worst } = tasks[task]!;
      return worst === undefined ? [claim] : [claim, worst.firstMs / MINUTE, worst.betweenMs! / MINUTE];
    };
    expect([heard.exit, proved('upserter'), proved('backfiller')]).toEqual([exit, upserter, backfiller]);
  });

  it('asks of means what runs say, and of every run a proof', async () => {
    const { goals } = JSON.parse((await shipped('prod', '--json', '--no-neighbours')).out) as Report;
    expect(goals.map(({ of, goal, verdict, evidence }) => [of, goal, verdict, evidence])).toEqual([
      ['upserter', 'neverStarves', 'met', 'proof'],
      ['upserter', 'served', 'met', 'proof'],
      ['backfiller', 'neverStarves', 'met', 'proof'],
      ['backfiller', 'progressWithin', 'met', 'proof'],
      ['backfiller', 'progressPerDay', 'met', 'estimate'],
    ]);
    // A rate is a mean, which no proof bounds yet.
    expect((await shipped('prod', '--json', '--no-neighbours', '--require', 'proof')).exit).toBe(3);
  });
});

describe('a goal on both sides of the longest wait', () => {
  // 60 tokens take 12 minutes, and a start is due every ten.
  const text = (within: string) =>
    job('{ spend: { api: 60 } }, progress', `goals: { one: { progressWithin: ${within} } }`);

  it.each([
    {
      within: '12m',
      exit: 0,
      says: 'progress within 12 min: met, at most 12 min without progress in every run (proved)',
    },
    {
      within: '11m',
      exit: 1,
      says: 'progress within 11 min: missed, up to 12 min without progress in some run (proved); the runs showed up to 12 min',
    },
  ])('$within: exit $exit', async ({ within, exit, says }) => {
    const heard = await verified(text(within), '--json');
    const report = JSON.parse(heard.out) as Report;
    expect([heard.exit, report.goals.find(({ goal }) => goal === 'progressWithin')!.text]).toEqual([exit, says]);
    const shown = report.tasks.one!.counterexample?.text ?? 'nothing';
    expect(shown).toMatch(exit === 0 ? /^nothing$/ : /^one can wait 12 min for progress, from the start$/);
  });
});

describe('a limit', () => {
  it('gives unknown, exit 3, and says how far it came', async () => {
    const { exit, out } = await shipped('keepa-kept-80', '--limit-states', '1000');
    expect(exit).toBe(3);
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      UNKNOWN  keepa-kept-80   1 of 4 goals cannot be judged
      unfinished proof 1,000 states, 0 edges · estimate 2 x 7 d, seed 1; 2 goals met
      and not shown (never starves)

      task        verdict      first, between  goal
      upserter    safe proved  unknown         served 95 %   met 100 %
      backfiller  safe proved  unknown         progress 2 h  unknown

      Why    backfiller: progress within 2 h: unknown, at most 44 min without progress
             in 2 runs of 7 d; not proved.
      Proof  not proved: the limit of states was reached after 1,000 states, 1,000 of
             them found and not yet explored.
      Rests  keepa may go below zero: a cost is admitted whenever there is one unit
             (debt unlimited)
             polls of keepa are free (POLL_COST 0)
             upserter: a start that finds it busy is skipped
             whoever can go on at the same instant may be first (order any)
             each run draws supplies.keepa.initial (0 to 300 by 1),
             tasks.upserter.trigger.offset (1m to 15m by 1m)
      Again  sim verify scenarios/keepa-kept-80.yaml --seed 1 --replications 2 --limit-states 1000
      Wrote  reports/keepa-kept-80/report.html and one file beside it
      "
    `);
  });

  it('of memory is one, too', async () => {
    const { exit, out } = await shipped('keepa-kept-80', '--limit-memory', '1MiB', '--json');
    expect([exit, (JSON.parse(out) as Report).proof!.stopped]).toEqual([3, 'bytes-max']);
  });

  it('enters the command that repeats the result', async () => {
    const { out } = await sim(['verify', 'keepa.yaml', '--limit-memory', '1.5 GB', '--limit-states', '20']);
    expect(out).toContain("Again  sim verify keepa.yaml --seed 1 --limit-states 20 --limit-memory '1.5 GB'\n");
  });

  it.each([
    ['--limit-states', '0'],
    ['--limit-states', '1e6'],
    ['--limit-states', '-5'],
    ['--limit-states', '1000000001'],
    ['--limit-memory', '512'],
    ['--limit-memory', '2gib'],
    ['--limit-memory', '0MiB'],
    ['--limit-memory', 'much'],
  ])('that is none: %s %s', async (option, value) => {
    const { exit, out, err, written } = await sim(['verify', 'keepa.yaml', `${option}=${value}`]);
    expect({ exit, out, written }).toEqual({ exit: 2, out: '', written: [] });
    expect(err).toMatch(new RegExp(`^sim: ${option} must be .*, received "${value}"\n  sim verify --help shows`));
  });
});

describe('what cannot be verified is said with the form to write instead', () => {
  it.each([
    {
      what: 'poisson starts',
      text: job('progress').replace('every: 10m, offset: any', 'poisson: 6/h'),
      says: 'one: poisson starts have no bound; write `every` with a `jitter`.',
    },
    {
      what: 'a distribution without an end',
      text: job('{ work: { exponential: 1m } }, progress'),
      says: 'tasks.one.steps[0].work: it has no upper bound; give it a `max`, or write a `choice` of its values.',
    },
    {
      what: 'a range with too many values',
      text: job('{ work: { uniform: [1s, 1m] } }, progress'),
      says: 'tasks.one.steps[0].work: it has 59001 different outcomes (at most 1000); write a `choice` of those that matter.',
    },
    {
      what: 'a calendar without a week',
      text: job('progress', 'start: 2026-01-01\n').replace('every: 10m, offset: any', 'cron: "0 0 1 * *"'),
      says: 'one: its cron pattern does not come back every week; leave day and month open.',
    },
  ])('$what', async ({ text, says }) => {
    const { exit, out } = await verified(text);
    expect(exit).toBe(3);
    const lines = out.split('\n');
    const from = lines.findIndex((line) => line.startsWith('Proof'));
    const to = lines.findIndex((line, index) => index > from && /^\S/.test(line));
    expect(
      lines
        .slice(from, to)
        .map((line) => line.slice(7))
        .join(' '),
    ).toBe(`not proved: ${says}`);
  });
});

describe('an instant that never ends', () => {
  it('lets nothing be proved, is told as an error, and can be replayed', async () => {
    // Only a full bucket lets the loop run on.
    const { exit, out } = await verified(job('{ repeat: [{ await: { api: 100 } }] }'), '--json');
    const report = JSON.parse(out) as Report;
    expect([exit, report.tasks.one!.claim]).toEqual([3, 'unknown']);
    const found = report.findings.filter(({ code }) => code.startsWith('QS9'));
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['QS902', 'error']]);
    expect(report.tasks.one!.counterexample).toMatchObject({ shows: 'zeno', script: 'one.script.json' });
  });
});

describe('worlds', () => {
  it('are proved one by one, and the worst decides', async () => {
    const text = job(
      '{ await: { api: $GATE } }, { spend: { api: 10 } }, progress',
      'facts: { GATE: { unsure: [50, 101] } }\n',
    );
    const { exit, out } = await verified(text, '--json');
    const report = JSON.parse(out) as Report;
    expect(exit).toBe(1);
    expect(report.worlds!.map(({ verdict, tasks }) => [verdict, tasks.one!.claim])).toEqual([
      ['pass', 'live'],
      ['fail', 'starved'],
    ]);
    expect(report.tasks.one!.claim).toBe('starved');
    expect(report.tasks.one).toMatchObject({
      mechanism: 'unreachable',
      counterexample: {
        script: 'world-2-one.script.json',
        text: 'one waits for ever for api to reach 101, which can never be: it holds at most 100',
      },
    });
  });
});
