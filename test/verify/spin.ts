/**
 * Runs Spin on a model: `spin` writes a checker in C, `gcc` builds it, the checker searches each claim whole.
 *
 * A claim holds when the search was complete and found nothing, and fails when it found a run that breaks it. All else (a
 * limit of depth, memory or time, a warning, words that are not understood) is an error, never an answer.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SpinModel, spinModel } from './spin-model.ts';
import type { TwinAnswer } from './twin.ts';
import type { TwoTasks } from './two-tasks.ts';

export const DEPTH_MAX = 200_000;
const MEMORY_MAX_MIB = 1024;
const SECONDS_MAX = 120;

/** Whether the tools are there; if not, which are missing. */
export function missingTools(): string[] {
  return [
    ['spin', '-V'],
    ['gcc', '--version'],
  ].flatMap(([tool, option]) => (spawnSync(tool!, [option!]).error === undefined ? [] : [tool!]));
}

/** Where Spin does not agree with an answer: a line for each claim. */
export function spinObjections(form: TwoTasks, answer: TwinAnswer, depthMax = DEPTH_MAX): string[] {
  return search(spinModel(form, answer), depthMax).flatMap(({ name, holds, found }) =>
    holds === found ? [] : [`${name} ${found ? 'holds' : 'is violated'}`],
  );
}

/** What Spin finds of each claim of a model. */
export function search({ text, claims }: SpinModel, depthMax = DEPTH_MAX) {
  const folder = mkdtempSync(join(tmpdir(), 'quotasim-spin-'));
  try {
    writeFileSync(join(folder, 'model.pml'), text);
    call(folder, 'spin', ['-a', 'model.pml']);
    // One process: there is no order of processes to reduce. Building unoptimized takes longer than it saves.
    call(folder, 'gcc', [
      '-O0',
      '-w',
      '-DNOREDUCE',
      '-DNOFAIR',
      '-DNOBOUNDCHECK',
      `-DMEMLIM=${MEMORY_MAX_MIB}`,
      '-o',
      'pan',
      'pan.c',
    ]);
    return claims.map((claim) => {
      const options = ['-a', '-b', '-n', '-w16', `-m${depthMax}`, '-N', claim.name];
      return { ...claim, found: verdictOf(claim.name, call(folder, './pan', options)) };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Whether a claim holds, from what the checker printed.
 *
 * @throws where the search was not complete and found no run against the claim.
 */
export function verdictOf(name: string, printed: string): boolean {
  const errors = /, errors: (\d+)\n/.exec(printed)?.[1];
  const about = printed.includes(`pan: ltl formula ${name}\n`);
  const limited = /depth too small|depth limit|memory|MEMLIM|time limit/i.test(
    printed.split('Stats on memory usage')[0]!,
  );
  const incomplete = printed.includes('Warning: Search not completed');
  const broken = /^pan:1: (acceptance cycle|assertion violated +!\()/m.test(printed);
  if (about && !limited && errors === '0' && !incomplete && !broken) return true;
  if (about && !limited && errors === '1' && incomplete && broken) return false;
  throw new Error(`no answer from Spin on ${name}:\n${printed}`);
}

function call(cwd: string, command: string, options: readonly string[]): string {
  const { error, status, signal, stdout, stderr } = spawnSync(command, options, {
    cwd,
    encoding: 'utf8',
    timeout: SECONDS_MAX * 1000,
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined || status !== 0) {
    const how = error?.message ?? `exit ${status ?? signal}`;
    throw new Error(`${command} ${options.join(' ')}: ${how}\n${stdout}\n${stderr}`);
  }
  return stdout + stderr;
}
