/**
 * Tasks and their steps. For the reference; `key-notes.ts` says what a note is.
 *
 * @module
 */
import type { KeyNotes } from './note.ts';

const DURATION = 'a duration above 0';
const POINT = 'a duration, `any` or `{ any: STEP }`';
const TOKENS = 'tokens, at least 0';
const NONE = 'none';

export const TASK_NOTES: KeyNotes = {
  tasks: {
    is: 'a map by name',
    example: '{ sync: { trigger: always, steps: [{ work: 1m }, progress] } }',
    what: 'the jobs',
  },
  'tasks.NAME.trigger.always': {
    is: 'a map',
    example: '{ pause: 5m }',
    what: 'starts again a while after its run ended',
  },
  'tasks.NAME.trigger.always.pause': { is: 'a duration above 0, drawn or fixed', example: '5m' },
  'tasks.NAME.trigger.zone': { is: 'a time zone', default: 'UTC', example: 'Europe/Berlin' },
  'tasks.NAME.trigger.dst': {
    is: '`skip`, `shift` or `twice`',
    default: 'must be there where the clocks of the zone are changed',
    example: 'skip',
  },
  'tasks.NAME.trigger.count': { is: 'a whole number from 1 to 10,000', default: '1', example: '3' },
  'tasks.NAME.trigger.trace': { is: 'a path', example: 'starts.csv' },
  'tasks.NAME.trigger.after': {
    is: '`start`',
    default: 'each start by itself',
    example: 'start',
    what: 'none is due as long as the last one has not begun',
  },
  'tasks.NAME.preset': { is: 'a name', default: NONE, example: 'celery' },
  'tasks.NAME.trigger': {
    is: '`always`, a map, or a list of these',
    example: 'always',
    what: 'what starts it; `always`: again as soon as it ends',
  },
  'tasks.NAME.trigger.every': { is: DURATION, example: '15m', what: 'the time between two starts' },
  'tasks.NAME.trigger.offset': { is: POINT, default: '`any`', example: '0', what: 'when it starts first' },
  'tasks.NAME.trigger.jitter': {
    is: 'a duration, or a distribution below the period',
    default: '0s',
    example: '30s',
    what: 'each start is late by up to that much',
  },
  'tasks.NAME.trigger.always.pause.use': {
    is: 'an interval policy of docs/policies.md, with its options beside it',
    example: 'backoff',
    what: 'which policy it is',
  },
  'tasks.NAME.trigger.cron': { is: 'a cron pattern', example: '"*/15 * * * *"', what: 'starts by the calendar' },
  'tasks.NAME.trigger.poisson': {
    is: 'a rate above 0, at most 1 a millisecond',
    example: '0.9/s',
    what: 'starts by chance, so many on average',
  },
  'tasks.NAME.trigger.on': {
    is: 'the name of a task, or a list of names',
    example: 'sync',
    what: 'each `emit` of this task in a run of that one',
  },
  'tasks.NAME.whenBusy': {
    is: '`skip`, `queue one`, `queue all`, `allow`, `replace`, `replace hard`, or unsure',
    default: 'must be there, except with `always`',
    example: 'skip',
    what: 'what a start does while a run is still going on',
  },
  'tasks.NAME.catchUp': {
    is: '`none`, `once`, `all`, or a map',
    default: 'must be there where the scheduler has outages',
    example: 'once',
  },
  'tasks.NAME.catchUp.starts': { is: '`none`, `once` or `all`', example: 'once' },
  'tasks.NAME.catchUp.within': { is: 'a duration above 0', default: 'no limit', example: '200s' },
  'tasks.NAME.catchUp.giveUpAfter': { is: 'a whole number from 1', default: 'never', example: '100' },
  'tasks.NAME.catchUp.busyToo': { is: '`true` or `false`', default: '`false`', example: 'true' },
  'tasks.NAME.priority': {
    is: 'a number',
    default: '0',
    example: '5',
    what: 'larger goes first where `order: priority`',
  },
  'tasks.NAME.copies': {
    is: 'a whole number from 1 to 1,000',
    default: '1',
    example: '3',
    what: 'interchangeable instances, each with starts and a busy state of its own',
  },
  'tasks.NAME.pool': { is: 'the name of a pool, or `{ NAME: SLOTS }`', default: NONE, example: 'workers' },
  'tasks.NAME.keepsSlot': {
    is: '`true` or `false`',
    default: '`true`',
    example: 'false',
    what: '`false`: while a run waits it gives its slot back, and takes it again before it goes on',
  },
  'tasks.NAME.timeLimit': {
    is: 'a duration above 0, or `{ hard: DURATION }`',
    default: NONE,
    example: '10m',
    what: 'a run that lasts longer, from when it has its slot, fails and gives back what it holds',
  },
  'tasks.NAME.timeLimit.hard': {
    is: 'a duration above 0',
    example: '12m',
    what: 'it dies where it stands, as in a crash: its locks stay behind',
  },
  'tasks.NAME.expires': {
    is: 'a duration above 0',
    default: 'none',
    example: '10m',
    what: 'a start that has waited this long, in the queue or for its slot, is dropped',
  },
  'tasks.NAME.delivery': {
    is: '`at most once`, or a map',
    default: 'a run that crashes is over, or tried again by `retry`',
    example: '{ visibility: 1h, deliveries: 3 }',
    what: 'whether a start whose run crashes, or lasts long, is delivered again',
  },
  'tasks.NAME.delivery.visibility': {
    is: 'a duration above 0',
    example: '1h',
    what: 'how long after it was delivered a start that is not done is delivered again',
  },
  'tasks.NAME.delivery.renewed': {
    is: '`true` or `false`',
    default: '`false`',
    example: 'true',
    what: '`true`: it stays invisible as long as its run lives, and so long after a crash',
  },
  'tasks.NAME.delivery.deliveries': {
    is: 'a whole number from 1 to 1,000',
    default: 'no limit',
    example: '3',
    what: 'in all; after the last one a crash is the end',
  },
  'tasks.NAME.retry': {
    is: 'a map',
    default: 'one attempt',
    example: '{ attempts: 3, wait: 1m, backoff: exponential, cap: 1h }',
    what: 'a run that failed or crashed is tried again from its first step, and holds nothing until then',
  },
  'tasks.NAME.retry.attempts': {
    is: 'a whole number from 1',
    default: 'until it is done',
    example: '3',
    what: 'in all',
  },
  'tasks.NAME.retry.wait': { is: 'a duration', example: '1m', what: 'before the second attempt' },
  'tasks.NAME.retry.backoff': {
    is: '`fixed` or `exponential`',
    default: '`fixed`',
    example: 'exponential',
    what: 'whether the wait stays or doubles with each attempt',
  },
  'tasks.NAME.retry.cap': { is: 'a duration', default: 'none', example: '1h' },
  'tasks.NAME.retry.jitter': {
    is: '`full`, `none`, a share, or a distribution of shares',
    example: 'full',
    default: '`none`',
    what: 'how much of each wait is drawn',
  },
  'tasks.NAME.crashes': {
    is: '`{ at }`, or a list of these',
    default: 'never',
    example: '{ at: 6h30m }',
    what: 'when whatever run of the task is alive dies',
  },
  'tasks.NAME.crashes.at': {
    is: 'a duration above 0, or a date where the scenario has a start',
    example: '6h30m',
    what: 'so long after the start, or a date',
  },
  'tasks.NAME.steps': {
    is: 'a list of words and maps with one verb',
    example: '[{ work: 1m }, progress]',
    what: 'what a run does',
  },
  'tasks.NAME.steps.acquire': {
    is: 'the name of a lock or pool, or a map with it',
    example: 'job',
    what: 'takes a permit or slot',
  },
  'tasks.NAME.steps.acquire.poll': {
    is: 'a map',
    default: 'it stands in the line',
    example: '{ every: 30s }',
    what: 'stands in no line and looks only so often, counted from its first refusal',
  },
  'tasks.NAME.steps.release': {
    is: 'the name of a lock or pool, or `{ NAME: PERMITS }`',
    example: 'job',
    what: 'gives back what was taken, or so many',
  },
  'tasks.NAME.steps.await': {
    is: 'a map of one supply and a level',
    example: '{ api: 50 }',
    what: 'waits for a level; takes nothing',
  },
  'tasks.NAME.steps.emit': {
    is: 'the name of a task, or a map of it and how many runs',
    example: '{ mail: 2, wait: true }',
    what: 'starts a run of another task, or so many; that one has `trigger: { on: … }`',
  },
  'tasks.NAME.steps.emit.wait': {
    is: '`true` or `false`',
    default: '`false`',
    example: 'true',
    what: 'goes on when all that it started are over, however they ended; a start that is skipped is over at once',
  },
  'tasks.NAME.steps.spend': {
    is: 'a map of one supply and a cost',
    example: '{ api: 20 }',
    what: 'waits until admitted, then pays',
  },
  'tasks.NAME.steps.crash': {
    is: 'a share',
    example: '1%',
    what: 'with this probability the run dies here; the bare word means always',
  },
  'tasks.NAME.steps.work': { is: 'a duration, drawn or fixed', example: '5s', what: 'takes time' },
  'tasks.NAME.steps.progress': {
    is: 'a number, drawn or fixed',
    example: '2',
    what: 'the task got so much done; the bare word means 1',
  },
  'tasks.NAME.steps.repeat': {
    is: 'a list of steps, or a map',
    example: '[{ work: 1m }, progress]',
    what: 'for ever, or so often',
  },
  'tasks.NAME.steps.repeat.times': {
    is: 'a whole number, drawn or fixed',
    default: 'for ever',
    example: '3',
    what: 'how often',
  },
  'tasks.NAME.steps.repeat.steps': { is: 'a list of steps', example: '[{ work: 1m }]', what: 'what is repeated' },
  'tasks.NAME.steps.*.atMost': {
    is: 'a duration, drawn or fixed',
    default: 'for ever',
    example: '10m',
    what: 'how long to wait; 0s does not wait',
  },
  'tasks.NAME.steps.*.otherwise': {
    is: '`stop`, `fail`, `continue`',
    default: '`stop`',
    example: 'continue',
    what: 'what the run does when `atMost` is over',
  },
  'tasks.NAME.steps.*.margin': { is: TOKENS, default: '0', example: '5', what: 'once refused, wait for so much more' },
  'tasks.NAME.steps.*.poll': {
    is: 'a map',
    default: 'the level is known',
    example: '{ every: 30s, cost: 1 }',
    what: 'after a refusal look only so often',
  },
  'tasks.NAME.steps.*.poll.every': { is: DURATION, example: '30s', what: 'the time between two looks' },
  'tasks.NAME.steps.*.poll.cost': {
    is: TOKENS,
    default: '0',
    example: '1',
    what: 'what each look after the first refusal costs',
  },
  'tasks.NAME.steps.*.poll.charged': {
    is: '`before` or `after`',
    default: '`before`',
    example: 'after',
    what: 'whether a look is paid before it reads the level',
  },
  'tasks.NAME.steps.*.poll.orWhenDue': {
    is: '`true`, `false`, or a map',
    default: '`false`',
    example: 'true',
  },
  'tasks.NAME.steps.*.poll.orWhenDue.rate': { is: 'a rate above 0', example: '5/min' },
  'tasks.NAME.steps.*.poll.orWhenDue.atLeast': {
    is: 'a duration above 0, at most `every`',
    default: '1ms',
    example: '1s',
  },
  'tasks.NAME.steps.*.lasts': { is: 'a duration, drawn or fixed', default: '0s', example: '2s' },
  'tasks.NAME.steps.*.actual': { is: `${TOKENS}, drawn or fixed`, default: 'the cost', example: '15' },
  'tasks.NAME.steps.call': {
    is: 'a map of one supply and a cost',
    example: '{ api: 1 }',
    what: 'asks the server, which serves or refuses',
  },
  'tasks.NAME.steps.*.giveUpIfLongerThan': { is: 'a duration, drawn or fixed', default: 'never', example: '5m' },
  'tasks.NAME.steps.call.retry': {
    is: 'a map',
    default: 'one try',
    example: '{ attempts: 5, wait: 1s, jitter: none }',
    what: 'tries again when it was refused',
  },
  'tasks.NAME.steps.call.retry.attempts': { is: 'a whole number from 1', default: 'until it is served', example: '5' },
  'tasks.NAME.steps.call.retry.wait': { is: 'a duration', example: '1s' },
  'tasks.NAME.steps.call.retry.backoff': { is: '`fixed` or `exponential`', default: '`fixed`', example: 'exponential' },
  'tasks.NAME.steps.call.retry.cap': { is: 'a duration', default: 'none', example: '1m' },
  'tasks.NAME.steps.call.retry.jitter': {
    is: '`full`, `none`, a share, or a distribution of shares',
    example: 'full',
    default: '`none`',
    what: 'how much of each wait is drawn',
  },
  'tasks.NAME.steps.call.retry.honourHint': { is: '`true` or `false`', default: '`true`', example: 'false' },
};
