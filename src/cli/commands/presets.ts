/**
 * `sim presets NAME`: what a preset says; without a name, the list of all.
 *
 * @module
 */
import { presetList, presetOf, presetPage } from '../../scenarios/presets/pages.ts';
import type { Command } from '../command.ts';
import { EXIT_PASS } from '../exit.ts';
import { UsageError } from '../usage-error.ts';

const VERB = 'presets';

export const presets: Command = {
  verb: VERB,
  words: [],
  optional: 'name',
  describe: 'List the presets of known providers and schedulers, or show one',
  options: {},
  examples: [
    ['sim presets keepa', 'What one stands for, its source, what it asks for'],
    ['sim presets', 'The list of all'],
  ],
  async run(args, io) {
    const [name] = args.words;
    if (name === undefined) {
      io.out(presetList());
      return EXIT_PASS;
    }
    const { preset, meant } = presetOf(name);
    if (preset === undefined) {
      const hint = meant === undefined ? 'sim presets lists all' : `did you mean ${meant}?`;
      throw new UsageError(`there is no preset "${name}"; ${hint}`, VERB);
    }
    io.out(presetPage(preset));
    return EXIT_PASS;
  },
};
