/**
 * Which tasks try a run again that failed, and how.
 *
 * @module
 */
import type { Model } from '../model.ts';
import { type RetryRow, retryRowOf } from '../supplies/retry.ts';

export interface Retries {
  /** Whether any does. */
  readonly retries: boolean;
  /** By task. */
  readonly runRetry: readonly (RetryRow | undefined)[];
}

export function retriesOf({ tasks }: Model): Retries {
  const runRetry = tasks.map(({ retry }) => retry && retryRowOf(retry));
  return { retries: runRetry.some((retry) => retry !== undefined), runRetry };
}
