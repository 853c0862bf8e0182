/**
 * The shapes of what starts a task.
 *
 * @module
 */
import { z } from 'zod';
import { either, oneOf, shape } from '../text/shape.ts';
import { amount, distribution, policyUse } from './amount-shapes.ts';
import { any, value } from './supply-shapes.ts';

const LATER = ['at'];

const after = oneOf('start')
  .optional()
  .describe('start: none is due as long as the last one has not begun, its slot included');

const count = value.optional().describe('starts that come at a time; default 1');

export const trigger = either('always, { always: { pause } }, { every }, { cron }, { poisson }, { trace } or { on }', [
  oneOf('always'),
  shape({
    always: shape({
      pause: either('a duration, a distribution or { use: POLICY }', [
        z.number(),
        z.string(),
        ...distribution,
        policyUse,
      ]).describe('how long after the end of a run the next one starts'),
    }),
  }),
  shape({ every: value, offset: any.optional(), jitter: amount.optional(), count, after }, LATER),
  shape(
    {
      cron: z.string(),
      zone: z.string().optional().describe('the time zone whose local time the pattern is about; default UTC'),
      dst: oneOf('skip', 'shift', 'twice')
        .optional()
        .describe('what becomes of a local time that the clocks skip or show twice; required where they are changed'),
      count,
      after,
    },
    LATER,
  ),
  shape({ poisson: value, count }, LATER),
  shape({ trace: z.string().describe('a CSV file beside the scenario, with the column at, and count or not') }, LATER),
  shape(
    {
      on: either('the name of a task, or a list of names', [z.string(), z.array(z.string()).min(1)]).describe(
        'each `emit` of this task in a run of that one',
      ),
    },
    LATER,
  ),
]);

export type TriggerText = z.infer<typeof trigger>;

const moment = either('a duration or a date', [z.string(), z.number()]);

/** When the scheduler is down. */
export const outage = shape({
  from: moment,
  until: moment,
  tasks: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('whose scheduler it is; default all that start by a period or the calendar'),
});

const starts = oneOf('none', 'once', 'all');

/** What becomes of starts that the scheduler missed. */
export const catchUp = either('none, once, all or { starts, within, giveUpAfter, busyToo }', [
  starts,
  shape({
    starts: starts.describe('what is started late: nothing, one start however many were missed, or each of them'),
    within: value.optional().describe('what was missed longer ago is lost, and does not count'),
    giveUpAfter: value
      .optional()
      .describe('more missed starts than this, and it never starts again; only with `starts: once`'),
    busyToo: z
      .boolean()
      .optional()
      .describe('starts skipped because the task is busy count as missed; only with `starts: once`; default false'),
  }),
]);

export type OutageText = z.infer<typeof outage>;
export type CatchUpText = z.infer<typeof catchUp>;
