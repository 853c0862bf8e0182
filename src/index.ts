/**
 * quotasim: can a job that shares a rate-limited API, a lock or a worker pool starve, and how long does it wait?
 *
 * Three steps: `loadScenario` reads a document, `simulate` runs and judges it, and `formatText`, `renderHtml` and
 * `chartsOf` show the result. `verify` proves what every run keeps, and `withProofs` puts that beside what runs showed; `certify`
 * writes a proof down, and `checkCertificate` checks it; `neighboursOf` and `repairOf` look at other settings. Nothing here touches a file, a clock or the console, so it runs in a browser as well;
 * `quotasim/node` reads and writes files, and `quotasim/sim` is the engine below.
 *
 * @module
 */

export { type ClaimByRule, claimsByRule } from './analysis/findings/claims.ts';
export { helpPage, ruleOf } from './analysis/findings/help-page.ts';
export { type Lint, type LintFinding, type LintWorld, lint } from './analysis/findings/lint.ts';
export { RULES } from './analysis/findings/table.ts';
export { durationText } from './analysis/words/duration-text.ts';
export { type CheckOptions, checkConfig, type DeployedFile } from './export/check-config.ts';
export { ConfigError } from './export/config-error.ts';
export { type ExportOptions, exportConfig } from './export/export-config.ts';
export { ExportError } from './export/export-error.ts';
export type { Format, Found } from './export/format.ts';
export { FORMATS, formatOf } from './export/formats.ts';
export { compareResults, type Side } from './judge/compare/compare.ts';
export { type Comparison, comparisonSchema } from './judge/compare/comparison.ts';
export { withProofs } from './judge/evidence/evidence.ts';
export { type JudgeOptions, judge } from './judge/judge.ts';
export { quickLimits } from './judge/quick-limits.ts';
export {
  type FindingReport,
  type GoalReport,
  type LockReport,
  type LongWaitReport,
  type Report,
  type Result,
  reportSchema,
  type SupplyReport,
  type TaskReport,
  type Verdict,
  type WaitReport,
  type WorldReport,
} from './judge/report/report.ts';
export { type RestsOptions, withRests } from './judge/rests.ts';
export { type Score, score } from './judge/score.ts';
export { type Replayed, replayScript } from './judge/script/replay-script.ts';
export { readScript, ScriptError, type ScriptFile } from './judge/script/script-file.ts';
export { type SimulateOptions, simulate } from './judge/simulate.ts';
export { type Known, NEAR, NEAR_QUICK, type NearOptions, withNeighbours } from './plan/near.ts';
export { type PlanOptions, plan } from './plan/plan.ts';
export { PlanError } from './plan/plan-error.ts';
export { type Repair, type RepairOptions, type RepairSearch, repairOf } from './plan/repair.ts';
export { type PlanReport, planReportSchema } from './plan/report.ts';
export { definePolicy } from './policies/define.ts';
export type {
  AdmissionDefinition,
  BatchDefinition,
  IntervalDefinition,
  OwnAdmission,
  OwnBatch,
  OwnInterval,
  PolicyDefinition,
} from './policies/definition.ts';
export { PolicyError } from './policies/policy-error.ts';
export { chartsOf } from './report/charts/charts.ts';
export { type HtmlOptions, renderHtml } from './report/page/html.ts';
export type { ChartSpec } from './report/spec.ts';
export { formatText, type TextOptions } from './report/text/text.ts';
export type { DrawTable } from './report/text/text-blocks.ts';
export { type CompareTextOptions, formatComparison } from './report/text/text-compare.ts';
export { type LoadOptions, loadScenario } from './scenarios/parse.ts';
export { type Plugin, type Plugins, pluginsNamed } from './scenarios/plugins.ts';
export type { Assumption, Goal, Scenario, World } from './scenarios/scenario.ts';
export { scenarioJsonSchema } from './scenarios/schema/schema.ts';
export { type LocatedIssue, ScenarioError } from './scenarios/text/issues.ts';
export type { NamedFile, ReadFile } from './scenarios/text/named-files.ts';
export { InvariantError } from './sim/assert.ts';
export type { Admission, AdmissionView, EndView, MemorySlot, PolicyOption } from './sim/policy.ts';
export { VERSION } from './sim/version.ts';
export {
  type Certificate,
  type CertifiedClaim,
  certificateText,
  type WorldCertificate,
} from './verify/certificate/certificate.ts';
export { type Certified, type CertifyOptions, certify, type LeftOut } from './verify/certificate/certify.ts';
export { type CertificateCheck, type CheckedWorld, checkCertificate } from './verify/certificate/check-certificate.ts';
export type { ChanceOptions } from './verify/chance/chances.ts';
export {
  type NeighbourOptions,
  neighboursOf,
  type ParameterNeighbours,
  type Point,
  type Range,
  type RangeEnd,
  type WorldNeighbours,
} from './verify/neighbours.ts';
export type {
  Chance,
  Chances,
  TaskChances,
  TaskVerification,
  Verification,
  WorldVerification,
} from './verify/verification.ts';
export { type VerifyOptions, verify } from './verify/verify.ts';
