/** `sim init`: from files, from options, from answers; what is there already stays. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { init } from '../../src/cli/commands/init.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { sim } from './io.ts';

const BEAT = `
from celery.schedules import crontab, schedule
from datetime import timedelta
raise SystemExit('nobody runs this')
SYNC_EVERY = 900
NIGHT = crontab(minute=30, hour=[2, 3], day_of_week='mon-fri')
app.conf.timezone = 'Europe/London'
worker_concurrency = 4
beat_schedule = {
    'sync': {'task': 'app.tasks.sync', 'schedule': SYNC_EVERY},
    'clean "all"': {'task': 'app.tasks.clean', 'schedule': NIGHT},
    'fast': {'task': 'app.tasks.fast', 'schedule': timedelta(seconds=30), 'options': {'queue': 'quick'}},
    'often': dict(task='app.often', schedule=schedule(run_every=60 * 2.5)),
    'sun': {'task': 'x', 'schedule': solar('sunset', 1, 2)},
    'both': {'task': 'x', 'schedule': crontab(day_of_month='1', day_of_week='1')},
    'positions': {'task': 'x', 'schedule': crontab('0', '1', '2')},
}
beat_schedule['later'] = {'task': 'app.later', 'schedule': crontab.from_string('0 */6 * * *')}
app.conf.update(task_routes={'app.tasks.c*': {'queue': 'slow'}}, task_time_limit=3600)
task_annotations = {'app.tasks.sync': {'rate_limit': '10/m'}}

@app.task(soft_time_limit=20)
def fast(): ...

@app.on_after_configure.connect
def setup(sender, **kwargs):
    sender.add_periodic_task(10.0, hello.s('x'), name='hello')
`;

const CRONTAB = '*/15 * * * * /opt/sync\n@reboot /opt/x\n';
const files = { 'celeryconfig.py': BEAT, crontab: CRONTAB, 'there.yaml': 'mine\n' };

describe('sim init --from', () => {
  it("takes over Celery's beat, and runs nothing of the module", async () => {
    const argv = ['init', '--from', 'celeryconfig.py', '--api', 'keepa', '--figure', 'rate=5/min', '--cost', '40'];
    const { exit, out, err, texts } = await sim([...argv, '--lasts', '2s', '--within', '6h'], { files });
    expect({ exit, out, err }).toMatchInlineSnapshot(`
      {
        "err": "left out: sun (celeryconfig.py:14): its schedule is known only when it runs: solar('sunset', 1, 2)
      left out: both (celeryconfig.py:15): "* * 1 * 1" asks for both a day of the month and a weekday
      left out: positions (celeryconfig.py:16): its schedule is known only when it runs: crontab('0', '1', '2')
      celeryconfig.py: a local time that the clocks of Europe/London skip comes at the change here (\`dst: shift\`), and up to an hour later in Celery 5
      ",
        "exit": 0,
        "out": "wrote scenario.yaml: 6 jobs
        sim scenario.yaml judges it; what it calls \`unsure\` is not known yet: write in what is true
      ",
      }
    `);
    expect(texts['scenario.yaml']).toMatchInlineSnapshot(`
      "# Written by \`sim init\` from celeryconfig.py: names, schedules and overlap rules are as there. What is \`unsure\` is not
      # known yet, so every way is judged. Write what is true in its place, or the least and the most it may be.
      # celeryconfig.py: a local time that the clocks of Europe/London skip comes at the change here (\`dst: shift\`), and up to
      # an hour later in Celery 5
      quotasim: 1
      title: "What celeryconfig.py starts"
      horizon: 35d
      start: 2026-03-02 # a Monday; days later clocks are changed, first in America, then in Europe
      replications: 5

      parameters:
        SYNC_EVERY: { value: 15m, from: "celeryconfig.py#SYNC_EVERY", in: s }
        worker_concurrency: { value: 4, from: "celeryconfig.py#worker_concurrency" }

      facts:
        RUN_COST: 40 # what a run takes of the API
        RUN_LASTS: 2s # how long a run works

      supplies:
        keepa: { preset: keepa, rate: 5/min }
        "rate of app.tasks.sync": { preset: celery, rate: 10/min } # celeryconfig.py:20; each worker counts for itself

      pools:
        celery: { preset: celery, slots: $worker_concurrency }
        slow: { preset: celery, slots: $worker_concurrency }
        quick: { preset: celery, slots: $worker_concurrency }

      tasks:
        sync: # celeryconfig.py:10
          # task app.tasks.sync
          preset: celery
          trigger: { every: $SYNC_EVERY, offset: any }
          whenBusy: allow
          timeLimit: { hard: 1h }
          pool: celery
          keepsSlot: false
          steps:
            - spend: { "rate of app.tasks.sync": 1 }
            - spend: { keepa: $RUN_COST }
            - work: min($RUN_LASTS, 30m)
            - progress
        "clean \\"all\\"": # celeryconfig.py:11
          # task app.tasks.clean
          preset: celery
          trigger: { cron: "30 2,3 * * mon-fri", zone: Europe/London, dst: shift }
          whenBusy: allow
          timeLimit: { hard: 1h }
          pool: slow
          steps:
            - spend: { keepa: $RUN_COST }
            - work: min($RUN_LASTS, 30m)
            - progress
        fast: # celeryconfig.py:12
          # task app.tasks.fast
          preset: celery
          trigger: { every: 30s, offset: any }
          whenBusy: allow
          timeLimit: 20s
          pool: quick
          steps:
            - spend: { keepa: $RUN_COST }
            - work: min($RUN_LASTS, 10s)
            - progress
        often: # celeryconfig.py:13
          # task app.often
          preset: celery
          trigger: { every: 2m30s, offset: any }
          whenBusy: allow
          timeLimit: { hard: 1h }
          pool: celery
          steps:
            - spend: { keepa: $RUN_COST }
            - work: min($RUN_LASTS, 30m)
            - progress
        later: # celeryconfig.py:18
          # task app.later
          preset: celery
          trigger: { cron: "0 */6 * * *", zone: Europe/London, dst: shift }
          whenBusy: allow
          timeLimit: { hard: 1h }
          pool: celery
          steps:
            - spend: { keepa: $RUN_COST }
            - work: min($RUN_LASTS, 30m)
            - progress
        hello: # celeryconfig.py:27
          preset: celery
          trigger: { every: 10s, offset: any }
          whenBusy: allow
          timeLimit: { hard: 1h }
          pool: celery
          steps:
            - spend: { keepa: $RUN_COST }
            - work: min($RUN_LASTS, 30m)
            - progress
        # Left out:
        # sun (celeryconfig.py:14): its schedule is known only when it runs: solar('sunset', 1, 2)
        # both (celeryconfig.py:15): "* * 1 * 1" asks for both a day of the month and a weekday
        # positions (celeryconfig.py:16): its schedule is known only when it runs: crontab('0', '1', '2')

      goals:
        sync: { progressWithin: 6h }
        "clean \\"all\\"": { progressWithin: 3d5h } # 6h beyond the longest time between two starts
        fast: { progressWithin: 6h }
        often: { progressWithin: 6h }
        later: { progressWithin: 12h } # 6h beyond the longest time between two starts
        hello: { progressWithin: 6h }
      "
    `);
  });

  it('takes over a crontab, and what nobody said is unsure', async () => {
    const { exit, err, texts } = await sim(['init', '--from', 'crontab', '--zone', 'UTC', 'a/prod.yaml'], { files });
    expect({ exit, err }).toEqual({ exit: 0, err: 'left out: x (crontab:2): it starts when the machine does\n' });
    expect(texts['a/prod.yaml']).toMatchInlineSnapshot(`
      "# Written by \`sim init\` from crontab: names, schedules and overlap rules are as there. What is \`unsure\` is not known
      # yet, so every way is judged. Write what is true in its place, or the least and the most it may be.
      quotasim: 1
      title: "What crontab starts"
      horizon: 7d
      start: 2026-03-02 # a Monday; days later clocks are changed, first in America, then in Europe
      replications: 5

      facts:
        RUN_COST: { unsure: [1, 10] } # what a run takes of the API
        RUN_LASTS: { unsure: [30s, 5m] } # how long a run works
        API_RATE: { unsure: [10/min, 100/min] } # what the API gives, requests or tokens

      supplies:
        api:
          model: token-bucket
          refill: $API_RATE
          capacity: $API_RATE * 1m # what is saved up at most: not known yet
          initial: any
          debt: { unsure: [none, unlimited] } # whether a run that costs more than there is goes on

      tasks:
        sync: # crontab:1
          # /opt/sync
          trigger: { cron: "*/15 * * * *" }
          whenBusy: allow
          steps:
            - spend: { api: $RUN_COST }
            - work: $RUN_LASTS
            - progress
        # Left out:
        # x (crontab:2): it starts when the machine does

      # A job must not starve; say more of it here: goals: { NAME: { progressWithin: 2h, served: 95% } }
      "
    `);
  });

  it.each([
    [['--from', 'gone'], /^gone: no such file/],
    [['--from', 'there.yaml'], /^there\.yaml:1:1 unknown_format\n.*--as says what/],
    [['--from', 'there.yaml', '--as', 'crontab'], /^there\.yaml:1:1 not_readable/],
    [['--from', 'crontab', '--as', 'celery'], /^crontab:1:\d+ not_readable\n {2}not Python: /],
    [['--from', 'crontab', '--zone', 'Moon'], /^sim: --zone: expected a zone/],
    [['--from', 'crontab', '--job', 'a=1m'], /^sim: --job is of no use beside --from/],
    [['--from', 'crontab', '--api', 'none', '--cost', '5'], /^sim: --cost: there is no API/],
    [['--from', 'crontab', '--api', 'kepa'], /^sim: --api: received "kepa"; did you mean keepa\?/],
    [['--from', 'crontab', '--api', 'keepa'], /^sim: --api keepa needs --figure rate=…, e\.g\. 5\/min/],
    [['--from', 'crontab', '--api', 'keepa', '--figure', 'rate=5'], /^sim: --figure rate: expected a rate above 0/],
    [
      ['--from', 'crontab', '--figure', 'size=5'],
      /^sim: --figure size: the API has no such figure; it takes rate, cap/,
    ],
    [['--from', 'crontab', '--lasts', '5'], /^sim: --lasts: expected a duration above 0 such as 90s, received "5"/],
    [['--from', 'crontab', '--slots', '0'], /^sim: --slots must be a whole number above 0, received "0"/],
  ])('refuses %j', async (argv, says) => {
    const { exit, out, err, texts } = await sim(['init', ...argv], { files });
    expect({ exit, out, texts }).toEqual({ exit: 2, out: '', texts: {} });
    expect(err).toMatch(says);
  });

  it('says why where nothing is left to write', async () => {
    const { exit, err } = await sim(['init', '--from', 'crontab'], { files: { crontab: '@reboot /opt/x\n' } });
    expect({ exit, err }).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/no job can be taken over\n {2}x: it starts/),
    });
  });
});

describe('sim init', () => {
  it('leaves a file alone that is there, unless it is forced', async () => {
    const refused = await sim(['init', '--yes', 'there.yaml'], { files });
    expect(refused).toMatchObject({ exit: 2, out: '', texts: {} });
    expect(refused.err).toMatch(/^there\.yaml: is there already/);
    const forced = await sim(['init', '--yes', '--force', 'there.yaml'], { files });
    expect(forced).toMatchObject({ exit: 0, out: expect.stringMatching(/^wrote there\.yaml: one job\n/) });
  });

  it('without a terminal says which options it needs', async () => {
    const { exit, out, err } = await sim(['init']);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(
      /^sim: no terminal to ask at: say --from FILE, or --job NAME=WHEN .*, or --yes for an example\n/,
    );
  });

  it('asks, and asks again where an answer is none', async () => {
    const answers = ['', 'sync', 'sync=15m', 'night=0 3 * * *', '', 'celery', 'keepa', '5', '5/min', '40', '', '2h'];
    const { exit, err, asked, texts } = await sim(['init', '--slots', '2'], { answers });
    expect(exit).toBe(0);
    expect(asked).toHaveLength(answers.length);
    expect(err).toBe('  expected NAME=WHEN, received "sync"\n  expected a rate above 0 such as 60/min, received "5"\n');
    const scenario = loadScenario(texts['scenario.yaml']!, { file: 'scenario.yaml' });
    expect(scenario.worlds[0]!.model.tasks.map(({ name }) => name)).toEqual(['sync', 'night']);
    expect(texts['scenario.yaml']).toContain('  night: { progressWithin: 1d2h } # 2h beyond the longest time between');
    expect(texts['scenario.yaml']).toContain('pools:\n  workers: { slots: 2 }\n');
  });

  it('writes nothing where the input ends', async () => {
    const { exit, err, texts } = await sim(['init'], { answers: ['sync=15m', ''] });
    expect({ exit, texts }).toEqual({ exit: 2, texts: {} });
    expect(err).toContain('the input ended before every question was answered; nothing is written');
  });

  it('asks nothing with --yes, and needs no file with --job', async () => {
    const answers: string[] = [];
    const argv = [
      'init',
      '--yes',
      '--job',
      'a=always',
      '--job',
      'b=*/5 * * * *',
      '--scheduler',
      'apscheduler',
      '--api',
      'none',
    ];
    const { exit, asked, texts } = await sim(argv, { answers });
    expect({ exit, asked }).toEqual({ exit: 0, asked: [] });
    expect(texts['scenario.yaml']).toMatch(/# No API is in it yet/);
    expect(loadScenario(texts['scenario.yaml']!, { file: 'a.yaml' }).worlds).toHaveLength(2);
  });
});

describe('docs/init.md', () => {
  const page = readFileSync('docs/init.md', 'utf8');

  it('shows a scenario that loads, and options that there are', () => {
    const [example] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);
    expect(loadScenario(example!, { file: 'a.yaml' }).worlds).toHaveLength(8);
    const named = new Set([...page.matchAll(/(?<=[\s`])--([a-z]+)/g)].map((match) => match[1]!));
    for (const other of ['config', 'help']) named.delete(other);
    expect([...named].filter((option) => !Object.hasOwn(init.options, option))).toEqual([]);
    expect([...named].sort()).toEqual(
      Object.keys(init.options)
        .filter((option) => option !== 'scheduler' && option !== 'title')
        .sort(),
    );
  });
});
