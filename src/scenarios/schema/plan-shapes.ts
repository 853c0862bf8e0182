/**
 * The shape of `plan`: what the search for a better setting is asked.
 *
 * @module
 */
import { z } from 'zod';
import { either, shape } from '../text/shape.ts';
import { value } from './supply-shapes.ts';

export const plan = shape({
  maximize: z.string().optional().describe('TASK.progress, TASK.served, price or $PARAMETER'),
  minimize: z.string().optional().describe('TASK.latency, TASK.age, price or $PARAMETER'),
  front: z.array(z.string()).min(1).optional().describe('what else counts, as of maximize and minimize'),
  where: either('a comparison such as 20 * $BATCH <= $CAPACITY, or a list of them', [
    z.string(),
    z.array(z.string()).min(1),
  ]).optional(),
  price: either('an expression, or prices by parameter and value', [
    z.number(),
    z.string(),
    z.record(z.string(), z.record(z.string(), value)),
  ]).optional(),
  confidence: value.optional().describe('the probability that the choice is right; default 95%'),
  indifference: value
    .optional()
    .describe('so much worse than the best is as good; default 1%, or what 200 runs of each setting tell'),
});
