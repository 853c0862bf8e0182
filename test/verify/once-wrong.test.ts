/** Small scenarios of which something wrong was once said, each with what is true. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { assemble } from '../../src/sim/machine.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { verify } from '../../src/verify/verify.ts';

const scenario = (text: string) => loadScenario(`quotasim: 1\nhorizon: 1h\n${text}`, { file: 'once-wrong.yaml' });

function claims({ tasks }: WorldVerification): Record<string, string> {
  return Object.fromEntries(tasks.map(({ task, claim }) => [task, claim]));
}

describe('an instant that never ends', () => {
  // Whoever of the two has the lock last in an instant decides: as long as it is the spinner's turn, no time passes.
  const text = `locks: { shared: { lease: none } }
tasks:
  spinner: { trigger: always, steps: [{ acquire: shared }, progress, { release: shared }] }
  worker: { trigger: always, steps: [{ acquire: shared }, progress, { work: 1m }] }
`;

  it('is found where only the order of turns keeps it up, and leaves nobody proved live', () => {
    const given = scenario(text);
    const found = verify(given).worlds[0]!;
    expect(claims(found)).toEqual({ spinner: 'unknown', worker: 'unknown' });
    expect(found.zeno?.script.shows).toEqual({ kind: 'zeno', task: 'spinner' });
    expect(confirm(assemble(given.worlds[0]!.model), found.zeno!.script)).toEqual({ kind: 'confirmed' });
  });
});

describe('runs of one task', () => {
  // Several runs of `sync` wait at once, at different steps; which frame holds which is not the same for all who replay.
  const text = `supplies: { api: { model: token-bucket, refill: { tokens: 3, every: 2m }, capacity: 5, debt: none } }
tasks:
  sync:
    trigger: { every: 3m, offset: 8m }
    whenBusy: allow
    steps: [{ spend: { api: 3 } }, { spend: { api: 4 } }, { work: 1m }, progress]
  other: { trigger: { every: 9m, offset: 9m }, whenBusy: skip, steps: [{ work: 4m }, { spend: { api: 2 } }, progress] }
goals: { sync: { progressWithin: 5m } }
`;

  it('that a task allows beside each other are told apart in a script, so that it replays', () => {
    const given = scenario(text);
    const machine = assemble(given.worlds[0]!.model);
    for (const { longestWait } of verify(given).worlds[0]!.tasks) {
      expect(confirm(machine, longestWait!)).toEqual({ kind: 'confirmed' });
    }
  });
});

describe('runs that stand in one line', () => {
  // At 5 min both runs of `pair` give up, with `other` between them in line for the permit that the first to go gives back.
  const text = `grid: 30s
order: priority
locks: { M: { lease: none, permits: 2 }, N: { lease: none, permits: 2 }, L: { lease: none, permits: 2 } }
tasks:
  pair:
    trigger: [{ every: 20m, offset: 1m }, { every: 20m, offset: 1m }]
    whenBusy: allow
    steps: [{ acquire: M }, { acquire: L }, { work: 1m }, { acquire: N }, { release: M },
      { acquire: { L: 1, atMost: 3m } }, progress, { work: 1m }]
  other:
    trigger: { every: 20m, offset: 90s }
    whenBusy: skip
    priority: 1
    steps: [{ acquire: M }, { acquire: L }, progress, { work: 1m }]
`;

  it('are not alike, whatever else they have in common: who gives up first decides who is next', () => {
    const found = verify(scenario(text)).worlds[0]!;
    expect(claims(found)).toEqual({ pair: 'starvable', other: 'live' });
    const minute = 60_000;
    expect(found.tasks[1]!.worst).toEqual({ firstMs: 6 * minute, betweenMs: 21 * minute });
  });
});

describe('levels of very many grains', () => {
  const text = (cost: string, poll = '') => `grid: 1h
supplies: { api: { model: token-bucket, refill: 7/h, capacity: 1000000000, initial: 0, debt: unlimited } }
tasks:
  large: { trigger: always, steps: [{ await: { api: 13${poll} } }, { spend: { api: ${cost} } }, progress, { work: 1h }] }
`;

  it('are told apart down to the last grain', () => {
    const verified = (cost: string, poll?: string) => verify(scenario(text(cost, poll)), { statesMax: 100 }).worlds[0]!;
    // 3.6 million grains a token: 13 and 900,000,001 tokens refill in so many hours, rounded up to a millisecond.
    expect(verified('900000001').tasks[0]!.worst).toEqual({
      firstMs: Math.ceil((13 * 3_600_000) / 7),
      betweenMs: Math.ceil((900_000_001 * 3_600_000) / 7),
    });
    expect(verified('900000001', ', poll: { every: 1h, cost: 1 }')).toMatchObject({ stopped: 'states-max' });
  });
});

describe('an offset that is any', () => {
  // Where `low` came one minute ago and works for two, `high` finds the lock taken, again and again.
  const text = (work: string, grid = '') => `${grid}order: priority
locks: { shared: { lease: none } }
facts: { WORK: ${work} }
tasks:
  low: { trigger: { every: 10m }, whenBusy: skip, steps: [{ acquire: { shared: 1, atMost: 0s } }, progress, { work: $WORK }] }
  high: { trigger: { every: 10m }, whenBusy: skip, priority: 1, steps: [{ acquire: { shared: 1, atMost: 0s } }, progress] }
`;
  const high = (work: string, grid?: string) => claims(verify(scenario(text(work, grid))).worlds[0]!).high;

  it('is tried at each step of a chosen duration, as at those of a fixed one', () => {
    expect(high('2m', 'grid: 10m\n')).toBe('live');
    expect(high('{ choice: [1m, 2m] }')).toBe('starvable');
    expect(high('{ choice: [2m, 3m], weights: [1, 0] }', 'grid: 1m\n')).toBe('starvable');
    expect(high('{ choice: [2m, 3m] }')).toBe('starvable');
  });
});

describe('a start of a task that allows several runs', () => {
  // Each refill pays for one run; the oldest may be passed by every new one, at the instant in which it is due.
  const text = (whenBusy: string) => `supplies:
  api: { model: token-bucket, refill: { tokens: 4, every: 10m }, capacity: 4, initial: 0, debt: none }
tasks:
  sync: { trigger: { every: 10m, offset: 0 }, whenBusy: ${whenBusy}, steps: [{ spend: { api: 4 } }, progress] }
`;

  it('may starve while the task progresses: that no start does is not proved, that the task does not is', () => {
    const given = scenario(text('allow'));
    const verified = verify(given);
    expect(claims(verified.worlds[0]!)).toEqual({ sync: 'live' });
    expect(verified.worlds[0]!.goals).toEqual([{ of: 'sync', goal: 'neverStarves', verdict: 'unknown' }]);
    expect(withProofs(simulate(given), given, verified, { demand: true }).report.verdict).toBe('unknown');
    const alone = scenario(text('skip'));
    expect(withProofs(simulate(alone), alone, verify(alone), { demand: true }).report.verdict).toBe('pass');
  });
});

describe('a counterexample that ends where nothing ever happens again', () => {
  // All durations are even and the grid is not: the time that passes at the end is no multiple of the quantum.
  const text = `grid: 1ms
supplies:
  api: { model: token-bucket, refill: { tokens: 2, every: 6ms }, capacity: 5, initial: 0, debt: none }
locks: { one: { lease: none } }
tasks:
  sync: { trigger: always, steps: [{ work: 2ms }, { spend: { api: 2 } }, { acquire: one }, { acquire: one }, progress] }
`;

  it('is confirmed', () => {
    const given = scenario(text);
    const { model } = given.worlds[0]!;
    const [task] = verify(given).worlds[0]!.tasks;
    expect(confirm(assemble(model), task!.counterexample!.script)).toEqual({ kind: 'confirmed' });
  });
});
