/**
 * What is deployed, laid over the parameters of a scenario.
 *
 * @module
 */

import type { Scenario } from '../scenarios/scenario.ts';
import { nearest } from '../scenarios/text/nearest.ts';
import type { Setting } from '../scenarios/values/production.ts';
import { ConfigError, configIssue } from './config-error.ts';
import type { Found } from './format.ts';
import { clearOf, settingText } from './scalar.ts';

/** One file, or the environment, as it was read. */
export interface Config {
  readonly file: string;
  readonly text: string;
  readonly found: readonly Found[];
}

export interface Overlay {
  /** The deployed value of each parameter that was found, as `--set` takes it. */
  readonly set: Readonly<Record<string, string>>;
  /** Where each of them stands, `file:line`. */
  readonly places: Readonly<Record<string, string>>;
  /** The same with the column, as `loadScenario` takes it. */
  readonly origins: Readonly<Record<string, string>>;
  /** Parameters that no file has: the scenario's own values stand. */
  readonly missing: readonly string[];
  /** Names that no parameter has, with the parameter that is perhaps meant. */
  readonly unknown: readonly Unknown[];
}

/** A parameter that is deployed with another value than the scenario has. */
export interface Change {
  readonly name: string;
  readonly scenario: string;
  readonly deployed: string;
  /** `file:line`. */
  readonly at: string;
}

export interface Unknown {
  readonly name: string;
  readonly meant?: string;
  readonly at: string;
}

/**
 * Lays `configs` over the scenario, a later one over an earlier one. `pinned`: names whose value is given otherwise, whatever is deployed.
 *
 * @throws {ConfigError} where a file has a name twice, or nothing that is a parameter, or a value that cannot be told.
 */
export function overlayOf({ settings }: Scenario, configs: readonly Config[], pinned: readonly string[] = []): Overlay {
  const deployed = new Map<string, { readonly text: string; readonly at: string; readonly column: number }>();
  const open = new Map<string, { readonly config: Config; readonly one: Found; readonly written: string }>();
  const unknown: Unknown[] = [];
  for (const config of configs) {
    const known = config.found.flatMap((one): Known[] => {
      const setting = settings.find((each) => isKeptAs(each, one.name, config.file));
      return setting === undefined ? [] : [{ setting, one }];
    });
    if (known.length === 0) throw nothingKnown(config, settings);
    checkOnce(config, known);
    for (const { setting, one } of known) {
      open.delete(setting.name);
      deployed.delete(setting.name);
      const scalar = clearOf(one.scalar);
      if (scalar.kind !== 'unclear') {
        deployed.set(setting.name, {
          text: settingText(setting, scalar),
          at: placeText(config, one),
          column: one.column,
        });
      } else if (!pinned.includes(setting.name)) {
        open.set(setting.name, { config, one, written: scalar.written });
      }
    }
    unknown.push(...unknownOf(config, known, settings));
  }
  for (const { config } of open.values()) throw notTold(config, open);
  return {
    set: Object.fromEntries([...deployed].map(([name, { text }]) => [name, text])),
    places: Object.fromEntries([...deployed].map(([name, { at }]) => [name, at])),
    origins: Object.fromEntries([...deployed].map(([name, { at, column }]) => [name, `${at}:${column}`])),
    missing: settings.map(({ name }) => name).filter((name) => !deployed.has(name)),
    unknown,
  };
}

/** What of `scenario` is another value in `deployed`, which was loaded with the overlay's values. */
export function changesOf(scenario: Scenario, deployed: Scenario, { places }: Overlay): readonly Change[] {
  const before = new Map(scenario.settings.map(({ name, text }) => [name, text]));
  return deployed.settings
    .filter(({ name, text }) => before.get(name) !== text)
    .map(({ name, text }) => ({ name, scenario: before.get(name)!, deployed: text, at: places[name] ?? '' }));
}

interface Known {
  readonly setting: Setting;
  readonly one: Found;
}

/** By its own name anywhere, or by the symbol its `from` names in that file. */
export function isKeptAs({ name, from }: Setting, found: string, file: string): boolean {
  if (name === found) return true;
  const path = `/${file.replaceAll('\\', '/')}`;
  return from !== undefined && from.symbol === found && path.endsWith(`/${from.file}`);
}

function placeText({ file }: Config, { line }: Found): string {
  return `${file}:${line}`;
}

function unknownOf(config: Config, known: readonly Known[], settings: readonly Setting[]): Unknown[] {
  const taken = new Set(known.map(({ one }) => one));
  const missing = settings.filter((setting) => known.every((each) => each.setting !== setting));
  return config.found
    .filter((one) => !taken.has(one) && !isArgument(one) && one.scalar.kind !== 'unclear')
    .map((one) => {
      const meant = nearest(
        one.name,
        missing.map(({ name }) => name),
      );
      return { name: one.name, ...(meant === undefined ? {} : { meant }), at: placeText(config, one) };
    });
}

/** An argument in a program is nobody's setting, unless a parameter says so. */
export function isArgument({ name }: Pick<Found, 'name'>): boolean {
  return name.endsWith(')');
}

function checkOnce({ file, text }: Config, known: readonly Known[]): void {
  const issues = known
    .filter(({ setting }, index) => known.findIndex((other) => other.setting === setting) < index)
    .map(({ setting: { name }, one }) =>
      configIssue('duplicate_name', { file, ...one }, `${name} is given more than once: which one counts?`),
    );
  if (issues.length > 0) throw new ConfigError(issues, text);
}

type Open = ReadonlyMap<string, { readonly config: Config; readonly one: Found; readonly written: string }>;

/** What stands there is deployed, so the scenario's own value may not be judged in its place. */
function notTold(config: Config, open: Open): ConfigError {
  const issues = [...open]
    .filter(([, each]) => each.config === config)
    .map(([name, { one, written }]) => {
      const says = `which value it is cannot be told from ${written === '' ? 'what stands here' : written}`;
      const mend = `write one that every reader takes for the same, or give it with --set ${name}=VALUE`;
      return configIssue('not_a_value', { file: config.file, ...one }, `${name}: ${says}; ${mend}`);
    });
  return new ConfigError(issues, config.text);
}

function nothingKnown({ file, text, found }: Config, settings: readonly Setting[]): ConfigError {
  const all = settings.map(({ name }) => name);
  const names = all.join(', ');
  const holds = found.every((one) => isArgument(one) || one.scalar.kind === 'unclear')
    ? 'no setting'
    : `none of the scenario's parameters`;
  const says =
    names === '' ? 'the scenario has no parameters to compare it with' : `it holds ${holds}; expected some of ${names}`;
  const near = found.find((one) => !isArgument(one) && nearest(one.name, all) !== undefined);
  const hint = near === undefined ? '' : `; is ${near.name} meant to be ${nearest(near.name, all)}?`;
  const { line, column } = near ?? { line: 1, column: 1 };
  return new ConfigError([configIssue('nothing_known', { file, line, column }, says + hint)], text);
}
