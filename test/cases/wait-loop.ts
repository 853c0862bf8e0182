/**
 * The wait loop of the story, walked through by hand: two jobs, one balance, no engine. It shares nothing with the program but
 * the scenario below, so what both say has been worked out twice.
 *
 * A job that is refused wants five tokens more than its threshold, or ten where there is no whole token, and sleeps for what is
 * missing over the rate, at least 1 s and at most 30 s; a look after a sleep is paid before it reads. At ten it asks for its
 * threshold again. All amounts are in grains, 12,000 to a token, so that five tokens a minute are a grain a millisecond.
 */

export interface WaitLoop {
  /** Tokens that the Backfiller wants; the Upserter wants 50. */
  readonly threshold: number;
  readonly lookCost: number;
  /** Five tokens once a minute, or a little all the time. */
  readonly refill: 'minute' | 'flows';
  readonly days: number;
  /** Tokens at the start. */
  readonly initial: number;
  /** When the refill comes, within its minute; 0: first after one. */
  readonly phaseMs: number;
  /** The first start of the Upserter, from 1 ms to 15 min. */
  readonly offsetMs: number;
  readonly first: 'backfiller' | 'upserter' | 'coin';
  /** What a run of the Upserter costs, in tokens; how long it works then; how long the Backfiller does. */
  readonly draw: (what: 'cost' | 'upserterMs' | 'backfillerMs' | 'coin') => number;
}

export interface Walked {
  /** `60000 backfiller 55 -> 15`: every payment, in order. */
  readonly paid: readonly string[];
  readonly batches: number;
  readonly due: number;
  readonly served: number;
  /** Looks after a sleep. */
  readonly looks: number;
  /** The longest time without a batch, from the start and to the end too. */
  readonly longestMs: number;
}

const TOKEN = 12_000;
const CAPACITY = 300 * TOKEN;
const DAY = 86_400_000;
const QUARTER = 900_000;

interface Job {
  readonly name: 'backfiller' | 'upserter';
  readonly threshold: number;
  does: 'idle' | 'asks' | 'waits' | 'works';
  /** What it waits for. */
  target: number;
  atMs: number;
}

class Walk {
  readonly #loop: WaitLoop;
  readonly #paid: string[] = [];
  readonly #backfiller: Job;
  readonly #upserter: Job;
  #level: number;
  #refills = 0;
  #settledMs = 0;
  #looks = 0;
  #batches = 0;
  #lastMs = 0;
  #longestMs = 0;

  constructor(loop: WaitLoop) {
    this.#loop = loop;
    this.#level = loop.initial * TOKEN;
    this.#backfiller = { name: 'backfiller', threshold: loop.threshold * TOKEN, does: 'asks', target: 0, atMs: 0 };
    this.#upserter = { name: 'upserter', threshold: 50 * TOKEN, does: 'idle', target: 0, atMs: Infinity };
  }

  walk(): Walked {
    const { days, draw, first, offsetMs } = this.#loop;
    const [backfiller, upserter] = [this.#backfiller, this.#upserter];
    let [due, served, dueMs] = [0, 0, offsetMs];
    for (;;) {
      const nowMs = Math.min(backfiller.atMs, upserter.atMs, dueMs);
      if (nowMs >= days * DAY) break;
      this.#settle(nowMs);
      if (upserter.atMs === nowMs && upserter.does === 'works') {
        served++;
        upserter.does = 'idle';
        upserter.atMs = Infinity;
      }
      if (dueMs === nowMs) {
        due++;
        dueMs += QUARTER;
        if (upserter.does === 'idle') [upserter.does, upserter.atMs] = ['asks', nowMs];
      }
      const backfillerFirst = first === 'coin' ? draw('coin') < 0.5 : first === 'backfiller';
      const order = backfillerFirst ? [backfiller, upserter] : [upserter, backfiller];
      for (const job of order) if (job.atMs === nowMs) this.#turn(job, nowMs);
    }
    const longestMs = Math.max(this.#longestMs, days * DAY - this.#lastMs);
    return { paid: this.#paid, batches: this.#batches, due, served, looks: this.#looks, longestMs };
  }

  #settle(nowMs: number): void {
    const { phaseMs, refill } = this.#loop;
    // The first refill comes at the phase, or after a minute where that is 0.
    const refills = Math.floor((nowMs - phaseMs) / 60_000) + (phaseMs > 0 ? 1 : 0);
    const comes = refill === 'flows' ? nowMs - this.#settledMs : (refills - this.#refills) * 5 * TOKEN;
    this.#level = Math.min(CAPACITY, this.#level + comes);
    [this.#refills, this.#settledMs] = [refills, nowMs];
  }

  #turn(job: Job, nowMs: number): void {
    const again = job.does === 'waits';
    if (again) {
      this.#level -= this.#loop.lookCost * TOKEN;
      this.#looks++;
    }
    const short = again && this.#level < job.target;
    if (!short && this.#level >= job.threshold) {
      this.#pay(job, nowMs);
      return;
    }
    if (!short) job.target = this.#level < TOKEN ? 10 * TOKEN : job.threshold + 5 * TOKEN;
    job.does = 'waits';
    job.atMs = nowMs + Math.max(1_000, Math.min(30_000, job.target - this.#level));
  }

  #pay(job: Job, nowMs: number): void {
    const { draw } = this.#loop;
    const before = this.#level;
    this.#level -= TOKEN * (job.name === 'backfiller' ? 40 : draw('cost'));
    this.#paid.push(`${nowMs} ${job.name} ${before / TOKEN} -> ${this.#level / TOKEN}`);
    if (job.name === 'upserter') {
      job.does = 'works';
      job.atMs = nowMs + draw('upserterMs');
      return;
    }
    this.#batches++;
    this.#longestMs = Math.max(this.#longestMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    job.does = 'asks';
    job.atMs = nowMs + draw('backfillerMs');
  }
}

export function walk(loop: WaitLoop): Walked {
  return new Walk(loop).walk();
}

/** The same loop as a scenario. */
export function waitLoopText({
  threshold,
  lookCost,
  refill,
  days,
  initial,
  phaseMs,
  offsetMs,
  first,
}: WaitLoop): string {
  const comes = refill === 'flows' ? '5/min' : `{ tokens: 5, every: 1m, phase: ${phaseMs}ms }`;
  return `quotasim: 1
title: The wait loop alone
horizon: ${days}d
order: ${first === 'coin' ? 'any' : 'priority'}
supplies:
  keepa: { model: token-bucket, refill: ${comes}, capacity: 300, initial: ${initial}, debt: unlimited }
tasks:
  upserter:
    trigger: { every: 15m, offset: ${offsetMs}ms }
    whenBusy: skip
    priority: ${first === 'upserter' ? 1 : 0}
    steps:
      - await:
          keepa: 1
          margin: 9
          poll: &ask { every: 30s, orWhenDue: { rate: 5/min, atLeast: 1s }, cost: ${lookCost} }
      - await: { keepa: 50, margin: 5, poll: *ask }
      - spend: { keepa: { choice: [40, 60] } }
      - work: { uniform: [10s, 40s] }
      - progress
  backfiller:
    trigger: always
    priority: ${first === 'backfiller' ? 1 : 0}
    steps:
      - repeat:
          - await: { keepa: 1, margin: 9, poll: *ask }
          - await: { keepa: ${threshold}, margin: 5, poll: *ask }
          - spend: { keepa: 40 }
          - progress
          - work: { uniform: [5s, 25s] }
`;
}

/** Numbers from 0 to 1 that depend on the seed alone: a generator of the tests' own (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
