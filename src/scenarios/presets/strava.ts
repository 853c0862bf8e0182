/**
 * Strava. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const strava: Preset = {
  name: 'strava',
  about: 'Strava: requests a quarter of an hour and a day, for all users of an app together',
  source: 'https://developers.strava.com/docs/rate-limits/',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'limit',
          unit: 'number',
          where: "requests in 15 minutes, on your app's settings page and in X-RateLimit-Limit (100 unless raised)",
          example: '100',
        },
        {
          key: 'daily',
          unit: 'number',
          where: 'requests a day, in the same places (1,000 unless raised)',
          example: '1000',
        },
      ],
      text: `
limits:
  quarter: { model: fixed-window, limit: <limit>, every: 15m, phase: any }
  day: { model: quota, limit: <daily>, resets: { at: "00:00" }, refused: { cost: 1 } }
`,
      notes: [
        'The quarters begin at :00, :15, :30 and :45: say `limits: { quarter: { phase: 0 } }` where the scenario starts at one.',
        'A `call` that the quarter refuses still counts for the day; a `spend` waits, and is not refused.',
        'It needs the `start` of the scenario: the day ends at midnight UTC.',
      ],
    },
  },
};
