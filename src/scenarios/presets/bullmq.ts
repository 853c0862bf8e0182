/**
 * BullMQ. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const bullmq: Preset = {
  name: 'bullmq',
  about: "BullMQ: a worker's concurrency, and a limiter for the whole queue",
  source: 'https://docs.bullmq.io/guide/rate-limiting',
  read: '2026-11',
  parts: {
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
