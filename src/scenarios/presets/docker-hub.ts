/**
 * Docker Hub. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const dockerHub: Preset = {
  name: 'docker-hub',
  about: 'Docker Hub: pulls in any six hours, by address or account',
  source: 'https://docs.docker.com/docker-hub/usage/',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'limit',
          unit: 'number',
          where: 'the header ratelimit-limit: 100 for an address without a login, 200 for a free account',
          example: '100',
        },
      ],
      text: `
model: sliding-window
limit: <limit>
every: 6h
refused: { hint: none }
`,
    },
  },
};
