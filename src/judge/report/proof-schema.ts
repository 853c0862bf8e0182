/**
 * What report.json says of proofs: how far every case was tried, the longest waits of any run, and a run that shows what
 * can go wrong.
 *
 * @module
 */
import { z } from 'zod';

const count = z.number().int().min(0);

/** Of a world; absent where nobody tried to prove anything. */
export const proofSchema = z.strictObject({
  stopped: z
    .enum(['complete', 'states-max', 'bytes-max', 'starts-max', 'steps-max', 'range', 'not-verifiable'])
    .describe('complete: every state was explored; otherwise what stopped it'),
  states: count.describe('states that were found'),
  frontier: count.describe('of these, found and not explored any more'),
  edges: count.describe('different ways from a state to the next'),
  bytes: count.describe('memory for states and edges'),
  gridMs: z.number().describe('what is `any` lies on multiples of this'),
  refusals: z
    .array(z.strictObject({ name: z.string(), reason: z.string() }))
    .describe('what cannot be verified, and what to write instead'),
  moved: z
    .strictObject({ byMs: z.number(), states: count, edges: count, canStarve: z.array(z.string()) })
    .optional()
    .describe(
      'the dates were moved, all by a multiple of byMs: who can starve where they come at some time; the others are safe',
    ),
  chancesLeft: z.string().optional().describe('why the chances are not known, where they were asked for'),
  text: z.string().describe('how far it came, in one sentence'),
});

const chance = z.enum(['never', 'possible', 'certain']);
const between = z.tuple([z.number().nullable(), z.number().nullable()]);

/** Of a task: draws are chance, and what is `any` at the start is not; figures go from the least to the largest over starts. */
export const chancesSchema = z.strictObject({
  byAdversary: chance.describe('that it stops progressing for ever, whoever has the turns: never is probability 0'),
  byCoin: chance.describe('the same where a fair coin decides each turn'),
  longRun: z
    .strictObject({
      progressPerDay: z.tuple([z.number(), z.number()]),
      meanGapMs: between.describe('mean time between two progresses; null: it makes no progress any more'),
      waiting: z.tuple([z.number(), z.number()]).describe('share of time in which a run of it waits'),
      served: z.tuple([z.number(), z.number()]).optional().describe('share of its due starts'),
    })
    .describe('where a fair coin decides each turn'),
  text: z.string().describe('what the coin says, in one sentence'),
});

/** Of a task that is proved live. */
export const worstSchema = z.strictObject({
  firstMs: z.number().describe('from the start to the first progress, at the most'),
  betweenMs: z.number().nullable().describe('between two progresses, at the most; null where there never are two'),
  bound: z.literal(true).optional().describe('no run need wait so long; absent: some run does'),
});

const storyLine = z.strictObject({
  atMs: z.number(),
  at: z.string().describe('as on a clock'),
  sentences: z.array(z.string()).describe('who did what, a sentence per task'),
  levels: z.record(z.string(), z.number()).describe('tokens left in each supply'),
  inCycle: z.boolean().describe('whether it belongs to the cycle that goes on for ever'),
  leftOut: count.optional().describe('instants that are left out just before this one'),
});

/** Of a task: a run in which it starves, or waits longer than a goal allows. */
export const counterexampleSchema = z.strictObject({
  shows: z.enum(['starvation', 'longest-wait', 'zeno']),
  script: z.string().describe('the file beside this one that `sim replay` runs'),
  text: z.string().describe('what it shows, in one sentence'),
  cycle: z
    .strictObject({ fromMs: z.number(), durationMs: z.number() })
    .nullable()
    .describe('the part that repeats for ever'),
  story: z.array(storyLine),
  omitted: count.describe('instants of the story that are left out here, `leftOut` of them before a line that is told'),
});

/** How a task comes to make no progress. */
export const mechanismSchema = z.enum(['starvation', 'livelock', 'deadlock', 'unreachable', 'orphaned', 'given-up']);

export type Mechanism = z.infer<typeof mechanismSchema>;
export type ProofReport = z.infer<typeof proofSchema>;
export type ChancesReport = z.infer<typeof chancesSchema>;
export type WorstReport = z.infer<typeof worstSchema>;
export type CounterexampleReport = z.infer<typeof counterexampleSchema>;
