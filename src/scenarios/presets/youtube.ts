/**
 * YouTube. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

const source = 'https://developers.google.com/youtube/v3/determine_quota_cost';

export const youtube: Preset = {
  name: 'youtube',
  about: 'YouTube Data API v3: units a day, until midnight in California',
  source,
  read: '2026-11',
  parts: {
    supplies: {
      text: `
model: quota
limit: 10000
resets: { at: "00:00", zone: America/Los_Angeles }
`,
      notes: [
        'A list costs 1 unit, a write 50; each further page costs again.',
        'Searches and uploads have quotas of their own since 2026: preset youtube-search.',
        'The limit is what every project has; yours may have been raised (Google Cloud console, Quotas).',
        'It needs the `start` of the scenario, since midnight is a matter of dates.',
      ],
    },
  },
};

export const youtubeSearch: Preset = {
  name: 'youtube-search',
  about: 'YouTube Data API v3: searches a day (uploads have as many of their own)',
  source,
  read: '2026-11',
  parts: {
    supplies: {
      text: `
model: quota
limit: 100
resets: { at: "00:00", zone: America/Los_Angeles }
`,
      notes: [
        'A call costs 1.',
        'Before 2026 a search cost 100 of the 10,000 units of preset youtube: so it may still be for your project.',
      ],
    },
  },
};
