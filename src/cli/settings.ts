/**
 * The options that all commands with a scenario share, checked: what is set, how long and how often it is simulated.
 *
 * @module
 */

import { type LoadOptions, loadScenario } from '../scenarios/parse.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { ReadFile } from '../scenarios/text/named-files.ts';
import type { Args, Option } from './command.ts';
import { expectKind } from './file-kind.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

const REPLICATIONS_MAX = 1_000_000;
const SEED_LENGTH_MAX = 100;

/** For whoever loads a scenario. */
export const PLUGIN_OPTIONS: Readonly<Record<string, Option>> = {
  'allow-plugins': { describe: 'Run the programs that the scenario names under plugins, for their policies' },
};

export const SETTING_OPTIONS: Readonly<Record<string, Option>> = {
  set: { value: 'NAME=VALUE', many: true, describe: 'another value for a parameter or fact; may be repeated' },
  seed: { value: 'TEXT', describe: "same seed, same report; default the scenario's, or 1" },
  horizon: { value: 'DURATION', describe: "how long to simulate, e.g. 7d; default the scenario's" },
  replications: { value: 'COUNT', describe: "how many independent runs; default the scenario's" },
  ...PLUGIN_OPTIONS,
};

export interface Settings {
  readonly set: Readonly<Record<string, string>>;
  readonly seed: string | undefined;
  readonly horizon: string | undefined;
  readonly replications: number | undefined;
  /** Whether the programs that the scenario names may be run. */
  readonly allowPlugins: boolean;
}

/** The settings of a call of `verb`. */
export function settingsOf(args: Args, verb: string): Settings {
  return {
    set: settingsByName(args.all('set'), verb),
    seed: seedOf(args.text('seed'), verb),
    horizon: args.text('horizon'),
    replications: countOf(args.text('replications'), verb),
    allowPlugins: args.flag('allow-plugins'),
  };
}

/** A scenario with the text it was loaded from, and how: for whoever loads it again with other settings. */
export interface Loaded {
  readonly scenario: Scenario;
  readonly text: string;
  readonly load: LoadOptions;
}

/** Reads the scenario in `file` with these settings. */
export async function readWith(
  file: string,
  { set, horizon, allowPlugins }: Pick<Settings, 'set' | 'horizon' | 'allowPlugins'>,
  io: Io,
): Promise<Loaded> {
  const text = await io.readText(file);
  expectKind(text, file, 'scenario');
  const plugins = allowPlugins ? { plugins: await io.loadPlugins(file, text) } : {};
  const load = { file, set, read: readerFor(file, io), ...plugins, ...(horizon === undefined ? {} : { horizon }) };
  return { scenario: loadScenario(text, load), text, load };
}

/** Reads what the scenario in `file` names, each file once: other settings are loaded with what the first one read. */
function readerFor(file: string, io: Io): ReadFile {
  const texts = new Map<string, string>();
  return (named) => {
    const text = texts.get(named) ?? io.readNamed(file, named);
    texts.set(named, text);
    return text;
  };
}

/** `NAME=VALUE` each; `option` is what they were given to. */
export function settingsByName(settings: readonly string[], verb: string, option = '--set'): Record<string, string> {
  const pairs = settings.map((setting): [string, string] => {
    const at = setting.indexOf('=');
    const [name, value] = [setting.slice(0, at).trim(), setting.slice(at + 1).trim()];
    if (at < 1 || name === '' || value === '')
      throw new UsageError(`${option} needs NAME=VALUE, received "${setting}"`, verb);
    return [name, value];
  });
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`${option} ${twice} may be given only once`, verb);
  return Object.fromEntries(pairs);
}

function seedOf(seed: string | undefined, verb: string): string | undefined {
  if (seed !== undefined && (seed.length > SEED_LENGTH_MAX || /\p{C}/u.test(seed))) {
    throw new UsageError(`--seed must be a line of at most ${SEED_LENGTH_MAX} characters`, verb);
  }
  return seed;
}

function countOf(count: string | undefined, verb: string): number | undefined {
  if (count === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(count) || Number(count) > REPLICATIONS_MAX) {
    throw new UsageError(
      `--replications must be a whole number from 1 to ${REPLICATIONS_MAX}, received "${count}"`,
      verb,
    );
  }
  return Number(count);
}
