/** A scenario judged with few runs, and a proof where it is small enough: for what is written of a report. */
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { quickLimits } from '../../src/judge/quick-limits.ts';
import type { Report } from '../../src/judge/report/report.ts';
import { type SimulateOptions, simulate } from '../../src/judge/simulate.ts';
import { remarksOf } from '../../src/report/ci/told.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';

export function judgedQuickly(
  text: string,
  file: string,
  options: SimulateOptions = {},
): { readonly report: Report; readonly remarks: ReturnType<typeof remarksOf> } {
  const scenario = loadScenario(text, { file });
  const verified = verify(scenario, quickLimits(scenario.worlds.length));
  const { report } = withProofs(simulate(scenario, options), scenario, verified);
  return { report, remarks: remarksOf(report, scenario.locate) };
}
