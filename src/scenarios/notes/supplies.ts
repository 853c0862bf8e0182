/**
 * Supplies. For the reference; `key-notes.ts` says what a note is.
 *
 * @module
 */
import type { KeyNotes } from './note.ts';

const DURATION = 'a duration above 0';
const POINT = 'a duration, `any` or `{ any: STEP }`';
const TOKENS = 'tokens, at least 0';
const NONE = 'none';

export const SUPPLY_NOTES: KeyNotes = {
  supplies: {
    is: 'a map by name',
    default: NONE,
    example: '{ api: { model: quota, limit: 100, resets: { at: "00:00" } } }',
    what: 'what is limited',
  },
  'supplies.NAME.preset': { is: 'a name', example: 'keepa' },
  'supplies.NAME(token-bucket).model': {
    is: '`token-bucket`',
    example: 'token-bucket',
    what: 'a bucket that is refilled',
  },
  'supplies.NAME(leaky-bucket).model': {
    is: '`leaky-bucket`',
    example: 'leaky-bucket',
    what: 'the generic cell rate algorithm (GCRA)',
  },
  'supplies.NAME(fixed-window).model': {
    is: '`fixed-window`',
    example: 'fixed-window',
    what: 'so much in each window',
  },
  'supplies.NAME(sliding-window).model': {
    is: '`sliding-window`',
    example: 'sliding-window',
    what: 'so much in any time so long',
  },
  'supplies.NAME(quota).model': { is: '`quota`', example: 'quota', what: 'so much from one reset to the next' },
  'supplies.NAME(concurrency).model': { is: '`concurrency`', example: 'concurrency', what: 'so many calls at once' },
  'supplies.NAME(*).refill': { is: 'a rate, or a map', example: '5/min', what: 'what comes' },
  'supplies.NAME(*).refill.tokens': { is: TOKENS, example: '5', what: 'what comes at once' },
  'supplies.NAME(*).refill.every': { is: DURATION, example: '1m', what: 'how often' },
  'supplies.NAME(*).refill.phase': {
    is: `${POINT}, below the period`,
    default: '0',
    example: 'any',
    what: 'when it comes first; with 0 after one period',
  },
  'supplies.NAME(*).capacity': { is: 'tokens above 0', example: '300', what: 'the most it holds' },
  'supplies.NAME(*).debt': {
    is: '`none`, `unlimited`, `clamp`, tokens, or unsure',
    example: 'none',
    what: 'none: a cost needs the level; unlimited: one unit suffices; a number: and never below minus it; clamp: one unit, pays what is there',
  },
  'supplies.NAME(token-bucket).changes': {
    is: 'a list of maps',
    default: NONE,
    example: '[{ at: 2d, refill: 10/min }]',
  },
  'supplies.NAME(leaky-bucket).changes': { is: 'a list of maps', default: NONE, example: '[{ at: 2d, rate: 20/s }]' },
  'supplies.NAME(*).changes': { is: 'a list of maps', default: NONE, example: '[{ at: 2d, limit: 200 }]' },
  'supplies.NAME(*).changes.at': { is: 'a duration, or a date where the scenario has a start', example: '2d' },
  'supplies.NAME(*).changes.refill': {
    is: 'a rate, or a map',
    default: 'as before',
    example: '10/min',
    what: 'what comes from then on',
  },
  'supplies.NAME(*).changes.refill.tokens': {
    is: TOKENS,
    example: '10',
    what: 'what comes at once from then on',
  },
  'supplies.NAME(*).changes.refill.every': { is: DURATION, example: '1m', what: 'how often from then on' },
  'supplies.NAME(*).changes.capacity': {
    is: 'tokens above 0',
    default: 'as before',
    example: '600',
    what: 'the most it holds from then on',
  },
  'supplies.NAME(*).changes.rate': {
    is: 'a rate, at least 0',
    default: 'as before',
    example: '20/s',
    what: 'how fast it leaks from then on; 0/s: an outage',
  },
  'supplies.NAME(*).changes.burst': {
    is: 'tokens above 0',
    default: 'as before',
    example: '40',
    what: 'how much fits at once from then on',
  },
  'supplies.NAME(*).changes.limit': { is: 'tokens above 0', example: '200', what: 'the limit from then on' },
  'supplies.NAME(*).rate': { is: 'a rate, at least 0', example: '10/s' },
  'supplies.NAME(*).burst': { is: 'tokens above 0', example: '20' },
  'supplies.NAME(*).limit': { is: 'tokens above 0', example: '100' },
  'supplies.NAME(*).every': { is: DURATION, example: '1h' },
  'supplies.NAME(*).anchor': { is: '`clock` or `first-use`', default: '`clock`', example: 'first-use' },
  'supplies.NAME(*).phase': {
    is: `${POINT}, below the window`,
    default: '0',
    example: '5m',
    what: 'when the first full window begins',
  },
  'supplies.NAME(*).initial': {
    is: `${TOKENS} and at most full, \`any\` or \`{ any: STEP }\``,
    default: 'full',
    example: 'any',
    what: 'tokens at the start',
  },
  'supplies.NAME.limits': {
    is: 'a map by name, each limit a supply',
    example: '{ rpm: { model: leaky-bucket, rate: 1/s, burst: 60, counts: requests } }',
  },
  'supplies.NAME(*).counts': { is: '`requests` or `tokens`', default: '`tokens`', example: 'requests' },
  'supplies.NAME(*).unit': { is: 'tokens above 0', default: '1', example: '0.5' },
  'supplies.NAME(*).resets': {
    is: 'a map',
    example: '{ at: "00:00", zone: America/Los_Angeles }',
    what: 'when it is full again',
  },
  'supplies.NAME(*).resets.at': { is: 'a time of day', example: '"00:00"' },
  'supplies.NAME(*).resets.zone': { is: 'a time zone', default: 'UTC', example: 'America/Los_Angeles' },
  'supplies.NAME(*).resets.on': { is: '`SUN` to `SAT`', default: 'every day', example: 'MON' },
  'supplies.NAME(*).resets.day': { is: 'a whole number from 1 to 28', default: 'every day', example: '1' },
  'supplies.NAME(*).turn': { is: '`any`, `fifo`, `priority`, `fair`, or unsure', default: '`any`', example: 'fifo' },
  'supplies.NAME(*).lockout': { is: 'a map', default: 'none', example: '{ below: 0, until: 50 }' },
  'supplies.NAME(*).lockout.below': { is: 'tokens', example: '0' },
  'supplies.NAME(*).lockout.until': { is: 'tokens, at most full', example: '50' },
  'supplies.NAME(*).refused': {
    is: 'a map',
    default: 'free, without a hint',
    example: '{ cost: 1, hint: retry-after }',
  },
  'supplies.NAME(*).refused.cost': { is: 'tokens, at least 0', default: '0', example: '1' },
  'supplies.NAME(*).refused.hint': { is: '`retry-after`, `reset`, `none`', default: '`none`', example: 'reset' },
};
