/** The story, small: an upserter that takes what a backfiller waits for; without chance, so that one run says all. */
export const keepaBefore = `quotasim: 1
title: Keepa, in small
horizon: 1d
grid: 1m
parameters:
  BACKFILL_MIN_TOKENS: { value: 80, range: [5, 150], step: 5 }
facts:
  UPSERT_COST: 60
  POLL_COST: 0
supplies:
  keepa:
    model: token-bucket
    refill: { tokens: 5, every: 1m }
    capacity: 300
    initial: 0
    debt: unlimited
tasks:
  upserter:
    trigger: { every: 10m, offset: 0 }
    whenBusy: skip
    steps:
      - await: { keepa: 50, poll: { every: 1m, cost: $POLL_COST } }
      - spend: { keepa: $UPSERT_COST }
      - progress
  backfiller:
    trigger: always
    steps:
      - await: { keepa: $BACKFILL_MIN_TOKENS, poll: { every: 1m, cost: $POLL_COST } }
      - spend: { keepa: 40 }
      - progress
      - work: 1m
goals:
  upserter: { served: 40% }
  backfiller: { progressWithin: 2h }
`;
