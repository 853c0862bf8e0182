/**
 * What one task came to in one replication.
 *
 * @module
 */
import type { WaitRecord } from './longest-wait.ts';
import type { ProgressRecord } from './progress-meter.ts';
import type { RunRecord } from './run-meter.ts';

export interface TaskRecord {
  readonly runs: RunRecord;
  readonly progress: ProgressRecord;
  /** Count and sum of the waits of each kind (`WAIT_KINDS`). */
  readonly waits: readonly { readonly count: number; readonly sumMs: number }[];
  readonly longestWait: WaitRecord | null;
}
