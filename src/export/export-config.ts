/**
 * Writes the settings of a scenario as a file that production reads.
 *
 * @module
 */
import type { Report } from '../judge/report/report.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { deploymentOf } from './deployment.ts';
import { ExportError } from './export-error.ts';
import type { Format } from './format.ts';
import { provenanceLines } from './provenance.ts';
import { scalarOf } from './scalar.ts';

export interface ExportOptions {
  /** Export although a goal is missed or unknown; the file then says so. */
  readonly force?: boolean;
}

/**
 * The text of a `format` file with every parameter of `scenario`, below lines that say where it comes from and what
 * `report` knows of it. The same scenario and report give the same bytes.
 *
 * @throws {ExportError} `not_vouched_for` where a goal is not met, unless forced; `no_settings`; `not_decimal`.
 * @example
 * exportConfig(scenario, result.report, format); // '# Settings of prod…\nBACKFILL_MIN_TOKENS=80\n…'
 */
export function exportConfig(scenario: Scenario, report: Report, format: Format, options: ExportOptions = {}): string {
  const head = vouchedHead(scenario, report, options);
  const entries = scenario.settings.map((setting) => ({ setting, scalar: scalarOf(setting) }));
  return format.write(entries, head, deploymentOf(scenario, report));
}

/**
 * What stands above an export: where it comes from and what is known of it.
 *
 * @throws {ExportError} `not_vouched_for` where a goal is not met, unless forced; `no_settings`.
 */
export function vouchedHead(
  { name, settings }: Scenario,
  report: Report,
  { force = false }: ExportOptions = {},
): readonly string[] {
  if (settings.length === 0) {
    throw new ExportError('no_settings', `${name} has no \`parameters\`: there is nothing to export`);
  }
  if (report.verdict !== 'pass' && !force) throw notVouchedFor(report);
  return provenanceLines(report);
}

function notVouchedFor({ goals, verdict }: Report): ExportError {
  const wanted = verdict === 'fail' ? 'missed' : 'unknown';
  const lines = goals.filter((goal) => goal.verdict === wanted).map(({ of, text }) => `  ${of}: ${text}`);
  const says = verdict === 'fail' ? 'a goal is missed' : 'it is not known whether every goal is met';
  return new ExportError(
    'not_vouched_for',
    [`not exported: ${says} (--force exports it all the same)`, ...lines].join('\n'),
  );
}
