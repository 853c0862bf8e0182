/** A case from `scenarios/cases`, judged as the command does: runs, a proof where the scenario is small enough, the causes. */
import { readFileSync } from 'node:fs';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { quickLimits } from '../../src/judge/quick-limits.ts';
import type { Report } from '../../src/judge/report/report.ts';
import { type SimulateOptions, simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { verify } from '../../src/verify/verify.ts';

export function caseOf(name: string, set: Readonly<Record<string, string>> = {}): Scenario {
  const file = `scenarios/cases/${name}.yaml`;
  return loadScenario(readFileSync(file, 'utf8'), { file, set });
}

const reports = new Map<string, Report>();
/** The same for however many runs. */
const verifications = new Map<string, ReturnType<typeof verify>>();

/** Judged once: the page of all cases shows what the tests of one have seen. */
export function judged(
  name: string,
  options: SimulateOptions = {},
  set: Readonly<Record<string, string>> = {},
): Report {
  const key = JSON.stringify([name, options, set]);
  const report = reports.get(key) ?? judgedAnew(name, options, set);
  reports.set(key, report);
  return report;
}

function judgedAnew(name: string, options: SimulateOptions, set: Readonly<Record<string, string>>): Report {
  const scenario = caseOf(name, set);
  const key = JSON.stringify([name, set]);
  const verification = verifications.get(key) ?? verify(scenario, quickLimits(scenario.worlds.length));
  verifications.set(key, verification);
  return withProofs(simulate(scenario, options), scenario, verification).report;
}

/** Claim, evidence and mechanism of each task, in a form that reads well in a test. */
export function claimsOf({ tasks }: Pick<Report, 'tasks'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, { claim, evidence, mechanism }]) => [
      name,
      [claim, `by ${evidence.kind}`, mechanism].filter((word) => word !== undefined).join(' '),
    ]),
  );
}
