/** TOML as it is deployed: values in tables at whatever depth, mistakes at their place. */
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/export/config-error.ts';
import { toml } from '../../src/export/toml.ts';

const DEPLOYED = `\ufeff# "😀" before everything
BATCH = 5
[tool.jobs]
EVERY = "15m"
RATE = 1_000.5
MASK = 0xff
deep.inner.SHARE = '''
95%'''
inline = { A = 1, more = { "B c" = "x" } }
[[workers]]
BATCH = 7
[ignored]
on = true
when = 2026-03-01
never = inf
list = [1, { C = 2 }]
`;

describe('toml', () => {
  it('finds what could be a setting in every table, with its place and its value', () => {
    const found = toml.read!(DEPLOYED, 'app.toml');
    expect(
      found.map(({ name, scalar, line, column, value }) => [
        `${name} ${line}:${column}`,
        scalar.kind === 'number' ? Number(scalar.digits) : scalar.kind === 'text' ? scalar.text : 'unclear',
        DEPLOYED.slice(value!.start, value!.end),
      ]),
    ).toEqual([
      ['BATCH 2:1', 5, '5'],
      ['EVERY 4:1', '15m', '"15m"'],
      ['RATE 5:1', 1000.5, '1_000.5'],
      ['MASK 6:1', 255, '0xff'],
      ['SHARE 7:12', '95%', "'''\n95%'''"],
      ['A 9:12', 1, '1'],
      ['B c 9:28', 'x', '"x"'],
      ['on 13:1', 'unclear', 'true'],
      ['when 14:1', 'unclear', '2026-03-01'],
      ['never 15:1', 'unclear', 'inf'],
      ['list 16:1', 'unclear', '[1, { C = 2 }]'],
    ]);
  });

  it('keeps digits that no binary number holds', () => {
    const [one, other] = toml.read!('A = 9007199254740993\nB = 0.1000000000000000000001\n', 'a.toml');
    expect([one!.scalar, other!.scalar]).toEqual([
      { kind: 'number', digits: '9007199254740993' },
      { kind: 'number', digits: '0.1000000000000000000001' },
    ]);
  });

  it.each([
    ['A =\nB = 1\n', /^a\.toml:[12]:\d+ not_readable\n {2}not TOML: /],
    ['A = 1\r\nA = 2\r\n', /^a\.toml:2:1 not_readable\n {2}not TOML: /],
    ['[t]\nA = 1\n[t]\n', /^a\.toml:3:\d+ not_readable/],
    ['A = "half', /^a\.toml:1:\d+ not_readable/],
    ['A = "\\ud800"', /^a\.toml:1:\d+ not_readable/],
    ['A: 1\n', /^a\.toml:1:\d+ not_readable/],
  ])('tells where it is none: %j', (text, says) => {
    expect(() => toml.read!(text, 'a.toml')).toThrow(ConfigError);
    expect(() => toml.read!(text, 'a.toml')).toThrow(says);
  });

  it('tells what is nested beyond all reason', () => {
    const depth = 6_000;
    const nested = ['['.repeat(depth), `${'{a='.repeat(depth)}1${'}'.repeat(depth)}`];
    for (const value of nested) {
      try {
        expect(toml.read!(`A = ${value}\n`, 'a.toml').length).toBeLessThan(2);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect((error as Error).message).toMatch(/^a\.toml:\d+:\d+ not_readable/);
      }
    }
  });
});
