/**
 * `lint`: what the settings say by themselves, without a single simulated event.
 *
 * @module
 */
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Model, Path } from '../../sim/model.ts';
import { evidenceOf } from './claims.ts';
import type { Severity } from './finding.ts';
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
  return {
    scenario: scenario.name,
    worlds: scenario.worlds.map(({ set, model }) => ({ set, findings: findingsOf(model, scenario.locate) })),
  };
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note'];

/** The findings of one model, located. */
export function findingsOf(model: Model, locate: Scenario['locate']): readonly LintFinding[] {
  const evidence = evidenceOf(model);
  const all = RULES.flatMap(({ code, find }) => (find?.(evidence) ?? []).map((one) => ({ code, ...one })));
  const found = all.filter((one) => one.task === undefined || one.task < model.tasks.length);
  return ORDER.flatMap((severity) => found.filter((one) => one.severity === severity)).map(
    ({ code, severity, message, change, path, task }) => ({
      code,
      severity,
      message,
      ...(change !== undefined && { change }),
      ...(task !== undefined && { task: model.tasks[task]!.name }),
      at: placeText(locate, path),
    }),
  );
}

function placeText(locate: Scenario['locate'], path: Path): string {
  const { file, line, column } = locate(path);
  return `${file}:${line}:${column}`;
}
