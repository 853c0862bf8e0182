/**
 * The shapes of what starts, ends and repeats runs.
 *
 * @module
 */
import { z } from 'zod';
import { either, oneOf, shape } from '../text/shape.ts';
import { amount, distribution } from './amount-shapes.ts';
import { value } from './supply-shapes.ts';

export const otherwise = oneOf('stop', 'fail', 'continue');

const retryKeys = {
  attempts: value.optional().describe('tries in all; default: until it is served, or done'),
  wait: value.describe('before the second try'),
  backoff: oneOf('fixed', 'exponential')
    .optional()
    .describe('whether the wait stays or doubles with each try; default fixed'),
  cap: value.optional().describe('the longest wait of its own'),
  jitter: either('full, none, a share or a distribution of shares', [
    oneOf('full', 'none'),
    z.number(),
    z.string(),
    ...distribution,
  ])
    .optional()
    .describe('full: anything up to the wait; 20%: up to a fifth less; default none'),
};

/** How a refused call is tried again. */
export const retry = shape({
  ...retryKeys,
  honourHint: z.boolean().optional().describe('not sooner than the answer says; default true'),
});

/** How a run that failed is tried again. */
export const runRetry = shape(retryKeys);

/** What becomes of the start of a run that crashes, or lasts long. */
export const delivery = either('at most once, or { visibility, renewed, deliveries }', [
  oneOf('at most once'),
  shape({
    visibility: value.describe('how long after it was delivered a start that is not done is delivered again'),
    renewed: z
      .boolean()
      .optional()
      .describe('true: it stays invisible as long as its run lives, and so long after a crash; default false'),
    deliveries: value.optional().describe('how often a start is delivered at the most; default: no limit'),
  }),
]);

/** A name: one run. */
export type EmitText = string | (Readonly<Record<string, unknown>> & EmitOptions);

interface EmitOptions {
  readonly wait?: boolean | undefined;
  readonly atMost?: z.infer<typeof amount> | undefined;
  readonly otherwise?: 'stop' | 'fail' | 'continue' | undefined;
}

/** Options of an `emit`; no task that is emitted may bear such a name. */
export const EMIT_OPTIONS: readonly string[] = ['wait', 'atMost', 'otherwise'];

export const emitText = either('the name of a task, or { NAME: RUNS }', [
  z.string(),
  z
    .object({
      wait: z.boolean().optional().describe('the run goes on when all that it started are over; default false'),
      atMost: amount.optional(),
      otherwise: otherwise.optional(),
    })
    .catchall(amount),
]);
