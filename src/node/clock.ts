/**
 * The one clock of the program: for showing progress, never for a result.
 *
 * @module
 */

/** Milliseconds since some moment; only differences mean something. */
export function nowMs(): number {
  return performance.now();
}
