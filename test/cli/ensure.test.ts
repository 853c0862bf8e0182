/** What makes a checkout ready, on a checkout of one file that does not build. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A module that says that it ran. */
const RUN = 'declare const console: { log(text: string): void };\nconsole.log("ran");\n';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('a checkout that does not build', () => {
  let checkout = '';
  beforeAll(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'quotasim-'));
    await cp(join(ROOT, 'bin'), join(checkout, 'bin'), { recursive: true });
    await writeFile(join(checkout, 'package.json'), '{ "type": "module" }');
    await writeFile(join(checkout, 'package-lock.json'), '{ "packages": {} }');
    // Few declarations to read: the compiler is started three times.
    const options = { module: 'nodenext', rootDir: 'src', outDir: 'dist', types: [], lib: ['es5'], target: 'es2022' };
    await writeFile(join(checkout, 'tsconfig.json'), '{}');
    await writeFile(
      join(checkout, 'tsconfig.build.json'),
      JSON.stringify({ compilerOptions: options, include: ['src'] }),
    );
    await mkdir(join(checkout, 'src/cli'), { recursive: true });
    await mkdir(join(checkout, 'node_modules'));
    await symlink(join(ROOT, 'node_modules/typescript'), join(checkout, 'node_modules/typescript'), 'junction');
    await writeFile(join(checkout, 'src/cli/bin.ts'), `export const wrong: number = "text";\n${RUN}`);
  });
  afterAll(() => rm(checkout, { recursive: true, force: true }));

  async function node(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    try {
      return { code: 0, ...(await promisify(execFile)(process.execPath, words, { cwd: checkout })) };
    } catch (error) {
      return error as Awaited<ReturnType<typeof node>>;
    }
  }

  it('lets npm finish, says so, and fails with the reason at its first use', async () => {
    const prepared = await node('bin/ensure.js', '--prepare');
    expect({ code: prepared.code, stdout: prepared.stdout }).toEqual({ code: 0, stdout: '' });
    expect(prepared.stderr).toContain("Type 'string' is not assignable to type 'number'");
    expect(prepared.stderr).toContain('it is not built; the first use will try again, and say what is wrong');
    const used = await node('bin/sim.js');
    expect({ code: used.code, stdout: used.stdout }).toEqual({ code: 70, stdout: '' });
    expect(used.stderr).toContain('the build failed');
  });

  it('runs once it is mended', async () => {
    await writeFile(join(checkout, 'src/cli/bin.ts'), `${RUN}export {};\n`);
    const used = await node('bin/sim.js');
    expect({ code: used.code, stdout: used.stdout }).toEqual({ code: 0, stdout: 'ran\n' });
  });
});
