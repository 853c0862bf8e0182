/**
 * `sim run FILE`: simulate a scenario, verify it where that is quick, judge it, write its report, say the verdict.
 *
 * @module
 */
import type { Command } from '../command.ts';
import { present, REPORT_OPTIONS, simulateShown } from '../judged.ts';
import { readWith, SETTING_OPTIONS, settingsOf } from '../settings.ts';
import { judgedWhole } from '../whole.ts';

const VERB = 'run';

export const run: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Simulate a scenario, judge it, and write its report',
  options: {
    ...SETTING_OPTIONS,
    ...REPORT_OPTIONS,
    'no-verify': { describe: 'Do not try to prove anything' },
  },
  examples: [
    ['sim prod.yaml', 'The verdict, with a report in reports/prod'],
    ['sim prod.yaml --set THRESHOLD=50', 'What if?'],
    ['sim prod.yaml --json | jq .verdict', 'For scripts'],
  ],
  async run(args, io) {
    const settings = settingsOf(args, VERB);
    const file = args.words[0]!;
    const loaded = await readWith(file, settings, io);
    const judged = args.flag('no-verify')
      ? simulateShown(loaded.scenario, settings, io)
      : judgedWhole(loaded, { args, settings }, io);
    return present(judged, { words: args.words, args, settings, file }, io);
  },
};
