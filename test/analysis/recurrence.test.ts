/** A run that jumps over its cycles against the same run without: nothing may differ, to the last digit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recorder, type RecorderLimits, type ReplicationRecord } from '../../src/analysis/meters/recorder.ts';
import type { Tally } from '../../src/analysis/statistics/tally.ts';
import { begin, type RunEnd, run } from '../../src/sim/engine.ts';
import { type Recurrence, runRecurring } from '../../src/sim/future/recurrence.ts';
import { both } from '../../src/sim/listen/observers.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { always, constant, every, lock, model, supply, task } from '../sim/build.ts';
import { first } from '../sim/log.ts';
import { closedSystem } from './closed-systems.ts';
import { type Event, remember } from './recount.ts';

const EVENTS_MAX = 200_000;
const PATIENCE_MS = 600_000;
const CASES = process.env.QUOTASIM_LONG === undefined ? 96 : 2_000;

interface Seen {
  readonly end: RunEnd;
  readonly record: ReplicationRecord;
  readonly tallies: readonly unknown[];
}

/** Limits of every kind, so that what counts for goals alone is counted too. */
function limitsIn({ tasks, supplies, backlogs }: Model): RecorderLimits {
  return {
    latencyMs: tasks.map(() => [7, 60]),
    ageMs: tasks.map(() => [60]),
    windows: supplies.map(() => [
      { counts: 'tokens', windowMs: 7 },
      { counts: 'requests', windowMs: 30 },
    ]),
    emptyBy: backlogs.map(() => [30]),
  };
}

function seenOf(end: RunEnd, recorder: Recorder): Seen {
  const record = recorder.record(end.atMs);
  return { end, record, tallies: [...recorder.gaps, ...recorder.waits, ...recorder.latencies].map(everything) };
}

function everything(tally: Tally): unknown {
  const { count, sum, min, max, resolution } = tally;
  const quantiles = Array.from({ length: 41 }, (_, index) => tally.quantile(index / 40));
  return { count, sum, min, max, resolution, quantiles };
}

function plainly(of: Model, eventsMax = EVENTS_MAX): Seen {
  const machine = assemble(of);
  const state = begin(machine, first);
  const observer = new Recorder(machine, state, limitsIn(of));
  // What is counted and not run is told in the part in which it lies.
  const warm = run(machine, state, first, { untilMs: of.warmupMs, observer, eventsMax });
  if (warm.stopped === 'zeno') return seenOf(warm, observer);
  const end = run(machine, state, first, { untilMs: of.horizonMs, observer, eventsMax: eventsMax - warm.events });
  return seenOf({ ...end, events: warm.events + end.events }, observer);
}

function jumping(of: Model, eventsMax = EVENTS_MAX): Seen & { readonly recurrence: Recurrence } {
  const machine = assemble(of);
  const state = begin(machine, first);
  const observer = new Recorder(machine, state, limitsIn(of));
  const { recurrence, ...end } = runRecurring(machine, state, first, { untilMs: of.horizonMs, observer, eventsMax });
  return { ...seenOf(end, observer), recurrence };
}

describe('a run that jumps over its cycles', () => {
  it(
    'says of every figure what the plain run says',
    () => {
      let jumped = 0;
      fc.assert(
        fc.property(closedSystem, (of) => {
          const { recurrence, ...seen } = jumping(of);
          expect(seen).toEqual(plainly(of));
          if (recurrence.kind === 'recurs' && recurrence.cyclesSkipped > 0) jumped++;
        }),
        { numRuns: CASES },
      );
      // Otherwise nothing was shown.
      expect(jumped).toBeGreaterThan(CASES / 3);
    },
    PATIENCE_MS,
  );
});

/** One task pays 10 of a level and works, every 40 ms; another pays 3 as soon as there are 15, and looks every 7 ms. */
function pair(over: Partial<Model> = {}): Model {
  return model({
    horizonMs: 100_000,
    supplies: [
      supply({
        capacityGrains: 30,
        refill: { kind: 'continuous', grainsPerMs: 1 },
        initial: { kind: 'fixed', value: 5 },
      }),
    ],
    locks: [lock()],
    tasks: [
      task(
        'payer',
        [
          { kind: 'spend', supply: 0, cost: constant(10) },
          { kind: 'progress', amount: constant(1) },
        ],
        {
          priority: 1,
        },
      ),
      task('waiter', [
        { kind: 'acquire', lock: 0 },
        { kind: 'await', supply: 0, target: { kind: 'level', level: constant(15) }, poll: sevenMs },
        { kind: 'spend', supply: 0, cost: constant(3) },
        { kind: 'work', duration: constant(11) },
        { kind: 'progress', amount: constant(2) },
      ]),
    ],
    triggers: [every(0, 40), always(1)],
    ...over,
  });
}

const sevenMs = { everyMs: 7, orWhenDue: false, cost: constant(0), charged: 'before' } as const;

/** All that is told in a run, with its times; in a jumping one, also where it begins anew after the jump. */
function toldIn(of: Model, jumps: boolean): { readonly events: readonly Event[]; readonly after: number } {
  const machine = assemble(of);
  const state = begin(machine, first);
  const recorder = new Recorder(machine, state, limitsIn(of));
  const events: Event[] = [];
  const observer = both(recorder, remember(events));
  const options = { untilMs: of.horizonMs, eventsMax: EVENTS_MAX };
  let after = 0;
  if (!jumps) run(machine, state, first, { ...options, observer });
  else {
    const onJump = () => {
      after = events.length;
    };
    runRecurring(machine, state, first, { ...options, observer: recorder, listener: () => observer, onJump });
  }
  return { events: events.filter(({ what }) => what !== 'polled'), after };
}

function agrees(of: Model, eventsMax?: number): Recurrence {
  const { recurrence, ...seen } = jumping(of, eventsMax);
  expect(seen).toEqual(plainly(of));
  return recurrence;
}

/** Checks that what happens after a jump happens in the plain run too, at the same times; gives how much did. */
function goesOnAlike(of: Model): number {
  const { events, after } = toldIn(of, true);
  const rest = after === 0 ? [] : events.slice(after);
  const plain = toldIn(of, false).events;
  const lines = (all: readonly Event[]) => all.map((event) => Object.values(event).join(' '));
  expect(lines(rest)).toEqual(lines(plain.slice(plain.length - rest.length)));
  return rest.length;
}

it(
  'goes on after the jump as the plain run does: the same events at the same times',
  () => {
    let compared = 0;
    fc.assert(
      fc.property(closedSystem, (of) => {
        compared += goesOnAlike(of);
      }),
      { numRuns: CASES / 8 },
    );
    expect(compared).toBeGreaterThan(CASES / 8);
  },
  PATIENCE_MS,
);

describe('a recurrence', () => {
  const { stemMs, periodMs } = recursOf(agrees(pair()));

  it.each([-1, 0, 1])('fits as many cycles as there are into a horizon %i ms beyond a whole number of them', (more) => {
    for (const cycles of [2, 3, 4, 50]) {
      const { cyclesSkipped } = recursOf(agrees(pair({ horizonMs: stemMs + cycles * periodMs + more })));
      // One cycle is followed to be found, one to be counted.
      expect(cyclesSkipped).toBe(Math.max(0, cycles - 2 - (more < 0 ? 1 : 0)));
    }
  });

  it.each([1, 39, 40, 41, 1_000, 99_999])('is looked for after a warm-up of %i ms', (warmupMs) => {
    agrees(pair({ warmupMs }));
  });

  it('costs a few cycles, however long the horizon', () => {
    const years = pair({ horizonMs: 10 * 365 * 86_400_000 });
    const { end, record, recurrence } = jumping(years, 20_000);
    const one = plainly(pair({ horizonMs: stemMs + periodMs })).record;
    const two = plainly(pair({ horizonMs: stemMs + 2 * periodMs })).record;
    const cycles = Math.floor((years.horizonMs - stemMs) / periodMs);
    const rest = plainly(pair({ horizonMs: years.horizonMs - (cycles - 1) * periodMs })).record;
    expect(end.stopped).toBe('until');
    expect(end.events).toBeGreaterThan(1e9);
    expect(recursOf(recurrence).cyclesSkipped).toBeGreaterThan(1e8);
    record.tasks.forEach(({ progress }, index) => {
      const perCycle = two.tasks[index]!.progress.amount - one.tasks[index]!.progress.amount;
      expect(progress.amount).toBe(rest.tasks[index]!.progress.amount + (cycles - 1) * perCycle);
      expect(progress.longestMs).toBe(rest.tasks[index]!.progress.longestMs);
    });
  });

  it('keeps a wait that lasts for ever whole', () => {
    const waits = { kind: 'await', supply: 0, target: { kind: 'level', level: constant(31) }, poll: sevenMs } as const;
    const steps = [{ kind: 'acquire', lock: 0 }, waits] as const;
    const of = pair({ tasks: [pair().tasks[0]!, task('starved', steps)] });
    const { record, recurrence } = jumping(of);
    expect(recursOf(agrees(of)).cyclesSkipped).toBeGreaterThan(100);
    expect(recurrence.kind).toBe('recurs');
    expect(record.tasks[1]!.longestWait).toMatchObject({ fromMs: 0, toMs: of.horizonMs, finished: false });
    // One look in each 7 ms after the first, none of them at the very end.
    expect(record.supplies[0]!.looks).toBe(Math.ceil(of.horizonMs / 7) - 1);
    expect(record.locks[0]!.heldWaitingShare).toBe(1);
  });

  it('counts the looks since the warm-up of a wait that spans it, and no others', () => {
    const waits = { kind: 'await', supply: 0, target: { kind: 'level', level: constant(31) }, poll: sevenMs } as const;
    const of = pair({ tasks: [pair().tasks[0]!, task('starved', [waits])] });
    for (const warmupMs of [39, 40, 42, 43, 999]) {
      for (const polls of ['compute', 'simulate'] as const) {
        expect(agrees({ ...of, polls, warmupMs }).kind).toBe('recurs');
        const looks = Math.ceil(of.horizonMs / 7) - Math.ceil(warmupMs / 7);
        expect(jumping({ ...of, polls, warmupMs }).record.supplies[0]!.looks).toBe(looks);
      }
    }
  });

  it('does not take the deadline of a wait for one that has passed', () => {
    const waits = { kind: 'await', supply: 0, target: { kind: 'level', level: constant(31) }, poll: sevenMs } as const;
    const steps = [{ ...waits, atMost: constant(90), otherwise: 'fail' }, { kind: 'stop' }] as const;
    const tasks = [pair().tasks[0]!, task('hasty', steps)];
    for (const polls of ['compute', 'simulate'] as const) {
      const { cyclesSkipped } = recursOf(agrees(pair({ tasks, polls, triggers: [every(0, 40), every(1, 95, 40)] })));
      expect(cyclesSkipped).toBeGreaterThan(100);
    }
  });

  it('waits until all starts that queue were due since the warm-up', () => {
    const hog = [
      { kind: 'acquire', lock: 0 },
      { kind: 'work', duration: constant(210) },
      { kind: 'release', lock: 0 },
      { kind: 'await', supply: 0, target: { kind: 'level', level: constant(31) } },
    ] as const;
    const steps = [
      { kind: 'acquire', lock: 0 },
      { kind: 'work', duration: constant(40) },
      { kind: 'progress', amount: constant(1) },
    ] as const;
    const tasks = [task('hog', hog, { priority: 1 }), task('late', steps, { whenBusy: 'queue all' })];
    const of = pair({ tasks, triggers: [always(0), every(1, 40)], warmupMs: 1_000 });
    expect(recursOf(agrees(of)).cyclesSkipped).toBeGreaterThan(100);
    expect(jumping(of).record.tasks[1]!.runs.queued).toBeGreaterThan(4);
    // The starts that wait over the jump were due when they were due.
    expect(goesOnAlike({ ...of, horizonMs: 100_150 })).toBeGreaterThan(10);
  });

  it('is exact where sums leave the doubles', () => {
    // Odd amounts: multiples of a large power of two would be exact in doubles too.
    const grains = 2 ** 33 + 1;
    const bucket = supply({
      capacityGrains: 30 * grains,
      unitGrains: grains,
      refill: { kind: 'continuous', grainsPerMs: 2 ** 27 + 3 },
      initial: { kind: 'fixed', value: 7 * grains },
    });
    const pays = [{ kind: 'spend', supply: 0, cost: constant(11 * grains) }] as const;
    const of = pair({
      supplies: [bucket],
      locks: [],
      tasks: [task('payer', pays)],
      triggers: [every(0, 8_000)],
      horizonMs: 3_333_333,
    });
    expect(recursOf(agrees(of)).cyclesSkipped).toBeGreaterThan(100);
  });

  it.each<{ readonly because: string; readonly of: Model }>([
    { because: 'open', of: pair({ order: 'any' }) },
    { because: 'calendar', of: pair({ triggers: [cron([1, 15]), always(1)] }) },
    { because: 'long', of: pair({ triggers: [every(0, 50_000), always(1)] }) },
    { because: 'never', of: pair({ tasks: [queueing(), pair().tasks[1]!] }) },
  ])('is not seen: $because', ({ because, of }) => {
    expect(agrees(of)).toEqual({ kind: 'not-seen', because });
  });

  it('is found with a common period that just fits twice, and not with one that does not', () => {
    const slow = { tasks: [pair().tasks[0]!], triggers: [every(0, 50_000)] };
    expect(agrees(pair({ ...slow, horizonMs: 100_001 }))).toEqual({
      kind: 'recurs',
      stemMs: 50_000,
      periodMs: 50_000,
      cyclesSkipped: 0,
    });
    expect(agrees(pair({ ...slow, horizonMs: 100_000 }))).toEqual({ kind: 'not-seen', because: 'long' });
  });

  it('has no word in a run that a limit stops first', () => {
    const { end, recurrence } = jumping(pair(), 5);
    expect([end.stopped, recurrence.kind]).toEqual(['events-max', 'not-seen']);
    expect(jumping(pair(), 5).record).toEqual(plainly(pair(), 5).record);
  });
});

function recursOf(recurrence: Recurrence) {
  if (recurrence.kind !== 'recurs') throw new Error(`not seen: ${recurrence.because}`);
  return recurrence;
}

/** A task that needs more than its period leaves: more starts wait from day to day. */
function queueing(): Model['tasks'][number] {
  return task('late', [{ kind: 'work', duration: constant(41) }], { whenBusy: 'queue all', priority: 1 });
}

/** Every minute of some days of the month. */
function cron(days: readonly number[]): Model['triggers'][number] {
  const all = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const fields = {
    minutes: all(0, 59),
    hours: all(0, 23),
    days,
    months: all(1, 12),
    weekdays: all(0, 6),
    dayRule: 'both' as const,
  };
  return { path: [], task: 0, kind: 'cron', epochMs: 0, fields };
}
