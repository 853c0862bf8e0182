/**
 * Every time a refused call may wait of its own before it is tried again.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import { backoffsOf, jittered } from '../../sim/supplies/retry.ts';

/** The waits of the call at `operation`, each once; none where it is not tried again. */
export function retryWaits(
  { machine, outcomes }: { readonly machine: Machine; readonly outcomes: readonly (readonly number[])[] },
  operation: number,
): readonly number[] {
  const { retry } = machine.rows[operation]!;
  if (retry === undefined) return [];
  const factors = retry.jitter === undefined ? [1] : outcomes[retry.jitter]!;
  return [...new Set(backoffsOf(retry).flatMap((waitMs) => factors.map((factor) => jittered(waitMs, factor))))];
}
