/**
 * Compiles what is different of a supply from some date on: an outage, an upgrade.
 *
 * @module
 */
import type { Path, Refill, SupplyChange } from '../../sim/model.ts';
import { ONE, type Rational, subtract, ZERO } from '../../sim/numbers/rational.ts';
import { type Draft, type Later, remember, type SupplyDraft, toGrains } from '../draft.ts';
import type { SupplyText } from '../schema/schema.ts';
import type { ChangeText } from '../schema/supply-shapes.ts';
import { COUNT_MAX } from '../values/bounds.ts';
import { parseDate } from '../values/dates.ts';
import { readDuration, readKnown } from '../values/values.ts';
import { compileChangedRefill } from './refills.ts';

/** The changes of a supply that begins with `capacity` and `refill`; undefined where it has none. */
export function compileChanges(
  draft: Draft,
  supply: SupplyDraft,
  text: SupplyText,
  refill: Later<Refill>,
): Later<readonly SupplyChange[]> | undefined {
  const changes = (text.changes ?? []) as readonly ChangeText[];
  if (changes.length === 0) return undefined;
  // A server that counts goes on counting; a bucket that is made smaller runs over.
  const level = text.model === 'token-bucket' || text.model === 'leaky-bucket' ? 'cut' : 'moved';
  let last = { atMs: 0, capacity: supply.capacity, refill };
  const all = changes.map((change, index) => {
    const path = [...supply.path, 'changes', index];
    const atMs = readAt(draft, [...path, 'at'], change.at, last.atMs);
    if (Object.keys(change).every((key) => key === 'at')) {
      const why = 'it says nothing that is different from then on';
      draft.report(path, { code: 'no_meaning', what: 'a change', why });
    }
    const capacity = readSize(draft, supply, path, change) ?? last.capacity;
    const later = compileChangedRefill(draft, supply, path, { text, change, capacity }) ?? last.refill;
    last = { atMs, capacity, refill: later };
    return { ...last, path };
  });
  return (scale) =>
    all.map(({ atMs, capacity, refill: later, path }) => ({
      atMs,
      capacityGrains: toGrains(draft, scale, supply.index, capacity, path),
      refill: later(scale),
      level,
    }));
}

/** A date, or a time since the start; later than the change before. */
function readAt(draft: Draft, path: Path, text: number | string, afterMs: number): number {
  const date = parseDate(String(text));
  if (date !== undefined && draft.startMs === undefined) {
    draft.report(path, { code: 'start_needed', why: 'a date is so long after the start' });
    return afterMs;
  }
  const atMs = date === undefined ? readDuration(draft, path, text, { above: ZERO }) : date - draft.startMs!;
  if (atMs === undefined) return afterMs;
  if (atMs <= afterMs) {
    const limit = afterMs === 0 ? 'the start' : 'the change before it';
    draft.report(path, { code: 'not_later', received: String(text), than: limit });
  }
  return Math.max(atMs, afterMs);
}

function readSize(
  draft: Draft,
  supply: SupplyDraft,
  path: Path,
  { capacity, burst, limit }: ChangeText,
): Rational | undefined {
  const [key, size] =
    capacity !== undefined ? ['capacity', capacity] : burst !== undefined ? ['burst', burst] : ['limit', limit];
  if (size === undefined) return undefined;
  const bounds = { above: ZERO, max: subtract(COUNT_MAX, ONE) };
  const read = readKnown(draft, [...path, key as string], size, 'number', bounds);
  return read && remember(supply, read);
}
