/**
 * The shape of a scenario: which keys there are and what kind of thing stands where. What the texts say (units,
 * expressions, names) is read by the compiler; the JSON Schema that editors use comes from here.
 *
 * @module
 */
import { z } from 'zod';
import { either, oneOf, shape } from '../text/shape.ts';
import { amount, distribution, policyUse, unsure } from './amount-shapes.ts';
import { goal } from './goal-shapes.ts';
import { plan } from './plan-shapes.ts';
import { delivery, type EmitText, emitText, otherwise, retry, runRetry } from './run-shapes.ts';
import { any, supplyShapes, value } from './supply-shapes.ts';
import { catchUp, outage, trigger } from './trigger-shapes.ts';

const parameter = either('a value, or a map with `value`', [
  z.number(),
  z.string(),
  shape({
    value,
    range: z.array(value).min(2).max(2).optional().describe('low, high'),
    step: value.optional(),
    factor: value.optional().describe('how many times the value below each value of the range is'),
    oneOf: z.array(value).min(1).optional(),
    from: z.string().optional().describe('where production keeps it: path#symbol'),
    in: z
      .string()
      .optional()
      .describe('production keeps a bare number of these: ms, s, min, h, d; /s, /min, /h, /d; %'),
  }),
]);

const fact = either('a number, an expression, a distribution or { unsure: [...] }', [
  z.number(),
  z.string(),
  ...distribution,
  unsure,
]);

/** What is written out before any shape is looked at; editors let everything stand beside it. */
const preset = z.string().describe('the name of a preset (`sim presets`): what it says, beneath what is said here');
const byPreset = shape({ preset });

const { limit, supply } = supplyShapes(unsure, byPreset);

const line = {
  order: oneOf('fifo', 'priority', 'any').optional().describe('who of the waiters is served first; default fifo'),
  passOver: z
    .boolean()
    .optional()
    .describe('whether one who asks for more than there is lets those behind it pass; default false'),
  prefetch: value.optional().describe('so many at the head of the line keep their place, whoever comes; default 0'),
};

const lock = shape({
  lease: either('none or a duration', [z.string(), z.number()]).optional(),
  permits: value.optional(),
  ...line,
  renew: shape({
    every: value,
    lost: value.optional().describe('the share of renewals that are lost; after one there is no other; default 0%'),
  })
    .optional()
    .describe('the holder renews its lease every so often, as long as it lives'),
  leaseFrom: oneOf('grant', 'enqueue')
    .optional()
    .describe('from when a lease runs: from the grant, or from when the start was due; default grant'),
});

const pool = either('a map with `slots` or `preset`', [shape({ slots: value, ...line }), byPreset]);

const dispatcher = shape({
  pools: z
    .array(z.string())
    .min(1)
    .describe('the pools whose slots it hands out: all who wait for them stand in one list'),
  looksAt: value.describe(
    'so many at the head of the list are looked at; who stands further back waits, whatever is free',
  ),
  order: oneOf('fifo', 'priority').optional().describe('how the list is ordered; default fifo'),
  skipsFull: z
    .boolean()
    .optional()
    .describe(
      'whether runs of pools in which no slot is free are looked past, as if they were not in the list; default false',
    ),
  every: value
    .optional()
    .describe('it looks this often, and hands out no slot between; default whenever something changes'),
  phase: any.optional().describe('when it looks first, below `every`; default 0, which is the first time at `every`'),
});

const arrival = either('{ poisson }, { every, items }, { every, between }, { trace }', [
  shape({ poisson: value.describe('items come one at a time, at this rate') }),
  shape({
    every: value,
    items: amount.optional().describe('how many come at a time; default 1'),
    between: z.array(value).min(2).max(2).optional().describe('low, high: any whole number, whoever chooses'),
    offset: any.optional(),
  }),
  shape({ trace: z.string().describe('a CSV file beside the scenario, with the columns at and items') }),
]);

const backlog = shape({
  initial: either('a number, unlimited, any or { any, atMost }', [
    z.number(),
    z.string(),
    shape({ any: value, atMost: value.optional() }),
  ])
    .optional()
    .describe('items at the start; default 0'),
  arrivals: either('what comes, or a list', [arrival, z.array(arrival).min(1)]).optional(),
  capacity: value.optional().describe('items there is room for, those in hand counted; what comes beyond is lost'),
  expires: shape({ after: value, pruneEvery: value })
    .optional()
    .describe('what is older is thrown away, every so often'),
});

const poll = shape({
  every: value,
  cost: amount.optional().describe('tokens that each look after the first refusal costs; default 0'),
  charged: oneOf('before', 'after')
    .optional()
    .describe('whether a look is paid before it reads the level; default before'),
  orWhenDue: either('true, false or { rate, atLeast }', [
    z.boolean(),
    shape({
      rate: value.describe('what the job believes comes: it looks again when what is missing should be there'),
      atLeast: value.optional().describe('it never sleeps for less; default 1ms'),
    }),
  ])
    .optional()
    .describe('look already when the level is due, or when the job reckons that it is'),
});

const lockPoll = shape({ every: value }).describe(
  'looks this often, counted from its first refusal, and stands in no line',
);

/** Options of a waiting step; no supply or lock may bear such a name. */
export const WAITING_OPTIONS = [
  'atMost',
  'otherwise',
  'margin',
  'poll',
  'giveUpIfLongerThan',
  'lasts',
  'actual',
] as const;

const giveUpIfLongerThan = amount.describe('give up at once where the wait would be longer');

const supplyWaiting = {
  atMost: amount.optional(),
  otherwise: otherwise.optional(),
  margin: amount.optional(),
  poll: poll.optional(),
  giveUpIfLongerThan: giveUpIfLongerThan.optional(),
  lasts: amount.optional().describe('of a spend: how long what is taken is in use; the run goes on after that'),
  actual: amount.optional().describe('of a spend: what it turns out to have cost then'),
};

/** Options of a `call`. */
export const CALL_OPTIONS = ['retry', 'otherwise', 'giveUpIfLongerThan', 'lasts', 'actual'] as const;

const target = either('a number, an expression, a distribution or { use: POLICY }', [
  z.number(),
  z.string(),
  ...distribution,
  policyUse,
]);

export type Step = StepWord | StepMap;
export type StepWord = 'progress' | 'stop' | 'fail' | 'crash';
export type StepMap =
  | { readonly acquire: string | Readonly<Record<string, unknown>> }
  | { readonly release: string | Readonly<Record<string, number | string>> }
  | { readonly await: Readonly<Record<string, unknown>> }
  | { readonly spend: Readonly<Record<string, unknown>> }
  | { readonly take: TakeText }
  | { readonly call: Readonly<Record<string, unknown>> }
  | { readonly work: Amount }
  | { readonly progress: Amount }
  | { readonly crash: number | string }
  | { readonly emit: EmitText }
  | { readonly repeat: readonly Step[] | RepeatText };

/** A name: one item. */
export type TakeText =
  | string
  | (Readonly<Record<string, unknown>> & { readonly atLeast?: number | string | undefined });

export interface RepeatText {
  readonly times?: Amount | undefined;
  readonly while?: { readonly take: TakeText } | undefined;
  readonly steps: readonly Step[];
}

export type Amount = z.infer<typeof amount>;
export type Distribution = Exclude<Amount, number | string>;
export type Poll = z.infer<typeof poll>;
export type RetryText = z.infer<typeof retry>;

/** Options of a `take`; no backlog may bear such a name. */
export const TAKE_OPTIONS: readonly string[] = ['atLeast', 'atMost', 'otherwise'];

const items = either('a number or { use: POLICY }', [z.number(), z.string(), policyUse]);

const takeText = either('the name of a backlog, or { NAME: ITEMS }', [
  z.string(),
  z.object({ atLeast: value.optional(), atMost: amount.optional(), otherwise: otherwise.optional() }).catchall(items),
]);

const whileText = either('the name of a backlog, or { NAME: ITEMS }', [
  z.string(),
  z.object({ atLeast: value.optional() }).catchall(items),
]);

const step: z.ZodType<Step> = either('progress, stop, fail, crash or a map with one verb', [
  oneOf('progress', 'stop', 'fail', 'crash'),
  shape({
    acquire: either('the name of a lock or pool', [
      z.string(),
      z
        .object({ atMost: amount.optional(), otherwise: otherwise.optional(), poll: lockPoll.optional() })
        .catchall(value),
    ]),
  }),
  shape({
    release: either('the name of a lock or pool, or { NAME: PERMITS }', [z.string(), z.record(z.string(), value)]),
  }),
  shape({ await: z.object(supplyWaiting).catchall(target) }),
  shape({ spend: z.object(supplyWaiting).catchall(amount) }),
  shape({ take: takeText.describe('items of a backlog, up to so many') }),
  shape({ emit: emitText.describe('starts a run of another task, or so many') }),
  shape({
    call: z
      .object({
        retry: retry.optional(),
        otherwise: otherwise.optional(),
        giveUpIfLongerThan: giveUpIfLongerThan.optional(),
        lasts: amount.optional().describe('how long a served call takes; what it takes is in use meanwhile'),
        actual: amount.optional().describe('what it turns out to have cost then'),
      })
      .catchall(amount),
  }),
  shape({ work: amount }),
  shape({ progress: amount }),
  shape({ crash: value.describe('a share: with this probability the run dies here') }),
  shape({
    repeat: either('a list of steps, { times, steps } or { while, steps }', [
      z.array(z.lazy(() => step)),
      shape({
        times: amount.optional(),
        while: shape({ take: whileText })
          .optional()
          .describe('each turn begins with this take, without waiting; without items the loop ends'),
        steps: z.array(z.lazy(() => step)),
      }),
    ]),
  }),
]) as z.ZodType<Step>;

const crash = shape({ at: either('a duration or a date', [z.string(), z.number()]) });

const task = shape({
  preset: preset.optional(),
  trigger: either('a trigger, or a list of triggers', [trigger, z.array(trigger).min(1)]),
  whenBusy: either('skip, queue one, queue all, allow, replace or replace hard', [
    oneOf('skip', 'queue one', 'queue all', 'allow', 'replace', 'replace hard'),
    unsure,
  ])
    .optional()
    .describe('what a start does while a run is still going on; required except with `always`'),
  catchUp: catchUp
    .optional()
    .describe('what becomes of starts that its scheduler missed; required where it has outages'),
  priority: value.optional().describe('larger goes first; default 0'),
  copies: value.optional().describe('interchangeable instances of the task, each with its own starts; default 1'),
  pool: either('the name of a pool, or { NAME: SLOTS }', [z.string(), z.record(z.string(), value)])
    .optional()
    .describe('each run takes a slot of this pool first and keeps it to its end'),
  keepsSlot: z
    .boolean()
    .optional()
    .describe('false: while a run waits it gives its slot back, and takes it again before it goes on; default true'),
  timeLimit: either('a duration, or { hard: DURATION }', [z.string(), z.number(), shape({ hard: value })])
    .optional()
    .describe('a run that lasts longer, from when it has its slot, fails; hard: it dies, and leaves its locks behind'),
  expires: value
    .optional()
    .describe('a start that has waited this long, in the queue or for its slot, is dropped; default: it waits on'),
  delivery: delivery
    .optional()
    .describe(
      'whether a start whose run crashes is lost, or delivered again; default: its run is over, or tried again by `retry`',
    ),
  retry: runRetry.optional().describe('a run that failed or crashed is tried again, and holds nothing until then'),
  crashes: either('{ at }, or a list of these', [crash, z.array(crash)])
    .optional()
    .describe('when whatever run of the task is alive crashes'),
  steps: z.array(step).min(1),
});

const precision = shape({
  served: value.optional(),
  progressPerDay: value.optional(),
  latency: value.optional().describe('of the mean'),
  age: value.optional().describe('of the mean'),
}).describe('known to plus or minus so much; a share is one of the value');

const replications = either('a whole number, or { until, atLeast, atMost }', [
  z.number(),
  z.string(),
  shape({
    until: z.record(z.string(), precision).describe('how well to know what, by task'),
    atLeast: value.optional(),
    atMost: value.optional(),
  }),
]);

export const scenarioSchema = shape({
  quotasim: z.literal(1).describe('version of the language'),
  title: z.string().optional(),
  horizon: value.describe('how long a run lasts'),
  grid: value.optional().describe('`any` offsets and phases are multiples of this'),
  order: either('any, fair or priority', [oneOf('any', 'fair', 'priority'), unsure])
    .optional()
    .describe('whose turn it is among runs that can go on at one instant; default any'),
  replications: replications.optional(),
  warmup: value.optional().describe('statistics count from here on; `auto` finds where'),
  seed: either('a number or a text', [z.number(), z.string()]).optional(),
  start: z.string().optional().describe('the date at which a run begins, in UTC; cron needs it'),
  outages: z.array(outage).min(1).optional().describe('when the scheduler is down'),
  parameters: z.record(z.string(), parameter).optional().describe('the settings, named as production names them'),
  facts: z.record(z.string(), fact).optional().describe('what is not ours to set'),
  supplies: z.record(z.string(), supply).optional(),
  locks: z.record(z.string(), lock).optional(),
  pools: z.record(z.string(), pool).optional(),
  dispatchers: z
    .record(z.string(), dispatcher)
    .optional()
    .describe('what hands out the slots of several pools by one list, of which it looks at the first so many'),
  backlogs: z.record(z.string(), backlog).optional().describe('items that wait to be done'),
  plugins: z.array(z.string()).optional().describe('programs that define policies; run only where that is allowed'),
  policies: z.record(z.string(), policyUse).optional().describe('policies that several tasks share, memory and all'),
  tasks: z.record(z.string(), task),
  goals: z.record(z.string(), goal).optional(),
  plan: plan.optional(),
});

/** Forms of a value that may stand in many places: the reference tells them once. */
export const valueShapes: Readonly<Record<string, readonly z.ZodType[]>> = {
  DISTRIBUTION: distribution,
  UNSURE: [unsure],
  ANY: any.options.filter((option) => option instanceof z.ZodObject),
};

export type ScenarioDocument = z.infer<typeof scenarioSchema>;
export type ParameterText = z.infer<typeof parameter>;
export type FactText = z.infer<typeof fact>;
/** One supply, or one of several limits under one name. */
export type SupplyText = z.infer<typeof limit>;
export type LockText = z.infer<typeof lock>;
export type DispatcherText = z.infer<typeof dispatcher>;
export type PoolText = Exclude<z.infer<typeof pool>, { preset: string }>;
export type TokenBucketText = Extract<SupplyText, { model: 'token-bucket' }>;
export type TaskText = z.infer<typeof task>;
export type BacklogText = z.infer<typeof backlog>;
export type ArrivalText = z.infer<typeof arrival>;
export type AnyText = z.infer<typeof any>;

/** The JSON Schema of a scenario file, for editors. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioSchema, {
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === byPreset) delete jsonSchema.additionalProperties;
    },
  });
  return { ...schema, title: 'quotasim scenario' };
}
