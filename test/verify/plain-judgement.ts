/** What holds of whatever scenario: it is judged as a plain exploration judges it, and every script of it is confirmed. */
import { expect } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import type { Verification, WorldVerification } from '../../src/verify/verification.ts';
import { verify } from '../../src/verify/verify.ts';
import { plainClaim, plainGraph } from './plain.ts';

/** Ways that the plain exploration goes; few scenarios need more, and take seconds for them. */
const WAYS_MAX = process.env.QUOTASIM_LONG === undefined ? 4000 : 20_000;
const LIMITS = { statesMax: 400, stepsMax: 4000, looksMax: 200_000 };

/** How much was looked at, so that a property cannot pass on nothing. */
export interface Compared {
  compared: number;
  scripts: number;
}

export function scriptsOf({ tasks, zeno }: WorldVerification) {
  const shown = tasks.flatMap((task) => [
    task.counterexample?.script,
    task.longestWait,
    task.served?.script,
    task.stuck?.script,
  ]);
  return [...shown, zeno?.script].filter((script) => script !== undefined);
}

export interface Judged {
  readonly scenario: Scenario;
  readonly verified: Verification;
  readonly model: Model;
  /** Whether a plain exploration came to its end as well. */
  readonly isCompared: boolean;
}

/** Expects it of the scenario, as far as it is explored within small limits; undefined where that is not to the end. */
export function expectPlainJudgement(text: string, seen: Compared, limits = LIMITS): Judged | undefined {
  const judged = judgedPlainly(text, seen, limits);
  return judged.isCompared ? judged : undefined;
}

/** The same, with what was judged in any case. */
export function judgedPlainly(text: string, seen: Compared, limits = LIMITS): Judged {
  const scenario = loadScenario(text, { file: 'rich.yaml' });
  const verified = verify(scenario, limits);
  const [world, { model }] = [verified.worlds[0]!, scenario.worlds[0]!];
  for (const script of scriptsOf(world)) {
    seen.scripts++;
    expect(confirm(assemble(model), script)).toEqual({ kind: 'confirmed' });
  }
  // Throws where a run waits longer than was proved.
  withProofs(simulate(scenario), scenario, verified);
  const judged = { scenario, verified, model, isCompared: false };
  if (world.stopped !== 'complete') return judged;
  const graph = plainGraph(model, WAYS_MAX);
  if (graph === 'too many ways') return judged;
  expect(world.zeno !== undefined).toBe(graph === 'an instant never ends');
  if (typeof graph === 'string') return judged;
  world.tasks.forEach(({ claim, worst }, task) => {
    seen.compared++;
    expect({ claim, ...(worst && { worst }) }).toEqual(plainClaim(graph, task));
  });
  return { ...judged, isCompared: true };
}
