/**
 * `judge`: a scenario judged as `sim run` judges it, simulated, and proved as far as that is quick.
 *
 * @module
 */
import { expectScenario } from '../scenarios/expect-scenario.ts';
import { checkOptions, type OptionKinds } from '../scenarios/options.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Verification } from '../verify/verification.ts';
import { verify } from '../verify/verify.ts';
import { withProofs } from './evidence/evidence.ts';
import { quickLimits, quickRests } from './quick-limits.ts';
import type { Result } from './report/report.ts';
import { requireProof } from './require-proof.ts';
import { withRests } from './rests.ts';
import { SIMULATE_KINDS, type SimulateOptions, simulate } from './simulate.ts';

export interface JudgeOptions extends SimulateOptions {
  /** `proof`: a goal that is met but not proved is unknown, and a starvation of probability 0 is not forgiven. */
  readonly require?: 'proof' | undefined;
}

const KINDS: OptionKinds<JudgeOptions> = { ...SIMULATE_KINDS, require: ['proof'] };

/**
 * Judges a scenario as `sim run` does: simulated, verified where that is quick, and with what the verdict rests on.
 *
 * @throws {TypeError} when an option is unknown, or not of its kind.
 * @example
 * const { report } = judge(loadScenario(text, { file: 'prod.yaml' }));
 * report.verdict; // 'pass', 'fail' or 'unknown'
 */
export function judge(scenario: Scenario, options: JudgeOptions = {}): Result {
  expectScenario('judge', scenario);
  checkOptions('judge', options, KINDS);
  const { require, ...simulating } = options;
  const { result } = judgeQuickly(scenario, simulate(scenario, simulating), require !== 'proof');
  return require === 'proof' ? requireProof(result) : result;
}

/** What was simulated, verified as far as that is quick. `soften`: whether a starvation of probability 0 is forgiven. */
export function judgeQuickly(
  scenario: Scenario,
  simulated: Result,
  soften: boolean,
): { readonly result: Result; readonly verification: Verification } {
  const verification = verify(scenario, quickLimits(scenario.worlds.length));
  const proved = withProofs(simulated, scenario, verification, { demand: false, soften });
  return { result: withRests(proved, scenario, verification, quickRests(verification)), verification };
}
