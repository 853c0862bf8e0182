/**
 * The table of presets: providers first, then schedulers.
 *
 * @module
 */
import { amazonSpApi } from './amazon.ts';
import { anthropic } from './anthropic.ts';
import { apscheduler } from './apscheduler.ts';
import { bullmq } from './bullmq.ts';
import { celery } from './celery.ts';
import { dockerHub } from './docker-hub.ts';
import { githubGraphql, githubRest, githubSecondary } from './github.ts';
import { jira } from './jira.ts';
import { keepa } from './keepa.ts';
import { kubernetesCronJob } from './kubernetes.ts';
import { openai } from './openai.ts';
import type { Preset } from './preset.ts';
import { shopifyGraphql, shopifyRest } from './shopify.ts';
import { sidekiq } from './sidekiq.ts';
import { slack } from './slack.ts';
import { strava } from './strava.ts';
import { stripe } from './stripe.ts';
import { temporal } from './temporal.ts';
import { x } from './x.ts';
import { youtube, youtubeSearch } from './youtube.ts';

export const PRESETS: readonly Preset[] = [
  keepa,
  githubRest,
  githubGraphql,
  githubSecondary,
  shopifyGraphql,
  shopifyRest,
  amazonSpApi,
  stripe,
  youtube,
  youtubeSearch,
  slack,
  jira,
  x,
  dockerHub,
  strava,
  openai,
  anthropic,
  celery,
  apscheduler,
  kubernetesCronJob,
  bullmq,
  sidekiq,
  temporal,
];
