/**
 * Celery. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const celery: Preset = {
  name: 'celery',
  about: 'Celery: tasks that beat sends, worker slots with prefetch, a rate limit for each worker',
  source: 'https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html',
  read: '2026-11',
  parts: {
    tasks: {
      text: `
whenBusy: allow
delivery: at most once
`,
      catchUp: { cron: 'once' },
      notes: [
        'A task sent with `expires` is dropped by the worker that receives it later: `expires: 10m`. Celery drops further attempts by it, too, and the model does not.',
        'A message is acknowledged before its task runs, so a worker that dies loses it. With `acks_late` and `task_reject_on_worker_lost` write `delivery: { visibility: 1h }`, the visibility_timeout of Redis, whose shortest among all apps on the broker counts; it runs from when a worker fetched the message, ahead of its slot.',
        'Beat sends a task whether or not the last one is over: where a lock holds it off, write the lock.',
        "A crontab that is past due when beat starts runs once, unless beat_cron_starting_deadline is set. An interval's countdown begins anew: say `catchUp` there.",
      ],
    },
    pools: {
      asks: [{ key: 'slots', unit: 'number', where: "the worker's --concurrency", example: '4' }],
      text: `
slots: <slots>
prefetch: "<slots> * 4"
`,
      notes: ['A worker fetches four tasks for each slot (worker_prefetch_multiplier): these keep their place.'],
    },
    supplies: {
      asks: [{ key: 'rate', unit: 'rate', where: "the task's rate_limit, 10/m as 10/min", example: '10/min' }],
      text: `
model: token-bucket
refill: <rate>
capacity: 1
debt: none
`,
      notes: ['It is counted by each worker for itself: with three workers three times as much passes.'],
    },
  },
};
