/** Scenarios as a user writes them, for the judge. */
import type { Report, TaskReport } from '../../src/judge/report/report.ts';
import { type SimulateOptions, simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';

/** A week with one supply `api` of 5 tokens a minute, room for 300 and the rest as given. */
export function weekOf(rest: string): Scenario {
  return load(`quotasim: 1
title: test
horizon: 7d
supplies:
  api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: 0, debt: unlimited }
${rest}`);
}

export function load(text: string): Scenario {
  return loadScenario(text, { file: 'test.yaml' });
}

export function reportOf(scenario: Scenario, options: SimulateOptions = {}): Report {
  return simulate(scenario, { replications: 4, ...options }).report;
}

export function taskOf(report: Report, name: string): TaskReport {
  return report.tasks[name]!;
}
