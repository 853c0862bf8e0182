/**
 * `lint`: what the settings say by themselves, without a single simulated event.
 *
 * @module
 */
import { expectScenario } from '../../scenarios/expect-scenario.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Model, Path } from '../../sim/model.ts';
import { evidenceOf } from './claims.ts';
import type { Found, Severity } from './finding.ts';
import { foundBy } from './items.ts';
import { RULES } from './table.ts';

export interface LintFinding {
  readonly code: string;
  readonly severity: Severity;
  /** What is so, with its numbers. */
  readonly message: string;
  /** What to change. */
  readonly change?: string;
  /** The task it is about: who suffers, or who is safe. */
  readonly task?: string;
  /** `file:line:column`. */
  readonly at: string;
}

export interface LintWorld {
  /** The value of each unsure fact. */
  readonly set: Readonly<Record<string, string>>;
  readonly findings: readonly LintFinding[];
}

export interface Lint {
  readonly scenario: string;
  /** In the order of the scenario's worlds; one where nothing is unsure. */
  readonly worlds: readonly LintWorld[];
}

/**
 * The findings of a scenario, in each of its worlds: errors, then warnings, then good news.
 *
 * @example
 * lint(loadScenario(text, { file: 'prod.yaml' })).worlds[0]?.findings;
 */
export function lint(scenario: Scenario): Lint {
  expectScenario('lint', scenario);
  return {
    scenario: scenario.name,
    worlds: scenario.worlds.map(({ set, model }) => ({ set, findings: toldAlone(model, scenario.locate) })),
  };
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note'];

/** The findings of one model, located. */
export function findingsOf(model: Model, locate: Scenario['locate']): readonly LintFinding[] {
  return foundIn(model).map((found) => located(found, model, locate));
}

/** The same where nothing else is told: a run that verifies says itself what the chance of a starvation is. */
function toldAlone(model: Model, locate: Scenario['locate']): readonly LintFinding[] {
  return foundIn(model).map((found) => {
    const finding = located(found, model, locate);
    const byDraws = found.claim === 'starvable' && model.sources.length > 0;
    return byDraws
      ? { ...finding, message: `${finding.message}; whether draws ever come to that, sim verify weighs` }
      : finding;
  });
}

type Coded = Found & Pick<LintFinding, 'code'>;

function foundIn(model: Model): readonly Coded[] {
  const evidence = evidenceOf(model);
  const all = RULES.flatMap((rule) => foundBy(rule, evidence).map((one) => ({ code: rule.code, ...one })));
  const found = all.filter((one) => one.task === undefined || one.task < model.tasks.length);
  return ORDER.flatMap((severity) => found.filter((one) => one.severity === severity));
}

function located(
  { code, severity, message, change, path, task }: Coded,
  model: Model,
  locate: Scenario['locate'],
): LintFinding {
  return {
    code,
    severity,
    message,
    ...(change !== undefined && { change }),
    ...(task !== undefined && { task: model.tasks[task]!.name }),
    at: placeText(locate, path),
  };
}

function placeText(locate: Scenario['locate'], path: Path): string {
  const { file, line, column } = locate(path);
  return `${file}:${line}:${column}`;
}
