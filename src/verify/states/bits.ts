/**
 * Whole numbers of any width up to 53 bits in an array of 32-bit words.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';

const WORD = 0x1_0000_0000;

/** Writes `value` into bits that are 0 so far. */
export function putBits(words: Uint32Array, offset: number, bits: number, value: number): void {
  if (bits > 32) {
    putWord(words, offset, 32, value % WORD);
    putWord(words, offset + 32, bits - 32, Math.floor(value / WORD));
  } else putWord(words, offset, bits, value);
}

function putWord(words: Uint32Array, offset: number, bits: number, value: number): void {
  const code = value >>> 0;
  // A fraction here would make two states one.
  assert(code === value, 'a code is a whole number');
  const word = offset >>> 5;
  const shift = offset & 31;
  words[word]! |= code << shift;
  if (shift + bits > 32) words[word + 1]! |= code >>> (32 - shift);
}

/** The number in `bits` bits from `offset` on. */
export function getBits(words: Uint32Array, offset: number, bits: number): number {
  if (bits <= 32) return getWord(words, offset, bits);
  return getWord(words, offset, 32) + getWord(words, offset + 32, bits - 32) * WORD;
}

function getWord(words: Uint32Array, offset: number, bits: number): number {
  if (bits === 0) return 0;
  const word = offset >>> 5;
  const shift = offset & 31;
  let code = words[word]! >>> shift;
  if (shift + bits > 32) code |= words[word + 1]! << (32 - shift);
  return (bits === 32 ? code : code & ((1 << bits) - 1)) >>> 0;
}
