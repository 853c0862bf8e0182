/**
 * A TypeScript module of constants.
 *
 * @module
 */
import { ConfigError, configIssue } from './config-error.ts';
import type { Format, Found } from './format.ts';
import { placedLines } from './lines.ts';

export const typescript: Format = {
  name: 'typescript',
  describe: 'a module of constants',
  files: ['.ts', '.mts', '.js', '.mjs'],
  write: (entries, head) =>
    [
      ...head.map((line) => `// ${line}`),
      ...entries.map(({ setting, scalar }) => {
        const value = scalar.kind === 'number' ? scalar.digits : JSON.stringify(scalar.text);
        return `export const ${setting.name} = ${value};`;
      }),
      '',
    ].join('\n'),
  read(text, file) {
    const found: Found[] = [];
    for (const [index, { text: written, start }] of placedLines(text).entries()) {
      const match = CONSTANT.exec(written);
      const [, before, name, , digits, double, single] = match ?? [];
      if (name === undefined) continue;
      const [from, to] = match!.indices![3]!;
      const value = double === undefined ? single : double;
      const scalar =
        digits === undefined
          ? ({ kind: 'text', text: value! } as const)
          : ({ kind: 'number', digits: digits.replaceAll('_', '') } as const);
      found.push({
        name,
        scalar,
        line: index + 1,
        column: before!.length + 1,
        value: { start: start + from, end: start + to },
      });
    }
    const twice = found.find(({ name }, index) => found.findIndex((other) => other.name === name) < index);
    if (twice !== undefined) {
      throw new ConfigError(
        [configIssue('duplicate_name', { file, ...twice }, `${twice.name} is defined twice`)],
        text,
      );
    }
    return found;
  },
};

/** A constant with a literal value; whatever is worked out is not read. */
const CONSTANT =
  /^(\s*(?:export\s+)?const\s+)([A-Za-z_$][\w$]*)(?:\s*:\s*(?:number|string))?\s*=\s*((?:([-+]?\d[\d_]*(?:\.\d+)?)|"([^"\\]*)"|'([^'\\]*)'))(?:\s+as\s+const)?\s*[;,]?\s*(?:\/\/.*)?$/d;
