/**
 * Amounts of memory as people write them: `512MiB`, `2GiB`, `1.5GB`. The unit is required.
 *
 * @module
 */

const UNITS: Readonly<Record<string, number>> = {
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
};

export const MEMORY_UNITS: string = Object.keys(UNITS).join(', ');

/** The bytes that a text says; undefined where it says none. */
export function bytesOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,6})?) ?([A-Za-z]+)$/.exec(text) ?? [];
  const bytes = Math.floor(Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN));
  return bytes > 0 ? bytes : undefined;
}
