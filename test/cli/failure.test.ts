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

describe('with --json what went wrong is data on stdout, too', () => {
  const errorOf = (out: string) => (JSON.parse(out) as { error: { code: string; issues: readonly unknown[] } }).error;

  it('each mistake of a scenario at its place', async () => {
    const files = { 'late.yaml': 'quotasim: 1\nhorizon: 0d\ntasks: { a: { triger: always } }\n' };
    const { exit, out, err } = await sim(['late.yaml', '--json'], { files });
    expect(exit).toBe(2);
    expect(errorOf(out)).toMatchObject({
      code: 'scenario',
      message: err.trimEnd(),
      issues: [
        { code: 'not_above', file: 'late.yaml', line: 2, column: 10 },
        { code: 'missing_key', file: 'late.yaml', line: 3, column: 10 },
        { code: 'unknown_key', file: 'late.yaml', line: 3, column: 15 },
      ],
    });
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['quotasim', 'error']);
  });

  it.each([
    { argv: ['nothere.yaml', '--json'], code: 'no_such_file', exit: 2, files: 1 },
    { argv: ['run', '--json'], code: 'usage', exit: 2, files: 0 },
    { argv: ['run', 'keepa.yaml', '--jsn', '--json'], code: 'usage', exit: 2, files: 0 },
  ])('$argv is $code', async ({ argv, code, exit, files }) => {
    const told = await sim(argv);
    expect(told.exit).toBe(exit);
    expect(errorOf(told.out).code).toBe(code);
    expect(errorOf(told.out).issues.length).toBe(files);
  });

  it('a bug of ours as well, and nothing is added where no data was asked for', async () => {
    const write = async (): Promise<never> => {
      throw new InvariantError('a chart has a name', {});
    };
    const { exit, out } = await sim(['keepa.yaml', '--json', '--out', 'x'], { write });
    expect({ exit, code: errorOf(out).code }).toEqual({ exit: 70, code: 'bug' });
    expect((await sim(['nothere.yaml'])).out).toBe('');
  });
});
