/**
 * The whole judgement of a scenario, as `sim run` makes it: simulated, verified as far as that is quick, and where somebody
 * can starve, with the nearest change that mends it.
 *
 * @module
 */
import { judgeQuickly } from '../judge/judge.ts';
import type { Result } from '../judge/report/report.ts';
import { NEAR_QUICK } from '../plan/near.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Args } from './command.ts';
import type { Io } from './io.ts';
import { isLenient, nearShown, simulateShown } from './judged.ts';
import type { Loaded, Settings } from './settings.ts';

export interface Asked {
  readonly args: Args;
  readonly settings: Settings;
}

/** Simulated, verified as far as that is quick, and what the verdict rests on. */
export function judgedAlone({ scenario }: Loaded, { args, settings }: Asked, io: Io): Result {
  return judged(scenario, { args, settings }, io).result;
}

/** The same, and where somebody can starve, the nearest change that mends it. */
export function judgedWhole(loaded: Loaded, { args, settings }: Asked, io: Io): Result {
  const { result, verification } = judged(loaded.scenario, { args, settings }, io);
  return nearShown(result, { ...loaded, verification }, { ...NEAR_QUICK, ...settings }, io);
}

function judged(scenario: Scenario, { args, settings }: Asked, io: Io) {
  return judgeQuickly(scenario, simulateShown(scenario, settings, io), isLenient(args));
}
