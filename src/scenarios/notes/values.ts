/**
 * Forms of a value that may stand in many places. For the reference; `key-notes.ts` says what a note is.
 *
 * @module
 */
import type { KeyNotes } from './note.ts';

const NONE = 'none';

export const VALUE_NOTES: KeyNotes = {
  'DISTRIBUTION.choice': { is: 'a list of values', example: '[40, 60]', what: 'one of these' },
  'DISTRIBUTION.weights': {
    is: 'numbers, one for each value',
    default: 'all alike',
    example: '[3, 1]',
    what: 'how often each',
  },
  'DISTRIBUTION.uniform': { is: 'two values', example: '[5s, 25s]' },
  'DISTRIBUTION.triangular': { is: 'three values', example: '[5s, 8s, 25s]' },
  'DISTRIBUTION.exponential': { is: 'a value above 0', example: '1s' },
  'DISTRIBUTION.min': { is: 'a value', default: '0', example: '1s', what: 'draws below it are left out' },
  'DISTRIBUTION.max': { is: 'a value', default: NONE, example: '20s', what: 'draws above it are left out' },
  'DISTRIBUTION.normal': { is: 'a map', example: '{ mean: 50, sd: 10 }', what: 'by mean and standard deviation' },
  'DISTRIBUTION.lognormal': {
    is: 'a map',
    example: '{ median: 2s, p95: 9s }',
    what: 'by mean and standard deviation, or by two quantiles',
  },
  'DISTRIBUTION.gamma': { is: 'a map', example: '{ mean: 50, sd: 25 }', what: 'by mean and standard deviation' },
  'DISTRIBUTION.weibull': { is: 'a map', example: '{ scale: 10s, shape: 1.5 }', what: 'by scale and shape' },
  'DISTRIBUTION.empirical': {
    is: 'a list of values from 0, or the name of a CSV file with the column `value`, or `value,weight`',
    example: '[1.2s, 0.8s, 30s, 1.1s]',
    what: 'what was measured: one of these, each as likely as it is often',
  },
  'DISTRIBUTION.in': {
    is: '`ms`, `s`, `min`, `h` or `d`; `/s`, `/min`, `/h` or `/d`; `%`',
    default: 'each value has its unit',
    example: 'ms',
    what: 'what was measured is bare numbers of these',
  },
  'DISTRIBUTION.*.mean': { is: 'a value above 0', example: '50', what: 'the mean' },
  'DISTRIBUTION.*.sd': { is: 'a value above 0', example: '10', what: 'the standard deviation' },
  'DISTRIBUTION.*.median': { is: 'a value above 0', example: '2s', what: 'half of the draws lie below' },
  'DISTRIBUTION.*.p95': { is: 'a value above the median', example: '9s', what: '95 % of the draws lie below' },
  'DISTRIBUTION.*.scale': { is: 'a value above 0', example: '10s', what: '63 % of the draws lie below' },
  'DISTRIBUTION.*.shape': { is: 'a number above 0', example: '1.5', what: 'below 1 it has a heavy tail' },
  'UNSURE.unsure': {
    is: 'a list of values',
    example: '[0, 1]',
    what: 'every value is judged, each in a world of its own',
  },
  'ANY.any': { is: 'a value above 0', example: '5m', what: 'every case on multiples of it' },
};
