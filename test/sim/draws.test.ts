import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Amount } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { constant, every, MINUTE, model, supply, task } from './build.ts';

const DRAWN: Amount = { kind: 'computed', expression: { kind: 'variable', variable: 0 }, unit: 1, each: 1 };
const LEVEL = { kind: 'level', level: constant(10) } as const;

describe('a draw that only a wait uses', () => {
  it.each([
    { what: 'a margin', step: { kind: 'await', supply: 0, target: LEVEL, margin: DRAWN } as const, passesAt: 3 },
    {
      what: 'how long to wait',
      step: { kind: 'await', supply: 0, target: LEVEL, atMost: DRAWN } as const,
      passesAt: 2,
    },
  ])('is drawn for its run: $what', ({ step, passesAt }) => {
    const machine = assemble(
      model({
        supplies: [supply()],
        tasks: [
          task('one', [step, { kind: 'progress', amount: constant(1) }], { variables: [{ name: 'DRAWN', source: 0 }] }),
        ],
        triggers: [every(0, 50 * MINUTE)],
        // Five tokens are five grains and one minute; as a duration it is longer than any wait here.
        sources: [
          {
            task: 0,
            purpose: 'DRAWN',
            per: 'run',
            distribution: { kind: 'choice', values: [step.kind === 'await' && 'margin' in step ? 5 : 10 * MINUTE] },
          },
        ],
      }),
    );
    const times: number[] = [];
    let nowMs = 0;
    const observer = {
      ...SILENT,
      instant(atMs: number) {
        nowMs = atMs;
      },
      progressed: () => times.push(nowMs / MINUTE),
    };
    const choose = sampler(machine, { seed: '1', replication: 0 });
    run(machine, begin(machine, choose), choose, { untilMs: 40 * MINUTE, observer });
    expect(times).toEqual([passesAt]);
  });
});
