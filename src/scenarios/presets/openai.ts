/**
 * OpenAI. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const openai: Preset = {
  name: 'openai',
  about: "OpenAI's API: requests and tokens a minute for each organisation and model",
  source: 'https://platform.openai.com/docs/guides/rate-limits',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'rpm',
          unit: 'number',
          where: "requests a minute of the model, on your organisation's limits page or in x-ratelimit-limit-requests",
          example: '500',
        },
        {
          key: 'tpm',
          unit: 'number',
          where: 'tokens a minute, in the same places (x-ratelimit-limit-tokens)',
          example: '30000',
        },
      ],
      text: `
limits:
  rpm: { model: token-bucket, refill: "<rpm> / 1m", capacity: <rpm>, debt: none, counts: requests, refused: { cost: 1, hint: reset } }
  tpm: { model: token-bucket, refill: "<tpm> / 1m", capacity: <tpm>, debt: none, refused: { hint: reset } }
`,
      notes: [
        'A request is charged what it may use at most: `max_tokens` counts, not what came back.',
        'Refused requests count too: a `call` that is tried again and again at once never gets through. The answer says when the limit is full again.',
        'The minute may be enforced in shorter pieces (60 a minute as 1 a second): set `capacity` lower to be safe from it.',
        'Limits by the day: add `rpd: { model: quota, … }` under `limits`.',
      ],
    },
  },
};
