/**
 * The shapes of goals: of a task, a supply or a backlog. Which goals each may have is told by the compiler.
 *
 * @module
 */
import { z } from 'zod';
import { either, shape } from '../text/shape.ts';
import { value } from './supply-shapes.ts';

const quantiles = {
  mean: value.optional(),
  p50: value.optional(),
  p95: value.optional().describe('what 95 % do not exceed'),
  p99: value.optional(),
};

const peak = shape({
  tokens: value.optional().describe('the most that may be taken in any time so long'),
  requests: value.optional().describe('the most requests in any time so long'),
  within: value.describe('how long; what is exactly so far apart is no longer together'),
});

const doneBy = either('a duration, a time of day such as 06:00, or a map', [
  z.string(),
  z.number(),
  shape({
    within: value.optional().describe('so long after it was due'),
    at: z.string().optional().describe('the first such time of day after it was due'),
    zone: z.string().optional().describe('the time zone of `at`; default UTC'),
    share: value.optional().describe('the least share that must be done by then; default 100%'),
  }),
]);

export const goal = shape({
  neverStarves: z.literal(true).optional(),
  progressWithin: value.optional(),
  served: value.optional(),
  progressPerDay: value.optional(),
  latency: shape({ ...quantiles, max: value.optional() })
    .optional()
    .describe('from when a start is due to when its run is done'),
  age: shape(quantiles).optional().describe('how long ago the last progress was, over time'),
  accept: either('a reason, or { reason, until }', [
    z.string(),
    shape({ reason: z.string(), until: z.string().optional() }),
  ]).optional(),
  doneBy: doneBy
    .optional()
    .describe('of a task: by when its starts must be done; of a backlog: by when it must be empty again'),
  peak: either('{ tokens, within }, { requests, within }, or a list', [peak, z.array(peak).min(1)])
    .optional()
    .describe('of a supply: the most that is asked of it at a time'),
  refused: value.optional().describe('of a supply: the most of its calls that may be refused'),
});

export type GoalText = z.infer<typeof goal>;
export type PeakText = z.infer<typeof peak>;
export type DoneByText = z.infer<typeof doneBy>;
