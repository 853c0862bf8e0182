import { expect, it } from 'vitest';
import { canonicalJson, contentHash, fnv1a64 } from '../../src/scenarios/hash.ts';

it.each([
  // The reference vectors of draft-eastlake-fnv.
  { text: '', hash: 'cbf29ce484222325' },
  { text: 'a', hash: 'af63dc4c8601ec8c' },
  { text: 'foobar', hash: '85944171f73967e8' },
])('hashes "$text" to its reference', ({ text, hash }) => {
  expect(fnv1a64(new TextEncoder().encode(text))).toBe(hash);
});

it('does not depend on the order of keys, nor on functions and what is undefined', () => {
  const value = { b: [1, { d: 2, c: null }], a: 'x' };
  const same = { a: 'x', admit: () => 1, gone: undefined, b: [1, { c: null, d: 2 }] };
  expect(canonicalJson(same)).toBe('{"a":"x","b":[1,{"c":null,"d":2}]}');
  expect(contentHash(same)).toBe(contentHash(value));
});

it('tells numbers apart that JSON would not', () => {
  const texts = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, null, 'Infinity', 0].map(
    canonicalJson,
  );
  expect(new Set(texts).size).toBe(texts.length);
});
