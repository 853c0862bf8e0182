/**
 * A TypeScript module of constants.
 *
 * @module
 */
import { ConfigError, configIssue } from './config-error.ts';
import type { Format, Found } from './format.ts';
import { placedLines } from './lines.ts';
import { unclear } from './scalar.ts';

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
        found.push(...workedOut(written, index + 1));
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
    const plain = found.filter(({ scalar }) => scalar.kind !== 'unclear');
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

/** What may be another value where the program runs. */
function workedOut(written: string, line: number): Found[] {
  const [, before, name, value] = DEFINED.exec(written) ?? [];
  return name === undefined ? [] : [{ name, scalar: unclear(value!), line, column: before!.length + 1 }];
}

/** A name that is given whatever value. */
const DEFINED = /^(\s*(?:export\s+)?(?:const|let|var)\s+)([A-Za-z_$][\w$]*)\s*(?::[^=]*)?=\s*(.*)$/;

/** A constant with a literal value; whatever is worked out is unclear, and so is what begins with a zero, which may be octal. */
const CONSTANT =
  /^(\s*(?:export\s+)?const\s+)([A-Za-z_$][\w$]*)(?:\s*:\s*(?:number|string))?\s*=\s*((?:([-+]?(?:0|[1-9][\d_]*)(?:\.\d+)?)|"([^"\\]*)"|'([^'\\]*)'))(?:\s+as\s+const)?\s*[;,]?\s*(?:\/\/.*)?$/d;
