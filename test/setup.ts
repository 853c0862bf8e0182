/** Tests are quiet and repeatable: printing is a mistake, and every property runs from a fixed seed that a failure prints. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, vi } from 'vitest';

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261124), numRuns: Number(process.env.FC_RUNS ?? 200) });

beforeEach(() => {
  for (const method of ['log', 'warn', 'error', 'info'] as const) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => {
      throw new Error(`console.${method} was called: ${words.join(' ')}`);
    });
  }
});

afterEach(() => {
  expect(process.exitCode).toBeUndefined();
  vi.restoreAllMocks();
});
