/**
 * `sim run FILE`: simulate a scenario, verify it where that is quick, judge it, write its report, say the verdict.
 *
 * @module
 */
import { withProofs } from '../../judge/evidence.ts';
import { quickLimits, quickRests } from '../../judge/quick-limits.ts';
import type { Result } from '../../judge/report.ts';
import { withRests } from '../../judge/rests.ts';
import { NEAR_QUICK } from '../../plan/near.ts';
import { verify } from '../../verify/verify.ts';
import type { Args, Command } from '../command.ts';
import type { Io } from '../io.ts';
import { isLenient, nearShown, present, REPORT_OPTIONS, simulateShown } from '../judged.ts';
import { type Loaded, readWith, SETTING_OPTIONS, type Settings, settingsOf } from '../settings.ts';

const VERB = 'run';

export const run: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Simulate a scenario, judge it, and write its report',
  options: {
    ...SETTING_OPTIONS,
    ...REPORT_OPTIONS,
    'no-verify': { describe: 'Do not try to prove anything' },
  },
  examples: [
    ['sim prod.yaml', 'The verdict, with a report in reports/prod'],
    ['sim prod.yaml --set THRESHOLD=50', 'What if?'],
    ['sim prod.yaml --json | jq .verdict', 'For scripts'],
  ],
  async run(args, io) {
    const settings = settingsOf(args, VERB);
    const file = args.words[0]!;
    const loaded = await readWith(file, settings, io);
    const { scenario } = loaded;
    const simulated = simulateShown(scenario, settings, io);
    const judged = args.flag('no-verify') ? simulated : verified(simulated, loaded, { args, settings }, io);
    return present(judged, { words: args.words, args, settings, file }, io);
  },
};

/** Verified as far as that is quick; where somebody can starve, with the nearest change that mends it. */
function verified(
  simulated: Result,
  loaded: Loaded,
  { args, settings }: { readonly args: Args; readonly settings: Settings },
  io: Io,
): Result {
  const { scenario } = loaded;
  const verification = verify(scenario, quickLimits(scenario.worlds.length));
  const proved = withProofs(simulated, scenario, verification, { demand: false, soften: isLenient(args) });
  const judged = withRests(proved, scenario, verification, quickRests(verification));
  return nearShown(judged, { ...loaded, verification }, { ...NEAR_QUICK, ...settings }, io);
}
