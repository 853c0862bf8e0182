/**
 * `sim check FILE --config DEPLOYED`: what is deployed, judged by the scenario's goals. Exit codes as of `run`.
 *
 * @module
 */
import { deployedLoad, withConfig } from '../../export/check-config.ts';
import { type Config, type Overlay, overlayOf } from '../../export/overlay.ts';
import { expectKnownNames } from '../../export/strict.ts';
import type { Report } from '../../judge/report/report.ts';
import { loadScenario } from '../../scenarios/parse.ts';
import { CI_OPTIONS, tellCi } from '../ci.ts';
import type { Args, Command } from '../command.ts';
import { present, REPORT_OPTIONS } from '../judged.ts';
import { ENVIRONMENT, readConfig } from '../read-config.ts';
import { type Loaded, readWith, SETTING_OPTIONS, type Settings, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { judgedWhole } from '../whole.ts';

const VERB = 'check';

export const check: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Judge what is deployed: a settings file or the environment, laid over the scenario',
  options: {
    config: {
      value: 'PATH',
      many: true,
      describe: `a deployed file (.env, .json, .yaml, .toml, .py, .ts) or ${ENVIRONMENT} for the environment; later ones win`,
    },
    strict: { describe: 'a name in a deployed file that no parameter has is a mistake: exit 2' },
    ignore: {
      value: 'NAME',
      many: true,
      describe: 'a name that --strict passes over, or a pattern with *; may be repeated',
    },
    ...CI_OPTIONS,
    ...SETTING_OPTIONS,
    ...REPORT_OPTIONS,
  },
  examples: [
    ['sim check prod.yaml --config .env.production', 'Would these settings keep the goals?'],
    ['sim check prod.yaml --config settings.py --json', 'For scripts'],
    ['sim check prod.yaml --config .env --strict', 'For a CI: a misspelt name does not pass'],
    ['sim check prod.yaml --config .env --junit quotasim.xml', 'For a CI: a test case for each goal'],
  ],
  async run(args, io) {
    const settings = settingsOf(args, VERB);
    const file = args.words[0]!;
    const written = await readWith(file, settings, io);
    const names = written.scenario.settings.map(({ name }) => name);
    const files = args.all('config');
    const strict = strictOf(args, files);
    const configs: Config[] = [];
    for (const one of files) configs.push(await readConfig(one, names, io, VERB));
    const overlay = overlayOf(written.scenario, configs, Object.keys(written.load.set ?? {}));
    if (strict) expectKnownNames(written.scenario, configs, args.all('ignore'));
    const deployed = deployedOf(written, overlay);
    const all: Settings = { ...settings, set: deployed.load.set ?? {} };
    const judged = judgedWhole(deployed, { args, settings: all }, io);
    const result =
      files.length === 0
        ? judged
        : withConfig(judged, { written: written.scenario, deployed: deployed.scenario, overlay, files });
    const also = (report: Report) => tellCi(report, deployed.scenario, args, io);
    return present(result, { words: [VERB, ...args.words], args, settings: all, file, also }, io);
  },
};

/** @throws {UsageError} where there is nothing that could be strict, or nothing to pass over. */
function strictOf(args: Args, files: readonly string[]): boolean {
  const strict = args.flag('strict');
  if (strict && files.length === 0)
    throw new UsageError('--strict looks at the names in deployed files: give some with --config', VERB);
  if (!strict && args.all('ignore').length > 0)
    throw new UsageError('--ignore is for --strict: without it no name is a mistake', VERB);
  return strict;
}

/** The scenario with what is deployed in the place of its own values; `--set` is laid over both. */
function deployedOf({ text, load }: Loaded, overlay: Overlay): Loaded {
  const all = deployedLoad(load, overlay);
  return { text, load: all, scenario: loadScenario(text, all) };
}
