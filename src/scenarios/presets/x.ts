/**
 * X, once Twitter. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const x: Preset = {
  name: 'x',
  about: 'X (Twitter) API v2: requests in windows of 15 minutes for each endpoint and user or app',
  source: 'https://docs.x.com/x-api/fundamentals/rate-limits',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'limit',
          unit: 'number',
          where: "the endpoint's row in X's table, or its header x-rate-limit-limit: 900, for example",
          example: '900',
        },
      ],
      text: `
model: fixed-window
limit: <limit>
every: 15m
phase: any
refused: { hint: reset }
`,
      notes: ['Some endpoints count by the day: `every: 24h`.'],
    },
  },
};
