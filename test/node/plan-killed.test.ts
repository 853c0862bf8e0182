/**
 * A plan that is killed at any moment (kill -9) and taken up again comes to the same, byte for byte, whoever worked on it. The
 * command is a process of its own, from the build that `npm test` makes first.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import seedrandom from 'seedrandom';
import { afterAll, expect, it } from 'vitest';

const SIM = fileURLToPath(new URL('../../bin/sim.js', import.meta.url));
const KILLS = process.env.QUOTASIM_LONG === undefined ? 1 : 50;
const TEXT = `quotasim: 1
horizon: 2d
grid: 5m
replications: 3
parameters: { GATE: { value: 20, range: [10, 40], step: 2 } }
supplies: { s: { model: token-bucket, refill: { tokens: 20, every: 5m }, capacity: 100, initial: any, debt: unlimited } }
tasks:
  a: { trigger: { poisson: 4/h }, whenBusy: skip, steps: [{ await: { s: $GATE } }, { spend: { s: 30 } }, progress] }
goals: { a: { served: 10% } }
plan: { maximize: a.progress, indifference: 5% }
`;
const directory = mkdtempSync(join(tmpdir(), 'quotasim-killed-'));
const file = join(directory, 'killed.yaml');
writeFileSync(file, TEXT);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const words = (out: string, jobs: number): string[] => [SIM, 'plan', file, '--json', '--out', out, '--jobs', `${jobs}`];

it(`comes to the same however often it is killed (kill -9: ${KILLS})`, { timeout: 20_000 * (KILLS + 1) }, async () => {
  const random = seedrandom.alea('killed');
  const whole = join(directory, 'whole');
  const beganMs = Date.now();
  const { stdout: undisturbed } = await promisify(execFile)(process.execPath, words(whole, 1));
  const wholeMs = Date.now() - beganMs;
  const out = join(directory, 'killed');
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, [...words(out, 1 + (kill % 2)), ...(kill % 5 > 0 ? ['--resume'] : [])], {
      stdio: 'ignore',
    });
    await Promise.race([setTimeout(random() * wholeMs), new Promise((resolve) => child.once('exit', resolve))]);
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve));
  }
  const { stdout: resumed } = await promisify(execFile)(process.execPath, [...words(out, 2), '--resume']);
  expect(resumed).toBe(undisturbed);
  expect(readFileSync(join(out, 'plan.json'), 'utf8')).toBe(undisturbed);
});
