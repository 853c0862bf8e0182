/** What is said when the mistake is ours, or the disk's. */
import { describe, expect, it } from 'vitest';
import { FileError } from '../../src/node/file-error.ts';
import { InvariantError } from '../../src/sim/assert.ts';
import { sim } from './io.ts';

describe('a bug of ours', () => {
  const write = async (): Promise<never> => {
    throw new InvariantError('a chart has a name', { name: '', width: 80 });
  };

  it('exits 70 with one block: whose bug it is, the fact, its values, the command', async () => {
    const { exit, out, err } = await sim(['keepa.yaml', '--seed', 'a b'], { write });
    expect({ exit, out }).toEqual({ exit: 70, out: '' });
    expect(`\n${err}`).toMatchInlineSnapshot(`
      "
      sim: this is a bug in quotasim, not in your scenario. Please report it with the scenario and these lines:
        found  InvariantError: a chart has a name {"name":"","width":80}
        again  npx sim keepa.yaml --seed 'a b'
        QUOTASIM_DEBUG=1 before it shows where
      "
    `);
  });

  it('shows where it happened only when asked', async () => {
    const { err } = await sim(['keepa.yaml'], { write, env: { QUOTASIM_DEBUG: '1' } });
    expect(err).toMatch(/\n {4}at .*failure\.test\.ts/);
  });

  it('is any other error too, and a long fact is cut', async () => {
    const thrown = async (): Promise<never> => {
      throw new TypeError(`x is not a function ${'x'.repeat(5000)}`);
    };
    const { exit, err } = await sim(['keepa.yaml'], { write: thrown });
    expect(exit).toBe(70);
    expect(err.length).toBeLessThan(2500);
  });
});

it('a place that cannot be written is no bug: exit 2, one line', async () => {
  const write = async (): Promise<never> => {
    throw new FileError('not_permitted', { file: 'reports/keepa', says: 'may not be written' });
  };
  const { exit, out, err } = await sim(['keepa.yaml'], { write });
  expect({ exit, out, err }).toEqual({ exit: 2, out: '', err: 'reports/keepa: may not be written\n' });
});
