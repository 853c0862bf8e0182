/**
 * Keepa. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const keepa: Preset = {
  name: 'keepa',
  about: 'Keepa: tokens that come once a minute and are kept for an hour',
  source: 'https://keepa.com/api-docs/plans-tokens.html',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'rate',
          unit: 'rate',
          where: 'the tokens per minute of your plan; every answer has it as refillRate',
          example: '5/min',
        },
      ],
      text: `
model: token-bucket
refill: { tokens: "<rate> * 1m", every: 1m, phase: any }
capacity: "<rate> * 60m"
initial: any
debt: unlimited
refused: { hint: retry-after }
`,
      notes: [
        'A call is served whenever the balance is above 0, and may leave it below: hence debt unlimited.',
        'A token that was not used for an hour is gone, so no more than 60 minutes of the rate are ever there.',
        'Whether a look at the balance costs a token is said differently: `poll: { cost: … }` at the step.',
      ],
    },
  },
};
