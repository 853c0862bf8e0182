/**
 * `sim compare A B…`: scenarios, or settings of one, side by side under common random numbers.
 *
 * @module
 */
import { compareResults, type Side } from '../../judge/compare/compare.ts';
import type { Result } from '../../judge/report/report.ts';
import { worstVerdict } from '../../judge/verdict.ts';
import { formatComparison } from '../../report/text/text-compare.ts';
import { againCommand } from '../again.ts';
import type { Args, Command } from '../command.ts';
import { exitOf } from '../exit.ts';
import type { Io, WrittenFiles } from '../io.ts';
import { readWith, SETTING_OPTIONS, type Settings, settingsByName, settingsOf } from '../settings.ts';
import { drawTable } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { judgedAlone } from '../whole.ts';

const VERB = 'compare';
/** A page with more columns is legible to nobody. */
const SIDES_MAX = 8;

export const compare: Command = {
  verb: VERB,
  words: ['scenario'],
  more: 'scenario',
  describe: 'Put scenarios, or settings of one, side by side: verdicts, and differences with intervals',
  options: {
    with: {
      value: '"NAME=VALUE …"',
      many: true,
      describe: 'one more side: the first scenario with these values; may be repeated',
    },
    ...SETTING_OPTIONS,
    out: { value: 'DIR', describe: 'where to write; default reports/compare-NAME' },
    json: { describe: 'Print comparison.json alone, and write files only with --out' },
  },
  examples: [
    ['sim compare now.yaml next.yaml', 'By how much is the second better?'],
    ['sim compare prod.yaml --with THRESHOLD=50 --with "THRESHOLD=55 EVERY=10m"', 'Settings of one scenario'],
  ],
  async run(args, io) {
    const sides: (Side & Result)[] = [];
    for (const { label, file, settings } of asked(args)) {
      const loaded = await readWith(file, settings, io);
      // Run by run: what differs must not be the chance each of them met.
      const seed = settings.seed ?? sides[0]?.report.seed;
      sides.push({ label, ...judgedAlone(loaded, { args, settings: { ...settings, seed } }, io) });
    }
    const again = againCommand([VERB, ...args.words], args, sides[0]!.report.seed);
    const comparison = compareResults(sides, again);
    const written = await write({ comparison, results: sides }, args, io);
    if (args.flag('json')) io.out(`${JSON.stringify(comparison, undefined, 2)}\n`);
    else {
      const { width, colour } = io;
      io.out(formatComparison(comparison, { width, colour, wrote: written.files.slice(0, 1), table: drawTable }));
    }
    return exitOf(worstVerdict(sides.slice(1).map(({ report }) => report.verdict)));
  },
};

interface Asked {
  readonly label: string;
  readonly file: string;
  readonly settings: Settings;
}

function asked(args: Args): readonly Asked[] {
  const settings = settingsOf(args, VERB);
  const files = args.words.map((file) => ({ label: labelOf(file, args.words), file, settings }));
  const others = args.all('with').map((text): Asked => {
    const words = text.split(/\s+/).filter((word) => word !== '');
    const set = { ...settings.set, ...settingsByName(words, VERB, '--with') };
    return { label: words.join(' '), file: args.words[0]!, settings: { ...settings, set } };
  });
  const sides = [...files, ...others];
  if (sides.length < 2) throw new UsageError('compare needs a second scenario, or --with NAME=VALUE', VERB);
  if (sides.length > SIDES_MAX)
    throw new UsageError(`compare takes at most ${SIDES_MAX} sides, received ${sides.length}`, VERB);
  const labels = sides.map(({ label }) => label);
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) throw new UsageError(`compare was given ${twice} twice`, VERB);
  return sides;
}

/** The file's base name; its path where two have the same. */
function labelOf(file: string, files: readonly string[]): string {
  const base = (path: string) => path.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/i, '');
  return files.filter((other) => base(other) === base(file)).length > 1 ? file : base(file);
}

/** With --json, what is printed is the comparison: files are written only where they were asked for. */
async function write(compared: Parameters<Io['writeComparison']>[0], args: Args, io: Io): Promise<WrittenFiles> {
  const name = compared.comparison.sides[0]!.scenario;
  const directory = args.text('out') ?? (args.flag('json') ? undefined : `reports/compare-${name}`);
  if (directory === undefined) return { files: [], remarks: [] };
  const written = await io.writeComparison(compared, directory);
  for (const remark of written.remarks) io.err(`remark: ${remark}\n`);
  return written;
}
