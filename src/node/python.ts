/**
 * Programs for python3 that look at a module of somebody's, which they are given as text: nothing of it is run.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { FileError, systemCode } from './file-error.ts';

/**
 * What `program` prints of `text`, which it reads from its input. Isolated (-I), so that nothing of where it is started is imported.
 *
 * @throws {FileError} where there is no python3, or it fails.
 */
export function runPython(program: string, text: string, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-I', '-c', program], { stdio: ['pipe', 'pipe', 'pipe'] });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.setEncoding('utf8').on('data', (part: string) => out.push(part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => err.push(part));
    child.on('error', (error) => {
      const hint = 'install python3, or give the settings as .env, JSON or YAML';
      const says =
        systemCode(error) === 'ENOENT' ? 'needs python3 to be read' : `python3 cannot be started: ${error.message}`;
      reject(new FileError('not_readable', { file, says, hint }));
    });
    child.on('close', (code) => {
      if (code === 0) resolve(out.join(''));
      else
        reject(
          new FileError('not_readable', { file, says: `python3 ended with ${code}`, hint: err.join('').slice(-500) }),
        );
    });
    // A program that ends early closes its end first; `close` tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(text);
  });
}
