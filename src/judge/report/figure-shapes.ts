/**
 * Shapes that many figures of report.json share.
 *
 * @module
 */
import { z } from 'zod';

export const interval = z.tuple([z.number(), z.number()]).describe('95 % interval: low, high');
export const count = z.number().int().min(0);

export const by = z.string().describe('how it was obtained');

export const shareOfRuns = z.strictObject({
  runs: count,
  of: count,
  interval: interval.describe('95 % Wilson interval of the share: low, high'),
  by,
});
