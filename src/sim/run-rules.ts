/**
 * What becomes of the runs of a task, beside what their steps say.
 *
 * @module
 */
import type { Retry } from './supplies/retry.ts';
import type { TimeMs } from './time.ts';

/**
 * What becomes of the start of a run that crashes. `at most once`: it is lost. `at least once`: it is delivered again `visibleMs`
 * after it was delivered last, also to another run beside the one that is not over by then; where that is `renewed` as long
 * as the run lives, only after a crash, so long after it.
 */
export type Delivery =
  | { readonly kind: 'at most once' }
  | {
      readonly kind: 'at least once';
      readonly visibleMs: TimeMs;
      readonly renewed: boolean;
      /** Deliveries in all. Absent: no limit. */
      readonly most?: number;
    };

export interface RunRules {
  /** How a run that failed is tried again; its start is the same, and it holds nothing until then. */
  readonly retry?: Retry;
  readonly delivery?: Delivery;
  /** A start that has waited this long without a run that has its slot is dropped. Absent: it waits for ever. */
  readonly expiresMs?: TimeMs;
  /** When whatever run of the task is alive crashes. */
  readonly crashesMs?: readonly TimeMs[];
}
