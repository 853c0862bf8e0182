/**
 * How sure a share is that was counted over samples in groups: samples within a group (a run) depend on each other,
 * groups do not. The share is a ratio of two sums over groups, and what it would be in other groups follows from how far
 * each group's own counts are from it (W. G. Cochran, Sampling Techniques, 6.4).
 *
 * @module
 */
import { studentQuantile } from './statistics.ts';

export interface GroupShare {
  /** Of `total`, so much has what is asked for. */
  readonly hits: number;
  readonly total: number;
}

/** Half the width of the 95 % interval of the share over all `groups`; undefined where there are fewer than two. */
export function halfOfShare(groups: readonly GroupShare[]): number | undefined {
  const { length } = groups;
  if (length < 2) return undefined;
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  const share = groups.reduce((sum, group) => sum + group.hits, 0) / total;
  const squares = groups.reduce((sum, group) => sum + (group.hits - share * group.total) ** 2, 0);
  return (studentQuantile(length - 1) * Math.sqrt((squares * length) / (length - 1))) / total;
}
