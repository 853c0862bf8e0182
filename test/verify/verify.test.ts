import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { assemble } from '../../src/sim/machine.ts';
import { replay } from '../../src/verify/script/replay.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { type VerifyOptions, verify } from '../../src/verify/verify.ts';

const HEAD = 'quotasim: 1\nhorizon: 1d\ngrid: 1m\n';
const BUCKET =
  'supplies:\n  api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: any, debt: none }\n';

function world(text: string, options?: VerifyOptions): WorldVerification {
  return verify(loadScenario(HEAD + text, { file: 'test.yaml' }), options).worlds[0]!;
}

function claims({ tasks }: WorldVerification): Record<string, string> {
  return Object.fromEntries(tasks.map(({ task, claim }) => [task, claim]));
}

/** Two tasks that take two locks, one after the other. */
function crossed(first: readonly [string, string], second: readonly [string, string]): string {
  const steps = ([one, other]: readonly [string, string]) =>
    `[{ acquire: ${one} }, { work: 1m }, { acquire: ${other} }, { work: 1m }, progress]`;
  return `locks: { left: { lease: none }, right: { lease: none } }
tasks:
  ann: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: ${steps(first)} }
  bob: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: ${steps(second)} }
`;
}

describe('a deadlock', () => {
  it('is found where two tasks take two locks in opposite order, and told apart from starvation', () => {
    const found = world(crossed(['left', 'right'], ['right', 'left']));
    expect(claims(found)).toEqual({ ann: 'starvable', bob: 'starvable' });
    for (const task of found.tasks) {
      expect(task.stuck).toMatchObject({ because: 'deadlock', tasks: ['ann', 'bob'] });
      expect(task.traps).toBeGreaterThan(0);
    }
  });

  it('is not there where both take them in one order', () => {
    const found = world(crossed(['left', 'right'], ['left', 'right']));
    expect(claims(found)).toEqual({ ann: 'live', bob: 'live' });
    expect(found.tasks.map(({ stuck }) => stuck)).toEqual([undefined, undefined]);
  });

  it('is nothing but starvation where a task could go on and never gets to', () => {
    const found = world(`${BUCKET}facts: { COST: { choice: [4, 5] } }
tasks:
  small: { trigger: always, steps: [{ repeat: [{ work: 1m }, { spend: { api: $COST } }, progress] }] }
  large: { trigger: always, steps: [{ spend: { api: 50 } }, { work: 1m }, progress] }
`);
    expect(claims(found)).toEqual({ small: 'live', large: 'starvable' });
    expect(found.tasks[1]).toMatchObject({ traps: 0 });
    expect(found.tasks[1]!.stuck).toBeUndefined();
  });

  it('is a wait for a level out of reach, where nothing happens any more, and time passes all the same', () => {
    const found = world(`${BUCKET}tasks:\n  one: { trigger: always, steps: [{ await: { api: 101 } }, progress] }\n`);
    expect(claims(found)).toEqual({ one: 'starved' });
    expect(found.tasks[0]!.stuck).toMatchObject({ because: 'unreachable', tasks: ['one'] });
    const { story, script } = found.tasks[0]!.counterexample!;
    expect(story.at(-1)).toMatchObject({ inCycle: true, sentences: ['nothing ever happens again'] });
    expect(script.cycleFrom).toBe(1);
  });
});

describe('a loop without time', () => {
  const LOOP = `${BUCKET}tasks:
  spinner:
    trigger: { every: 10m, offset: 0 }
    whenBusy: skip
    steps: [{ repeat: [{ await: { api: 90, atMost: 0s, otherwise: continue } }] }]
  other: { trigger: { every: 5m, offset: 0 }, whenBusy: skip, steps: [progress] }
`;

  it('is shown as one, is no counterexample, and leaves nobody proved live', () => {
    const found = world(LOOP);
    expect(claims(found)).toEqual({ spinner: 'unknown', other: 'unknown' });
    expect(found.zeno?.script.shows).toEqual({ kind: 'zeno', task: 'spinner' });
    const { model } = loadScenario(HEAD + LOOP, { file: 'test.yaml' }).worlds[0]!;
    expect(replay(assemble(model), found.zeno!.script)).toMatchObject({ kind: 'replayed', zeno: true });
  });
});

describe('several tasks', () => {
  it('with different periods, one shared lock and two supplies are verified within the default limits', () => {
    const found =
      world(`${BUCKET.replace(' initial: any,', '')}  mail: { model: token-bucket, refill: { tokens: 2, every: 1m }, capacity: 40, debt: unlimited }
locks: { shared: { lease: none } }
facts: { COST: { choice: [10, 20] } }
tasks:
  first: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ acquire: shared }, { spend: { api: $COST } }, { work: 1m }, progress] }
  second: { trigger: { every: 12m, offset: any }, whenBusy: skip, steps: [{ acquire: shared }, { spend: { api: 20 } }, { spend: { mail: 10 } }, progress] }
  third: { trigger: { every: 6m, offset: 0 }, whenBusy: skip, steps: [{ acquire: shared }, { spend: { mail: 3 } }, progress] }
  fourth: { trigger: always, steps: [{ repeat: [{ work: 2m }, { spend: { api: 2 } }, progress] }] }
`);
    expect(found.stopped).toBe('complete');
    expect(claims(found)).toEqual({ first: 'live', second: 'live', third: 'live', fourth: 'live' });
  });
});

describe('what cannot be verified', () => {
  it.each([
    { what: 'poisson: 1/h', says: 'poisson starts have no bound; write `every` with a `jitter`' },
    { what: 'cron: "0 0 1 * *"', says: 'its cron pattern does not come back every week; leave day and month open' },
  ])('is refused with what to write instead: { $what }', ({ what, says }) => {
    const found = world(
      `start: 2026-02-05\ntasks:\n  one: { trigger: { ${what} }, whenBusy: skip, steps: [progress] }\n`,
    );
    expect(found.stopped).toBe('not-verifiable');
    expect(found.refusals).toEqual([{ name: 'one', reason: says }]);
    expect(claims(found)).toEqual({ one: 'unknown' });
  });

  it.each([
    {
      work: '{ uniform: [5s, 25s] }',
      says: 'it has 20001 different outcomes (at most 1000); write a `choice` of those that matter',
    },
    { work: '{ exponential: 1s }', says: 'it has no upper bound; give it a `max`, or write a `choice` of its values' },
  ])('is refused with its reason: work: $work', ({ work, says }) => {
    const found = world(`tasks:\n  one: { trigger: always, steps: [{ work: ${work} }, progress] }\n`);
    expect(found.refusals.map(({ reason }) => reason)).toEqual([says]);
  });

  it('is a wait beyond bounds that were foreseen: what grew is named, and nothing is claimed', () => {
    const found = world(
      'tasks:\n  one: { trigger: { every: 1m, offset: 0 }, whenBusy: queue all, steps: [{ work: 2m }, progress] }\n',
    );
    expect(found).toMatchObject({ stopped: 'range', outside: 'the queued starts of one' });
    expect(claims(found)).toEqual({ one: 'unknown' });
  });
});

describe('draws', () => {
  const drawing = (cost: string) => `${BUCKET}facts: { COST: ${cost} }
tasks:
  one: { trigger: { every: 3m, offset: any }, whenBusy: skip, steps: [{ spend: { api: $COST } }, progress] }
  two: { trigger: always, steps: [{ repeat: [{ work: 1m }, { spend: { api: 3 } }, progress] }] }
`;

  it('from a range count as what they are rounded to: 1 to 3 whole tokens are three outcomes', () => {
    const [range, list] = [world(drawing('{ uniform: [1, 3] }')), world(drawing('{ choice: [1, 2, 3] }'))];
    expect(range.states).toBe(list.states);
    expect(range.tasks.map(({ claim, worst }) => ({ claim, worst }))).toEqual(
      list.tasks.map(({ claim, worst }) => ({ claim, worst })),
    );
    expect(world(drawing('{ exponential: 2, min: 1, max: 3 }')).states).toBe(list.states);
    expect(world(drawing('{ choice: [1, 2, 3, 9], weights: [1, 1, 1, 0] }')).states).toBe(list.states);
  });
});

describe('a calendar', () => {
  it('is verified over its week: a task of Mondays waits a week, less what its run takes', () => {
    const found = world(`start: 2026-02-05\ntasks:
  weekly: { trigger: { cron: "0 6 * * MON" }, whenBusy: skip, steps: [{ work: 1h }, progress] }
  daily: { trigger: { cron: "30 */6 * * *" }, whenBusy: skip, steps: [progress] }
`);
    const [day, hour] = [86_400_000, 3_600_000];
    expect(found.tasks.map(({ worst }) => worst)).toEqual([
      { firstMs: 4 * day + 7 * hour, betweenMs: 7 * day },
      { firstMs: hour / 2, betweenMs: 6 * hour },
    ]);
  });
});

describe('limits', () => {
  const LARGE = `${BUCKET}tasks:
  one: { trigger: { every: 13m, offset: any }, whenBusy: skip, steps: [{ spend: { api: 20 } }, progress] }
  two: { trigger: { every: 17m, offset: any }, whenBusy: skip, steps: [{ spend: { api: 20 } }, progress] }
`;

  it('give unknown with what was covered, just under what it takes; just at it a proof', () => {
    const whole = world(LARGE);
    expect(whole.stopped).toBe('complete');
    expect(world(LARGE, { statesMax: whole.states }).stopped).toBe('complete');
    const less = world(LARGE, { statesMax: whole.states - 1 });
    expect(less).toMatchObject({ stopped: 'states-max', states: whole.states - 1 });
    expect(less.frontier).toBeGreaterThan(0);
    for (const statesMax of [0, 1, 100, 1023, 1024, 1025]) {
      expect(world(LARGE, { statesMax })).toMatchObject({ stopped: 'states-max', states: statesMax });
    }
    expect(claims(less)).toEqual({ one: 'unknown', two: 'unknown' });
    expect(world(LARGE, { bytesMax: 1_000_000 }).stopped).toBe('bytes-max');
  });

  it('do not take a counterexample back that was found before', () => {
    const text = `${BUCKET}tasks:
  small: { trigger: always, steps: [{ repeat: [{ work: 1m }, { spend: { api: 5 } }, progress] }] }
  large: { trigger: always, steps: [{ spend: { api: 50 } }, { work: 1m }, progress] }
`;
    const found = world(text, { statesMax: world(text).states - 1 });
    expect(claims(found)).toEqual({ small: 'unknown', large: 'starvable' });
  });
});

describe('goals', () => {
  it('are proved or violated on both sides of the longest wait, and the worst share of starts is exact', () => {
    const text = (within: string, share: string) => `${BUCKET}tasks:
  one: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ spend: { api: 60 } }, progress] }
goals: { one: { progressWithin: ${within}, served: ${share} } }
`;
    const verdicts = (within: string, share: string) =>
      world(text(within, share)).goals.map(({ goal, verdict }) => `${goal} ${verdict}`);
    // 60 tokens take 12 min and a start is due every 10: five of six are served.
    const [{ worst, served }] = world(text('1h', '10%')).tasks as [WorldVerification['tasks'][number]];
    expect(served).toMatchObject({ served: 5, due: 6 });
    const longest = Math.max(worst!.firstMs, worst!.betweenMs) / 60_000;
    expect(verdicts(`${longest}m`, '83%')).toEqual(['neverStarves proved', 'progressWithin proved', 'served proved']);
    expect(verdicts(`${longest - 1}m`, '84%')).toEqual([
      'neverStarves proved',
      'progressWithin violated',
      'served violated',
    ]);
  });
});
