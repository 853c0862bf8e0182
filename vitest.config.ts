import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // `npm run test:consumers`: programs that are to be installed first. `npm run test:package`: what is packed, installed.
    exclude: [...configDefaults.exclude, 'test/consumers/**', 'test/package/**'],
    // Long forms take minutes each.
    testTimeout: process.env.QUOTASIM_LONG === undefined ? 60_000 : 3_600_000,
    // Half of the tests' time is spent in whole programs: every core is put to use, also where there are two.
    maxWorkers: '100%',
    // Loading all modules anew for each file took more than half of the suite's time, and no test changes what another reads.
    isolate: false,
    // Tests make many small things that are soon forgotten: with more room for the young, a fifth of the time goes less into collecting them.
    execArgv: ['--max-semi-space-size=64'],
    globalSetup: ['test/python.ts'],
    setupFiles: ['test/setup.ts'],
  },
});
