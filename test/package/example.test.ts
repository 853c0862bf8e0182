/** The example of a project that tests policies, in a fresh folder with the installed package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from './run.ts';

const cwd = inject('example');

describe('examples/testing', () => {
  it('is green: the right policy keeps its promises, and the wrong ones are found', async () => {
    const { code, stdout, stderr } = await run(cwd, 'npm', ['test']);
    expect({ code, said: code === 0 ? '' : `${stdout}${stderr}` }).toEqual({ code: 0, said: '' });
    expect(stdout).toMatch(/Tests {2}16 passed/);
  });

  it('shows what is red with a policy that is wrong, down to a scenario that the command takes', async () => {
    const { code, stdout, stderr } = await run(cwd, 'npm', ['run', 'broken']);
    const said = `${stdout}${stderr}`;
    expect([code, /Tests {2}2 failed \| 13 passed/.test(stdout)]).toEqual([1, true]);
    expect(said).toContain('at the full 300 with the memory [] nobody goes on');
    expect(said).toContain('\nsim smallest.yaml --allow-plugins\n');
    const judged = await run(cwd, 'npx', ['sim', 'smallest.yaml', '--allow-plugins', '--replications', '1']);
    expect(judged.code).toBe(1);
    // As its README shows it.
    const shown = /```\n(FAIL[\s\S]*?)```/.exec(readFileSync(join(cwd, 'README.md'), 'utf8'))![1]!;
    expect(judged.stdout.startsWith(shown)).toBe(true);
  });

  it('has a scenario that the command passes', async () => {
    const { code, stdout } = await run(cwd, 'npx', ['sim', 'jobs.yaml', '--allow-plugins', '--replications', '2']);
    expect([code, stdout.split(/\s+/)[0]]).toEqual([0, 'PASS']);
  });
});
