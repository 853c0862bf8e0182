/**
 * Says what does not hold, in whichever test runner.
 *
 * @module
 */

/** Throws where `holds` is false; what it says goes on after the promise that is broken. */
export function must(holds: boolean, says: () => string): asserts holds {
  if (!holds) throw new Error(says());
}

/** Values as a message shows them. */
export function shown(value: unknown): string {
  return (
    JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'number' && !Number.isFinite(one) ? String(one) : one,
    ) ?? String(value)
  );
}

export function isSame(left: unknown, right: unknown): boolean {
  return shown(left) === shown(right);
}
