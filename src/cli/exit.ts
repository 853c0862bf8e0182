/**
 * Exit codes: part of the contract, see the README.
 *
 * @module
 */
import type { Verdict } from '../judge/report/report.ts';

export const EXIT_PASS = 0;
export const EXIT_FAIL = 1;
export const EXIT_BAD_INPUT = 2;
export const EXIT_UNKNOWN = 3;
export const EXIT_OUR_BUG = 70;

/** The exit code that says a verdict. */
export function exitOf(verdict: Verdict): number {
  return { pass: EXIT_PASS, fail: EXIT_FAIL, unknown: EXIT_UNKNOWN }[verdict];
}
