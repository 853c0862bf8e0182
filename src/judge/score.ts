/**
 * One number for how good a setting is, to rank settings of one scenario by: the larger, the better.
 *
 *     value = 2 * goals - risk + objective
 *
 * - `goals`, a whole number of at most 0: minus the missed goals, each weighing more than all unknown ones together, minus
 *   the unknown ones. So a setting that misses fewer always ranks higher, whatever else it does, and 0 is a pass.
 * - `risk`, the largest of `starvation`, `livelock` and `stuck`, each from 0 to 1: the chance that a task makes no more
 *   progress, because others keep what it needs away; because it works without getting anywhere; because of a deadlock, a
 *   level that is never reached or demand above supply. 1 where some run was proved to do so, else the share of runs at whose
 *   end a task looked starved, which counts as starvation. Goals that are met can leave a risk only where it was accepted.
 * - `objective`, from 0 up to but not including 1: what `plan: { maximize }` or `{ minimize }` names, squeezed without
 *   changing any order (x / (1 + x), progress per day or share; 1 / (1 + x), hours); 0 where nothing is named or known.
 *
 * Of several worlds the worst counts, which is the one that the top of a report repeats.
 *
 * @module
 */
import type { Objective, Scenario } from '../scenarios/scenario.ts';

import type { Report, Result, TaskReport, WorldReport } from './report/report.ts';

/** One hour, the unit in which an objective is squeezed. */
const HOUR_MS = 3_600_000;

export interface Score {
  readonly value: number;
  readonly goals: number;
  readonly starvation: number;
  readonly livelock: number;
  readonly stuck: number;
  readonly objective: number;
  /** What the objective names, in its own unit: progress per day, a share, or ms; `null` where nothing is named or known. */
  readonly measured: number | null;
}

/**
 * The score of a result of `scenario`.
 *
 * @example
 * score(simulate(scenario), scenario).value;
 */
export function score({ report }: Pick<Result, 'report'>, { objective }: Pick<Scenario, 'objective'>): Score {
  const goals = goalsPart(report);
  const tasks = Object.values(report.tasks);
  const [starvation, livelock, stuck] = (['starvation', 'livelock', 'stuck'] as const).map((kind) =>
    tasks.reduce((worst, task) => Math.max(worst, riskOf(task, kind)), 0),
  ) as [number, number, number];
  const measured = objective === undefined ? null : measuredBy(report, objective);
  const part = measured === null || objective === undefined ? 0 : squeezed(objective, measured);
  const value = 2 * goals - Math.max(starvation, livelock, stuck) + part;
  return { value, goals, starvation, livelock, stuck, objective: part, measured };
}

function goalsPart({ goals }: Pick<WorldReport, 'goals'>): number {
  const count = (verdict: string) => goals.filter((goal) => goal.verdict === verdict).length;
  // Not minus zero, which prints as such.
  return 0 - (count('missed') * (goals.length + 1) + count('unknown'));
}

type Risk = 'starvation' | 'livelock' | 'stuck';

/** The chance, as far as it is known, that the task makes no more progress in this way. */
function riskOf({ claim, mechanism, starved }: TaskReport, kind: Risk): number {
  switch (claim) {
    case 'live':
      return 0;
    case 'unknown':
      return kind === 'starvation' ? starved.runs / starved.of : 0;
    case 'starvable':
    case 'starved':
      return Number(kindOf(mechanism) === kind);
    case 'overloaded':
      return Number(kind === 'stuck');
  }
}

function kindOf(mechanism: TaskReport['mechanism']): Risk {
  return mechanism === 'livelock'
    ? 'livelock'
    : mechanism === 'deadlock' || mechanism === 'unreachable' || mechanism === 'orphaned' || mechanism === 'given-up'
      ? 'stuck'
      : 'starvation';
}

function measuredBy({ tasks }: Report, { of, figure }: Objective): number | null {
  const task = tasks[of];
  if (task === undefined) return null;
  switch (figure) {
    case 'progress':
      return task.progress.perDay;
    case 'served':
      return task.served?.share ?? null;
    case 'latency':
      return task.latency?.mean ?? null;
    case 'age':
      return task.age?.mean ?? null;
  }
}

function squeezed({ direction }: Objective, measured: number): number {
  return direction === 'maximize' ? measured / (1 + measured) : 1 / (1 + measured / HOUR_MS);
}
