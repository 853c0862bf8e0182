/**
 * A plan that is killed at any moment (kill -9) and taken up again comes to the same, byte for byte, whoever worked on it; and
 * Ctrl-C keeps what is done and says how to go on. The command is a process of its own, from the build that `npm test` makes
 * first.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import seedrandom from 'seedrandom';
import { afterAll, describe, expect, it } from 'vitest';

const SIM = fileURLToPath(new URL('../../bin/sim.js', import.meta.url));
const KILLS = process.env.QUOTASIM_LONG === undefined ? 1 : 50;
/** A busy machine may take long to begin a process. */
const EACH_MS = 60_000;
const TEXT = `quotasim: 1
horizon: 12h
grid: 5m
replications: 3
parameters: { GATE: { value: 20, range: [10, 40], step: 5 } }
supplies: { s: { model: token-bucket, refill: { tokens: 20, every: 5m }, capacity: 100, initial: any, debt: unlimited } }
tasks:
  a: { trigger: { poisson: 4/h }, whenBusy: skip, steps: [{ await: { s: $GATE } }, { spend: { s: 30 } }, progress] }
goals: { a: { served: 10% } }
plan: { maximize: a.progress, indifference: 10% }
`;
const directory = mkdtempSync(join(tmpdir(), 'quotasim-killed-'));
const file = join(directory, 'killed.yaml');
writeFileSync(file, TEXT);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const words = (out: string, jobs: number): string[] => [SIM, 'plan', file, '--json', '--out', out, '--jobs', `${jobs}`];
const storeOf = (out: string): string => join(out, 'plan.jsonl');
const sizeOf = (out: string): number => (existsSync(storeOf(out)) ? statSync(storeOf(out)).size : 0);

/** Waits until the store has so many bytes, or until the plan is done before that. */
async function untilKept(child: ChildProcess, out: string, bytes: number): Promise<void> {
  while (child.exitCode === null && sizeOf(out) < bytes) await setTimeout(1);
}

describe('a plan', () => {
  const whole = join(directory, 'whole');
  const undisturbed = promisify(execFile)(process.execPath, words(whole, 1));

  it(`comes to the same however often it is killed (kill -9: ${KILLS})`, {
    timeout: EACH_MS * (KILLS + 2),
  }, async () => {
    const random = seedrandom.alea('killed');
    const { stdout } = await undisturbed;
    const total = sizeOf(whole);
    const out = join(directory, 'killed');
    let cut = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // What is done after each is small, and after ten of them it begins anew.
      const goesOn = kill % 10 > 0;
      const before = goesOn ? sizeOf(out) : 0;
      if (!goesOn) rmSync(out, { recursive: true, force: true });
      const child = spawn(process.execPath, [...words(out, 1 + (kill % 2)), ...(goesOn ? ['--resume'] : [])], {
        stdio: 'ignore',
      });
      const gone = once(child, 'exit');
      // Some are killed before they keep anything, or read what was kept.
      if (random() < 0.2) await Promise.race([setTimeout(random() * 1000), gone]);
      else await untilKept(child, out, before + random() * 0.3 * total);
      child.kill('SIGKILL');
      await gone;
      if (child.signalCode === 'SIGKILL') cut++;
    }
    const resumed = await promisify(execFile)(process.execPath, [...words(out, 2), '--resume']);
    expect(resumed.stdout).toBe(stdout);
    expect(readFileSync(join(out, 'plan.json'), 'utf8')).toBe(stdout);
    // Most were killed while they worked.
    expect(cut).toBeGreaterThan(KILLS / 2);
  });

  it('keeps what is done at Ctrl-C, says how to go on, and the answer is not known', {
    timeout: 3 * EACH_MS,
  }, async () => {
    const { stdout } = await undisturbed;
    const out = join(directory, 'stopped');
    const child = spawn(process.execPath, words(out, 1), { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    const closed = once(child, 'close');
    await untilKept(child, out, sizeOf(join(directory, 'whole')) / 8);
    child.kill('SIGINT');
    const [exit, signal] = await closed;
    expect({ exit, signal, told }).toEqual({ exit: 3, signal: null, told: '' });
    expect(said).toContain(`stopped before the plan was done: what is done is in ${storeOf(out)}; --resume goes on\n`);
    const kept = readFileSync(storeOf(out), 'utf8');
    const resumed = await promisify(execFile)(process.execPath, [...words(out, 1), '--resume']);
    expect(resumed.stdout).toBe(stdout);
    expect(readFileSync(storeOf(out), 'utf8').startsWith(kept)).toBe(true);
  });
});
