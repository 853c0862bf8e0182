/**
 * The shapes of what starts, ends and repeats runs.
 *
 * @module
 */
import { z } from 'zod';
import { either, oneOf } from '../text/shape.ts';
import { amount } from './amount-shapes.ts';

export const otherwise = oneOf('stop', 'fail', 'continue');

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
