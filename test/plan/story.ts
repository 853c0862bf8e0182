/** The story with progress counted in items: thresholds from 5 to 150, the rest fixed or free. */

export interface StoryOptions {
  readonly threshold?: string;
  readonly more?: string;
  readonly plan?: string;
  readonly horizon?: string;
  readonly goals?: string;
}

/** The Upserter waits at 50 every 15 min and costs 40 or 60; the Backfiller waits at its threshold and takes batches of 20 tokens an item. */
export function story({ threshold, more = '', plan = '', horizon = '2d', goals }: StoryOptions = {}): string {
  return `quotasim: 1
title: The story, to be planned
horizon: ${horizon}
grid: 1m
replications: 6
parameters:
  THRESHOLD: ${threshold ?? '{ value: 50, range: [5, 150], step: 5 }'} # tokens before a batch
  BATCH: { value: 2, range: [1, 5], step: 1 }
  EVERY: { value: 15m, oneOf: [10m, 15m, 20m, 30m] }
${more}facts:
  COST: { choice: [40, 60] }
supplies:
  keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: unlimited }
tasks:
  upserter:
    trigger: { every: $EVERY, offset: any }
    whenBusy: skip
    steps:
      - await: { keepa: 50 }
      - spend: { keepa: $COST }
      - progress
  backfiller:
    trigger: always
    steps:
      - repeat:
          - await: { keepa: $THRESHOLD, poll: { every: 1m } }
          - spend: { keepa: 20 * $BATCH }
          - progress: $BATCH
          - work: 1m
goals: ${goals ?? '{ upserter: { served: 95% }, backfiller: { progressWithin: 2h } }'}
${plan}`;
}
