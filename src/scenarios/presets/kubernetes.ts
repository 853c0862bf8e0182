/**
 * Kubernetes. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const kubernetesCronJob: Preset = {
  name: 'kubernetes-cronjob',
  about: 'Kubernetes CronJob: jobs that may run side by side unless concurrencyPolicy says otherwise',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/',
  read: '2026-11',
  parts: {
    tasks: {
      text: `
whenBusy: allow
`,
      catchUp: { every: '{ starts: once, giveUpAfter: 100 }', cron: '{ starts: once, giveUpAfter: 100 }' },
      notes: [
        'concurrencyPolicy is Allow unless said; `Replace` is `whenBusy: replace`; `Forbid` is `whenBusy: skip`, and then starts that were skipped count as missed: `catchUp: { busyToo: true }`.',
        'startingDeadlineSeconds is `catchUp: { within: 200s }`. Newer versions warn of more than 100 missed starts and go on: `catchUp: once`.',
      ],
    },
  },
};
