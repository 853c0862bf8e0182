/**
 * QS009: locks taken in opposite order: each run of a ring holds what the next one waits for.
 *
 * @module
 */
import { NEVER } from '../../sim/time.ts';
import { boundsOf } from './bounds.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { allHolds, type Hold, keeps, runsOf, sharersOf } from './holds.ts';
import type { Place } from './program.ts';
import { startValues } from './refill.ts';
import { isSteady, type Surveyed } from './survey.ts';
import { listText } from './words.ts';

export const lockOrder: Rule = {
  code: 'QS009',
  title: 'Locks taken in opposite order',
  severities: ['error', 'warning'],
  help: {
    what: 'Tasks take locks or slots one after the other, without a limit, in orders that form a ring.',
    why:
      'If each of them holds the first and waits for the next, nobody in the ring can ever go on: a deadlock. Nothing is busy, ' +
      'no error is raised, and whoever else needs one of the locks waits behind them.',
    change:
      'Take locks in the same order everywhere, or give the second `acquire` an `atMost` so that somebody steps back.',
    unless:
      'It is an error where both tasks can start at the same instant, take their first lock then, and work before they take ' +
      'the second. Else it is a warning: it does no harm where the tasks never run at the same time, or where no time passes ' +
      'between the two locks.',
    example: {
      yaml: `quotasim: 1
title: Two locks, two orders
horizon: 1d
locks: { cars: { lease: none }, keys: { lease: none } }
tasks:
  wash:
    trigger: { every: 1h, offset: any }
    whenBusy: skip
    steps: [acquire: cars, work: 1m, acquire: keys, work: 1m, progress]
  park:
    trigger: { every: 1h, offset: any }
    whenBusy: skip
    steps: [acquire: keys, work: 1m, acquire: cars, work: 1m, progress]
`,
      instead: 'acquire: cars, work: 1m, acquire: keys',
      write: 'acquire: keys, work: 1m, acquire: cars',
    },
  },
  find(evidence) {
    return ringsOf(evidence).map((ring) => told(evidence, ring));
  },
};

/** A run that holds a lock comes to the acquire of another. */
interface Reach {
  readonly hold: Hold;
  readonly to: number;
  readonly at: Place;
}

function reachesOf(evidence: Evidence): readonly Reach[] {
  const { locks } = evidence.model;
  return allHolds(evidence).flatMap((hold) =>
    hold.steps.flatMap((at): Reach[] => {
      const { operation } = at;
      if (operation.kind !== 'acquire' || operation.atMost !== undefined || operation.lock === hold.lock) return [];
      if (!keeps(hold, at)) return [];
      return locks[hold.lock]!.leaseMs === NEVER ? [{ hold, to: operation.lock, at }] : [];
    }),
  );
}

/** Locks in a ring, tasks tried for each step of it, and steps tried in all: more are not looked for. */
const RING_MAX = 4;
const TASKS_MAX = 4;
const TRIED_MAX = 50_000;

/** Rings of different tasks over different locks; of those over the same locks one, an error if there is one. */
function ringsOf(evidence: Evidence): readonly (readonly Reach[])[] {
  const all = reachesOf(evidence);
  const reaches = all.filter((reach, index) => {
    const before = all.slice(0, index).filter((one) => one.hold.lock === reach.hold.lock && one.to === reach.to);
    return new Set(before.map(({ hold }) => hold.of.task)).size < TASKS_MAX;
  });
  const rings = new Map<string, readonly Reach[]>();
  let tried = 0;
  const walk = (trail: readonly Reach[]): void => {
    const [first, last] = [trail[0]!, trail.at(-1)!];
    for (const next of reaches) {
      if (tried++ > TRIED_MAX || next.hold.lock !== last.to || next.hold.lock < first.hold.lock) continue;
      if (trail.some(({ hold }) => hold.of.task === next.hold.of.task || hold.lock === next.hold.lock)) continue;
      const longer = [...trail, next];
      if (next.to !== first.hold.lock) {
        if (longer.length < RING_MAX) walk(longer);
        continue;
      }
      const key = longer.map(({ hold }) => hold.lock).join(' ');
      if (!rings.has(key) || canMeet(evidence, longer)) rings.set(key, longer);
    }
  };
  for (const reach of reaches) walk([reach]);
  return [...rings.values()].filter((ring) => ring.every(({ hold }) => canFill(evidence, all, hold.lock)));
}

/** Whether runs that wait for another lock can hold all permits of this one. */
function canFill({ model, tasks }: Evidence, reaches: readonly Reach[], lock: number): boolean {
  const holders = tasks.filter(({ task }) => reaches.some(({ hold }) => hold.lock === lock && hold.of.task === task));
  return holders.reduce((sum, of) => sum + runsOf(of), 0) >= model.locks[lock]!.permits;
}

function told(evidence: Evidence, ring: readonly Reach[]): Found {
  const { locks } = evidence.model;
  const names = ring.map(({ hold }) => hold.of.spec.name);
  const parts = ring.map(
    ({ hold, to }) => `${hold.of.spec.name} holds ${locks[hold.lock]!.name} and waits for ${locks[to]!.name}`,
  );
  const sure = canMeet(evidence, ring);
  const { hold, at } = ring[0]!;
  return {
    severity: sure ? 'error' : 'warning',
    message: `${listText(names)} ${sure ? 'can' : 'may'} stand still for ever: ${listText(parts)}`,
    change: 'take the locks in the same order everywhere',
    path: at.operation.path,
    task: hold.of.task,
    ...(sure && { claim: 'starvable' as const, with: ring.slice(1).map((reach) => reach.hold.of.task) }),
  };
}

/** Whether two tasks can take their first locks at one instant and work before they come to the second. */
function canMeet(evidence: Evidence, ring: readonly Reach[]): boolean {
  const { dispatchers = [] } = evidence.model;
  if (ring.length !== 2 || ring.some(({ to }) => dispatchers.some(({ pools }) => pools.includes(to)))) return false;
  const tasks = ring.map(({ hold }) => hold.of);
  const alone = ring.every(({ hold }) => {
    const sharers = sharersOf(evidence, hold.lock).map(({ task }) => task);
    return (
      evidence.model.locks[hold.lock]!.permits === 1 &&
      sharers.length === 2 &&
      tasks.every(({ task }) => sharers.includes(task))
    );
  });
  const straight = ring.every((reach) => worksBetween(evidence, reach));
  const firsts = tasks.map((of) => firstStarts(evidence, of));
  // Who crashes one day gives its slots back then.
  const stays = tasks.every(({ spec }) => spec.crashesMs === undefined);
  return alone && straight && stays && firsts[0]!.some((atMs) => firsts[1]!.includes(atMs));
}

/** The hold begins with the run, and only work lies between it and the second lock. */
function worksBetween({ model }: Evidence, { hold, at }: Reach): boolean {
  const between = hold.steps.slice(0, hold.steps.indexOf(at));
  const works = between.map(({ operation }) =>
    operation.kind === 'work' ? boundsOf(model, hold.of.task, operation.duration) : undefined,
  );
  const known = works.every((work) => work !== undefined && Number.isFinite(work.high));
  return hold.from.index === 0 && known && works.some((work) => work!.low >= 1);
}

const STARTS_MAX = 2000;

/** Instants at which the first run of a task can start. */
function firstStarts({ model }: Evidence, { triggers }: Surveyed): readonly number[] {
  const [trigger, ...more] = triggers;
  if (trigger === undefined || !isSteady(trigger) || more.length > 0) return [];
  if (trigger.kind === 'always') return [0];
  return trigger.kind === 'every' && trigger.jitter === undefined
    ? startValues(model, trigger.offsetMs, STARTS_MAX)
    : [];
}
