/** Settings are compared under common random numbers: what is changed changes, and every other draw stays what it was. */
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { load } from './scenario-text.ts';

const TEXT = `quotasim: 1
horizon: 10d
parameters: { GATE: { value: 20, range: [1, 300] }, EVERY: { value: 30m, range: [1m, 2h] } }
facts:
  COST: { exponential: 8, max: 30 }
  PAUSE: { exponential: 5m }
supplies:
  api: { model: token-bucket, refill: 5/min, capacity: 100, initial: any, debt: unlimited }
tasks:
  poller:
    trigger: { every: $EVERY, offset: { any: 1m }, jitter: 30s }
    whenBusy: queue all
    steps: [{ await: { api: $GATE } }, { spend: { api: $COST } }, { work: $PAUSE }, progress]
  visitor:
    trigger: { poisson: 3/h }
    whenBusy: allow
    steps: [{ work: $PAUSE }, { spend: { api: $COST } }, progress]
`;

/** What chance gave in one replication: by run of each task its work, by task when its triggers were due, starts. */
function drawn(text: string, replication = 0, seed = '1') {
  const machine = assemble(load(text).worlds[0]!.model);
  const choose = sampler(machine, { seed, replication });
  const tasks = machine.model.tasks.map(() => ({ dueMs: [] as number[], worksMs: [] as number[] }));
  const chosen: number[] = [];
  const listening = {
    ...choose,
    start(choice: number, count: number) {
      const value = choose.start(choice, count);
      chosen.push(value);
      return value;
    },
  };
  let nowMs = 0;
  const state = begin(machine, listening);
  run(machine, state, listening, {
    untilMs: machine.model.horizonMs,
    observer: {
      ...SILENT,
      instant: (atMs) => {
        nowMs = atMs;
      },
      triggered: (task) => void tasks[task]!.dueMs.push(nowMs),
      working: (task, _run, untilMs) => void tasks[task]!.worksMs.push(untilMs - nowMs),
    },
  });
  return { tasks, chosen };
}

/** How long a beginning two lists share. */
function shared(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? left.length : at;
}

describe('one setting changed', () => {
  const before = drawn(TEXT);
  const [poller, visitor] = before.tasks;

  it('leaves every draw of every task as it was: a gate', () => {
    const after = drawn(TEXT.replace('value: 20', 'value: 60'));
    expect(after.chosen).toEqual(before.chosen);
    expect(after.tasks.map(({ dueMs }) => dueMs)).toEqual(before.tasks.map(({ dueMs }) => dueMs));
    // Fewer runs may begin within the horizon; those that do have the same draws.
    expect(shared(after.tasks[0]!.worksMs, poller!.worksMs)).toBeGreaterThan(400);
    expect(after.tasks[1]!.worksMs).toEqual(visitor!.worksMs);
  });

  it('leaves the draws of others as they were, and the k-th run of a task its own: an interval', () => {
    const after = drawn(TEXT.replace('value: 30m', 'value: 60m'));
    expect(after.tasks[1]).toEqual(visitor);
    expect(after.tasks[0]!.dueMs.length).toBeLessThan(poller!.dueMs.length);
    const runs = Math.min(after.tasks[0]!.worksMs.length, poller!.worksMs.length);
    expect(shared(after.tasks[0]!.worksMs, poller!.worksMs)).toBeGreaterThan(0.9 * runs);
  });

  it('leaves the draws of others as they were: another task beside them', () => {
    const third =
      '  third:\n    trigger: { poisson: 1/h }\n    whenBusy: skip\n    steps: [{ work: $PAUSE }, progress]\n';
    const after = drawn(TEXT + third);
    expect(after.tasks[1]).toEqual(visitor);
    expect(after.tasks[0]!.dueMs).toEqual(poller!.dueMs);
  });
});

it('other replications and other seeds draw anew', () => {
  const first = drawn(TEXT).tasks[1]!.worksMs;
  for (const [replication, seed] of [
    [1, '1'],
    [0, '2'],
  ] as const) {
    expect(shared(drawn(TEXT, replication, seed).tasks[1]!.worksMs, first)).toBeLessThan(3);
  }
});
