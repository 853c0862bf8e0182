/** Who waits by a policy is asked again when somebody else changes what it would answer. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { assemble, sampler } from '../../src/sim/index.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';

const MINUTE = 60_000;

/** Minutes at which each task progressed, over two hours. */
function progressOf(policies: string, tasks: string, seed = '1'): Record<string, number[]> {
  const text = `quotasim: 1
horizon: 2h
supplies: { s: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 100, initial: 0, debt: none } }
policies: ${policies}
tasks:
${tasks}`;
  const machine = assemble(loadScenario(text, { file: 'asked.yaml' }).worlds[0]!.model);
  const found: Record<string, number[]> = Object.fromEntries(machine.model.tasks.map(({ name }) => [name, []]));
  const choose = sampler(machine, { seed, replication: 0 });
  const state = begin(machine, choose);
  const observer = {
    ...SILENT,
    progressed: (task: number) => void found[machine.model.tasks[task]!.name]!.push(state.nowMs / MINUTE),
  };
  run(machine, state, choose, { untilMs: machine.model.horizonMs, observer });
  return found;
}

const PRIORITY = '{ p: { use: priority, level: 3 } }';
const low =
  '  low: { trigger: { every: 3h, offset: 0 }, whenBusy: skip, steps: [{ await: { s: { use: p } } }, progress] }';
const high = (more: string, poll = ', poll: { every: 10m }') =>
  `  high: { trigger: { every: 3h, offset: 0 }, whenBusy: skip, priority: 1${more}, steps: [{ await: { s: { use: p }${poll} } }, progress] }`;

describe('a run that waits by a policy', () => {
  it.each([
    { when: 'the important one looks at the same time', tasks: high('', ''), low: 3, high: [3] },
    { when: 'the important one looks but seldom', tasks: high(''), low: 10, high: [10] },
    { when: 'the important one crashes', tasks: high(', crashes: { at: 5m }'), low: 5, high: [] },
    { when: 'the important one gives up', tasks: high('', ', poll: { every: 10m }, atMost: 2m'), low: 3, high: [] },
  ])('goes on where $when', ({ tasks, low: at, high: important }) => {
    // Whoever of the two is first at an instant.
    for (const seed of ['1', '2', '3', '4', '5']) {
      expect(progressOf(PRIORITY, `${tasks}\n${low}\n`, seed)).toEqual({ low: [at], high: important });
    }
  });

  it('has its turn after the other, whoever is first at an instant', () => {
    const loop = 'trigger: always, steps: [{ await: { s: { use: t } } }, { spend: { s: 10 } }, progress, { work: 1m }]';
    for (const seed of ['1', '2', '3', '4', '5']) {
      const { a, b } = progressOf(
        '{ t: { use: fair-share, level: 10 } }',
        `  a: { ${loop} }\n  b: { ${loop} }\n`,
        seed,
      );
      const order = [...a!.map((at) => [at, 'a'] as const), ...b!.map((at) => [at, 'b'] as const)]
        .sort(([left], [right]) => left - right)
        .map(([, name]) => name);
      expect(order).toHaveLength(11);
      expect(order.every((name, index) => index === 0 || name !== order[index - 1])).toBe(true);
    }
  });

  it('pauses with all who share a hysteresis, and goes on with them', () => {
    const loop = (cost: number) =>
      `trigger: always, steps: [{ await: { s: { use: h } } }, { spend: { s: ${cost} } }, progress, { work: 1m }]`;
    const found = progressOf(
      '{ h: { use: hysteresis, low: 5, high: 30 } }',
      `  a: { ${loop(4)} }\n  b: { ${loop(4)} }\n`,
    );
    for (const times of Object.values(found)) {
      // From 0 it is paused until 30; then each goes on every minute until there is less than 5.
      expect(times.slice(0, 3)).toEqual([30, 31, 32]);
      expect(times.filter((at) => at > 36 && at < 55)).toEqual([]);
    }
  });
});
