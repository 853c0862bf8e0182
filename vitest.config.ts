import { dirname, join, relative, resolve } from 'node:path';
import { configDefaults, defineConfig, type Plugin } from 'vitest/config';
import { isBuilt } from './bin/ensure.js';
import { LongFirst } from './test/order.ts';

const SRC = join(import.meta.dirname, 'src');
const DIST = join(import.meta.dirname, 'dist');

/**
 * Gives the tests the modules of `src` as they are built, where the build is of these very sources (`npm test` sees to that
 * first): Node loads them itself, and nothing is transformed. Sources that are edited since, watched or measured for coverage are
 * tested as they stand.
 */
function asBuilt(): Plugin {
  let built = false;
  return {
    name: 'quotasim:as-built',
    enforce: 'pre',
    configureVitest({ vitest: { config } }) {
      built = !config.watch && !config.coverage.enabled && isBuilt();
    },
    resolveId(source, importer) {
      if (!built || importer === undefined || !source.startsWith('.') || !source.endsWith('.ts')) return undefined;
      const path = relative(SRC, resolve(dirname(importer), source));
      return path.startsWith('..') ? undefined : join(DIST, path.replace(/\.ts$/, '.js'));
    },
  };
}

export default defineConfig({
  plugins: [asBuilt()],
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
    // Tests make many small things that are soon forgotten: with more room for the young, a fifth of the time goes less into collecting
    // them. Every core has a worker of its own, so that helpers of V8 (compilers, collectors) only wait for each other: without them
    // the same tests take a sixth less of CPU.
    execArgv: ['--max-semi-space-size=64', '--min-semi-space-size=64', '--single-threaded'],
    server: { deps: { external: [new RegExp(`^${DIST.replace(/[^\w/]/g, '\\$&')}/`)] } },
    sequence: { sequencer: LongFirst },
    globalSetup: ['test/python.ts'],
    setupFiles: ['test/setup.ts'],
  },
});
