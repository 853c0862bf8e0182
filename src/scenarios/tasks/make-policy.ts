/**
 * Makes the policy of a row where a scenario uses it; what is wrong with one of the user's is told there, now or in a run.
 *
 * @module
 */
import { PolicyError } from '../../policies/policy-error.ts';
import type { Path } from '../../sim/model.ts';
import type { Policy } from '../../sim/policy.ts';
import type { Draft } from '../draft.ts';
import { excerpt, printable, spotAt } from '../text/source.ts';
import { rangeAt } from '../text/tree.ts';
import type { Making, PolicyRow } from './policy-tables.ts';

/** The policy of a row, used at `path`; undefined where a user's cannot be made, which is told there. */
export function makePolicy<Made extends Policy>(
  draft: Draft,
  path: Path,
  row: PolicyRow<Made>,
  { options, users = 1 }: Pick<Making, 'options'> & { readonly users?: number },
): Made | undefined {
  const at = [...path, 'use'];
  try {
    return row.make({ options, users, place: placing(draft, at) });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return void draft.report(at, { code: 'bad_policy', says: error.says });
  }
}

/** A message with the place at which a policy is used, as mistakes of a scenario have it. */
function placing({ root }: Draft, path: Path): (says: string) => string {
  const { source, start } = rangeAt(root, path, 'value');
  const spot = spotAt(source, start);
  return (says) =>
    `${source.file}:${spot.line}:${spot.column} bad_policy\n  ${printable(says)}\n${excerpt(source, spot)}`;
}
