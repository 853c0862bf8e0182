/**
 * A comparison with the results it was made of: what its pictures are drawn from.
 *
 * @module
 */
import type { Comparison } from '../judge/compare/comparison.ts';
import type { Result } from '../judge/report/report.ts';

export interface Compared {
  readonly comparison: Comparison;
  /** By side. */
  readonly results: readonly Result[];
}
