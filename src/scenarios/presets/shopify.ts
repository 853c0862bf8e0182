/**
 * Shopify's limits. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const shopifyGraphql: Preset = {
  name: 'shopify-graphql',
  about: "Shopify's GraphQL Admin API: a leaky bucket of cost points for each app and shop",
  source: 'https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'restore',
          unit: 'rate',
          where:
            'extensions.cost.throttleStatus.restoreRate of any answer: 100/s, Advanced 200/s, Plus 1,000/s, enterprise 2,000/s',
          example: '100/s',
        },
        {
          key: 'size',
          unit: 'number',
          where: 'extensions.cost.throttleStatus.maximumAvailable of any answer',
          example: '2000',
        },
      ],
      text: `
model: leaky-bucket
rate: <restore>
burst: <size>
refused: { hint: retry-after }
`,
      notes: [
        'A query is admitted on its requested cost, and what it did not need comes back: `spend: { api: 500, lasts: 1s, actual: $COST }`.',
        'Who is throttled is told the level and the rate, so it can work out when it would suffice.',
        'One query may cost at most 1,000 points.',
      ],
    },
  },
};

export const shopifyRest: Preset = {
  name: 'shopify-rest',
  about: "Shopify's REST Admin API: a leaky bucket of requests for each app and shop",
  source: 'https://shopify.dev/docs/api/admin-rest/usage/rate-limits',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'leak',
          unit: 'rate',
          where: 'your plan: 2/s, Advanced 4/s, Plus 20/s, enterprise 40/s',
          example: '2/s',
        },
        {
          key: 'size',
          unit: 'number',
          where: 'the second number of the header X-Shopify-Shop-Api-Call-Limit (32/40): 40 on the standard plan',
          example: '40',
        },
      ],
      text: `
model: leaky-bucket
rate: <leak>
burst: <size>
refused: { hint: retry-after }
`,
    },
  },
};
