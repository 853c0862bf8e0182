/** Celery's own loader reads the settings module, and its beat starts what a scenario starts, for a day. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { nextCronMs } from '../../src/sim/cron.ts';
import type { Trigger } from '../../src/sim/model.ts';
import { exported, succeeds, withConsumer } from './consumer.ts';

/** Debian's own, or whichever has Celery. */
const PYTHON = ['python3', '/usr/bin/python3'].find((one) => succeeds([one, '-c', 'import celery.beat'])) ?? 'python3';

const DAY_MS = 86_400_000;

const scenario = (zone: string, start = '2026-11-18T11:07:23Z') => `quotasim: 1
horizon: 1d
start: ${start}
parameters: { BATCH: 5, EVERY: { value: 15m } }
pools: { workers: { preset: celery, slots: 3 } }
tasks:
  sync: { trigger: { every: $EVERY, offset: any }, whenBusy: skip, pool: workers, steps: [work: 1m, progress] }
  fast: { trigger: { every: 90s, offset: any }, whenBusy: skip, steps: [work: 1s, progress] }
  often: { trigger: { cron: "*/7 * * * *", zone: ${zone}, dst: shift }, whenBusy: skip, steps: [work: 1s, progress] }
  day: { trigger: { cron: "5,50 6-18/3 * * MON-FRI", zone: ${zone}, dst: shift }, whenBusy: skip, steps: [work: 1s, progress] }
  weekend: { trigger: { cron: "0 3 * * SAT,SUN", zone: ${zone}, dst: shift }, whenBusy: skip, steps: [work: 1s, progress] }
  first: { trigger: { cron: "*/30 0-4 19 11 *", zone: ${zone}, dst: shift }, whenBusy: skip, steps: [work: 1s, progress] }
  "odd \\"name\\" #1": { trigger: { cron: "@hourly", zone: ${zone}, dst: shift }, whenBusy: skip, steps: [work: 1s, progress] }
`;

/** Loads the module as `celery beat -A app` does, and asks each entry when it is due, again and again, for a day. */
const ask = (startMs: number) => `
import datetime, json, sys, types
from celery import Celery
from celery.beat import Scheduler

module = types.ModuleType('celeryconfig')
exec(compile(sys.stdin.read(), 'celeryconfig.py', 'exec'), module.__dict__)
sys.modules['celeryconfig'] = module
app = Celery('jobs')
app.config_from_object('celeryconfig', force=True)
scheduler = Scheduler(app=app, lazy=True)
scheduler.setup_schedule()
begin = datetime.datetime.fromtimestamp(${startMs / 1000}, datetime.timezone.utc)
seen = {'zone': str(app.timezone), 'concurrency': app.conf.worker_concurrency, 'routes': app.conf.task_routes, 'due': {}}
for name, entry in scheduler.get_schedule().items():
    if name == 'celery.backend_cleanup':
        continue
    now = begin
    # As beat remembers it: in the app's zone.
    last = now.astimezone(app.timezone)
    entry.schedule.nowfun = lambda: now.astimezone(app.timezone)
    due = seen['due'][name] = []
    # As beat does it: sleep for as long as the entry says, and ask it again.
    while (now - begin).total_seconds() < 86400:
        state = entry.schedule.is_due(last)
        if state.is_due and now > begin:
            due.append(round(now.timestamp() * 1000))
            last = now.astimezone(app.timezone)
            state = entry.schedule.is_due(last)
        now += datetime.timedelta(seconds=max(state.next, 0.001))
print(json.dumps(seen))
`;

interface Seen {
  readonly zone: string;
  readonly concurrency: number;
  readonly routes: Readonly<Record<string, unknown>>;
  readonly due: Readonly<Record<string, readonly number[]>>;
}

function seenBy(text: string): Seen {
  const program = ask(loadScenario(text, { file: 'jobs.yaml' }).worlds[0]!.model.triggers.flatMap(epochOf)[0]!);
  return JSON.parse(execFileSync(PYTHON, ['-c', program], { input: exported('celery', text), encoding: 'utf8' }));
}

function epochOf(trigger: Trigger): number[] {
  return trigger.kind === 'cron' ? [trigger.epochMs] : [];
}

withConsumer(
  {
    name: "Celery's beat",
    from: 'apt-get install python3-celery',
    probe: [PYTHON, '-c', 'import celery.beat'],
  },
  () => {
    it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])(
      'is due when the scenario is, in %s',
      (zone) => {
        const text = scenario(zone);
        const seen = seenBy(text);
        expect(seen).toMatchObject({ zone, concurrency: 3, routes: { sync: { queue: 'workers' } } });
        expect(seen.due).toEqual(dueTimes(text));
        expect(seen.due.often!.length).toBeGreaterThan(200);
        expect(seen.due.weekend).toEqual([]);
      },
    );

    it('makes up for a local time that the clocks skip, as `dst: shift` does, and up to an hour later', () => {
      const text = scenario('Europe/London', '2026-03-28T12:00:00Z').replace('0 3 * * SAT,SUN', '30 1 * * *');
      expect(dueTimes(text).weekend).toEqual([Date.UTC(2026, 2, 29, 1)]);
      expect(seenBy(text).due.weekend).toEqual([Date.UTC(2026, 2, 29, 1, 30)]);
    });

    it('counts a local time once that the clocks show twice, as `dst: shift` does', () => {
      const text = scenario('Europe/London', '2026-10-24T12:00:00Z').replace('0 3 * * SAT,SUN', '30 1 * * *');
      expect(seenBy(text).due.weekend).toEqual([Date.UTC(2026, 9, 25, 0, 30)]);
      expect(dueTimes(text).weekend).toEqual(seenBy(text).due.weekend);
    });
  },
);

/** By our own matcher; an interval is counted from when beat begins. */
function dueTimes(text: string): Seen['due'] {
  const { model } = loadScenario(text, { file: 'jobs.yaml' }).worlds[0]!;
  const startMs = model.triggers.flatMap(epochOf)[0]!;
  return Object.fromEntries(
    model.triggers.map((trigger): [string, number[]] => {
      const name = model.tasks[trigger.task]!.name;
      const times: number[] = [];
      if (trigger.kind === 'every') {
        for (let at = trigger.periodMs; at < DAY_MS; at += trigger.periodMs) times.push(startMs + at);
      } else if (trigger.kind === 'cron') {
        for (let at = nextCronMs(trigger, 0); at < DAY_MS; at = nextCronMs(trigger, at)) times.push(startMs + at);
      }
      return [name, times];
    }),
  );
}
