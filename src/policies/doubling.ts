/**
 * Pauses that double and halve between two bounds: what `backoff` and `adaptive` share.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';

/** More doublings than this are beyond any horizon. */
const DOUBLINGS_MAX = 40;

/** `from`, twice that, and so on; the last one is `to`. */
export function doubling(fromMs: number, toMs: number): readonly number[] {
  assert(Number.isSafeInteger(fromMs) && fromMs > 0 && toMs > fromMs, 'pauses grow from one to another', {
    fromMs,
    toMs,
  });
  const pausesMs: number[] = [];
  for (let ms = fromMs; ms < toMs && pausesMs.length < DOUBLINGS_MAX; ms *= 2) pausesMs.push(ms);
  return [...pausesMs, toMs];
}
