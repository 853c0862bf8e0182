/**
 * What rules must know of supplies that ask for more than a level, and of calls.
 *
 * Arguments about levels (who keeps a level down, what a pattern shows, what is left over) hold where whoever looks at a
 * level that suffices goes on. Before a line, in a lock-out, or beside calls that are refused at a price they do not.
 *
 * @module
 */
import type { Model, Operation } from '../../sim/model.ts';
import { boundsOf } from './bounds.ts';

/** Whether nothing but the level decides who is admitted, and no call is tried. */
export function isPlainSupply({ supplies, tasks }: Model, supply: number): boolean {
  const { turn, lockout } = supplies[supply]!;
  const called = tasks.some(({ program }) => program.some((step) => isCallOn(step, supply)));
  return turn === undefined && lockout === undefined && !called;
}

/** Whether a step is a call that is served or refused by a supply, alone or with others. */
export function isCallOn(step: Operation, supply: number): boolean {
  return step.kind === 'call' && [step, ...(step.also ?? [])].some((part) => part.supply === supply);
}

/** Whether a step is a call that may be given up. */
export function mayBeGivenUp(operation: Operation): boolean {
  if (operation.kind !== 'call') return false;
  const { retry, giveUpIfLongerThan } = operation;
  return retry === undefined || retry.attempts !== undefined || giveUpIfLongerThan !== undefined;
}

/** The longest a call may take to be served or given up. */
export function longestCallMs(model: Model, task: number, operation: Extract<Operation, { kind: 'call' }>): number {
  const { retry, giveUpIfLongerThan } = operation;
  if (retry === undefined || retry.attempts === 1) return 0;
  const { attempts = Infinity, waitMs, backoff, capMs, honourHint, jitter } = retry;
  const hints = [operation, ...(operation.also ?? [])].map(
    ({ supply }) => model.supplies[supply]!.refused?.hint ?? 'none',
  );
  const hinted = honourHint && hints.some((hint) => hint !== 'none');
  const each = backoff === 'fixed' ? waitMs : Math.min(capMs, waitMs * 2 ** Math.min(attempts, 60));
  const limitMs = giveUpIfLongerThan === undefined ? Infinity : boundsOf(model, task, giveUpIfLongerThan).high;
  // What a wait is multiplied with need not be below 1.
  const longest = Math.min(limitMs, hinted || jitter !== undefined ? Infinity : Math.max(1, each));
  return longest * (attempts - 1);
}
