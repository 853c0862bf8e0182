/**
 * The package as a stranger has it: packed once, and installed in fresh projects outside this folder. Needs the npm
 * registry, or a cache that has been there.
 */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed file. */
    readonly tarball: string;
    /** A project with quotasim alone. */
    readonly whole: string;
    /** The same without optional packages. */
    readonly slim: string;
    /** The example of a project that tests policies. */
    readonly example: string;
  }
}

let scratch = '';

export async function setup(project: TestProject): Promise<void> {
  scratch = mkdtempSync(join(tmpdir(), 'quotasim-package-'));
  const packed = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', scratch], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const tarball = join(scratch, filename);
  project.provide('tarball', tarball);
  const folders = { whole: [], slim: ['--omit=optional'], example: [] } as const;
  for (const name of ['whole', 'slim'] as const) {
    mkdirSync(join(scratch, name));
    writeFileSync(join(scratch, name, 'package.json'), '{ "private": true, "type": "module" }\n');
  }
  cpSync('examples/testing', join(scratch, 'example'), { recursive: true });
  await Promise.all(
    (['whole', 'slim', 'example'] as const).map(async (name) => {
      await install(join(scratch, name), tarball, folders[name]);
      project.provide(name, join(scratch, name));
    }),
  );
}

export async function teardown(): Promise<void> {
  if (scratch !== '') await rm(scratch, { recursive: true, force: true });
}

/** As a careful stranger would: no script of any package is run. */
async function install(cwd: string, tarball: string, words: readonly string[]): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  await promisify(execFile)('npm', ['install', '--ignore-scripts', ...quiet, ...words, tarball], { cwd });
}
