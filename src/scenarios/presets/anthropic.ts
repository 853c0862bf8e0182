/**
 * Anthropic. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const anthropic: Preset = {
  name: 'anthropic',
  about: "Anthropic's API: requests, input tokens and output tokens a minute for each organisation and class of model",
  source: 'https://docs.anthropic.com/en/api/rate-limits',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'rpm',
          unit: 'number',
          where: 'requests a minute, on the limits page of the console or in anthropic-ratelimit-requests-limit',
          example: '1000',
        },
        {
          key: 'itpm',
          unit: 'number',
          where: 'input tokens a minute (anthropic-ratelimit-input-tokens-limit)',
          example: '400000',
        },
        {
          key: 'otpm',
          unit: 'number',
          where: 'output tokens a minute (anthropic-ratelimit-output-tokens-limit)',
          example: '80000',
        },
      ],
      text: `
limits:
  rpm: { model: token-bucket, refill: "<rpm> / 1m", capacity: <rpm>, debt: none, counts: requests, refused: { hint: retry-after } }
  itpm: { model: token-bucket, refill: "<itpm> / 1m", capacity: <itpm>, debt: none, refused: { hint: retry-after } }
  otpm: { model: token-bucket, refill: "<otpm> / 1m", capacity: <otpm>, debt: none, refused: { hint: retry-after } }
`,
      notes: [
        'Say both kinds of tokens: `spend: { api.itpm: 2000, api.otpm: 500 }` takes them and one request, all or nothing.',
        'What is read from the cache does not count as input.',
        'Short bursts may be refused (60 a minute as 1 a second): set `capacity` lower to be safe from it.',
      ],
    },
  },
};
