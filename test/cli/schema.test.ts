/** `sim schema` and `sim --version`. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scenarioJsonSchema } from '../../src/scenarios/schema/schema.ts';
import { sim } from './io.ts';

it('prints the JSON Schema of scenarios', async () => {
  const { exit, out, err, written } = await sim(['schema']);
  expect({ exit, err, written }).toEqual({ exit: 0, err: '', written: [] });
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
});

it('says the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(await sim(['--version'])).toMatchObject({ exit: 0, out: `${version}\n`, err: '' });
});
