/**
 * Temporal. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const temporal: Preset = {
  name: 'temporal',
  about: 'Temporal Schedules: a start that finds the last one running is skipped',
  source: 'https://docs.temporal.io/schedule',
  read: '2026-11',
  parts: {
    tasks: {
      text: `
whenBusy: skip
`,
      notes: [
        'What a schedule missed is made up for within its catchup window, of which the sources differ: say `catchUp: { starts: all, within: … }`.',
        'The overlap policy is Skip unless said; BufferOne is `whenBusy: queue one`, BufferAll `queue all`, AllowAll `allow`, CancelOther `replace`, TerminateOther `replace hard`.',
      ],
    },
  },
};
