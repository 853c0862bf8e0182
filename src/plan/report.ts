/**
 * What a plan comes to: plain data, ready to be printed, drawn and saved as plan.json.
 *
 * @module
 */
import { z } from 'zod';
import { verdictSchema } from '../judge/report/report.ts';

const count = z.number().int().min(0);
const interval = z.tuple([z.number(), z.number()]).nullable();
const values = z.record(z.string(), z.string()).describe('by parameter');

export const standingSchema = z
  .enum(['proved', 'estimated', 'unknown', 'missed', 'unsafe', 'invalid'])
  .describe(
    'proved: no task can starve and every goal is met; estimated: the same as far as runs show; missed: a goal is not met; unsafe: a task can starve; invalid: the values make no scenario',
  );

const edge = z.strictObject({
  name: z.string(),
  direction: z.enum(['below', 'above']),
  at: z.string(),
  steps: count,
  standing: z.enum(['unknown', 'missed', 'unsafe', 'invalid', 'not-looked-at']),
  why: z.string().optional(),
});

const margin = z.strictObject({
  steps: count.nullable().describe('to the nearest value that is not to be had; null where there is none'),
  edges: z.array(edge),
});

const figures = z
  .array(z.strictObject({ target: z.string(), mean: z.number().nullable(), interval }))
  .describe('by target; intervals are of 95 %');

const setting = z.strictObject({
  values,
  standing: standingSchema,
  by: z.enum(['finding', 'proof', 'none']).describe('how it is known whether a task can starve'),
  why: z.string().optional(),
  open: z.array(z.strictObject({ of: z.string(), verdict: z.enum(['missed', 'unknown']), text: z.string() })),
  perDay: z.record(z.string(), z.number()).describe('progress, by task'),
  served: z.record(z.string(), z.number()).describe('share of due starts, by task'),
  worstMs: z.record(z.string(), z.number()).describe('longest proved wait, by task'),
  starved: z
    .strictObject({ runs: count, of: count, interval })
    .nullable()
    .describe('runs at whose end a task looked starved, with Wilson interval; null where none were made'),
  figures,
});

const chosen = setting.extend({
  changes: z.array(z.strictObject({ name: z.string(), from: z.string(), to: z.string() })),
  margin,
  equals: count.describe('settings that are as good, this one among them'),
  difference: z
    .array(z.strictObject({ target: z.string(), mean: z.number(), interval, pairs: count }))
    .describe('this setting minus the present one, run by run'),
});

const present = setting.extend({
  nearest: z
    .strictObject({ name: z.string(), to: z.string(), steps: count })
    .nullable()
    .describe('the nearest change of one parameter that keeps every goal'),
  margin: margin.nullable(),
});

const effect = z.strictObject({
  name: z.string(),
  values: z.array(
    z.strictObject({
      value: z.string(),
      settings: count,
      safe: count,
      kept: count,
      best: z.number().nullable(),
      mean: z.number().nullable(),
    }),
  ),
  least: z.string().nullable().describe('the least value with which some setting keeps every goal'),
  most: z.string().nullable(),
  mainEffect: z.number().nullable().describe('between the best and the worst mean, value by value'),
  keptSpread: z.number().describe('between the largest and the least share of settings that keep every goal'),
  alone: z
    .strictObject({
      low: z.strictObject({ value: z.number(), at: z.string() }),
      high: z.strictObject({ value: z.number(), at: z.string() }),
    })
    .nullable()
    .describe('what the measure comes to where this parameter alone is another'),
});

const map = z.strictObject({
  x: z.string(),
  y: z.string(),
  xs: z.array(z.string()),
  ys: z.array(z.string()),
  cells: z
    .array(z.array(z.strictObject({ standing: standingSchema, value: z.number().nullable() }).nullable()))
    .describe('by y, and then by x; null: not looked at'),
});

const budget = z.strictObject({ settings: count, proofs: count, runs: count, events: count });

export const planReportSchema = z.strictObject({
  quotasim: z.string(),
  scenario: z.strictObject({ name: z.string(), title: z.string(), hash: z.string() }),
  seed: z.string(),
  again: z.string(),
  verdict: verdictSchema.describe('pass: there is a setting that keeps every goal'),
  space: z.strictObject({
    settings: z.number().describe('of the lattice, those that a constraint forbids among them'),
    allowed: count.nullable().describe('that satisfy every constraint; null where they were not counted'),
    parameters: z.array(z.strictObject({ name: z.string(), values: count, now: z.string() })),
    held: z.array(z.string()).describe('parameters that kept their values, since their range has no step'),
  }),
  exhaustive: z.boolean().describe('every allowed setting was looked at'),
  counts: z.strictObject({
    looked: count,
    proved: count,
    estimated: count,
    unknown: count,
    missed: count,
    unsafe: count,
    invalid: count,
    safe: count.describe('no task that must not starve can, by proof'),
    byFinding: count.describe('of those looked at, decided without exploring'),
  }),
  budget: z.strictObject({ asked: budget, used: budget, exhausted: z.string().nullable() }),
  target: z.string().nullable(),
  direction: z.enum(['maximize', 'minimize']).nullable(),
  measure: z
    .string()
    .nullable()
    .describe('what effects and the map are of: the target; of a parameter that is the target, the first of the front'),
  confidence: z.number(),
  indifference: z.number().nullable().describe('in the unit of the target; null where nothing is left to chance'),
  sure: z.boolean().describe('the runs sufficed for that confidence'),
  chosen: chosen.nullable(),
  present: present.nullable(),
  nearestMiss: setting.nullable().describe('where no setting keeps every goal: the one that comes nearest'),
  front: z.array(setting),
  robustness: z.array(
    z.strictObject({
      what: z.string(),
      by: z.string(),
      standing: standingSchema,
      why: z.string().nullable(),
      perDay: z.record(z.string(), z.number()),
    }),
  ),
  effects: z.array(effect),
  map: map.nullable(),
  remarks: z.array(z.string()),
});

export type PlanReport = z.infer<typeof planReportSchema>;
export type SettingReport = z.infer<typeof setting>;
