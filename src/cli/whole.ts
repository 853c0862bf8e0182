/**
 * The whole judgement of a scenario, as `sim run` makes it: simulated, verified as far as that is quick, and where somebody
 * can starve, with the nearest change that mends it.
 *
 * @module
 */
import { withProofs } from '../judge/evidence/evidence.ts';
import { quickLimits, quickRests } from '../judge/quick-limits.ts';
import type { Result } from '../judge/report/report.ts';
import { withRests } from '../judge/rests.ts';
import { NEAR_QUICK } from '../plan/near.ts';
import { verify } from '../verify/verify.ts';
import type { Args } from './command.ts';
import type { Io } from './io.ts';
import { isLenient, nearShown, simulateShown } from './judged.ts';
import type { Loaded, Settings } from './settings.ts';

export interface Asked {
  readonly args: Args;
  readonly settings: Settings;
}

export function judgedWhole(loaded: Loaded, { args, settings }: Asked, io: Io): Result {
  const { scenario } = loaded;
  const simulated = simulateShown(scenario, settings, io);
  const verification = verify(scenario, quickLimits(scenario.worlds.length));
  const proved = withProofs(simulated, scenario, verification, { demand: false, soften: isLenient(args) });
  const judged = withRests(proved, scenario, verification, quickRests(verification));
  return nearShown(judged, { ...loaded, verification }, { ...NEAR_QUICK, ...settings }, io);
}
