/** The types of the installed package: found by every resolver there is, and taken by the compiler with all its files checked. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from './run.ts';

const example = inject('example');
const TSC = resolve('node_modules/typescript/bin/tsc');

/** Something of each entry point, so that none of its types is merely named. */
const PROGRAM = `import { definePolicy, exportConfig, FORMATS, judge, type Report, loadScenario, verify } from 'quotasim';
import { readScenario } from 'quotasim/node';
import { assemble, begin, DAY_MS, run, sampler } from 'quotasim/sim';
import { brokenPromises, checkPolicy, everyScenario, matchers, scenarioParts } from 'quotasim/testing';
import { policyContract } from 'quotasim/testing/vitest';
import { expect } from 'vitest';

const always = definePolicy({
  family: 'admission',
  name: 'always',
  describe: 'goes on',
  options: [{ name: 'level', unit: 'level', minimum: 0, describe: 'tokens' }],
  create: ({ level }) => ({
    memory: [],
    admit: ({ levelGrains }) =>
      levelGrains >= level ? { kind: 'go' } : { kind: 'wait', untilGrains: level, because: 'too few' },
  }),
});
const scenario = loadScenario(await readScenario('prod.yaml'), { file: 'prod.yaml', policies: [always] });
const report: Report = judge(scenario, { seed: '1' }).report;
const verdict: 'pass' | 'fail' | 'unknown' = report.verdict;
const claims: readonly string[] = verify(scenario).worlds.flatMap(({ tasks }) => tasks.map(({ claim }) => claim));
const env: string = exportConfig(scenario, report, FORMATS[0]);
const machine = assemble(scenario.worlds[0]!.model);
const choose = sampler(machine, { seed: '1', replication: 0 });
const events: number = run(machine, begin(machine, choose), choose, { untilMs: DAY_MS }).events;
const promises: readonly string[] = brokenPromises(always).map(({ promise }) => promise);
checkPolicy(always);
policyContract(always);
everyScenario(scenarioParts(), (one) => expect(one).toBeLive());
expect.extend(matchers);
expect(scenario).toProgressWithin('1h', 'index');
expect(scenario).toServe('95%');
expect(scenario).toMeetItsGoals();
export { claims, env, events, promises, verdict };

// @ts-expect-error a scenario is a text
loadScenario(1);
// @ts-expect-error no such option
judge(scenario, { sead: '1' });
// @ts-expect-error a duration is a text
expect(scenario).toProgressWithin(60);
`;

describe('types', () => {
  it.each([
    ['node16', { module: 'node16', moduleResolution: 'node16' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('compile in a strict project that resolves by %s and checks every library', async (name, resolving) => {
    const folder = join(example, `types-${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'program.ts'), PROGRAM);
    const compilerOptions = {
      ...{ ...resolving, target: 'es2022', strict: true, exactOptionalPropertyTypes: true },
      ...{ noUncheckedIndexedAccess: true, skipLibCheck: false, noEmit: true, types: [] },
      // Types of vitest's own libraries speak of pages.
      lib: ['es2022', 'dom'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    expect(await run(folder, process.execPath, [TSC, '-p', '.'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('are found wherever the code is, as are-the-types-wrong sees it', async () => {
    const tool = resolve('node_modules/@arethetypeswrong/cli/dist/index.js');
    const words = [tool, inject('tarball'), '--profile', 'esm-only', '--no-emoji', '--no-color'];
    const { code, stdout, stderr } = await run('.', process.execPath, words);
    expect({ code, said: code === 0 ? '' : stdout, stderr }).toEqual({ code: 0, said: '', stderr: '' });
    expect(stdout).toContain('"quotasim/testing/vitest"');
  });

  it('and the rest of package.json are as publint would have them', async () => {
    const tool = resolve('node_modules/publint/src/cli.js');
    const { code, stdout } = await run('.', process.execPath, [tool, 'run', inject('tarball'), '--strict']);
    expect([code, stdout.trim().split('\n').at(-1)]).toEqual([0, 'All good!']);
  });
});
