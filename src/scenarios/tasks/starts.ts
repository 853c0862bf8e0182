/**
 * What is left open at the start of a run, as finite sets: a level in whole units, an offset or a phase on the grid.
 *
 * @module
 */
import type { Path, Start } from '../../sim/model.ts';
import { rational } from '../../sim/numbers/rational.ts';
import type { Draft, Later } from '../draft.ts';
import type { AnyText } from '../schema/schema.ts';
import { dotted } from '../text/path-text.ts';
import { formatQuantity } from '../values/quantity.ts';
import { readDuration } from '../values/values.ts';

/** More starts than this say nothing that a coarser grid would not. */
const STARTS_MAX = 10_000_000;

/** The set `from, from + step, …` of `count` values under the label of its path. */
export function chosenStart(draft: Draft, path: Path, set: { from: number; step: number; count: number }): Start {
  if (set.count > STARTS_MAX) {
    draft.report(path, { code: 'too_many_starts', count: set.count, max: STARTS_MAX });
  }
  draft.starts.push({ label: dotted(path), ...set });
  return { kind: 'any', choice: draft.starts.length - 1 };
}

export function isAny(text: AnyText | undefined): boolean {
  return text === 'any' || (typeof text === 'object' && 'any' in text);
}

/** An offset (a point in (0, span]) or a phase (a point in [0, span)): fixed, or any point of the grid. */
export function pointStart(
  draft: Draft,
  path: Path,
  text: AnyText,
  { spanMs, kind }: { readonly spanMs: number; readonly kind: 'offset' | 'phase' },
): Later<Start> {
  if (text !== 'any' && typeof text !== 'object') return fixedPoint(draft, path, text, { spanMs, kind });
  const own = text === 'any' ? undefined : readDuration(draft, [...path, 'any'], text.any, { above: rational(0) });
  return ({ gridMs }) => {
    const step = own ?? gridMs;
    if (kind === 'phase') return chosenStart(draft, path, { from: 0, step, count: Math.ceil(spanMs / step) });
    const count = Math.floor(spanMs / step);
    if (count === 0) draft.report(path, { code: 'no_grid_point', grid: span(step), span: span(spanMs) });
    return chosenStart(draft, path, { from: step, step, count });
  };
}

function fixedPoint(
  draft: Draft,
  path: Path,
  text: string | number,
  { spanMs, kind }: { readonly spanMs: number; readonly kind: 'offset' | 'phase' },
): Later<Start> {
  const value = readDuration(draft, path, text, { zero: true }) ?? 0;
  if (kind === 'phase' && value >= spanMs && spanMs > 0) {
    draft.report(path, { code: 'not_below', received: span(value), limit: span(spanMs) });
  }
  if (value > 0) draft.spansMs.push(value);
  return () => ({ kind: 'fixed', value });
}

function span(ms: number): string {
  return formatQuantity({ unit: 'duration', value: rational(ms) });
}
