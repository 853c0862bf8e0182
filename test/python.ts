/**
 * Puts Python itself first on the path of all tests. Version managers put a shell script called python3 there, and what that takes
 * to find Python is many times what most tests ask of it.
 */
import { execFileSync } from 'node:child_process';
import { delimiter } from 'node:path';

export function setup(): void {
  const asked = [
    '-I',
    '-c',
    'import os, sys; print(os.path.dirname(os.path.realpath(sys.executable)) if sys.executable else "")',
  ];
  let folder: string;
  try {
    folder = execFileSync('python3', asked, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    // The tests that need it say so themselves.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  process.env.PATH = [folder, process.env.PATH].join(delimiter);
}
