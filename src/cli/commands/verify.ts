/**
 * `sim verify FILE`: prove what every run of a scenario keeps, or show the run that does not.
 *
 * Goals about every run count as met only by proof. Goals about means (shares, rates) are a matter of chance: where even
 * the worst case keeps them that is said, and otherwise the runs judge them, as `sim run` does; so the two commands never
 * contradict each other.
 *
 * @module
 */
import { withProofs } from '../../judge/evidence/evidence.ts';
import { withRests } from '../../judge/rests.ts';
import { NEAR } from '../../plan/near.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Verification } from '../../verify/verification.ts';
import { type VerifyOptions, verify as verifyScenario } from '../../verify/verify.ts';
import { writeCertificate } from '../certificate.ts';
import type { Args, Command } from '../command.ts';
import type { Io } from '../io.ts';
import { isLenient, nearShown, present, REPORT_OPTIONS, simulateShown } from '../judged.ts';
import { bytesOf, MEMORY_UNITS } from '../memory.ts';
import { readWith, SETTING_OPTIONS, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

const VERB = 'verify';
/** A state has a number of 32 bits. */
const STATES_MAX = 1_000_000_000;
const CHANCES = { statesMax: 200_000, waysMax: 1_000_000 };

export const verify: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Prove that no task can starve and how long each waits, or show how one can',
  options: {
    ...SETTING_OPTIONS,
    ...REPORT_OPTIONS,
    certificate: { value: 'FILE', describe: 'write what is proved to a file that sim check-certificate checks' },
    'no-neighbours': { describe: 'Do not look how far each parameter can move, or what would mend' },
    'limit-states': { value: 'COUNT', describe: 'states to store at the most, in each world; default 10000000' },
    'limit-memory': { value: 'SIZE', describe: 'memory for them at the most, e.g. 512MiB; default 2GiB' },
  },
  examples: [
    ['sim verify prod.yaml', 'A proof, or a counterexample to replay'],
    ['sim verify prod.yaml --certificate prod.proof.json', 'The proof as a file, to be checked by others'],
    ['sim verify prod.yaml --limit-memory 8GiB --limit-states 50000000', 'A large one'],
  ],
  async run(args, io) {
    const settings = settingsOf(args, VERB);
    const limits = limitsOf(args);
    const file = args.words[0]!;
    const loaded = await readWith(file, settings, io);
    const { scenario } = loaded;
    const verification = verifyShown(scenario, limits, io);
    const simulated = simulateShown(scenario, settings, io);
    const alone = withProofs(simulated, scenario, verification, { demand: true, soften: isLenient(args) });
    const proved = withRests(alone, scenario, verification);
    const judged = args.flag('no-neighbours')
      ? proved
      : nearShown(proved, { ...loaded, verification }, { ...NEAR, ...settings }, io);
    const certificate = await writeCertificate(
      scenario,
      verification,
      { path: args.text('certificate'), settings },
      io,
    );
    const call = { words: [VERB, ...args.words], args, settings, file, show: 'proof' as const, certificate };
    return present(judged, call, io);
  },
};

function limitsOf(args: Args): VerifyOptions {
  const states = args.text('limit-states');
  const memory = args.text('limit-memory');
  const statesMax = states === undefined ? undefined : Number(states);
  if (states !== undefined && !(/^[1-9]\d{0,9}$/.test(states) && Number(states) <= STATES_MAX)) {
    throw new UsageError(`--limit-states must be a whole number from 1 to ${STATES_MAX}, received "${states}"`, VERB);
  }
  const bytesMax = memory === undefined ? undefined : bytesOf(memory);
  if (memory !== undefined && bytesMax === undefined) {
    throw new UsageError(
      `--limit-memory must be an amount of memory, as 512MiB (${MEMORY_UNITS}), received "${memory}"`,
      VERB,
    );
  }
  return { statesMax, bytesMax };
}

function verifyShown(scenario: Scenario, limits: VerifyOptions, io: Io): Verification {
  const exploring = io.exploring(scenario.name);
  try {
    return verifyScenario(scenario, { ...limits, chances: CHANCES, onProgress: (seen) => exploring.update(seen) });
  } finally {
    exploring.stop();
  }
}
