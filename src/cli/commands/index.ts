/**
 * Every command; the first is meant where none is named.
 *
 * @module
 */
import type { Command } from '../command.ts';
import { checkCertificate } from './check-certificate.ts';
import { replay } from './replay.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { verify } from './verify.ts';

export const COMMANDS: readonly [Command, ...Command[]] = [run, verify, replay, checkCertificate, schema];
