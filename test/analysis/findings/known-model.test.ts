/**
 * Rules are right about the model as it is. Whoever adds a kind or a field to it is stopped here, at compile time, and decides:
 * does it change what an argument rests on (then the recogniser must refuse it, or the rule must know it), or not?
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/scenarios/parse.ts';
import type { Debt, Lock, Model, Operation, Poll, Refill, Supply, Task, Trigger } from '../../../src/sim/model.ts';

type Keys<Value> = Readonly<Record<Value extends unknown ? keyof Value : never, true>>;

const model: Keys<Model> = {
  name: true,
  title: true,
  horizonMs: true,
  warmupMs: true,
  gridMs: true,
  order: true,
  polls: true,
  supplies: true,
  locks: true,
  // Who waits for a pool of one is never `unblocked`, and a lock of one never certain to be had at once.
  dispatchers: true,
  // Only rules that say so know tasks that take items: see `items` in `finding.ts`.
  backlogs: true,
  arrivals: true,
  tasks: true,
  triggers: true,
  policies: true,
  sources: true,
  starts: true,
};
const task: Keys<Task> = {
  name: true,
  path: true,
  priority: true,
  whenBusy: true,
  // As where tasks start others: see `elsewhere` in `finding.ts`.
  retry: true,
  expiresMs: true,
  delivery: true,
  crashesMs: true,
  copies: true,
  copyOf: true,
  variables: true,
  program: true,
};
const supply: Keys<Supply> = {
  name: true,
  path: true,
  grainsPerToken: true,
  capacityGrains: true,
  refill: true,
  initial: true,
  debt: true,
  unitGrains: true,
  turn: true,
  lockout: true,
  refused: true,
  // With either of them `refillOf` knows no refill, and every argument about levels is silent.
  changes: true,
  settled: true,
  limitOf: true,
};
const lock: Keys<Lock> = {
  name: true,
  path: true,
  kind: true,
  permits: true,
  leaseMs: true,
  line: true,
  renew: true,
  leaseFromDue: true,
};
const poll: Keys<Poll> = { everyMs: true, orWhenDue: true, reckons: true, cost: true, charged: true };
const refill: Keys<Refill> = {
  kind: true,
  grainsPerMs: true,
  grains: true,
  everyMs: true,
  phaseMs: true,
  fills: true,
  resets: true,
};
const operation: Keys<Operation> = {
  kind: true,
  path: true,
  lock: true,
  supply: true,
  backlog: true,
  most: true,
  // A batch policy takes at most `most`, which is all that rules ask of a take.
  policy: true,
  atLeast: true,
  target: true,
  cost: true,
  duration: true,
  amount: true,
  counter: true,
  times: true,
  exit: true,
  forgets: true,
  to: true,
  atMost: true,
  otherwise: true,
  margin: true,
  poll: true,
  also: true,
  pollMs: true,
  count: true,
  gives: true,
  back: true,
  chance: true,
  giveUpIfLongerThan: true,
  retry: true,
  task: true,
  afterMs: true,
  hard: true,
  wait: true,
  estimate: true,
  actual: true,
  lasts: true,
};
const trigger: Keys<Trigger> = {
  // As where tasks start others: how often it starts does not follow from its period.
  afterStart: true,
  kind: true,
  path: true,
  task: true,
  periodMs: true,
  offsetMs: true,
  jitter: true,
  fields: true,
  epochMs: true,
  zone: true,
  source: true,
  // Whoever argues from one start at a time refuses a trigger with a count; demand multiplies by it.
  count: true,
  // Whoever argues from each start coming refuses one whose scheduler may be down.
  catchUp: true,
  // No recogniser takes a trigger that pauses or follows a trace for one that it knows.
  pauseMs: true,
  // Of a pause no rule speaks.
  policy: true,
  points: true,
};
const kinds: readonly [
  Readonly<Record<Debt['kind'], true>>,
  Readonly<Record<Refill['kind'], true>>,
  Readonly<Record<Operation['kind'], true>>,
  Readonly<Record<Trigger['kind'], true>>,
  Readonly<Record<Task['whenBusy'], true>>,
  Readonly<Record<Model['order'], true>>,
] = [
  { none: true, unlimited: true, clamp: true, limited: true },
  // Of the others `refillOf` knows no refill.
  { continuous: true, stepwise: true, 'first-use': true, calendar: true, sliding: true, returned: true },
  {
    acquire: true,
    release: true,
    await: true,
    spend: true,
    take: true,
    // Only rules that say so know models in which tasks start others: see `elsewhere` in `finding.ts`.
    emit: true,
    limit: true,
    deliver: true,
    call: true,
    work: true,
    // A task that settles is no taker, and its supply has no plain refill.
    settle: true,
    progress: true,
    loop: true,
    turn: true,
    jump: true,
    crash: true,
    stop: true,
    fail: true,
    end: true,
  },
  { every: true, cron: true, poisson: true, always: true, trace: true, pause: true, on: true },
  { skip: true, 'queue one': true, 'queue all': true, allow: true, replace: true, 'replace hard': true },
  { any: true, fair: true, priority: true },
];

describe.each(readdirSync('scenarios').filter((name) => name.endsWith('.yaml')))('%s', (file) => {
  it('consists of nothing that the rules do not know', () => {
    const { worlds } = loadScenario(readFileSync(`scenarios/${file}`, 'utf8'), { file });
    for (const { model: one } of worlds) {
      expect(unknown(model, [one])).toEqual([]);
      expect(unknown(task, one.tasks)).toEqual([]);
      expect(unknown(supply, one.supplies)).toEqual([]);
      expect(unknown(lock, one.locks)).toEqual([]);
      expect(unknown(trigger, one.triggers)).toEqual([]);
      const operations = one.tasks.flatMap(({ program }) => program);
      expect(unknown(operation, operations)).toEqual([]);
      expect(
        unknown(
          poll,
          operations.flatMap((each) => ('poll' in each && each.poll !== undefined ? [each.poll] : [])),
        ),
      ).toEqual([]);
      expect(
        unknown(
          refill,
          one.supplies.map((each) => each.refill),
        ),
      ).toEqual([]);
      expect(operations.filter(({ kind }) => !Object.hasOwn(kinds[2], kind))).toEqual([]);
    }
  });
});

function unknown(known: Readonly<Record<string, true>>, objects: readonly object[]): string[] {
  return objects.flatMap((one) => Object.keys(one)).filter((key) => !Object.hasOwn(known, key));
}
