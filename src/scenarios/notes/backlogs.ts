/**
 * Backlogs, and the steps that take items. For the reference; `key-notes.ts` says what a note is.
 *
 * @module
 */
import type { KeyNotes } from './note.ts';

const ITEMS = 'a whole number from 1';
const DURATION = 'a duration above 0';

export const BACKLOG_NOTES: KeyNotes = {
  backlogs: { is: 'a map by name', default: 'none', example: '{ asins: { initial: 100 } }' },
  'backlogs.NAME.initial': {
    is: 'a whole number from 0, `unlimited`, `any` or `{ any: STEP, atMost }`',
    default: '0',
    example: '100',
  },
  'backlogs.NAME.initial.any': { is: ITEMS, example: '10', what: 'every multiple of it' },
  'backlogs.NAME.initial.atMost': {
    is: 'a whole number from 0',
    default: 'the capacity',
    example: '1000',
    what: 'the most',
  },
  'backlogs.NAME.arrivals': {
    is: 'what comes, or a list',
    default: 'nothing comes',
    example: '{ poisson: 10/h }',
    what: 'what comes',
  },
  'backlogs.NAME.arrivals.poisson': { is: 'a rate, at most one a millisecond', example: '10/h' },
  'backlogs.NAME.arrivals.every': { is: DURATION, example: '1h', what: 'items come so often' },
  'backlogs.NAME.arrivals.items': { is: 'a whole number from 0, may be drawn', default: '1', example: '5' },
  'backlogs.NAME.arrivals.between': { is: 'two whole numbers from 0', default: 'as `items` says', example: '[0, 3]' },
  'backlogs.NAME.arrivals.offset': {
    is: 'a duration, `any` or `{ any: STEP }`',
    default: '`any`',
    example: '10m',
    what: 'when they come first',
  },
  'backlogs.NAME.arrivals.trace': { is: 'a path relative to the scenario', example: 'arrivals.csv' },
  'backlogs.NAME.capacity': { is: ITEMS, default: 'no limit', example: '5000' },
  'backlogs.NAME.expires': { is: 'a map', default: 'never', example: '{ after: 7d, pruneEvery: 1h }' },
  'backlogs.NAME.expires.after': { is: DURATION, example: '7d', what: 'what is older is thrown away' },
  'backlogs.NAME.expires.pruneEvery': { is: DURATION, example: '1h', what: 'how often that is looked for' },
  'tasks.NAME.steps.take': { is: 'the name of a backlog (one item), or `{ NAME: ITEMS }`', example: '{ asins: 20 }' },
  'tasks.NAME.steps.take.atLeast': {
    is: 'a whole number from 1, at most the items asked for',
    default: '1',
    example: '5',
    what: 'so many must be there',
  },
  'tasks.NAME.steps.repeat.while': {
    is: '`{ take: … }`',
    default: 'as `times` says',
    example: '{ take: { asins: 20 } }',
  },
  'tasks.NAME.steps.repeat.while.take': {
    is: 'as the step `take`, without waiting',
    example: '{ asins: 20 }',
    what: 'what each turn begins with',
  },
  'tasks.NAME.steps.repeat.while.take.atLeast': {
    is: 'a whole number from 1, at most the items asked for',
    default: '1',
    example: '5',
    what: 'with fewer the loop ends',
  },
};
