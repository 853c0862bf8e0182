/**
 * What report.json holds: the one result of a run that people, charts and CI read.
 *
 * Counts and token amounts are sums over all replications (so they are exact and whole); `perDay`, shares and means are
 * means over replications, with a 95 % Student interval where there is more than one. `null` means "no data", never 0.
 * `by` says of each figure with an interval how it was obtained.
 *
 * @module
 */
import { z } from 'zod';
import type { Trace } from '../../sim/listen/trace.ts';
import type { Counterexample } from '../evidence/counterexample.ts';
import { by, count, interval, shareOfRuns } from './figure-shapes.ts';
import { goalSchema } from './goal-schema.ts';
import { fixSchema, neighboursSchema } from './neighbours-schema.ts';
import { chancesSchema, counterexampleSchema, mechanismSchema, proofSchema, worstSchema } from './proof-schema.ts';
import { recurrenceSchema } from './recurrence-schema.ts';
import { runsSchema } from './runs-schema.ts';

const share = z.strictObject({ share: z.number(), interval: interval.nullable(), by });

const quantileIntervals = z.strictObject({
  p50: interval.nullable(),
  p95: interval.nullable(),
  p99: interval.nullable().describe('null where there is too little to tell'),
});

const methods = z.strictObject({ mean: by, quantiles: by });

const quantiles = z.strictObject({
  count: count.describe('how many were measured, in all replications'),
  mean: z.number().describe('mean over replications of the mean within each, ms'),
  interval: interval
    .nullable()
    .describe('95 % Student interval of the mean over replications, ms; null with one replication of an open model'),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
  intervals: quantileIntervals,
  by: methods,
});

const age = z.strictObject({
  mean: z.number(),
  interval: interval.nullable(),
  p50: z.number(),
  p95: z.number().describe('not exceeded for 95 % of the time'),
  p99: z.number(),
  intervals: quantileIntervals,
  by: methods,
});

const evidence = z.strictObject({
  kind: z.enum(['proof', 'counterexample', 'rule', 'recurrence', 'estimate', 'none']),
  replications: count.optional(),
  horizonMs: z.number().optional(),
  text: z.string().describe('the evidence in one sentence'),
});

/** The longest single wait of a task, and what happened meanwhile. */
const longWait = z.strictObject({
  kind: z.enum(['lock', 'supply', 'pool']),
  name: z.string().describe('the supply, lock or pool it waited for'),
  step: z.string().describe('document path of the step, e.g. tasks.backfiller.steps[1].repeat[0]'),
  replication: count,
  fromMs: z.number(),
  toMs: z.number(),
  finished: z.boolean().describe('false: it still waited at the end of the run'),
  targetTokens: z.number().nullable().describe('the level it waited for'),
  peakTokens: z.number().nullable().describe('the highest level it saw meanwhile'),
  taken: z
    .array(z.strictObject({ task: z.string(), kind: z.enum(['spend', 'poll']), tokens: z.number() }))
    .describe('who took tokens of that supply meanwhile, most first'),
  heldBy: z.array(z.string()).describe('for a lock or pool: the tasks that held it when the wait began'),
  leftBy: z
    .array(z.string())
    .optional()
    .describe('of these, the tasks whose crashed runs had left it behind; absent where there are none'),
});

const task = z.strictObject({
  claim: z.enum(['live', 'starvable', 'starved', 'overloaded', 'unknown']),
  evidence,
  mechanism: mechanismSchema.optional(),
  cause: z.string().optional().describe('one sentence: what keeps the task from its goal'),
  worst: worstSchema.optional(),
  itemsPerDay: z.number().optional().describe('items more that wait in its backlog each day, where it is overloaded'),
  growsPerDay: z.number().optional().describe('starts more that wait in line each day, where it is overloaded'),
  counterexample: counterexampleSchema.optional(),
  almostSafe: z.literal(true).optional().describe('it can starve, but with probability 0, whoever has the turns'),
  chances: chancesSchema.optional(),
  runs: runsSchema,
  progress: z.strictObject({
    amount: z.number(),
    perDay: z.number(),
    interval: interval.nullable().describe('of perDay'),
    by,
    firstMs: z
      .number()
      .nullable()
      .describe('the longest first wait over replications; null where one of them made no progress'),
    lastMs: z.number().nullable().describe('the latest progress in any replication'),
    betweenMs: z
      .strictObject({
        p50: z.number(),
        p95: z.number(),
        p99: z.number(),
        max: z.number(),
        intervals: quantileIntervals,
        by,
      })
      .nullable(),
    longestMs: z.number().describe('the longest wait of all: first, between, or unfinished at the horizon'),
  }),
  served: z
    .strictObject({
      share: z.number().describe('runs that progressed over triggers due, unfinished and queued runs left out of both'),
      interval: interval.nullable(),
      by,
      bracket: z
        .tuple([z.number(), z.number()])
        .describe('share if none / all of the unfinished and queued were served'),
    })
    .nullable()
    .describe('null for `always` and where nothing was due'),
  spent: z.record(z.string(), z.number()).describe('tokens by supply, polls included'),
  waitMs: z.strictObject({ lock: quantiles.nullable(), supply: quantiles.nullable(), pool: quantiles.nullable() }),
  latency: quantiles.nullable().describe('from when a start was due to when its run was done, ms; null where none was'),
  age: age.nullable().describe('how long ago the last progress was, over the time measured, ms'),
  starved: shareOfRuns.describe(
    'runs at whose end something due had waited for a quarter of the horizon and still did',
  ),
  longestWait: longWait.nullable(),
  waited: z.strictObject({
    due: z.boolean().describe('whether any start was due'),
    longestMs: z
      .number()
      .describe('the longest that something due waited: the task or a start for progress, or a run at a step'),
    oldestQueuedMs: z.number().nullable().describe('age of the oldest start still queued at the end; null where none'),
    median: z
      .strictObject({ ms: z.number(), interval: interval.nullable(), by })
      .describe('of the longest wait in each run: half of the runs had none longer'),
  }),
  replications: z
    .array(
      z.strictObject({
        amount: z.number(),
        firstMs: z.number().nullable(),
        lastMs: z.number().nullable(),
        longestMs: z.number(),
        triggered: count,
        served: count,
        undecided: count.describe('starts that were queued or unfinished at the end'),
        measuredMs: z.number().describe('how long was measured, warm-up left out'),
      }),
    )
    .describe('one row per replication, in order'),
});

const supply = z.strictObject({
  capacity: z.number(),
  gates: z
    .array(
      z.strictObject({
        task: z.string(),
        tokens: z.number(),
        refusedTokens: z.number().optional().describe('with its margin: what it waits for once refused'),
      }),
    )
    .describe('constant levels that tasks wait for'),
  grainsPerToken: z.number(),
  level: z.strictObject({ min: z.number(), mean: z.number(), max: z.number() }),
  initial: z.number().describe('tokens at the start, summed over replications'),
  refilled: z.number().describe('tokens the refill offered'),
  used: z.number().describe('tokens taken by steps and polls; refilled + initial = used + wasted + left'),
  usedBy: z.record(z.string(), z.number()).describe('tokens by task, polls not included'),
  polls: count.describe('looks at the balance after a first refusal'),
  pollTokens: z.number(),
  calls: z
    .strictObject({
      tries: count.describe('calls that were tried, those tried again included'),
      refused: count.describe('tries that the server refused'),
      refusedShare: share.nullable().describe('of all tries, those that were refused'),
      refusedTokens: z.number().describe('what refused tries cost; they are part of what was used'),
    })
    .optional()
    .describe('where something is called'),
  wasted: z.number().describe('tokens offered while the supply was full'),
  left: z.number(),
  debtMs: z.number().describe('time below zero'),
  utilisation: share
    .nullable()
    .describe('of all tokens (initial + refilled), what was used; above 1 only where debt is allowed'),
  wastedShare: share.nullable().describe('of all tokens (initial + refilled), what the full supply had no room for'),
});

const lock = z.strictObject({
  kind: z.enum(['lock', 'pool']),
  permits: count,
  heldShare: z.number().describe('share of permit time that was held'),
  heldWaitingShare: z.number().describe('share of permit time held by a run that waited for something'),
  heldInterval: interval.nullable(),
  heldWaitingInterval: interval.nullable(),
  by,
  expired: count.describe('leases that ran out while their holder went on'),
  overlaps: z
    .strictObject({
      count: count.describe('how often there came to be more holders than permits'),
      share: z.number().describe('share of the time in which there were'),
    })
    .optional()
    .describe('whose lease ran out still counts as a holder until it gives back or ends; absent without a lease'),
  orphans: z
    .strictObject({
      count: count.describe('permits that runs which crashed left behind'),
      share: z.number().describe('share of permit time that these took'),
    })
    .optional()
    .describe('absent where nobody who holds it can crash'),
});

const backlog = z.strictObject({
  unlimited: z.boolean(),
  capacity: z.number().nullable(),
  items: z
    .strictObject({
      min: z.number(),
      mean: z.number(),
      interval: interval.nullable().describe('of the mean'),
      by,
      max: z.number(),
    })
    .describe('how many lie in it; what runs have in hand is not counted'),
  initial: count.describe('items at the start, those in hand included; sums over replications from here on'),
  arrived: count.describe('initial + arrived = lost + done + expired + left + inHand'),
  lost: count.describe('came when there was no room'),
  done: count.describe('taken by a run that then made progress'),
  givenBack: count.describe('times an item came back from a run that ended without progress'),
  expired: count.describe('thrown away because they were too old'),
  left: count,
  inHand: count,
  ageMs: quantiles.nullable().describe('how old items were when they were done; null where none was'),
  oldestMs: z.number().nullable().describe('age of the oldest item left at the end, in any replication'),
});

const fairness = z.strictObject({
  jain: z
    .number()
    .describe("Jain's index over the shares of due starts that were served: 1 where all tasks get the same"),
  interval: interval.nullable(),
  of: z.array(z.string()).describe('the tasks that are compared: those that are not always due'),
  by,
});

const finding = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
  change: z.string().optional().describe('what to change'),
  task: z.string().optional().describe('the task it is about'),
  at: z.string().describe('file:line:column'),
});

const assumption = z.strictObject({
  name: z.string(),
  value: z.string(),
  text: z.string(),
  flips: z
    .string()
    .optional()
    .describe('what is true instead where this is not; absent where nothing is known to change'),
});

export const verdictSchema = z.enum(['pass', 'fail', 'unknown']);

const worldShape = {
  verdict: verdictSchema,
  tasks: z.record(z.string(), task),
  supplies: z.record(z.string(), supply),
  locks: z.record(z.string(), lock),
  backlogs: z.record(z.string(), backlog).optional().describe('where the scenario has any'),
  fairness: fairness.nullable(),
  goals: z.array(goalSchema),
  findings: z.array(finding),
  proof: proofSchema.optional(),
  recurrence: recurrenceSchema.optional().describe('where nothing is left open: whether its only run repeats itself'),
  neighbours: neighboursSchema.optional(),
  fix: fixSchema.optional(),
  restsOn: z.array(assumption),
};

const world = z.strictObject({
  set: z.record(z.string(), z.string()).describe('the value of each unsure fact'),
  ...worldShape,
});

const config = z.strictObject({
  files: z.array(z.string()),
  changed: z.array(z.strictObject({ name: z.string(), scenario: z.string(), deployed: z.string(), at: z.string() })),
  missing: z.array(z.string()).describe("parameters that no file has: the scenario's values stand"),
  unknown: z
    .array(z.strictObject({ name: z.string(), meant: z.string().optional(), at: z.string() }))
    .describe('names that no parameter has'),
});

export const reportSchema = z.strictObject({
  quotasim: z.string().describe('version of quotasim that wrote this'),
  scenario: z.strictObject({
    name: z.string(),
    title: z.string(),
    hash: z.string().describe('of the compiled scenario with its settings'),
    horizonMs: z.number(),
    warmupMs: z.number(),
    warmup: z.string().optional().describe('how the warm-up was found, where that was left to the runs'),
    gridMs: z.number(),
    parameters: z.record(z.string(), z.string()).describe('each parameter and fact with its value as written'),
    files: z
      .array(z.strictObject({ path: z.string(), hash: z.string() }))
      .optional()
      .describe('the files that the scenario names; what they hold is a part of its hash'),
    plugins: z.array(z.string()).optional().describe('the programs among them, which were run for their policies'),
  }),
  seed: z.string(),
  replications: count,
  again: z.string().describe('the command that repeats this result'),
  config: config.optional().describe('what was deployed, where that was judged'),
  ...worldShape,
  worlds: z.array(world).optional().describe('present where a fact is unsure; the top level repeats the worst of them'),
});

export type Report = z.infer<typeof reportSchema>;
export type ConfigReport = z.infer<typeof config>;
export type WorldReport = z.infer<typeof world>;
export type TaskReport = z.infer<typeof task>;
export type SupplyReport = z.infer<typeof supply>;
export type BacklogReport = z.infer<typeof backlog>;
export type LockReport = z.infer<typeof lock>;
export type GoalReport = z.infer<typeof goalSchema>;
export type FindingReport = z.infer<typeof finding>;
export type LongWaitReport = z.infer<typeof longWait>;
export type WaitReport = z.infer<typeof quantiles>;
export type AgeReport = z.infer<typeof age>;
export type FairnessReport = z.infer<typeof fairness>;
export type ShareOfRuns = z.infer<typeof shareOfRuns>;
export type ShareReport = z.infer<typeof share>;
export type Verdict = z.infer<typeof verdictSchema>;

/** report.json, and the pictures' raw material: one trace (replication 0) per world, in the order of `report.worlds`. */
export interface Result {
  readonly report: Report;
  readonly traces: readonly Trace[];
  /** Runs that show what can go wrong, where somebody looked for them. */
  readonly counterexamples?: readonly Counterexample[];
}
