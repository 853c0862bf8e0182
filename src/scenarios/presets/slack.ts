/**
 * Slack. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const slack: Preset = {
  name: 'slack',
  about: "Slack's Web API: calls a minute for each method, workspace and app",
  source: 'https://docs.slack.dev/apis/web-api/rate-limits',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'limit',
          unit: 'number',
          where: "the tier on the method's page: 1 (tier 1), 20 (tier 2), 50 (tier 3), 100 (tier 4) a minute",
          example: '50',
        },
      ],
      text: `
model: fixed-window
limit: <limit>
every: 1m
phase: any
refused: { hint: retry-after }
`,
      notes: [
        'Slack lets short bursts pass beyond that, and does not say how many.',
        'chat.postMessage and incoming webhooks: `limit: 1, every: 1s` for each channel.',
      ],
    },
  },
};
