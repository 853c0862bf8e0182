/**
 * What report.json says of other settings: how far each parameter can move before the verdict flips, and the smallest
 * change that mends what fails.
 *
 * @module
 */
import { z } from 'zod';

const answer = z.enum(['yes', 'no', 'unknown']);

const end = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flips'), at: z.string() }),
  z.strictObject({ kind: z.literal('unknown'), at: z.string() }),
  z.strictObject({ kind: z.literal('invalid'), at: z.string(), because: z.string() }),
  z.strictObject({ kind: z.enum(['lattice', 'limit', 'no-step']) }),
]);

const range = z
  .strictObject({
    answer: answer.describe('at the present value, and as far as the range goes'),
    from: z.string(),
    to: z.string(),
    below: end.describe('why the range ends there: another answer at the next value, no more values, a limit'),
    above: end,
  })
  .describe('values in a row with the answer of the present one');

const shape = {
  name: z.string(),
  value: z.string(),
  claim: range.describe('whether every task that must not starve is safe'),
  goals: range.describe('whether the goals that proofs can judge are met'),
  unjudged: z.array(z.string()).describe('the goals that only runs can judge: `goals` says nothing of them'),
};

/** Of a world, parameter by parameter; every value between the ends was verified. */
export const neighboursSchema = z.array(
  z.strictObject({
    ...shape,
    points: z.array(z.strictObject({ value: z.string(), claim: answer, goals: answer })),
  }),
);

/** Of a world that fails: the smallest change of one parameter, in steps of its range, after which all is well. */
export const fixSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z
      .enum(['passes', 'safe'])
      .describe('passes: every goal is met; safe: nobody can starve, but a goal is not met'),
    from: z.string().describe('the present value'),
    ...shape,
    perDay: z.record(z.string(), z.number()).describe('progress a day of each task, in the runs'),
    open: z.array(z.string()).describe('the goals that are not met all the same'),
    tried: z.number().int().describe('settings that were verified'),
    text: z.string(),
  }),
  z.strictObject({
    kind: z.literal('none'),
    tried: z.number().int(),
    complete: z.boolean().describe('false: a limit was hit before every value of every parameter was tried'),
    text: z.string(),
  }),
]);

export type NeighboursReport = z.infer<typeof neighboursSchema>;
export type FixReport = z.infer<typeof fixSchema>;
