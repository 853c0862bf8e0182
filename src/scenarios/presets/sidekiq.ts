/**
 * Sidekiq. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const sidekiq: Preset = {
  name: 'sidekiq',
  about: 'Sidekiq: threads that take jobs, queue by queue',
  source: 'https://github.com/sidekiq/sidekiq/wiki/Advanced-Options',
  read: '2026-11',
  parts: {
    tasks: {
      text: `
whenBusy: allow
delivery: at most once
`,
      notes: [
        'A job is taken whether or not one of its kind is running.',
        'A job is off the queue when it is taken, so a process that is killed loses it; what is said here is of the open source edition.',
        'A job that fails is tried again: write `retry`.',
      ],
    },
    pools: {
      asks: [{ key: 'slots', unit: 'number', where: 'concurrency in sidekiq.yml, times the processes', example: '5' }],
      text: `
slots: <slots>
order: fifo
`,
      notes: [
        'Queues listed in a strict order: `order: priority`, with the `priority` of a task from its queue.',
        'Queues with weights are picked by chance: `order: any`.',
      ],
    },
  },
};
