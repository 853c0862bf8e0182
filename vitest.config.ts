import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // Half of the tests' time is spent in whole programs: every core is put to use, also where there are two.
    maxWorkers: '100%',
    setupFiles: ['test/setup.ts'],
  },
});
