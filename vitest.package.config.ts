import { defineConfig } from 'vitest/config';

/** The packed file, installed in fresh projects: `npm run test:package`. */
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    testTimeout: 120_000,
    isolate: false,
    globalSetup: ['test/package/installed.ts'],
  },
});
