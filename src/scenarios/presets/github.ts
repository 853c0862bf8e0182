/**
 * GitHub's limits. What a preset is stands in `preset.ts`.
 *
 * @module
 */
import type { Preset } from './preset.ts';

export const githubRest: Preset = {
  name: 'github-rest',
  about: "GitHub's REST API, primary limit: so many requests an hour from the first one on",
  source: 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'limit',
          unit: 'number',
          where:
            'the header x-ratelimit-limit: 60 without a token, 5,000 for a user, 1,000 a repository for GITHUB_TOKEN, up to 15,000 with Enterprise Cloud',
          example: '5000',
        },
      ],
      text: `
model: fixed-window
limit: <limit>
every: 1h
anchor: first-use
refused: { hint: reset }
`,
      notes: ['The secondary limits (points a minute, calls in flight) are the preset github-secondary.'],
    },
  },
};

export const githubGraphql: Preset = {
  name: 'github-graphql',
  about: "GitHub's GraphQL API, primary limit: so many points an hour from the first one on",
  source: 'https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api',
  read: '2026-11',
  parts: {
    supplies: {
      asks: [
        {
          key: 'limit',
          unit: 'number',
          where:
            'rateLimit { limit } of any query: 5,000 points for a user, 10,000 with Enterprise Cloud, 1,000 a repository for GITHUB_TOKEN',
          example: '5000',
        },
      ],
      text: `
model: fixed-window
limit: <limit>
every: 1h
anchor: first-use
refused: { hint: reset }
`,
      notes: ['A query costs a hundredth of the requests it takes, rounded up, and at least one point.'],
    },
  },
};

export const githubSecondary: Preset = {
  name: 'github-secondary',
  about: "GitHub's secondary limits on REST: calls in flight, and points a minute for one endpoint",
  source: 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api',
  read: '2026-11',
  parts: {
    supplies: {
      text: `
limits:
  inFlight: { model: concurrency, limit: 100, counts: requests }
  points: { model: sliding-window, limit: 900, every: 1m }
`,
      notes: [
        'A GET costs 1 point, a write 5. Whoever spends says how long the call `lasts`.',
        'How the minute is counted is not published: that no minute has more than 900 is the strictest reading.',
        'For GraphQL write `limits: { points: { limit: 2000 } }` beside it: a query costs 1 point, a mutation 5.',
      ],
    },
  },
};
