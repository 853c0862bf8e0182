/**
 * `.env` files, as shells source them and as dotenv loads them: one `NAME=VALUE` a line.
 *
 * @module
 */
import { ConfigError, configIssue } from './config-error.ts';
import type { Format, Found } from './format.ts';
import { placedLines } from './lines.ts';
import { type Scalar, scalarText, unclear } from './scalar.ts';

export const env: Format = {
  name: 'env',
  describe: 'NAME=VALUE lines, for shells, Docker and dotenv',
  files: ['.env'],
  write: (entries, head) =>
    [
      ...head.map((line) => `# ${line}`),
      ...entries.map(({ setting, scalar }) => `${setting.name}=${quoted(scalarText(scalar))}`),
      '',
    ].join('\n'),
  read(text, file) {
    const issues = [];
    const found: Found[] = [];
    for (const [index, { text: written, start }] of placedLines(text).entries()) {
      if (/^\s*(#|$)/.test(written)) continue;
      const line = index + 1;
      const [whole, before, name] = ASSIGNMENT.exec(written) ?? [];
      const value = whole === undefined ? undefined : valueIn(written.slice(whole.length));
      if (name === undefined) issues.push(configIssue('not_readable', { file, line, column: 1 }, EXPECTED));
      else if (value === undefined && CLOSED.test(written.slice(whole!.length))) {
        const rest = written.slice(whole!.length);
        const at = { scalar: unclear(rest), line, column: before!.length + 1 };
        found.push({ name, ...at }, ...alsoSet(rest).map((other) => ({ name: other, ...at })));
      } else if (value === undefined) {
        const column = whole!.length + 1;
        const says = 'expected one plain or quoted value right behind the `=`, with its end on the same line';
        issues.push(configIssue('not_a_value', { file, line, column }, `${name}: ${says}`));
      } else {
        const from = start + whole!.length;
        const span = { start: from, end: from + value.length };
        found.push({ name, scalar: value.scalar, line, column: before!.length + 1, value: span });
      }
    }
    if (issues.length > 0) throw new ConfigError(issues, text);
    return found;
  },
};

const ASSIGNMENT = /^(\s*(?:export\s+)?)([A-Za-z_]\w*)=/;
/** Every quotation mark has its other one, and the line does not go on in the next. */
const CLOSED = /^(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^'"\\])*$/;

/** What a shell would set besides: `A=1 B=2`. */
function alsoSet(rest: string): string[] {
  return [...rest.matchAll(/[^\w]([A-Za-z_]\w*)=/g)].map(([, name]) => name!);
}

const EXPECTED = 'expected NAME=VALUE, a comment or an empty line';

/** Plain where no shell could take it for anything else. */
function quoted(text: string): string {
  return /^[\w./%+:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

interface Value {
  readonly scalar: Scalar;
  readonly length: number;
}

/** The value that `text` begins with; undefined where a shell would do more than read it, or where dotenv reads it otherwise. */
function valueIn(text: string): Value | undefined {
  // Signs one by one: of runs of them there are ever so many, and each would be tried before a line is given up.
  const [, pieces] = /^((?:'[^']*'|"[^"\\$`]*"|\\'|[^\s'"\\$`#;&|<>()])*)\s*(?:(?<=\s)#.*)?$/.exec(text) ?? [];
  if (pieces === undefined) return undefined;
  const value = pieces.replace(/'([^']*)'|"([^"]*)"|\\(')/g, (_, single, double, mark) => single ?? double ?? mark);
  return { scalar: { kind: 'text', text: value }, length: pieces.length };
}
