/** Pictures are optional. A process of its own: what was loaded once stays loaded. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const PROGRAM = "import { canvasRenderer } from './dist/node/canvas.js'; console.log(typeof (await canvasRenderer()));";

const renderer = (env: Readonly<Record<string, string>>): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  }).trim();

it('the renderer is absent, and no error, where the package has no binary for this machine', () => {
  expect(renderer({})).toBe('object');
  // The package loads its binary from here if told so.
  expect(renderer({ NAPI_RS_NATIVE_LIBRARY_PATH: '/nowhere/canvas.node' })).toBe('undefined');
});
