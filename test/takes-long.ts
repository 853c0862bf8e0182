/** Short test files that take long: they start programs, or judge all there is. They begin first. */
export const TAKES_LONG: readonly string[] = [
  'test/cases/page.test.ts',
  'test/node/plan-killed.test.ts',
  'test/cli/bin.test.ts',
  'test/verify/spin.test.ts',
  'test/judge/theory.test.ts',
  'test/examples.test.ts',
  'test/docs-verify.test.ts',
  'test/verify/known-ways.test.ts',
  'test/verify/admission.test.ts',
  'test/verify/almost-safe.test.ts',
  'test/verify/starts-rich.test.ts',
  'test/verify/rich.test.ts',
  'test/cases/p12.test.ts',
  'test/tidy.test.ts',
];
