/**
 * `sim replay SCRIPT`: run a counterexample through the engine, step by step, tell it, and say whether it does what it
 * says. Exit 0: it does; 1: it does not; 2: it cannot be read, or belongs to another scenario.
 *
 * @module
 */
import { type Replayed, replayScript } from '../../judge/script/replay-script.ts';
import { readScript, type ScriptFile } from '../../judge/script/script-file.ts';
import { formatReplay } from '../../report/text/text-replay.ts';
import type { Command } from '../command.ts';
import { EXIT_FAIL, EXIT_PASS } from '../exit.ts';
import { expectKind } from '../file-kind.ts';
import { PLUGIN_OPTIONS, readWith } from '../settings.ts';

export const replay: Command = {
  verb: 'replay',
  words: ['script'],
  describe: 'Run a counterexample step by step, and check that it does what it says',
  options: {
    scenario: { value: 'FILE', describe: 'the scenario, where it is not where the script says' },
    ...PLUGIN_OPTIONS,
    json: { describe: 'Print JSON alone' },
  },
  examples: [['sim replay reports/prod/upserter.script.json', 'How a task starves']],
  async run(args, io) {
    const path = args.words[0]!;
    const script = await io.readText(path, 'script');
    expectKind(script, path, 'script');
    const file: ScriptFile = readScript(script, path);
    const scenarioPath = args.text('scenario') ?? io.pathBeside(path, file.scenarioFile);
    const { set, horizon } = file;
    const allowPlugins = args.flag('allow-plugins');
    const { scenario } = await readWith(scenarioPath, { set, horizon, allowPlugins }, io);
    const replayed: Replayed = replayScript(file, scenario, { script: path, scenario: scenarioPath });
    if (args.flag('json')) io.out(`${JSON.stringify(replayed, undefined, 2)}\n`);
    else io.out(formatReplay(replayed, { width: io.width, colour: io.colour }));
    return replayed.confirmed ? EXIT_PASS : EXIT_FAIL;
  },
};
