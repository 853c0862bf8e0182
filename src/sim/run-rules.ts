/**
 * What becomes of the runs of a task, beside what their steps say.
 *
 * @module
 */
import type { Retry } from './supplies/retry.ts';
import type { TimeMs } from './time.ts';

export interface RunRules {
  /** How a run that failed is tried again; its start is the same, and it holds nothing until then. */
  readonly retry?: Retry;
  /** A start that has waited this long without a run that has its slot is dropped. Absent: it waits for ever. */
  readonly expiresMs?: TimeMs;
  /** When whatever run of the task is alive crashes. */
  readonly crashesMs?: readonly TimeMs[];
}
