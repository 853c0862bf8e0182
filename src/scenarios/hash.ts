/**
 * A short name for a value's content: 64-bit FNV-1a over its canonical JSON (keys sorted, functions left out). It tells
 * two compiled scenarios apart and is no protection against anybody who wants them to collide.
 *
 * @module
 */

/** The hash of `value` as 16 hexadecimal digits. */
export function contentHash(value: unknown): string {
  return fnv1a64(new TextEncoder().encode(canonicalJson(value)));
}

/** FNV-1a with the 64-bit offset basis and prime (draft-eastlake-fnv), in two 32-bit halves. */
export function fnv1a64(bytes: Uint8Array): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    // The prime is 2^40 + 0x1b3.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** JSON with sorted keys; numbers that JSON cannot say are written as their names. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return `"whole ${value}"`;
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : `"number ${value}"`;
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined && typeof each !== 'function')
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`);
  return `{${entries.join(',')}}`;
}
