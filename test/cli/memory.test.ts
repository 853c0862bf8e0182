/** Amounts of memory are read strictly: a unit is required, and spelled as it is. */
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../src/cli/memory.ts';

describe('an amount of memory', () => {
  it.each([
    ['2GiB', 2 ** 31],
    ['512 MiB', 2 ** 29],
    ['1.5GB', 1.5e9],
    ['1kB', 1000],
    ['0.5KiB', 512],
  ])('%s is %i bytes', (text, bytes) => {
    expect(bytesOf(text)).toBe(bytes);
  });

  it.each([
    '2',
    'GiB',
    '2gib',
    '2 gb',
    '2Gib',
    '-1GiB',
    '0GiB',
    '1e3MiB',
    '2GiB ',
    ' 2GiB',
    '2  GiB',
    '2TiB',
    '0.0000001kB',
  ])('"%s" is none', (text) => {
    expect(bytesOf(text)).toBeUndefined();
  });
});
