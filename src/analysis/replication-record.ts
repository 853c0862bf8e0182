/**
 * What one replication came to, as plain data.
 *
 * @module
 */
import type { TimeMs } from '../sim/time.ts';
import type { AgeRecord } from './meters/ages.ts';
import type { BacklogRecord } from './meters/backlog-meter.ts';
import type { DueRecord } from './meters/due-meter.ts';
import type { LatencyRecord } from './meters/latency-meter.ts';
import type { Limits } from './meters/limit.ts';
import type { LockRecord } from './meters/lock-meter.ts';
import type { WaitRecord } from './meters/longest-wait.ts';
import type { ProgressRecord } from './meters/progress-meter.ts';
import type { RunRecord } from './meters/run-meter.ts';
import type { SupplyRecord } from './meters/supply-meter.ts';
import type { WindowSpec } from './meters/window-meter.ts';

/** What one replication came to; the copies of a task are one. Plain data: it can be sent from a worker. */
export interface ReplicationRecord {
  /** When the replication ended: the horizon, or where a limit stopped it. */
  readonly endMs: TimeMs;
  /** From the warm-up to the end. */
  readonly measuredMs: TimeMs;
  readonly tasks: readonly TaskRecord[];
  readonly supplies: readonly SupplyRecord[];
  readonly locks: readonly LockRecord[];
  readonly backlogs: readonly BacklogRecord[];
  /** By operation: starts skipped while a run of the task waited there, waits given up there, time waited there. */
  readonly skippedAt: readonly number[];
  readonly gaveUpAt: readonly number[];
  readonly waitedMsAt: readonly number[];
  /** By task. */
  readonly due: readonly DueRecord[];
  readonly latencies: readonly LatencyRecord[];
  readonly ages: readonly AgeRecord[];
}

/** What goals limit, to be counted exactly: by task, by supply, by backlog. */
export interface RecorderLimits {
  readonly latencyMs: Limits;
  readonly ageMs: readonly (readonly TimeMs[])[];
  readonly windows: readonly (readonly WindowSpec[])[];
  readonly emptyBy: Limits;
}

export const NO_LIMITS: RecorderLimits = { latencyMs: [], ageMs: [], windows: [], emptyBy: [] };

export interface TaskRecord {
  readonly runs: RunRecord;
  readonly progress: ProgressRecord;
  /** Count and sum of the waits of each kind (`WAIT_KINDS`). */
  readonly waits: readonly { readonly count: number; readonly sumMs: number }[];
  readonly longestWait: WaitRecord | null;
}
