/** The command in one file, as `npm test` has built it before. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/sim/version.ts';

const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'optionalDependencies',
  Record<string, string>
>;
/** Read or loaded at their first use only, from their own packages. */
const LEFT_OUT = [
  '@fontsource/dejavu-sans',
  'chart.js',
  'chartjs-plugin-annotation',
  ...Object.keys(optionalDependencies),
];

// Where the bundler cannot run there is no bundle, and the command starts from its modules.
describe.runIf(existsSync('dist/command'))('dist/command', () => {
  it('is the command', () => {
    const printed = execFileSync(process.execPath, ['dist/command/bin.js', '--version'], { encoding: 'utf8' });
    expect(printed).toBe(`${VERSION}\n`);
  });

  it('holds every package that the command needs at once, and the licence of each', () => {
    const licences = readFileSync('dist/command/LICENSES.txt', 'utf8');
    for (const name of Object.keys(dependencies)) {
      expect([name, new RegExp(`^${name} \\d.*\\((MIT|ISC|Apache-2\\.0)\\)\\n\\n.*`, 'm').test(licences)]).toEqual([
        name,
        !LEFT_OUT.includes(name),
      ]);
    }
    expect(licences).toMatch(/^zod .*\n\n.*MIT License/m);
    // A package that comes without the text of its licence.
    expect(licences).toMatch(/^@humanwhocodes\/momoa .*\n\nApache License\s/m);
    const code = readFileSync('dist/command/bin.js', 'utf8');
    const imports = [...code.matchAll(/\bfrom ?"([^"]+)"/g)].map(([, from]) => from!);
    const outside = imports.filter((from) => Object.hasOwn(dependencies, from));
    expect(outside.filter((from) => !LEFT_OUT.includes(from))).toEqual([]);
  });
});
