/**
 * What stands at the top of a scenario, and its parameters and facts. For the reference; `key-notes.ts` says what a note is.
 *
 * @module
 */
import type { KeyNotes } from './note.ts';

const DURATION = 'a duration above 0';
const NONE = 'none';

export const TOP_NOTES: KeyNotes = {
  quotasim: { is: '`1`', example: '1' },
  title: {
    is: 'a text',
    default: "the file's name",
    example: 'Two jobs share a bucket',
    what: 'stands over the report',
  },
  horizon: { is: DURATION, example: '7d' },
  grid: {
    is: DURATION,
    default: 'the greatest common divisor of all periods, polls and durations that are fixed or from a `choice`',
    example: '1m',
  },
  order: { is: '`any`, `fair`, `priority`, or unsure', default: '`any`', example: 'priority' },
  replications: {
    is: 'a whole number from 1, or a map',
    default: '20',
    example: '50',
    what: 'how many runs, with draws of their own',
  },
  'replications.until': { is: 'a map by task', example: '{ sync: { served: 1% } }' },
  'replications.until.NAME.*': {
    is: 'a share of the value, or plus or minus so much, above 0',
    default: 'not asked',
    example: '5%',
    what: 'how well to know it, at 95 %',
  },
  'replications.atLeast': { is: 'a whole number from 2', default: '20', example: '20', what: 'runs at the least' },
  'replications.atMost': { is: 'a whole number', default: '1000', example: '400', what: 'runs at the most' },
  warmup: { is: 'a duration below the horizon, or `auto`', default: '0s', example: '1h' },
  seed: { is: 'a number or a text', default: '1', example: '7', what: 'same seed, same report' },
  outages: {
    is: 'a list of `{ from, until, tasks }`, in the order of time',
    default: NONE,
    example: '[{ from: 2h, until: 3h }]',
  },
  'outages.from': { is: 'a duration, or a date where the scenario has a start', example: '2h', what: 'its beginning' },
  'outages.until': {
    is: 'a duration, or a date where the scenario has a start',
    example: '3h',
    what: 'its end, not included',
  },
  'outages.tasks': { is: 'a list of tasks', default: 'all that start by a period or the calendar', example: '[sync]' },
  start: { is: 'a date', default: NONE, example: '2026-02-05T18:03:00Z' },
  parameters: { is: 'a map by name', default: NONE, example: '{ BATCH: 5 }' },
  'parameters.NAME.value': { is: 'a value', example: '15m', what: 'as it is set now' },
  'parameters.NAME.range': { is: 'two values', default: 'any value', example: '[5, 150]', what: 'lowest and highest' },
  'parameters.NAME.step': {
    is: 'a value above 0',
    default: 'any value within the range',
    example: '5',
    what: 'between two values of the range',
  },
  'parameters.NAME.factor': {
    is: 'a number above 1, with a range that begins above 0',
    default: 'steps',
    example: '2',
    what: 'a step by multiplying, for what spans orders of magnitude: each value is so many times the one below',
  },
  'parameters.NAME.oneOf': {
    is: 'a list of values',
    default: 'any value',
    example: '[5m, 10m]',
    what: 'the values it may have',
  },
  'parameters.NAME.from': { is: '`path#symbol`', default: NONE, example: 'app/settings.py#BATCH' },
  'parameters.NAME.in': {
    is: '`ms`, `s`, `min`, `h`, `d`; `/s`, `/min`, `/h`, `/d`; `%` or `1`',
    default: 'production keeps the value with its unit',
    example: 's',
  },
  facts: { is: 'a map by name', default: NONE, example: '{ COST: { choice: [40, 60] } }' },
  plugins: {
    is: 'a list of paths, relative to the scenario',
    default: NONE,
    example: '[./my-policy.js]',
    what: 'programs that define policies of your own (docs/policies.md); they run only with `--allow-plugins`',
  },
  policies: {
    is: 'a map by name',
    default: NONE,
    example: '{ recharge: { use: hysteresis, low: 20, high: 80 } }',
    what: 'policies that tasks use by name: one for all of them, memory and all',
  },
  'policies.NAME.use': {
    is: 'a policy of docs/policies.md, with its options beside it',
    example: 'hysteresis',
    what: 'which policy it is',
  },
};
