/** Policies that learn from how runs end: when a task starts, and how much it takes, worked out by hand. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { assemble, sampler } from '../../src/sim/index.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { copyState, equalStates } from '../../src/sim/state.ts';

const MINUTE = 60_000;

function machineOf(text: string) {
  return assemble(loadScenario(`quotasim: 1\nhorizon: 2h\n${text}`, { file: 'paced.yaml' }).worlds[0]!.model);
}

/** Per task, the minutes at which its runs started, and what they took. */
function seenOf(text: string): Record<string, { starts: number[]; took: number[] }> {
  const machine = machineOf(text);
  const names = machine.model.tasks.map(({ name }) => name);
  const seen = Object.fromEntries(names.map((name) => [name, { starts: [] as number[], took: [] as number[] }]));
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const state = begin(machine, choose);
  const observer = {
    ...SILENT,
    started: (task: number) => void seen[names[task]!]!.starts.push(state.nowMs / MINUTE),
    took: (task: number, _run: number, _backlog: number, items: number) => void seen[names[task]!]!.took.push(items),
  };
  run(machine, state, choose, { untilMs: machine.model.horizonMs, observer });
  return seen;
}

const API =
  'supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: 0, debt: none } }';

describe('a pause', () => {
  it('doubles after runs that failed, and is short after one that completed', () => {
    const { report } = seenOf(`${API}
tasks:
  report:
    trigger: { always: { pause: { use: backoff, from: 1m, to: 16m } } }
    steps: [{ spend: { api: 200, atMost: 0s, otherwise: fail } }, progress]
`);
    // 200 are there at 40; after the run at 46 there are 30 left, and 200 again at 80.
    expect(report!.starts).toEqual([0, 2, 6, 14, 30, 46, 47, 49, 53, 61, 77, 93, 94, 96, 100, 108]);
  });

  it('follows what is left of a supply', () => {
    const { index } = seenOf(`${API.replace('initial: 0', 'initial: 100')}
tasks:
  index:
    trigger: { always: { pause: { use: adaptive, from: 1m, to: 8m, supply: api, enough: 50 } } }
    steps: [{ spend: { api: 30, atMost: 0s, otherwise: stop } }, progress]
`);
    // Left behind: 70, 45, 25, 15, 25, 35, 45, 55 (pause 4), 45, 55 …
    expect(index!.starts.slice(0, 10)).toEqual([0, 1, 3, 7, 15, 23, 31, 39, 43, 51]);
  });

  it('is each copy’s own', () => {
    const seen = seenOf(`${API}
tasks:
  report:
    copies: 2
    trigger: { always: { pause: { use: backoff, from: 1m, to: 4m } } }
    steps: [{ spend: { api: 1000, atMost: 0s, otherwise: fail } }, progress]
`);
    for (const { starts } of Object.values(seen)) expect(starts.slice(0, 5)).toEqual([0, 2, 6, 10, 14]);
    expect(Object.keys(seen)).toEqual(['report', 'report#2']);
  });
});

describe('a batch', () => {
  it('is as large as the level pays', () => {
    const { backfill } = seenOf(`${API}
backlogs: { deals: { initial: unlimited } }
tasks:
  backfill:
    trigger: { every: 12m, offset: 0 }
    whenBusy: skip
    steps:
      - take: { deals: { use: fit, most: 3, supply: api, cost: 20, keep: 10 } }
      - spend: { api: 20 * n }
      - progress: n
`);
    // At 0: one, which waits until 20 are there. Then 40, of which 10 are kept; then 80 each time.
    expect(backfill!.took.slice(0, 6)).toEqual([1, 1, 3, 3, 3, 3]);
  });

  it('grows by one and is halved', () => {
    const { backfill } = seenOf(`${API.replace('initial: 0', 'initial: 60').replace('capacity: 300', 'capacity: 60')}
backlogs: { deals: { initial: unlimited } }
tasks:
  backfill:
    trigger: { always: { pause: 4m } }
    steps:
      - take: { deals: { use: aimd, most: 6 } }
      - spend: { api: 10 * n, atMost: 0s, otherwise: fail }
      - progress: n
`);
    // Levels before each: 60, 60, 60, 50, 30 (5 do not fit), 50 (2), 50 (3), 40 (4), 20 (5 do not fit), …
    expect(backfill!.took.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 2, 3, 4, 5, 2]);
  });
});

it('a copy of a state goes on with the memory it had', () => {
  const machine = machineOf(`${API}
tasks:
  report:
    trigger: { always: { pause: { use: backoff, from: 1m, to: 16m } } }
    steps: [{ spend: { api: 200, atMost: 0s, otherwise: fail } }, progress]
`);
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const state = begin(machine, choose);
  run(machine, state, choose, { untilMs: 10 * MINUTE });
  const copy = copyState(machine, state);
  for (const one of [state, copy]) run(machine, one, choose, { untilMs: 60 * MINUTE });
  expect(equalStates(state, copy)).toBe(true);
});
