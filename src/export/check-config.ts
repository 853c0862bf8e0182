/**
 * `checkConfig`: what is deployed, laid over a scenario and judged by its goals.
 *
 * @module
 */
import { type JudgeOptions, judge } from '../judge/judge.ts';
import type { Result } from '../judge/report/report.ts';
import { type LoadOptions, loadScenario } from '../scenarios/parse.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { ConfigError, configIssue } from './config-error.ts';
import type { Found } from './format.ts';
import { formatOf } from './formats.ts';
import { type Config, changesOf, type Overlay, overlayOf } from './overlay.ts';
import { expectKnownNames } from './strict.ts';

/** A deployed file. */
export interface DeployedFile {
  /** Its name tells its format: `.env.production`, `settings.yaml`. */
  readonly file: string;
  readonly text: string;
  /** What stands in it, where only another reader can tell: `readPythonSettings` of `quotasim/node`. */
  readonly found?: readonly Found[];
}

export interface CheckOptions extends JudgeOptions {
  /** A name in a file that no parameter has is a mistake; default false. */
  readonly strict?: boolean;
  /** Names, or patterns with `*`, that `strict` passes over. */
  readonly ignore?: readonly string[];
}

/**
 * Judges the scenario of `text` with the values that `deployed` files have in the place of its own, later ones first; the report says
 * under `config` what is other than in the scenario.
 *
 * @throws {ScenarioError} when the scenario is wrong, or a deployed value is none that its parameter may have.
 * @throws {ConfigError} when a file cannot be read as what its name says, or has nothing that the scenario knows,
 *   or, where they are read strictly, a name that it does not know.
 * @example
 * const { report } = checkConfig(text, { file: 'prod.yaml' }, [{ file: '.env', text: 'BACKFILL_MIN_TOKENS=50' }]);
 * report.verdict; // 'fail'
 */
export function checkConfig(
  text: string,
  load: LoadOptions,
  deployed: readonly DeployedFile[],
  { strict = false, ignore = [], ...options }: CheckOptions = {},
): Result {
  const written = loadScenario(text, load);
  const configs = deployed.map(configOf);
  const overlay = overlayOf(written, configs, Object.keys(load.set ?? {}));
  if (strict) expectKnownNames(written, configs, ignore);
  const over = deployedLoad(load, overlay);
  const scenario = loadScenario(text, over);
  return withConfig(judge(scenario, options), {
    written,
    deployed: scenario,
    overlay,
    files: deployed.map(({ file }) => file),
  });
}

function configOf({ file, text, found }: DeployedFile): Config {
  if (found !== undefined) return { file, text, found };
  const format = formatOf(file);
  const refuse = (why: string) =>
    new ConfigError([configIssue('unknown_format', { file, line: 1, column: 1 }, `${file}: ${why}`)], text);
  if (format === undefined) throw refuse('its name does not tell its format');
  if (format.read === undefined)
    throw refuse('only Python reads it: give `found`, from readPythonSettings of quotasim/node');
  return { file, text, found: format.read(text, file) };
}

/** How a scenario is loaded with what is deployed in the place of its own values; what was `set` before is laid over both. */
export function deployedLoad(load: LoadOptions, { set, origins }: Overlay): LoadOptions {
  return { ...load, set: { ...set, ...load.set }, origins };
}

interface Checked {
  /** As it is written, and with what is deployed. */
  readonly written: Scenario;
  readonly deployed: Scenario;
  readonly overlay: Overlay;
  readonly files: readonly string[];
}

/** The result with what is deployed in its report. */
export function withConfig(judged: Result, { written, deployed, overlay, files }: Checked): Result {
  const { missing, unknown } = overlay;
  const changed = changesOf(written, deployed, overlay);
  const config = { files: [...files], changed: [...changed], missing: [...missing], unknown: [...unknown] };
  return { ...judged, report: { ...judged.report, config } };
}
