/**
 * Every command; the first is meant where none is named.
 *
 * @module
 */
import type { Command } from '../command.ts';
import { check } from './check.ts';
import { checkCertificate } from './check-certificate.ts';
import { compare } from './compare.ts';
import { explain } from './explain.ts';
import { exportCommand } from './export.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { plan } from './plan.ts';
import { presets } from './presets.ts';
import { replay } from './replay.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { verify } from './verify.ts';

export const COMMANDS: readonly [Command, ...Command[]] = [
  run,
  init,
  lint,
  verify,
  check,
  compare,
  plan,
  exportCommand,
  replay,
  checkCertificate,
  explain,
  presets,
  schema,
];
