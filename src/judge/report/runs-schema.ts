/**
 * What became of the starts of a task, in report.json.
 *
 * @module
 */
import { z } from 'zod';

const count = z.number().int().min(0);

export const runsSchema = z.strictObject({
  triggered: count,
  started: count,
  skipped: count.describe('found the task busy'),
  stopped: count.describe('gave up at a wait, or reached a `stop`'),
  completed: count,
  failed: count,
  crashed: count.optional().describe('of the failed, those that crashed; absent where none can'),
  retried: count
    .optional()
    .describe('attempts that failed and were followed by another; absent where there is one each'),
  expired: count
    .optional()
    .describe('starts that waited too long, in the queue or for their slot, and were dropped; absent where none can'),
  redelivered: count
    .optional()
    .describe('times a start was delivered again; absent where starts are delivered once at the most'),
  duplicates: count.optional().describe('of these, those to another run while the one that had the start went on'),
  unfinished: count.describe('alive at the horizon'),
  queued: count.describe('due but not begun at the horizon'),
});
