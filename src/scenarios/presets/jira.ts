/**
 * Jira and Confluence. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const jira: Preset = {
  name: 'jira',
  about: 'Jira and Confluence Cloud: points an hour, and a burst of requests for each endpoint',
  source: 'https://developer.atlassian.com/cloud/jira/platform/rate-limiting/',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'points',
          unit: 'number',
          where:
            'X-RateLimit-Limit of the hourly quota: 65,000 an hour shared by all tenants of an app (tier 1), or its own for each tenant (tier 2)',
          example: '65000',
        },
        {
          key: 'rate',
          unit: 'rate',
          where: "the endpoint's requests a second on Atlassian's page about rate limiting",
          example: '100/s',
        },
        {
          key: 'burst',
          unit: 'number',
          where: 'X-RateLimit-Limit of a call: 350 to 400 were seen',
          example: '350',
        },
      ],
      text: `
limits:
  points: { model: fixed-window, limit: <points>, every: 1h, phase: any, refused: { hint: retry-after } }
  burst: { model: token-bucket, refill: <rate>, capacity: <burst>, debt: none, counts: requests, refused: { hint: retry-after } }
`,
      notes: [
        'A call costs 1 point and 1 for each object it reads; a write costs 1.',
        'With an API token the burst alone counts: spend on a supply with that limit.',
        'Writes to one issue have a limit of their own, which is left out here.',
      ],
    },
  },
};
