/**
 * APScheduler. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const apscheduler: Preset = {
  name: 'apscheduler',
  about: 'APScheduler 3: one run of a job at a time',
  source: 'https://apscheduler.readthedocs.io/en/3.x/userguide.html',
  read: '2026-11',
  parts: {
    tasks: {
      text: `
whenBusy: skip
`,
      catchUp: { every: '{ starts: once, within: 1s }', cron: '{ starts: once, within: 1s }' },
      notes: [
        'max_instances is 1 unless said: a start that finds the job running is skipped.',
        'misfire_grace_time is 1 s and coalesce is on unless said: of missed starts the last one comes late, if by no more than that.',
      ],
    },
  },
};
