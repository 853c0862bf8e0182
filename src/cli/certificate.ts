/**
 * `--certificate FILE`: what was proved, written to a file, and a sentence for each thing it holds or leaves out.
 *
 * @module
 */
import { amountText } from '../report/text/amount-text.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { type Certificate, certificateText } from '../verify/certificate/certificate.ts';
import { certify, type LeftOut } from '../verify/certificate/certify.ts';
import type { Verification } from '../verify/verification.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';

/** Writes it where a path is given; gives what is to be said of it. */
export async function writeCertificate(
  scenario: Scenario,
  verification: Verification,
  { path, settings }: { readonly path: string | undefined; readonly settings: Settings },
  io: Io,
): Promise<readonly string[]> {
  if (path === undefined) return [];
  const { set, horizon } = settings;
  const { certificate, left } = certify(scenario, verification, { set, horizon });
  const many = scenario.worlds.length > 1;
  const missing = left.map((one) => leftText(one, many));
  if (certificate.worlds.length === 0) return [`${path} was not written: nothing is proved`, ...missing];
  await io.writeText(path, certificateText(certificate));
  return [`${path}: ${heldText(certificate, many)}`, ...missing];
}

function heldText({ worlds }: Certificate, many: boolean): string {
  const states = worlds.reduce((sum, world) => sum + world.states.length, 0);
  const claims = worlds.map(({ tasks, world }) => {
    const names = tasks.map(({ task, claim }) => `${task} ${claim === 'live' ? 'is safe' : 'starves'}`).join(', ');
    return many ? `${names} (${worldText(world)})` : names;
  });
  return `${claims.join('; ')}, in ${amountText(states)} states`;
}

function leftText({ task, world, because }: LeftOut, many: boolean): string {
  const what = task === undefined ? 'nothing' : task;
  const where = many ? ` (${worldText(world)})` : '';
  return task === undefined ? `${what} of a world${where}: ${because}` : `not in it: ${what}${where}: ${because}`;
}

function worldText(world: Readonly<Record<string, string>>): string {
  return Object.entries(world)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
