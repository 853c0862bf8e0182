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
    for (const [index, { text: written, start }] of placedLines(codeOf(text)).entries()) {
      const match = CONSTANT.exec(written);
      const [, before, name, , digits, double, single] = match ?? [];
      if (name === undefined) {
        const [, ahead, variable] = VARIABLE.exec(written) ?? [];
        if (variable === undefined) continue;
        const scalar = { kind: 'text', text: written.trim() } as const;
        found.push({ name: variable, scalar, line: index + 1, column: ahead!.length + 1, isWorkedOut: true });
        continue;
      }
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
    const plain = found.filter(({ isWorkedOut }) => isWorkedOut !== true);
    const twice = plain.find(({ name }, index) => plain.findIndex((other) => other.name === name) < index);
    if (twice !== undefined) {
      throw new ConfigError(
        [configIssue('duplicate_name', { file, ...twice }, `${twice.name} is defined twice`)],
        text,
      );
    }
    return found;
  },
};

/** What is between comments and templates that go over lines, each character in its place: what stands in them is no constant. */
function codeOf(text: string): string {
  return text.replace(QUOTED, (part) => (/^(?:\/\*|`)/.test(part) ? part.replaceAll(/[^\r\n]/g, ' ') : part));
}

/** A comment, a text or a template, whichever begins first. */
const QUOTED = /\/\*[\s\S]*?(?:\*\/|$)|\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*(?:`|$)/g;

/** What is declared with whatever value: with another than a literal, or to be changed later. */
const VARIABLE = /^(\s*(?:export\s+)?(?:const|let|var)\s+)([A-Za-z_$][\w$]*)\s*[:=]/;

/** A constant with a literal value; whatever is worked out is not read. */
const CONSTANT =
  /^(\s*(?:export\s+)?const\s+)([A-Za-z_$][\w$]*)(?:\s*:\s*(?:number|string))?\s*=\s*((?:([-+]?\d[\d_]*(?:\.\d+)?)|"([^"\\]*)"|'([^'\\]*)'))(?:\s+as\s+const)?\s*[;,]?\s*(?:\/\/.*)?$/d;
