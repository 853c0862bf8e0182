/**
 * Compiles locks and pools.
 *
 * @module
 */
import type { Lock, Path } from '../sim/model.ts';
import { ONE, rational, toNumber, ZERO } from '../sim/rational.ts';
import { NEVER } from '../sim/time.ts';
import type { Draft } from './draft.ts';
import { entriesOf } from './parameters.ts';
import type { ScenarioDocument } from './schema.ts';
import { readDuration, readKnown } from './values.ts';

const PERMITS_MAX = rational(1_000_000);

/** Locks first, then pools, each in the order of the document. */
export function compileLocks(draft: Draft, document: ScenarioDocument): Lock[] {
  const locks = entriesOf(draft.root, 'locks', document.locks).map(([name, text]): Lock => {
    const path = ['locks', name];
    const permits = count(draft, [...path, 'permits'], text.permits ?? 1);
    return {
      name,
      path,
      kind: 'lock',
      permits,
      leaseMs: compileLease(draft, [...path, 'lease'], text.lease ?? 'none'),
    };
  });
  const pools = entriesOf(draft.root, 'pools', document.pools).map(([name, text]): Lock => {
    const path = ['pools', name];
    return { name, path, kind: 'pool', permits: count(draft, [...path, 'slots'], text.slots), leaseMs: NEVER };
  });
  return [...locks, ...pools];
}

function compileLease(draft: Draft, path: Path, text: string | number): number {
  if (text === 'none') return NEVER;
  const lease = readDuration(draft, path, text, { above: ZERO });
  if (lease !== undefined) draft.spansMs.push(lease);
  return lease ?? NEVER;
}

function count(draft: Draft, path: Path, text: string | number): number {
  return toNumber(readKnown(draft, path, text, 'number', { min: ONE, max: PERMITS_MAX, whole: true }) ?? ONE);
}
