/**
 * What report.json says of a world in which nothing is left open: whether its only run is known for all time.
 *
 * @module
 */
import { z } from 'zod';

export const recurrenceSchema = z.strictObject({
  kind: z
    .enum(['recurs', 'grows', 'rests', 'not-seen'])
    .describe('recurs: it repeats itself. grows: it does, with more in it each time. rests: nothing happens any more'),
  fromMs: z.number().optional().describe('from here on, at the latest'),
  periodMs: z.number().optional().describe('what it repeats lasts so long'),
  grows: z
    .array(
      z.strictObject({
        what: z
          .enum(['starts', 'debt', 'items'])
          .describe('starts of a task in line, tokens by which a level sinks, or items of a backlog'),
        name: z.string(),
        perDay: z.number(),
      }),
    )
    .optional(),
  text: z.string().describe('the same in a sentence'),
});

export type RecurrenceReport = z.infer<typeof recurrenceSchema>;
