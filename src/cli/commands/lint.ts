/**
 * `sim lint FILE`: what the settings say by themselves, in milliseconds and without running anything. Exit 0: no error was
 * found; 1: one was, in some world; 2: the scenario cannot be read.
 *
 * @module
 */
import { lint as lintScenario } from '../../analysis/findings/lint.ts';
import { formatLint } from '../../report/text/text-lint.ts';
import type { Command } from '../command.ts';
import { EXIT_FAIL, EXIT_PASS } from '../exit.ts';
import { PLUGIN_OPTIONS, readWith, SETTING_OPTIONS, settingsOf } from '../settings.ts';

const VERB = 'lint';

export const lint: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Say what is wrong with the settings, without running anything',
  options: { set: SETTING_OPTIONS.set!, ...PLUGIN_OPTIONS, json: { describe: 'Print JSON alone' } },
  examples: [
    ['sim lint prod.yaml', 'Errors, warnings, and what is proved safe'],
    ['sim lint prod.yaml --set THRESHOLD=50', 'What if?'],
  ],
  async run(args, io) {
    const file = args.words[0]!;
    const { scenario } = await readWith(file, settingsOf(args, VERB), io);
    const linted = lintScenario(scenario);
    if (args.flag('json')) io.out(`${JSON.stringify(linted, undefined, 2)}\n`);
    else io.out(formatLint(linted, { width: io.width, colour: io.colour }));
    const wrong = linted.worlds.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
    return wrong ? EXIT_FAIL : EXIT_PASS;
  },
};
