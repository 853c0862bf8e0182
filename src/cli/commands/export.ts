/**
 * `sim export FILE --to FORMAT`: judges the scenario and writes its parameters as a file production reads. A scenario that
 * misses a goal is not exported, unless forced; the file then says so.
 *
 * @module
 */
import { exportConfig, vouchedHead } from '../../export/export-config.ts';
import { ExportError } from '../../export/export-error.ts';
import type { Found } from '../../export/format.ts';
import { FORMATS, formatOf } from '../../export/formats.ts';
import { patchOf } from '../../export/patch.ts';
import { loadScenario } from '../../scenarios/parse.ts';
import { shellWord } from '../again.ts';
import type { Command } from '../command.ts';
import { EXIT_PASS } from '../exit.ts';
import type { Io } from '../io.ts';
import { REPORT_OPTIONS } from '../judged.ts';
import { type Loaded, readWith, SETTING_OPTIONS, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { judgedWhole } from '../whole.ts';

const VERB = 'export';
const PATCH = 'patch';
const NAMES = [...FORMATS.map(({ name }) => name), PATCH];

export const exportCommand: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Write the parameters as a file production reads',
  options: {
    to: { value: 'FORMAT', choices: NAMES, describe: `what to write: ${NAMES.join(', ')}` },
    out: { value: 'PATH', describe: 'the file to write; default: to stdout' },
    root: { value: 'DIR', describe: 'of a patch: where the paths of `from` begin; default: here' },
    force: { describe: 'Export although a goal is missed or unknown' },
    ...SETTING_OPTIONS,
    require: REPORT_OPTIONS.require!,
  },
  examples: [
    ['sim export prod.yaml --to env', 'NAME=VALUE lines, and what is known of them'],
    ['sim export prod.yaml --to python --out settings.py', 'A module of constants'],
    ['sim export prod.yaml --to patch --set BATCH=4 | git apply', 'Change it where production keeps it'],
  ],
  async run(args, io) {
    const to = args.text('to');
    const format = FORMATS.find(({ name }) => name === to);
    if (format === undefined && to !== PATCH)
      throw new UsageError(`export needs --to, one of ${NAMES.join(', ')}`, VERB);
    const settings = settingsOf(args, VERB);
    const file = args.words[0]!;
    const loaded = await readWith(file, settings, io);
    const { report } = judgedWhole(loaded, { args, settings }, io);
    const options = { force: args.flag('force') };
    const text =
      format === undefined
        ? await patchText(
            loaded,
            { file, root: args.text('root'), head: vouchedHead(loaded.scenario, report, options) },
            io,
          )
        : exportConfig(loaded.scenario, report, format, options);
    const out = args.text('out');
    if (out === undefined) io.out(text);
    else {
      await io.writeText(out, text);
      io.out(`wrote ${out}\n`);
    }
    return EXIT_PASS;
  },
};

interface PatchCall {
  /** The scenario's. */
  readonly file: string;
  readonly root: string | undefined;
  readonly head: readonly string[];
}

/** The diff from the scenario's own values, which production has, to those of `--set`. */
async function patchText({ scenario, text, load }: Loaded, { file, root, head }: PatchCall, io: Io): Promise<string> {
  const { settings: before } = loadScenario(text, { ...load, set: {} });
  const path = (kept: string): string => (root === undefined ? kept : `${root.replace(/[/\\\\]$/, '')}/${kept}`);
  const patch = await patchOf({
    before,
    after: scenario.settings,
    head,
    readText: (one) => io.readText(path(one), 'settings'),
    find: (production, one) => foundIn(production, path(one), io),
  });
  const kept = scenario.settings.find(({ from }) => from !== undefined)?.name;
  if (patch.changed.length === 0)
    io.err(
      `nothing to change: production has the values of the scenario. Give what it is to have: sim export ${shellWord(file)} --to patch --set ${kept}=VALUE\n`,
    );
  return patch.text;
}

/** What is found in a file of production's, by the format of its name. */
async function foundIn(text: string, file: string, io: Io): Promise<readonly Found[]> {
  const format = formatOf(file);
  if (format === undefined)
    throw new ExportError('not_patchable', `${file}: its name does not tell its format; change it by hand`);
  return format.read === undefined ? io.readPython(text, file) : format.read(text, file);
}
