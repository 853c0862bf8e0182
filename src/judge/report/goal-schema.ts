/**
 * A goal as report.json has it.
 *
 * @module
 */
import { z } from 'zod';
import { by, interval, shareOfRuns } from './figure-shapes.ts';

export const goalSchema = z.strictObject({
  of: z.string().describe('a task; of peak and refused a supply; of doneBy a task or a backlog'),
  goal: z.enum([
    'neverStarves',
    'progressWithin',
    'served',
    'progressPerDay',
    'latency',
    'age',
    'doneBy',
    'peak',
    'refused',
    'precision',
  ]),
  figure: z
    .enum([
      'mean',
      'p50',
      'p95',
      'p99',
      'max',
      'served',
      'progressPerDay',
      'latency',
      'age',
      'tokens',
      'requests',
      'share',
      'perDay',
    ])
    .optional()
    .describe(
      'what of a latency or age is limited; of what a precision is asked; what a peak counts; whether a share of all tries may be refused, or so many a day',
    ),
  when: z
    .string()
    .optional()
    .describe('of doneBy: by when ("within 6 h", "by 06:00 UTC"); of a peak: in which time it is counted'),
  implicit: z.boolean(),
  accepted: z.string().optional().describe('the reason it is accepted that this goal is not met, and until when'),
  expired: z.string().optional().describe('until when it was accepted that this goal is not met; that is over'),
  target: z.number().nullable().describe('ms, a share, an amount per day, or of a peak an amount'),
  measured: z.number().nullable(),
  seenMs: z
    .number()
    .optional()
    .describe('the longest wait the runs showed, where what is known for certain has no number'),
  interval: interval.nullable(),
  by: by.optional(),
  violated: shareOfRuns.optional().describe('runs which, each by itself, did not keep the goal'),
  bracket: interval
    .optional()
    .describe(
      'of `served` and `doneBy`, where it matters: the share if none / all of the unfinished and queued starts were served',
    ),
  verdict: z.enum(['met', 'missed', 'unknown', 'accepted']),
  evidence: z.enum(['proof', 'counterexample', 'rule', 'recurrence', 'estimate', 'none']),
  text: z.string().describe('target, measurement and verdict in one sentence'),
});
