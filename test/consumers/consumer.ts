/**
 * Programs that read what we export, where they are installed. Elsewhere their tests are skipped, and say so; with
 * `QUOTASIM_NEEDS_CONSUMERS` they fail instead.
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { exportConfig } from '../../src/export/export-config.ts';
import { FORMATS } from '../../src/export/formats.ts';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { quickLimits } from '../../src/judge/quick-limits.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';

export interface Consumer {
  readonly name: string;
  /** What to install. */
  readonly from: string;
  /** Whether it is there: a command that succeeds then. */
  readonly probe: readonly [string, ...string[]];
}

/** A suite that runs where the consumer is there, and says loudly where it is not. */
export function withConsumer({ name, from, probe }: Consumer, suite: () => void): void {
  const isThere = succeeds(probe);
  if (!isThere) process.stderr.write(`SKIPPED: ${name} is not there to read what is exported: ${from}\n`);
  it.runIf(process.env.QUOTASIM_NEEDS_CONSUMERS !== undefined)(`${name} is there, as it must be here`, () => {
    expect(isThere).toBe(true);
  });
  describe.skipIf(!isThere)(name, suite);
}

/** Whether a command is there and does what it is asked. */
export function succeeds([command, ...words]: readonly [string, ...string[]]): boolean {
  try {
    execFileSync(command, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The scenario as a file of a format. */
export function exported(format: string, text: string): string {
  const scenario = loadScenario(text, { file: 'jobs.yaml' });
  const { report } = withProofs(simulate(scenario, { replications: 1 }), scenario, verify(scenario, quickLimits(1)));
  return exportConfig(scenario, report, FORMATS.find(({ name }) => name === format)!, { force: true });
}
