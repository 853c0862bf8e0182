/**
 * quotasim: can a job that shares a rate-limited API, a lock or a worker pool starve, and how long does it wait?
 *
 * Three steps: `loadScenario` reads a document, `simulate` runs and judges it, and `formatText`, `renderHtml` and
 * `chartsOf` show the result. `verify` proves what every run keeps, and `withProofs` puts that beside what runs showed. Nothing here touches a file, a clock or the console, so it runs in a browser as well;
 * `quotasim/node` reads and writes files, and `quotasim/sim` is the engine below.
 *
 * @module
 */
export { durationText } from './analysis/duration-text.ts';
export { type ClaimByRule, claimsByRule } from './analysis/findings/claims.ts';
export { helpPage, ruleOf } from './analysis/findings/help-page.ts';
export { type Lint, type LintFinding, type LintWorld, lint } from './analysis/findings/lint.ts';
export { RULES } from './analysis/findings/table.ts';
export { withProofs } from './judge/evidence.ts';
export { quickLimits } from './judge/quick-limits.ts';
export { type Replayed, replayScript } from './judge/replay-script.ts';
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
} from './judge/report.ts';
export { type RestsOptions, withRests } from './judge/rests.ts';
export { readScript, ScriptError, type ScriptFile } from './judge/script-file.ts';
export { type SimulateOptions, simulate } from './judge/simulate.ts';
export { chartsOf } from './report/charts.ts';
export { type HtmlOptions, renderHtml } from './report/html.ts';
export type { ChartSpec } from './report/spec.ts';
export { type DrawTable, formatText, type TextOptions } from './report/text.ts';
export { type LocatedIssue, ScenarioError } from './scenarios/issues.ts';
export { type LoadOptions, loadScenario } from './scenarios/parse.ts';
export type { Assumption, Goal, Scenario, World } from './scenarios/scenario.ts';
export { scenarioJsonSchema } from './scenarios/schema.ts';
export { InvariantError } from './sim/assert.ts';
export { VERSION } from './sim/version.ts';
export type { TaskVerification, Verification, WorldVerification } from './verify/verification.ts';
export { type VerifyOptions, verify } from './verify/verify.ts';
