/**
 * Locks and pools. For the reference; `key-notes.ts` says what a note is.
 *
 * @module
 */
import type { KeyNotes } from './note.ts';

const NONE = 'none';

const LINE_NOTES: KeyNotes = {
  order: {
    is: '`fifo`, `priority`, `any`',
    default: '`fifo`',
    example: 'priority',
    what: 'who of the waiters is served first',
  },
  passOver: {
    is: '`true` or `false`',
    default: '`false`',
    example: 'true',
    what: '`true`: those behind one who asks for more than there is may pass it',
  },
  prefetch: {
    is: 'a whole number from 0',
    default: '0',
    example: '2',
    what: 'so many at the head of the line keep their place, whoever comes; with `order: priority`, and not with `passOver`; of a fifo pool it is a setting of workers that changes no order',
  },
};

export const LOCK_NOTES: KeyNotes = {
  locks: {
    is: 'a map by name',
    default: NONE,
    example: '{ job: { lease: none } }',
    what: 'what few may hold at a time',
  },
  'locks.NAME.lease': {
    is: 'a duration above 0, or `none`',
    default: '`none`',
    example: '10m',
    what: 'after so long a permit is taken back, even while its holder goes on',
  },
  'locks.NAME.permits': {
    is: 'a whole number from 1',
    default: '1',
    example: '2',
    what: 'how many may hold it at once',
  },
  ...lineOf('locks'),
  'locks.NAME.renew': {
    is: 'a map',
    default: 'never',
    example: '{ every: 3m, lost: 1% }',
    what: 'the holder renews its lease every so often, as long as it lives',
  },
  'locks.NAME.renew.every': {
    is: 'a duration above 0, below the lease',
    example: '3m',
    what: 'the time between two renewals',
  },
  'locks.NAME.renew.lost': {
    is: 'a share',
    default: '0%',
    example: '1%',
    what: 'how many renewals are lost; after one there is no other',
  },
  'locks.NAME.leaseFrom': {
    is: '`grant` or `enqueue`',
    default: '`grant`',
    example: 'enqueue',
    what: 'from when a lease runs: from the grant, or from when the start was due',
  },
  pools: { is: 'a map by name', default: NONE, example: '{ workers: { slots: 4 } }', what: 'workers that runs share' },
  'pools.NAME.preset': { is: 'a name', example: 'celery' },
  'pools.NAME.slots': { is: 'a whole number from 1', example: '4', what: 'how many runs at once' },
  ...lineOf('pools'),
  dispatchers: {
    is: 'a map by name',
    default: 'each pool has its own line',
    example: '{ scheduler: { pools: [io, cpu], looksAt: 32, order: priority } }',
  },
  'dispatchers.NAME.pools': { is: 'a list of pools, each in one dispatcher at most', example: '[io, cpu]' },
  'dispatchers.NAME.looksAt': { is: 'a whole number from 1', example: '32' },
  'dispatchers.NAME.order': {
    is: '`fifo` or `priority`',
    default: '`fifo`',
    example: 'priority',
    what: 'how the list is ordered: as they came, or the highest priority first and then as they came',
  },
  'dispatchers.NAME.skipsFull': {
    is: '`true` or `false`',
    default: '`false`',
    example: 'true',
    what: '`true`: runs of pools in which no slot is free are looked past, as if they were not in the list',
  },
  'dispatchers.NAME.every': {
    is: 'a duration above 0',
    default: 'whenever something changes',
    example: '5s',
    what: 'it looks this often, and hands out no slot between',
  },
  'dispatchers.NAME.phase': {
    is: 'a duration below `every`, `any`, or a map',
    default: '`0`: first after `every`',
    example: 'any',
    what: 'when it looks first; only with `every`',
  },
};

/** What a lock and a pool have in common, under the path of either. */
function lineOf(part: 'locks' | 'pools'): KeyNotes {
  return Object.fromEntries(Object.entries(LINE_NOTES).map(([key, note]) => [`${part}.NAME.${key}`, note]));
}
