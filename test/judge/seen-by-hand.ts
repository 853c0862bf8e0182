/** What runs showed, written by hand: one task, one record per replication. */
import type { Replication } from '../../src/analysis/replications.ts';
import type { Seen } from '../../src/judge/seen.ts';
import type { Goal } from '../../src/scenarios/scenario.ts';
import { assemble } from '../../src/sim/machine.ts';
import { DAY_MS } from '../../src/sim/time.ts';
import { constant, every, model, task } from '../sim/build.ts';

export interface OneRun {
  readonly longestMs?: number;
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
    records: runs.map((run) => recordOf(run, horizonMs)),
    world: { set: {}, model: machine.model, goals: [], assumptions: [] },
    gaps: [],
    waits: [],
    trace: { horizonMs, recordedUntilMs: horizonMs, supplies: [], spends: [], lanes: [], progress: [], misses: [] },
  };
}

function recordOf(run: OneRun, horizonMs: number): Replication {
  const { longestMs = 0, amount = 0, due = 0, served = 0, undecided = 0, stopped = 'until' } = run;
  const nothing = { started: due, skipped: 0, stopped: 0, completed: due, failed: 0, unfinished: 0, queued: 0 };
  return {
    end: { stopped, atMs: horizonMs, events: 0 },
    endMs: horizonMs,
    measuredMs: horizonMs,
    tasks: [
      {
        runs: { ...nothing, triggered: due, served, undecided, skippedWorking: 0 },
        progress: { amount, firstMs: null, lastMs: null, longestMs },
        waits: [],
        longestWait: null,
      },
    ],
    supplies: [],
    locks: [],
    skippedAt: [],
    gaveUpAt: [],
    waitedMsAt: [],
  };
}

type Wanted = Goal extends infer Each ? (Each extends Goal ? Omit<Each, 'of' | 'path' | 'implicit'> : never) : never;

export function goalOf(wanted: Wanted): Goal {
  return { of: 'job', path: [], implicit: false, ...wanted };
}
