/** Results at the edges: nothing happened, one task, twelve tasks, a minute, ten years. */
import type { Report, Result, TaskReport } from '../../src/judge/report/report.ts';
import type { Span, Trace } from '../../src/sim/listen/trace.ts';
import { keepaResult, MINUTE } from './fixture.ts';

export interface CrowdOptions {
  readonly tasks: number;
  readonly horizonMs: number;
  /** Nothing is spent, nobody works, no level is recorded. */
  readonly idle?: boolean;
}

/** Tasks that take turns at one pool and one supply; some of them run several times at once. */
export function crowdResult({ tasks, horizonMs, idle = false }: CrowdOptions): Result {
  const names = Array.from(
    { length: tasks },
    (_, index) => `task-${index + 1}${index === 4 ? '-with-a-name-longer-than-any' : ''}`,
  );
  const trace = idle ? idleTrace(names, horizonMs) : busyTrace(names, horizonMs);
  const { report } = keepaResult({ horizonMs: 100 * MINUTE });
  const supply = Object.values(report.supplies)[0]!;
  const gates = names.map((task, index) => ({ task, tokens: 20 + Math.floor(index / 2) * 3 }));
  const usedBy = Object.fromEntries(names.map((task, index) => [task, idle ? 0 : 100 + index]));
  const numbers = {
    ...supply,
    gates,
    usedBy,
    ...(idle ? { used: 0, refilled: 0, initial: 0, left: 0, wasted: 0 } : {}),
  };
  const crowd: Report = {
    ...report,
    verdict: 'unknown',
    scenario: { ...report.scenario, horizonMs },
    replications: 1,
    tasks: Object.fromEntries(
      names.map((name, index) => [name, idle ? idleTask(horizonMs) : busyTask(horizonMs, index)]),
    ),
    supplies: { budget: numbers },
    goals: [],
  };
  return { report: crowd, traces: [trace] };
}

function idleTrace(names: readonly string[], horizonMs: number): Trace {
  return {
    horizonMs,
    recordedUntilMs: horizonMs,
    supplies: [{ name: 'budget', level: [] }],
    backlogs: [],
    spends: [],
    lanes: names.map((task) => ({ task, spans: [] })),
    progress: [],
    misses: [],
  };
}

function busyTrace(names: readonly string[], horizonMs: number): Trace {
  const step = horizonMs / 1000;
  const kinds = ['working', 'supply', 'lock', 'pool'] as const;
  const lanes = names.map((task, index) => ({
    task,
    spans: Array.from({ length: 300 }, (_, turn): Span => {
      const fromMs = Math.floor((turn * 3 + (index % 3)) * step);
      // Every third task has runs that overlap.
      const toMs = Math.min(horizonMs, Math.floor(fromMs + step * (index % 3 === 2 ? 7 : 2)));
      const doing = kinds[(turn + index) % 4]!;
      return { fromMs, toMs, doing, ...(doing === 'working' ? {} : { name: 'budget' }), holding: turn % 5 === 0 };
    }),
  }));
  const times = Array.from({ length: 200 }, (_, turn) => Math.floor((turn * horizonMs) / 200));
  const spends = times.map((atMs, turn) => ({
    atMs,
    task: names[turn % names.length]!,
    supply: 'budget',
    tokens: 10 + (turn % 5),
    kind: 'spend' as const,
  }));
  const level = spends.flatMap(({ atMs, tokens }, turn) => [
    { atMs, tokens: 40 + (turn % 9) },
    { atMs, tokens: 40 + (turn % 9) - tokens },
  ]);
  return {
    horizonMs,
    recordedUntilMs: horizonMs,
    supplies: [{ name: 'budget', level }],
    backlogs: [],
    spends,
    lanes,
    progress: spends.map(({ atMs, task }) => ({ atMs, task, amount: 1 })),
    misses: times.slice(0, 20).map((atMs, turn) => ({
      atMs,
      task: names[turn % names.length]!,
      kind: (['skipped', 'stopped', 'failed'] as const)[turn % 3]!,
    })),
  };
}

function busyTask(horizonMs: number, index: number): TaskReport {
  const { report } = keepaResult({ horizonMs: 100 * MINUTE });
  const task = report.tasks.upserter!;
  const unit = horizonMs / 1000;
  const wait = {
    count: 9,
    mean: unit,
    interval: null,
    p50: unit,
    p95: 3 * unit,
    p99: 9 * unit,
    max: (10 + index) * unit,
    intervals: { p50: null, p95: null, p99: null },
    by: { mean: 'by hand', quantiles: 'by hand' },
  };
  return { ...task, waitMs: { supply: wait, lock: index % 2 === 0 ? wait : null, pool: null } };
}

function idleTask(horizonMs: number): TaskReport {
  const { report } = keepaResult({ horizonMs: 100 * MINUTE });
  const task = report.tasks.upserter!;
  const none = { triggered: 0, started: 0, skipped: 0, stopped: 0, completed: 0, failed: 0, unfinished: 0, queued: 0 };
  const progress = {
    amount: 0,
    perDay: 0,
    interval: null,
    by: 'by hand',
    firstMs: null,
    lastMs: null,
    betweenMs: null,
    longestMs: horizonMs,
  };
  return { ...task, runs: none, progress, served: null, spent: {}, waitMs: { lock: null, supply: null, pool: null } };
}
