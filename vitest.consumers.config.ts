import { defineConfig, mergeConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** What reads our exports in production: slower than a unit's test, and to be installed first. */
export default mergeConfig(
  { ...config, test: { ...config.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: ['test/consumers/**/*.test.ts'] },
  }),
);
