/**
 * The shapes of supplies: one for each kind of limit, and several limits under one name.
 *
 * @module
 */
import { z } from 'zod';
import { either, oneOf, shape } from '../text/shape.ts';

export const value = either('a number or an expression', [z.number(), z.string()]);

export const any = either('a number or any', [z.number(), z.string(), shape({ any: value })]).describe(
  'a value, `any` (every case is possible), or { any: STEP }',
);

const counts = {
  counts: oneOf('requests', 'tokens')
    .optional()
    .describe('of one of several limits: a spend takes one of it, or (default) what it costs'),
};
const unit = {
  ...counts,
  unit: value.optional().describe('the smallest amount costs are rounded to; default one token'),
};
const lockout = shape({
  below: value.describe('once the level falls below this nobody is admitted'),
  until: value.describe('until it is back at this level'),
});
const refusal = shape({
  cost: value.optional().describe('tokens that a refused call costs; default 0'),
  hint: oneOf('retry-after', 'reset', 'none')
    .optional()
    .describe('what the answer says: when it would suffice, when it is reset, or nothing; default none'),
});
const initial = any.optional().describe('tokens at the start; default: full');

const refill = either('a rate such as 5/min, or { tokens, every, phase }', [
  z.string(),
  z.number(),
  shape({ tokens: value, every: value, phase: any.optional() }),
]);

const at = { at: value.describe('so long after the start, or a date') };
const changesOf = <Change extends z.ZodRawShape>(change: Change) => ({
  changes: z
    .array(shape({ ...at, ...change }))
    .optional()
    .describe('what is different from then on, in the order of time'),
});
const perWindow = value.describe('tokens in each window');
/** A refill that is another one from a date on: its steps are counted from there. */
const newRefill = either('a rate such as 5/min, or { tokens, every }', [
  z.string(),
  z.number(),
  shape({ tokens: value, every: value }),
]);
const changedLimit = () => changesOf({ limit: value });

/** The kinds that know no debt. */
const countedKinds = <Common extends z.ZodRawShape, Admission extends z.ZodRawShape>(
  common: Common,
  admission: Admission,
) =>
  [
    shape({
      model: z.literal('leaky-bucket'),
      rate: value.describe('how fast it leaks, and so may be filled, in the long run'),
      burst: value.describe('how much fits at once'),
      ...changesOf({ rate: value.optional(), burst: value.optional() }),
      ...common,
    }),
    shape({
      model: z.literal('fixed-window'),
      limit: perWindow,
      every: value.describe('the length of a window'),
      anchor: oneOf('clock', 'first-use')
        .optional()
        .describe('when a window begins: by the clock (default), or when something is spent after the last one ended'),
      phase: any.optional().describe('when the first full window begins; default 0'),
      ...changedLimit(),
      ...common,
    }),
    shape({
      model: z.literal('sliding-window'),
      limit: value.describe('the most that may be spent in any time so long'),
      every: value.describe('how long what was spent counts'),
      ...changedLimit(),
      ...common,
    }),
    shape({
      model: z.literal('quota'),
      limit: value.describe('tokens from one reset to the next'),
      resets: shape({
        at: z.string().describe('the local time of a reset, such as 00:00'),
        zone: z.string().optional().describe('a time zone such as America/Los_Angeles; default UTC'),
        on: oneOf(...WEEKDAYS)
          .optional()
          .describe('on this day of the week alone'),
        day: value.optional().describe('on this day of the month alone, 1 to 28'),
      }),
      ...changedLimit(),
      ...common,
    }),
    shape({
      model: z.literal('concurrency'),
      limit: value.describe('the most that may be in flight at once'),
      ...changedLimit(),
      ...admission,
    }),
  ] as const;

/** Every kind of supply; `unsure` is the shape of what is not known, `byPreset` of what a preset says. */
export function supplyShapes<Unsure extends z.ZodType, ByPreset extends z.ZodType>(unsure: Unsure, byPreset: ByPreset) {
  const admission = {
    turn: either('any, fifo, priority or fair', [oneOf('any', 'fifo', 'priority', 'fair'), unsure])
      .optional()
      .describe('whose turn it is among runs that wait for it; default any: whoever looks at the right time'),
    lockout: lockout.optional().describe('below a floor nobody is admitted until the level is back at a higher one'),
    refused: refusal.optional().describe('how the server answers a call that it refuses'),
    ...unit,
  };
  const common = { initial, ...admission };
  const kinds = [
    shape({
      model: z.literal('token-bucket'),
      refill,
      capacity: value,
      debt: either('none, unlimited, clamp or a number', [oneOf('none', 'unlimited', 'clamp'), value, unsure]),
      ...changesOf({ refill: newRefill.optional(), capacity: value.optional() }),
      ...common,
    }),
    ...countedKinds(common, admission),
  ] as const;
  const limit = z.discriminatedUnion('model', kinds, { error: () => MODELS });
  const several = shape({
    limits: z.record(z.string(), limit).describe('several limits under one name, all or nothing'),
  });
  return { limit, supply: either(`a map with model (${MODELS}), limits or preset`, [limit, several, byPreset]) };
}

const MODELS = 'token-bucket, leaky-bucket, fixed-window, sliding-window, quota or concurrency';

export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

/** What is different from a date on, whatever the kind. */
export interface ChangeText {
  readonly at: number | string;
  readonly refill?: z.infer<typeof newRefill> | undefined;
  readonly capacity?: number | string | undefined;
  readonly rate?: number | string | undefined;
  readonly burst?: number | string | undefined;
  readonly limit?: number | string | undefined;
}
