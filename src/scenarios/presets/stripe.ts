/**
 * Stripe. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const stripe: Preset = {
  name: 'stripe',
  about: "Stripe's API: so many requests in a second",
  source: 'https://docs.stripe.com/rate-limits',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'limit',
          unit: 'number',
          where: 'requests a second: 100 in live mode, 25 in a sandbox, 25 for one endpoint, unless yours were raised',
          example: '100',
        },
      ],
      text: `
model: sliding-window
limit: <limit>
every: 1s
refused: { hint: none }
`,
      notes: [
        'How the second is counted is not published: that no second has more is the strictest reading.',
        'There is a limit on calls in flight too, and its figure is not published: add a supply `concurrency` where you know it.',
        'Two calls that change one object wait for each other: a lock.',
      ],
    },
  },
};
