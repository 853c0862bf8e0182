/**
 * Every command; the first is meant where none is named.
 *
 * @module
 */
import type { Command } from '../command.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';

export const COMMANDS: readonly [Command, ...Command[]] = [run, schema];
