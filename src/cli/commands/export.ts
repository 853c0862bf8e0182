/**
 * `sim export FILE --to FORMAT`: judges the scenario and writes its parameters as a file production reads. A scenario that
 * misses a goal is not exported, unless forced; the file then says so.
 *
 * @module
 */
import { exportConfig } from '../../export/export-config.ts';
import { FORMATS } from '../../export/formats.ts';
import type { Command } from '../command.ts';
import { EXIT_PASS } from '../exit.ts';
import { REPORT_OPTIONS } from '../judged.ts';
import { readWith, SETTING_OPTIONS, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { judgedWhole } from '../whole.ts';

const VERB = 'export';
const NAMES = FORMATS.map(({ name }) => name);

export const exportCommand: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Write the parameters as a file production reads',
  options: {
    to: { value: 'FORMAT', choices: NAMES, describe: `what to write: ${NAMES.join(', ')}` },
    out: { value: 'PATH', describe: 'the file to write; default: to stdout' },
    force: { describe: 'Export although a goal is missed or unknown' },
    ...SETTING_OPTIONS,
    require: REPORT_OPTIONS.require!,
  },
  examples: [
    ['sim export prod.yaml --to env', 'NAME=VALUE lines, and what is known of them'],
    ['sim export prod.yaml --to python --out settings.py', 'A module of constants'],
  ],
  async run(args, io) {
    const format = FORMATS.find(({ name }) => name === args.text('to'));
    if (format === undefined) throw new UsageError(`export needs --to, one of ${NAMES.join(', ')}`, VERB);
    const settings = settingsOf(args, VERB);
    const loaded = await readWith(args.words[0]!, settings, io);
    const { report } = judgedWhole(loaded, { args, settings }, io);
    const text = exportConfig(loaded.scenario, report, format, { force: args.flag('force') });
    const out = args.text('out');
    if (out === undefined) io.out(text);
    else {
      await io.writeText(out, text);
      io.out(`wrote ${out}\n`);
    }
    return EXIT_PASS;
  },
};
