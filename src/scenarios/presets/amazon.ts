/**
 * Amazon's Selling Partner API. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const amazonSpApi: Preset = {
  name: 'amazon-sp-api',
  about: "Amazon's Selling Partner API: a token bucket for each operation, account and application",
  source: 'https://developer-docs.amazon.com/sp-api/docs/usage-plans-and-rate-limits',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'rate',
          unit: 'rate',
          where: "the operation's usage plan, or its header x-amzn-RateLimit-Limit: getOrders 0.0167/s, getOrder 0.5/s",
          example: '0.5/s',
        },
        {
          key: 'burst',
          unit: 'number',
          where: "the operation's usage plan (no header has it): getOrders 20, getOrder 30",
          example: '30',
        },
      ],
      text: `
model: token-bucket
refill: <rate>
capacity: <burst>
debt: none
refused: { hint: none }
`,
      notes: [
        'Each operation has a bucket of its own: write one supply for each that you call.',
        'Users saw tokens come less evenly than that: leave some room.',
      ],
    },
  },
};
