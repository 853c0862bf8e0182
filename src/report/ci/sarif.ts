/**
 * A report as SARIF 2.1.0, which code scanning reads: a result for each goal that is not met and each finding.
 *
 * @module
 */
import { RULES } from '../../analysis/findings/table.ts';
import type { Report } from '../../judge/report/report.ts';
import type { Remark } from './told.ts';

/** The text of a SARIF file; the same report and remarks give the same bytes. */
export function sarifText(report: Report, remarks: readonly Remark[]): string {
  const ids = [...new Set(remarks.map(({ id }) => id))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'quotasim', version: report.quotasim, rules: ids.map(ruleOf) } },
        invocations: [{ executionSuccessful: true, commandLine: report.again }],
        automationDetails: { id: `quotasim/${encodeURIComponent(report.scenario.name)}` },
        results: remarks.map((remark) => resultOf(remark, ids.indexOf(remark.id))),
        properties: { verdict: report.verdict, scenarioHash: report.scenario.hash, seed: report.seed },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const GOALS: Readonly<Record<string, string>> = {
  'goal/neverStarves': 'A task can starve',
  'goal/progressWithin': 'A task waits too long for its next progress',
  'goal/served': 'Too few of the starts that are due are served',
  'goal/progressPerDay': 'Too little gets done in a day',
  'goal/latency': 'Starts take too long until they are done',
  'goal/age': 'What was done last is too old',
  'goal/precision': 'A figure is not known well enough',
  'config/changed': 'What is deployed is other than the scenario',
  'config/unknown': 'A deployed name is no parameter',
};

function ruleOf(id: string): object {
  const rule = RULES.find(({ code }) => code === id);
  if (rule === undefined) return { id, shortDescription: { text: GOALS[id] ?? id } };
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.help.what },
    help: { text: `${rule.help.why}\n\nWhat to change: ${rule.help.change}` },
  };
}

function resultOf({ id, level, title, message, at, accepted }: Remark, ruleIndex: number): object {
  const { file, line, column } = at;
  return {
    ruleId: id,
    ruleIndex,
    level,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
        },
      },
    ],
    // Two runs tell the same thing by what it is about, not by its line or its figures.
    partialFingerprints: { 'quotasim/v1': `${id}/${title}` },
    ...(accepted !== undefined && { suppressions: [{ kind: 'external', justification: accepted }] }),
  };
}

/** A relative reference: what a path may hold and a URI may not is encoded. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  return path.split('/').map(encodeURIComponent).join('/');
}
