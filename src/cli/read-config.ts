/**
 * Reads what is deployed: files of any format that can be exported, and the environment.
 *
 * @module
 */
import type { Found } from '../export/format.ts';
import { FORMATS, formatOf } from '../export/formats.ts';
import { type Config, ENVIRONMENT_NAME } from '../export/overlay.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** The word that stands for the environment instead of a file. */
export const ENVIRONMENT = 'env:';

/**
 * @throws {ConfigError} where it cannot be read as what its name says.
 * @throws {UsageError} where its name does not tell its format.
 */
export async function readConfig(file: string, names: readonly string[], io: Io, verb: string): Promise<Config> {
  if (file === ENVIRONMENT) return environment(names, io);
  const format = formatOf(file);
  if (format === undefined) {
    const endings = FORMATS.flatMap(({ files }) => files).join(', ');
    throw new UsageError(
      `--config ${file}: its name does not tell its format; known are ${endings} and ${ENVIRONMENT}`,
      verb,
    );
  }
  const text = await io.readText(file, 'settings');
  return { file, text, found: format.read === undefined ? await io.readPython(text, file) : format.read(text, file) };
}

/** Of the environment only what the scenario has a parameter for: the rest is nobody's setting. */
function environment(names: readonly string[], io: Io): Config {
  const found = names.flatMap((name): Found[] => {
    const text = io.env[name];
    return text === undefined ? [] : [{ name, scalar: { kind: 'text', text }, line: 1, column: 1 }];
  });
  return { file: ENVIRONMENT_NAME, text: found.map(({ name }) => name).join('\n'), found };
}
