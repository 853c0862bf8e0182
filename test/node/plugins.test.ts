/** Programs that a scenario names: run for their policies where that is allowed; what is wrong with one is told where it is named. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPlugins } from '../../src/node/plugins.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quotasim-plugins-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const policy = (level: string, name = 'mine'): string => `{
  family: 'admission', name: '${name}', describe: 'goes on from one level up', options: [],
  create: () => ({ admit: ({ levelGrains }) => levelGrains >= ${level}
    ? { kind: 'go' } : { kind: 'wait', untilGrains: ${level}, because: 'too few' } }),
}`;

const scenario = (plugins: string, use = 'mine'): string => `quotasim: 1
horizon: 1h
plugins: ${plugins}
supplies: { s: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, debt: none } }
tasks: { a: { trigger: always, steps: [{ await: { s: { use: ${use} } } }, { spend: { s: 5 } }, progress, { work: 1m }] } }
`;

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);

async function load(text: string) {
  const file = join(folder, 'scenario.yaml');
  return loadScenario(text, { file, plugins: await loadPlugins(file, text) });
}

/** "line:column code sentence" of each mistake, without the folder. */
async function told(text: string): Promise<string[]> {
  try {
    await load(text);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.issues.map(({ line, column, code, message }) =>
      `${line}:${column} ${code} ${message}`.replaceAll(folder, '').replaceAll(process.version, 'this Node'),
    );
  }
  return [];
}

describe('a plugin', () => {
  it('gives its policies, and its text is a part of the scenario', async () => {
    put('mine.js', `export const mine = ${policy('20')};`);
    const one = await load(scenario('[./mine.js]'));
    const [{ model }] = one.worlds as [(typeof one.worlds)[number]];
    expect(model.policies.map(({ name }) => name)).toEqual(['mine']);
    expect(one.files.map(({ path }) => path)).toEqual(['./mine.js']);
    expect(one.plugins).toEqual(['./mine.js']);
    // Written anew while this process lives: the new text is what runs.
    put('mine.js', `export const mine = ${policy('30')};`);
    const other = await load(scenario('[./mine.js]'));
    expect(other.worlds[0]!.model.policies[0]!.source).not.toBe(model.policies[0]!.source);
    const view = { levelGrains: 25, capacityGrains: 100, priority: 0, user: 0, waiting: [0], priorities: [0] };
    const goes = [one, other].map(({ worlds }) => {
      const [made] = worlds[0]!.model.policies;
      return made?.family === 'admission' && made.admit(view, []).kind;
    });
    expect(goes).toEqual(['go', 'wait']);
  });

  it('is another one when a file that it imports is, and such a file cannot be loaded twice', async () => {
    put('level.js', 'export const level = 20;');
    put('mine.js', `import { level } from './level.js';\nexport const mine = ${policy('level')};`);
    const one = await load(scenario('[./mine.js]'));
    expect(one.files.map(({ path }) => path)).toEqual(['./mine.js', 'level.js']);
    put('level.js', 'export const level = 30;');
    expect(await told(scenario('[./mine.js]'))).toMatchInlineSnapshot(`
      [
        "3:11 bad_file plugins[0]: ./mine.js: imports level.js, which was changed since this process loaded it: start it again",
      ]
    `);
  });

  it('may be a module of any kind that Node runs, and export several policies', async () => {
    put('one.cjs', `exports.one = ${policy('20', 'one')};`);
    put(
      'two.mjs',
      `const help = 1;\nexport { help };\nexport default ${policy('20', 'two')};\nexport const three = ${policy('5', 'three')};`,
    );
    expect((await load(scenario('[one.cjs, ./two.mjs]', 'three'))).worlds[0]!.model.policies[0]!.name).toBe('three');
  });

  it('is not run where that is not allowed, and the rest of the scenario is looked at all the same', () => {
    expect(() =>
      loadScenario(scenario('[./mine.js, ./other.js]').replace('spend: { s', 'spend: { x'), { file: 's.yaml' }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ScenarioError: s.yaml:3:11 plugin_not_allowed
        plugins[0]: ./mine.js is a program, and would be run with all that you may do: read it first, then allow it with --allow-plugins (a program that loads scenarios gives \`plugins\`, see docs/policies.md)
        3 | plugins: [./mine.js, ./other.js]
                      ^

      s.yaml:3:22 plugin_not_allowed
        plugins[1]: ./other.js is a program, and would be run with all that you may do: read it first, then allow it with --allow-plugins (a program that loads scenarios gives \`plugins\`, see docs/policies.md)
        3 | plugins: [./mine.js, ./other.js]
                                 ^

      s.yaml:5:84 unknown_name
        tasks.a.steps[1].spend.x: there is no supply "x"; known: s
        5 | tasks: { a: { trigger: always, steps: [{ await: { s: { use: mine } } }, { spend: { x: 5 } }, progres…
                                                                                               ^]
    `);
  });

  it.each<[what: string, text: string | undefined, name?: string]>([
    ['there is none', undefined],
    ['it throws', "throw new TypeError('no such thing');"],
    ['it exports nothing', 'const mine = 1;'],
    ['it exports no policy', 'export const help = 1, more = () => {};'],
    ['it imports what is not there', "import { x } from './there.js';\nexport const mine = x;"],
    ['it imports a package that is not there', "import { x } from 'no-such-package-of-ours';\nexport const mine = x;"],
    ['it exports a policy that is none', `export const mine = { ...${policy('20')}, options: 5 };`],
    ['it takes a name that is taken', `export const mine = ${policy('20', 'threshold')};`],
    ['it is no module', 'mine', 'mine.txt'],
  ])('is told where it is named when %s', async (_, text, name = 'mine.js') => {
    if (text !== undefined) put(name, text);
    expect(await told(scenario(`[./${name}]`))).toMatchSnapshot();
  });

  it('is told where it is named when it is no JavaScript', async () => {
    put('mine.js', 'export const = 1;');
    // In whose words depends on who loads it: Node, or what runs these tests.
    expect(await told(scenario('[./mine.js]'))).toEqual([
      expect.stringMatching(/^3:11 bad_file plugins\[0\]: \.\/mine\.js: cannot be loaded: \w*Error: ./),
    ]);
  });

  it('may be TypeScript where Node runs that, and is told what is needed elsewhere', async () => {
    put('mine.ts', `const level: number = 20;\nexport const mine = ${policy('level')};`);
    const { typescript } = process.features as { readonly typescript?: string | false };
    if (typescript) expect((await load(scenario('[./mine.ts]'))).plugins).toEqual(['./mine.ts']);
    else {
      expect(await told(scenario('[./mine.ts]'))).toEqual([
        '3:11 bad_file plugins[0]: ./mine.ts: is TypeScript, which Node runs from 22.18 on (from 22.6 with ' +
          '--experimental-strip-types), and this is this Node: compile it to JavaScript, and name that',
      ]);
    }
  });

  it('is told when it is no relative path, and when two have one name', async () => {
    put('a.js', `export const mine = ${policy('20')};`);
    put('b.js', `export const mine = ${policy('30')};`);
    expect([...(await told(scenario('[/etc/passwd]'))), ...(await told(scenario('[a.js, b.js]')))]).toMatchSnapshot();
  });
});

it('a policy that cannot be made is told where it is used', async () => {
  put('mine.js', `export const mine = { ...${policy('20')}, create: () => { throw new RangeError('not today'); } };`);
  expect(await told(scenario('[mine.js]'))).toMatchInlineSnapshot(`
    [
      "5:61 bad_policy tasks.a.steps[0].await.s.use: the policy mine: cannot be used: create throws RangeError: not today",
    ]
  `);
});
