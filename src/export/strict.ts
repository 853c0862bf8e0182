/**
 * A gate for names: whatever has a number or a text in a deployed file and is no parameter's name is a mistake, and so is what is nearly the name of
 * one that is missing, whatever its value. A parameter whose name is misspelt there is one
 * that no file has, so the scenario's own value would be judged in its place.
 *
 * @module
 */
import type { Scenario } from '../scenarios/scenario.ts';
import { nearest } from '../scenarios/text/nearest.ts';
import type { Setting } from '../scenarios/values/production.ts';
import { ConfigError, configIssue } from './config-error.ts';
import type { Found } from './format.ts';
import { type Config, isArgument, isKeptAs } from './overlay.ts';

/**
 * Nothing where each name in `configs` is a parameter's or passed over. `ignored` has names, or patterns in which `*` stands for any letters; a
 * pattern passes over no name that is nearly that of a parameter which its file does not have, since that is a typo.
 *
 * @throws {ConfigError} with every such name of the first file that has one.
 */
export function expectKnownNames(
  { settings }: Scenario,
  configs: readonly Config[],
  ignored: readonly string[] = [],
): void {
  const [names, patterns] = [ignored.filter((one) => !one.includes('*')), ignored.filter((one) => one.includes('*'))];
  const matchers = patterns.map(matcherOf);
  for (const config of configs) {
    const issues = strangersOf(config, settings)
      .filter(({ one }) => !names.includes(one.name))
      .filter(({ one, meant }) => meant !== undefined || !matchers.some((matcher) => matcher.test(one.name)))
      .map(({ one, meant }) => {
        const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
        const says = `${one.name} is no parameter of the scenario${hint}; if it belongs here, --ignore ${one.name} passes over it`;
        return configIssue('unknown_name', { file: config.file, line: one.line, column: one.column }, says);
      });
    if (issues.length > 0) throw new ConfigError(issues, config.text);
  }
}

interface Stranger {
  readonly one: Found;
  readonly meant: string | undefined;
}

function strangersOf(config: Config, settings: readonly Setting[]): Stranger[] {
  const keeps = (setting: Setting) => config.found.some(({ name }) => isKeptAs(setting, name, config.file));
  const missing = settings.filter((setting) => !keeps(setting)).map(({ name }) => name);
  return config.found
    .filter((one) => !isArgument(one) && !settings.some((setting) => isKeptAs(setting, one.name, config.file)))
    .map((one) => ({ one, meant: nearest(one.name, missing) }))
    .filter(({ one, meant }) => meant !== undefined || one.scalar.kind !== 'unclear');
}

function matcherOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
