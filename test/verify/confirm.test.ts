/** Every script that a proof hands out does what it says, and a claim that is changed is refuted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { type Confirmed, confirm } from '../../src/verify/script/confirm.ts';
import type { Script } from '../../src/verify/script/script.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { verifyModel } from './explored.ts';
import { boundedSystem, openSystem } from './systems.ts';

function scriptsOf({ tasks, zeno }: WorldVerification): readonly Script[] {
  return [
    ...tasks.flatMap(({ counterexample, longestWait, served, stuck }) => [
      counterexample?.script,
      longestWait,
      served?.script,
      stuck?.script,
    ]),
    zeno?.script,
  ].filter((script) => script !== undefined);
}

/** The same script with a claim that is not true. */
function boasting({ shows, cycleFrom, ...rest }: Script): Script {
  const script = cycleFrom === undefined ? rest : { ...rest, cycleFrom };
  if (shows.kind === 'longest-wait') return { ...script, shows: { ...shows, waitMs: shows.waitMs + 1 } };
  if (shows.kind === 'served-share') return { ...script, shows: { ...shows, due: shows.due + 1 } };
  // Without its cycle nothing goes on for ever.
  if (shows.kind === 'starvation') return { ...rest, shows };
  return { ...script, shows: { kind: 'starvation', task: 'tasks' in shows ? shows.tasks[0]! : shows.task } };
}

function check(model: Model, script: Script): Confirmed {
  return confirm(assemble(model), JSON.parse(JSON.stringify(script)) as Script);
}

describe('a script', () => {
  it('is confirmed as it is, and refuted with a larger claim', () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(fc.oneof(boundedSystem, openSystem), (model) => {
        for (const script of scriptsOf(verifyModel(model))) {
          seen[script.shows.kind] = (seen[script.shows.kind] ?? 0) + 1;
          expect([script.shows, check(model, script)]).toEqual([script.shows, { kind: 'confirmed' }]);
          expect([script.shows, check(model, boasting(script)).kind]).toEqual([script.shows, 'refuted']);
        }
      }),
      { numRuns: process.env.QUOTASIM_LONG === undefined ? 30 : 600 },
    );
    for (const kind of ['starvation', 'longest-wait', 'stuck']) {
      expect([kind, (seen[kind] ?? 0) > 3]).toEqual([kind, true]);
    }
  });

  it('shows an instant that never ends, and no starvation by it', () => {
    const { model } = loadScenario(
      'quotasim: 1\nhorizon: 1d\ntasks: { spin: { trigger: { every: 1m, offset: 0 }, whenBusy: skip, steps: [{ repeat: [progress] }] } }',
      { file: 'test.yaml' },
    ).worlds[0]!;
    const { script } = verifyModel(model).zeno!;
    expect(check(model, script)).toEqual({ kind: 'confirmed' });
    expect(check(model, boasting(script))).toEqual({ kind: 'refuted', reason: 'it has no cycle' });
  });

  it('shows the worst share of starts as it is, and no other', () => {
    const { model } = loadScenario(
      `quotasim: 1
horizon: 1d
grid: 1m
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: any, debt: none } }
tasks:
  one: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ spend: { api: 60 } }, progress] }
`,
      { file: 'test.yaml' },
    ).worlds[0]!;
    const { script } = verifyModel(model).tasks[0]!.served!;
    expect(script!.shows).toMatchObject({ kind: 'served-share', served: 5, due: 6 });
    expect(check(model, script!)).toEqual({ kind: 'confirmed' });
    expect(check(model, boasting(script!))).toEqual({
      kind: 'refuted',
      reason: 'on its cycle 5 of 6 due starts of one are served',
    });
  });
});
