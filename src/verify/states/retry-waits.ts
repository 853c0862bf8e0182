/**
 * Every time a refused call may wait of its own before it is tried again.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import { backoffsOf, jittered, type RetryRow } from '../../sim/supplies/retry.ts';

/** The waits of the call at `operation`, each once; none where it is not tried again. */
export function retryWaits(
  { machine, outcomes }: { readonly machine: Machine; readonly outcomes: readonly (readonly number[])[] },
  operation: number,
): readonly number[] {
  return waitsOf(machine.rows[operation]!.retry, outcomes);
}

/** The waits between two attempts of a run of `task`, or the longest before its start is delivered to it again. */
export function attemptWaits(
  { machine, outcomes }: { readonly machine: Machine; readonly outcomes: readonly (readonly number[])[] },
  task: number,
): readonly number[] {
  const delivery = machine.delivery[task];
  // A crash may come at any time before its start is delivered again.
  const again = delivery?.kind === 'at least once' ? [delivery.visibleMs] : [];
  return [...waitsOf(machine.runRetry[task], outcomes), ...again];
}

function waitsOf(retry: RetryRow | undefined, outcomes: readonly (readonly number[])[]): readonly number[] {
  if (retry === undefined) return [];
  const factors = retry.jitter === undefined ? [1] : outcomes[retry.jitter]!;
  return [...new Set(backoffsOf(retry).flatMap((waitMs) => factors.map((factor) => jittered(waitMs, factor))))];
}
