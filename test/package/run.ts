/** Programs run in a project that has installed the package. */
import { execFile } from 'node:child_process';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command in a folder, with nothing of the test runner in its environment; whatever its exit code is. */
export function run(cwd: string, command: string, words: readonly string[]): Promise<Ended> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NO_COLOR: '1', npm_config_update_notifier: 'false' };
  return new Promise((resolve, reject) => {
    execFile(command, words, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error);
    });
  });
}
