/**
 * Goals, and what a plan is ranked by. For the reference; `key-notes.ts` says what a note is.
 *
 * @module
 */
import type { KeyNotes } from './note.ts';

const DURATION = 'a duration above 0';
const NONE = 'none';

export const GOAL_NOTES: KeyNotes = {
  goals: {
    is: 'a map by task, supply or backlog',
    default: NONE,
    example: '{ sync: { served: 95% } }',
    what: 'what must hold',
  },
  'goals.NAME.neverStarves': {
    is: '`true`',
    default: '`true` of every task',
    example: 'true',
    what: 'it makes progress again and again',
  },
  'goals.NAME.progressWithin': {
    is: DURATION,
    default: 'not asked',
    example: '2h',
    what: 'the longest time without progress',
  },
  'goals.NAME.served': {
    is: 'a share; not for `always`',
    default: 'not asked',
    example: '95%',
    what: 'the least share of due starts that make progress',
  },
  'goals.NAME.progressPerDay': {
    is: 'a number from 0',
    default: 'not asked',
    example: '100',
    what: 'the least progress',
  },
  'goals.NAME.latency': { is: 'a map', default: 'not asked', example: '{ p95: 30s }' },
  'goals.NAME.latency.*': {
    is: DURATION,
    default: 'not asked',
    example: '30s',
    what: 'the mean, the value that so many % do not exceed, or the largest',
  },
  'goals.NAME.age': { is: 'a map', default: 'not asked', example: '{ p95: 1h }' },
  'goals.NAME.age.*': {
    is: DURATION,
    default: 'not asked',
    example: '1h',
    what: 'the mean, or what is not exceeded for so many % of the time',
  },
  'goals.NAME.accept': {
    is: 'a text, or a map',
    default: 'not accepted',
    example: 'nights are quiet',
    what: 'it is acceptable if `neverStarves` is not met',
  },
  'goals.NAME.accept.reason': { is: 'a text', example: 'until the rewrite', what: 'why' },
  'goals.NAME.accept.until': {
    is: 'a date',
    default: 'for ever',
    example: '2026-12-31',
    what: 'the last day on which it counts',
  },
  'goals.NAME.doneBy': {
    is: 'a duration, a time of day (which needs a `start`), or a map; not of an `always` task',
    default: 'not asked',
    example: '06:00',
    what: 'of a task: by when every due start must be done; of a backlog: by when it must be empty again',
  },
  'goals.NAME.doneBy.within': { is: DURATION, default: NONE, example: '6h' },
  'goals.NAME.doneBy.at': { is: 'a local time', default: NONE, example: '06:00' },
  'goals.NAME.doneBy.zone': { is: 'a time zone', default: 'UTC', example: 'Europe/Berlin' },
  'goals.NAME.doneBy.share': { is: 'a share above 0', default: '100%', example: '99%' },
  'goals.NAME.peak': {
    is: 'a map, or a list of maps',
    default: 'not asked',
    example: '{ requests: 100, within: 1m }',
  },
  'goals.NAME.peak.tokens': { is: 'a number from 0', default: NONE, example: '1000' },
  'goals.NAME.peak.requests': { is: 'a number from 0', default: NONE, example: '100' },
  'goals.NAME.peak.within': { is: DURATION, example: '1m' },
  'goals.NAME.refused': {
    is: 'a share of the tries, or a rate',
    default: 'not asked',
    example: '1%',
    what: 'of a supply: the most of its calls that may be refused',
  },
  plan: { is: 'a map', default: NONE, example: '{ maximize: sync.progress }', what: 'by what settings are ranked' },
  'plan.maximize': {
    is: '`TASK.progress`, `TASK.served`, `price`, or a parameter',
    default: NONE,
    example: 'sync.progress',
    what: 'what to have as much of as can be, once every goal is met',
  },
  'plan.minimize': {
    is: '`TASK.latency`, `TASK.age`, `price`, or a parameter',
    default: NONE,
    example: 'sync.latency',
    what: 'what to have as little of as can be, once every goal is met',
  },
  'plan.front': {
    is: 'a list of the same',
    default: 'the progress of every task, and the price where there is one',
    example: '[sync.progress, sync.latency]',
    what: 'settings of which no other is better in one of these and worse in none are shown side by side',
  },
  'plan.where': {
    is: 'a comparison of two expressions (`<=`, `<`, `>=`, `>`, `=`, `!=`), or a list',
    default: 'every setting',
    example: '2 * $BATCH <= 100',
    what: 'what a setting must satisfy to be looked at',
  },
  'plan.price': {
    is: 'an expression, or a map by parameter and value',
    default: NONE,
    example: '12 * $BATCH',
    what: 'what a setting costs, in whatever money: `{ RATE: { 5/min: 49, 20/min: 129 } }` lists the tiers of a provider',
  },
  'plan.confidence': { is: 'a share above 50% and below 100%', default: '95%', example: '99%' },
  'plan.indifference': {
    is: 'a share of the best value, or plus or minus so much, above 0',
    default: '1%, or what 200 runs of each setting tell',
    example: '2%',
  },
};
