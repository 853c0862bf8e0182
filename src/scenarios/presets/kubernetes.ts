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
      notes: ['concurrencyPolicy is Allow unless said; `Forbid` is `whenBusy: skip`.'],
    },
  },
};
