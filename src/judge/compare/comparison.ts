/**
 * What `compare` comes to: several results side by side, and by how much each differs from the first. Plain data, ready to
 * be printed, drawn and saved as comparison.json.
 *
 * @module
 */
import { z } from 'zod';
import { goalSchema } from '../report/goal-schema.ts';
import { verdictSchema } from '../report/report.ts';

const interval = z.tuple([z.number(), z.number()]).nullable();

const side = z.strictObject({
  label: z.string().describe('how it was named'),
  scenario: z.string(),
  hash: z.string().describe('of its compiled scenario'),
  replications: z.number().int(),
  verdict: verdictSchema,
});

const measured = z.strictObject({ mean: z.number(), interval }).nullable().describe('null where there are no data');

const difference = z
  .strictObject({
    mean: z.number(),
    interval: interval.describe('95 % Student interval over pairs of runs with the same random numbers: low, high'),
    pairs: z.number().int().describe('runs that were paired; 0 where one side has only one possible run'),
  })
  .nullable()
  .describe('this side minus the first; null for the first, and where there are no data');

const figure = z.strictObject({
  of: z.string().describe('the task'),
  figure: z.enum(['progressPerDay', 'served', 'longestWithoutProgress']),
  wanted: z.enum(['more', 'less']),
  sides: z.array(z.strictObject({ measured, difference, change: z.enum(['better', 'worse', 'same', 'unclear']) })),
});

const world = z.strictObject({
  set: z.record(z.string(), z.string()),
  verdicts: z.array(verdictSchema),
  claims: z
    .record(z.string(), z.array(z.string().nullable()))
    .describe('by task, one for each side; null where it has no such task'),
  goals: z.array(z.strictObject({ of: z.string(), sides: z.array(goalSchema.nullable()) })),
  figures: z.array(figure),
});

export const comparisonSchema = z.strictObject({
  quotasim: z.string(),
  seed: z.string(),
  again: z.string(),
  sides: z.array(side).min(2),
  changed: z
    .array(z.strictObject({ name: z.string(), values: z.array(z.string().nullable()) }))
    .describe('parameters and facts that are not the same on all sides'),
  worlds: z.array(world).describe('those that all sides have'),
  unmatched: z.array(z.string()).describe('labels of sides with worlds that others do not have'),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type ComparedWorld = z.infer<typeof world>;
export type ComparedFigure = z.infer<typeof figure>;
export type Difference = NonNullable<z.infer<typeof difference>>;
