/**
 * The shapes of amounts that need not be one number: what is drawn from a distribution, and what is not known.
 *
 * @module
 */
import { z } from 'zod';
import { either, shape } from '../text/shape.ts';
import { value } from './supply-shapes.ts';

const truncation = {
  min: value.optional().describe('draws are conditioned to be at least this; default 0'),
  max: value.optional().describe('and at most this'),
};
export const distribution = [
  shape({ choice: z.array(value).min(1), weights: z.array(z.number()).optional() }),
  shape({ uniform: z.array(value).min(2).max(2).describe('low, high') }),
  shape({ triangular: z.array(value).min(3).max(3).describe('low, most likely, high') }),
  shape({ exponential: value.describe('the mean'), ...truncation }),
  shape({ normal: shape({ mean: value, sd: value }), ...truncation }),
  shape({
    lognormal: either('{ mean, sd } or { median, p95 }', [
      shape({ mean: value, sd: value }),
      shape({ median: value, p95: value }),
    ]),
    ...truncation,
  }),
  shape({ gamma: shape({ mean: value, sd: value }), ...truncation }),
  shape({ weibull: shape({ scale: value, shape: value }), ...truncation }),
  shape({
    empirical: either('a list of values, or the name of a CSV file', [z.array(value).min(1), z.string()]),
    weights: z.array(z.number()).optional(),
    in: z.string().optional(),
    ...truncation,
  }),
] as const;
const DISTRIBUTIONS = 'choice, uniform, triangular, exponential, normal, lognormal, gamma, weibull, empirical';

export const amount = either(`a number, an expression or a distribution (${DISTRIBUTIONS})`, [
  z.number(),
  z.string(),
  ...distribution,
]).describe('a number, an expression over $NAMES, or a distribution');

export const unsure = shape({
  unsure: z.array(either('a value', [z.number(), z.string(), ...distribution])).min(1),
}).describe('not known: every value is judged, each in a world of its own');

export const policyUse = z.looseObject({ use: z.string() }).describe('a policy by name, with its options');

export type PolicyText = z.infer<typeof policyUse>;
