/** What runs showed, written by hand: one task, one record per replication. */
import type { Replication } from '../../src/analysis/replications.ts';
import type { Seen } from '../../src/judge/evidence/seen.ts';
import type { Goal } from '../../src/scenarios/scenario.ts';
import { assemble } from '../../src/sim/machine.ts';
import { fromNumber } from '../../src/sim/numbers/rational.ts';
import { DAY_MS } from '../../src/sim/time.ts';
import { constant, every, model, task } from '../sim/build.ts';

export interface OneRun {
  readonly longestMs?: number;
  /** How long a start waited by itself. */
  readonly startMs?: number;
  readonly queuedMs?: number;
  /** When it first and last progressed; by default evenly over the run. */
  readonly between?: readonly [firstMs: number, lastMs: number];
  readonly amount?: number;
  readonly due?: number;
  readonly served?: number;
  readonly undecided?: number;
  readonly stopped?: Replication['end']['stopped'];
}

/** Runs of a day each of a task that is called `job`. */
export function seenOf(runs: readonly OneRun[], { exact = false, horizonMs = DAY_MS } = {}): Seen {
  const machine = assemble(
    model({
      horizonMs,
      tasks: [task('job', [{ kind: 'progress', amount: constant(1) }])],
      triggers: [every(0, DAY_MS)],
    }),
  );
  return {
    exact,
    recurrence: { kind: 'not-seen', because: 'open' },
    machine,
    full: machine,
    records: runs.map((run) => recordOf(run, horizonMs)),
    world: { set: {}, model: machine.model, goals: [], assumptions: [] },
    gaps: [],
    waits: [],
    latencies: [],
    ages: [],
    itemAges: [],
    trace: {
      horizonMs,
      recordedUntilMs: horizonMs,
      supplies: [],
      backlogs: [],
      spends: [],
      lanes: [],
      progress: [],
      misses: [],
    },
  };
}

function recordOf(run: OneRun, horizonMs: number): Replication {
  const {
    longestMs = 0,
    amount = run.longestMs === undefined ? 0 : 1,
    due = 0,
    served = 0,
    undecided = 0,
    stopped = 'until',
  } = run;
  const { startMs = longestMs, queuedMs = null, between = [0, horizonMs - Math.round(horizonMs / amount)] } = run;
  const [firstMs, lastMs] = between;
  const nothing = {
    started: due,
    skipped: 0,
    stopped: 0,
    completed: due,
    failed: 0,
    crashed: 0,
    retried: 0,
    expired: 0,
    redelivered: 0,
    duplicates: 0,
    unfinished: 0,
    queued: 0,
  };
  return {
    end: { stopped, atMs: horizonMs, events: 0 },
    knots: [],
    endMs: horizonMs,
    measuredMs: horizonMs,
    tasks: [
      {
        runs: { ...nothing, triggered: due, served, undecided, skippedWorking: 0, missed: 0 },
        progress: { amount, firstMs: amount > 0 ? firstMs : null, lastMs: amount > 0 ? lastMs : null, longestMs },
        waits: [],
        longestWait: null,
      },
    ],
    due: [
      {
        due: due > 0 || amount > 0,
        longestMs,
        longestStartMs: Math.max(startMs, queuedMs ?? 0),
        oldestQueuedMs: queuedMs,
        waitingMs: queuedMs ?? 0,
        pace: amount > 0 ? { firstMs, lastMs, firstAmount: 1, largestAmount: 1 } : null,
      },
    ],
    supplies: [],
    backlogs: [],
    locks: [],
    skippedAt: [],
    gaveUpAt: [],
    waitedMsAt: [],
    latencies: [],
    ages: [],
  };
}

type Given<Each> = Each extends Goal ? Omit<Each, 'of' | 'path' | 'implicit' | 'exact'> : never;

/** A goal of the task; what is wanted is taken at its decimal word. */
export function goalOf(wanted: Given<Goal>): Goal {
  const exact = fromNumber('share' in wanted ? wanted.share : 'amount' in wanted ? wanted.amount : 0);
  return { of: 'job', path: [], implicit: false, ...wanted, exact } as Goal;
}
