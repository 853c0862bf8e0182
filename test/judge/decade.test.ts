/** Ten years of the story's settings, with nothing left open: the same counts as the plain run, for a fiftieth of its events. */
import { describe, expect, it } from 'vitest';
import { Recorder, type ReplicationRecord } from '../../src/analysis/meters/recorder.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { futureOf } from '../../src/sim/future/future.ts';
import { runRecurring } from '../../src/sim/future/recurrence.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { first } from '../sim/log.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

interface Variant {
  readonly name: string;
  readonly threshold: number;
  readonly every: string;
  readonly cost: number;
  /** Whose turn it is where both can go on. */
  readonly ahead: 'upserter' | 'backfiller';
  readonly pollCost: number;
}

const variants: readonly Variant[] = [
  {
    name: 'after, the Upserter first, free looks',
    threshold: 50,
    every: '15m',
    cost: 60,
    ahead: 'upserter',
    pollCost: 0,
  },
  { name: 'kept at 80, paid looks', threshold: 80, every: '15m', cost: 40, ahead: 'backfiller', pollCost: 1 },
  ...(LONG
    ? ([
        { name: 'before', threshold: 80, every: '10m', cost: 60, ahead: 'upserter', pollCost: 0 },
        {
          name: 'after, the Backfiller first',
          threshold: 50,
          every: '15m',
          cost: 60,
          ahead: 'backfiller',
          pollCost: 0,
        },
        { name: 'after, paid looks', threshold: 50, every: '15m', cost: 40, ahead: 'upserter', pollCost: 1 },
        { name: 'kept at 80', threshold: 80, every: '15m', cost: 40, ahead: 'upserter', pollCost: 0 },
      ] as const)
    : []),
];

function modelOf({ threshold, every, cost, ahead, pollCost }: Variant): Model {
  const poll = `poll: { every: 1m, cost: ${pollCost}, charged: before }`;
  const text = `quotasim: 1
title: Ten years
horizon: 3650d
order: priority
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: 300, debt: unlimited } }
tasks:
  upserter:
    trigger: { every: ${every}, offset: 1m }
    whenBusy: skip
    priority: ${ahead === 'upserter' ? 1 : 0}
    steps: [{ await: { keepa: 50, ${poll} } }, { spend: { keepa: ${cost} } }, progress]
  backfiller:
    trigger: always
    priority: ${ahead === 'backfiller' ? 1 : 0}
    steps: [repeat: [{ await: { keepa: ${threshold}, ${poll} } }, { spend: { keepa: 40 } }, progress, { work: 1m }]]`;
  return loadScenario(text, { file: 'decade.yaml' }).worlds[0]!.model;
}

describe('ten years of a run that leaves nothing open', () => {
  it.each(variants)('are the same, to the last token, for a fiftieth of the events: $name', (variant) => {
    const model = modelOf(variant);
    const machine = assemble(model);
    const record = (
      follow: (
        state: ReturnType<typeof begin>,
        observer: Recorder,
      ) => { readonly atMs: number; readonly events: number },
    ): { readonly seen: ReplicationRecord; readonly events: number } => {
      const state = begin(machine, first);
      const recorder = new Recorder(machine, state);
      const { atMs, events } = follow(state, recorder);
      return { seen: recorder.record(atMs), events };
    };
    const untilMs = model.horizonMs;
    const plain = record((state, observer) => run(machine, state, first, { untilMs, observer }));
    expect(plain.events).toBeGreaterThan(500_000);
    // What is really run may have a fiftieth of the events, and the run comes to its end all the same.
    const eventsMax = Math.floor(plain.events / 50);
    const jumping = record((state, observer) => {
      const end = runRecurring(machine, state, first, { untilMs, observer, eventsMax });
      expect([end.stopped, end.recurrence.kind]).toEqual(['until', 'recurs']);
      return end;
    });
    expect(jumping).toEqual(plain);
    // And what is said of all time is what ten years showed.
    const future = futureOf(machine, eventsMax);
    if (future.kind !== 'recurs') throw new Error(`not seen: ${future.kind}`);
    future.progress.forEach(({ forEver, firstMs, betweenMs }, task) => {
      const { progress } = plain.seen.tasks[task]!;
      expect(progress.firstMs).toBe(firstMs);
      if (forEver) expect(progress.longestMs).toBe(Math.max(firstMs!, betweenMs!));
      else expect(progress.longestMs).toBeGreaterThan(untilMs / 2);
    });
  });
});
