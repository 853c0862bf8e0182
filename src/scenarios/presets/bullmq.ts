/**
 * BullMQ. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const bullmq: Preset = {
  name: 'bullmq',
  about: "BullMQ: jobs that outlive their worker, a worker's concurrency, and a limiter for the whole queue",
  source: 'https://docs.bullmq.io/guide/rate-limiting',
  read: '2026-11',
  parts: {
    tasks: {
      text: `
whenBusy: allow
delivery: { visibility: 60s, renewed: true, deliveries: 2 }
`,
      notes: [
        'A job whose worker dies is found stalled when its lock has run out (lockDuration, 30 s) and the next check comes (stalledInterval, 30 s): after 60 s at the latest, which is taken here. It is processed once more (maxStalledCount 1), then it fails.',
        "A job scheduler makes the next job when the last one begins to be processed: `after: start` beside the trigger's `every` or `cron`.",
        'What fails is tried again as `attempts` and `backoff` of the job say: write `retry`.',
      ],
    },
    pools: {
      text: `
slots: 1
`,
      notes: ['A worker has a concurrency of 1 unless said: `slots: 10`.'],
    },
    supplies: {
      asks: [
        { key: 'max', unit: 'number', where: "the worker's limiter.max", example: '100' },
        { key: 'duration', unit: 'duration', where: "the worker's limiter.duration, 60000 as 1m", example: '1m' },
      ],
      text: `
model: fixed-window
limit: <max>
every: <duration>
anchor: first-use
`,
      notes: ['The window begins with the first job after the last one ended, and is one for the whole queue.'],
    },
  },
};
