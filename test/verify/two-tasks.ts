/**
 * The two-task form as plain data: a Backfiller that always wants its next batch and an Upserter that starts every so
 * often share one token bucket that is refilled step by step. Every verdict on it can be checked on several roads: the
 * scenario of `scenarioText` through the product, the twin, and Spin.
 *
 * All times are counted in steps. At each step: the refill; then the start of the Upserter, if one is due; then both
 * tasks once, in an order that `first` leaves open or fixes.
 */
import fc from 'fast-check';

/** A number: the level may go down to minus it. */
export type FormDebt = 'none' | 'unlimited' | 'clamp' | number;

export interface TwoTasks {
  /** Level the Backfiller waits for, tokens; at least 1, as is the gate. */
  readonly threshold: number;
  /** Tokens a batch costs. */
  readonly batch: number;
  /** Level a run of the Upserter needs, tokens. */
  readonly gate: number;
  /** Tokens a run of the Upserter may cost, all different; which of them is drawn once its gate was passed. */
  readonly costs: readonly number[];
  /** Steps between two starts of the Upserter. */
  readonly period: number;
  /** The step of its first start, from 1 to the period. */
  readonly offset: 'any' | number;
  /** Tokens that each refill brings; the first one comes with step `refillEvery`. */
  readonly refill: number;
  /** Steps from one refill to the next. Default: 1. */
  readonly refillEvery?: number;
  readonly capacity: number;
  /** Tokens at the start, whole. */
  readonly initial: 'any' | number;
  readonly debt: FormDebt;
  /** What a run of the Upserter does that finds too little: it ends, or it waits (and a start meanwhile is lost). */
  readonly belowGate: 'skip' | 'wait';
  /** Who goes first where both can: either, every time anew, or always the same. */
  readonly first: 'any' | 'backfiller' | 'upserter';
  readonly stepSeconds: number;
  /**
   * Whoever waits may look at the level only once a step, which changes nothing while a look is free. What a look costs is
   * paid before it reads the level, or after; the first look, which finds that there is too little, is free.
   */
  readonly poll: 'none' | 'before' | 'after';
  /** Tokens a look costs; where the level may sink below zero, all looks of a step cost no more than its refill. */
  readonly lookCost: number;
}

/** The level at which a cost is admitted. */
export function admissionLevel({ debt }: TwoTasks, cost: number): number {
  if (debt === 'none') return cost;
  return typeof debt === 'number' ? Math.max(1, cost - debt) : 1;
}

const small = (min: number, max: number) => fc.integer({ min, max });

/** Forms so small that amounts collide and every claim is common; some levels cannot be reached at all. */
export const twoTasks: fc.Arbitrary<TwoTasks> = fc
  .record({
    threshold: small(1, 24),
    batch: small(1, 12),
    gate: small(1, 16),
    costs: fc.uniqueArray(small(1, 16), { minLength: 1, maxLength: 3 }).map((costs) => costs.toSorted((a, b) => a - b)),
    period: small(1, 8),
    refill: small(1, 4),
    capacity: small(6, 30),
    debt: fc.oneof(fc.constantFrom<FormDebt>('none', 'unlimited', 'clamp'), small(1, 8)),
    belowGate: fc.constantFrom('skip', 'wait'),
    first: fc.constantFrom('any', 'any', 'backfiller', 'upserter'),
    stepSeconds: fc.constantFrom(60, 60, 12),
    poll: fc.constantFrom('none', 'before', 'after'),
    lookCost: fc.constantFrom(0, 0, 1, 2, 3),
    initial: fc.option(small(0, 30), { nil: 'any' as const, freq: 2 }),
    offset: fc.option(small(1, 8), { nil: 'any' as const, freq: 2 }),
  })
  .map(({ initial, offset, lookCost, ...form }) => ({
    ...form,
    lookCost: Math.min(lookCost, lookCostMax(form)),
    initial: initial === 'any' ? initial : Math.min(initial, form.capacity),
    offset: offset === 'any' ? offset : Math.min(offset, form.period),
  }));

/** Beyond this the level might sink for ever, or below what its debt allows. */
function lookCostMax({
  debt,
  poll,
  belowGate,
  refill,
}: Pick<TwoTasks, 'debt' | 'poll' | 'belowGate' | 'refill'>): number {
  if (poll === 'none') return 0;
  if (debt === 'clamp') return Infinity;
  // A look that is paid after it found enough to spend leaves too little, and would need a debt.
  if (debt === 'none') return poll === 'before' ? Infinity : 0;
  if (typeof debt === 'number' && poll === 'after') return 0;
  return belowGate === 'wait' ? Math.floor(refill / 2) : refill;
}

/** The form as a scenario, which means exactly what the form means. */
export function scenarioText(form: TwoTasks): string {
  const { refillEvery = 1 } = form;
  const { belowGate, capacity, costs, debt, first, initial, offset, period, poll, refill, stepSeconds } = form;
  const step = `${stepSeconds}s`;
  const looks = poll === 'none' ? '' : `, poll: { every: ${step}, cost: ${form.lookCost}, charged: ${poll} }`;
  // A run that is skipped looks once, and is over unless both its gate and its cost are met there and then.
  const upserterWaits = belowGate === 'skip' ? ', atMost: 0s, otherwise: stop' : looks;
  const order = first === 'any' ? 'any' : 'priority';
  return `quotasim: 1
title: Two tasks, one bucket
horizon: 1d
grid: ${step}
order: ${order}
facts:
  UPSERT_COST: { choice: [${costs.join(', ')}] }
supplies:
  keepa:
    { model: token-bucket, refill: { tokens: ${refill}, every: ${refillEvery * stepSeconds}s }, capacity: ${capacity}, initial: ${initial}, debt: ${debt} }
tasks:
  upserter:
    trigger: { every: ${period * stepSeconds}s, offset: ${offset === 'any' ? offset : `${offset * stepSeconds}s`} }
    whenBusy: skip
    priority: ${first === 'upserter' ? 1 : 0}
    steps:
      - await: { keepa: ${form.gate}${upserterWaits} }
      - spend: { keepa: $UPSERT_COST${upserterWaits} }
      - progress
  backfiller:
    trigger: always
    priority: ${first === 'backfiller' ? 1 : 0}
    steps:
      - repeat:
          - work: ${step}
          - await: { keepa: ${form.threshold}${looks} }
          - spend: { keepa: ${form.batch}${looks} }
          - progress
`;
}
