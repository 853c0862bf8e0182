/**
 * TOML: settings at the top, or in tables at whatever depth: a name counts, wherever it stands. Lists are passed over.
 *
 * @module
 */
import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { ConfigError, configIssue } from './config-error.ts';
import type { Format, Found } from './format.ts';
import { unclear } from './scalar.ts';

export const toml: Format = {
  name: 'toml',
  describe: 'one TOML document',
  files: ['.toml'],
  write: (entries, head) =>
    [
      ...head.map((line) => `# ${line}`),
      ...entries.map(({ setting, scalar }) => {
        // A text in JSON's quotation marks is the same text in TOML.
        return `${setting.name} = ${scalar.kind === 'number' ? scalar.digits : JSON.stringify(scalar.text)}`;
      }),
      '',
    ].join('\n'),
  read(text, file) {
    try {
      // A mark of the encoding is no part of the text; a blank in its place keeps the places of all else.
      const [document] = parseTOML(text.replace(/^\ufeff/, ' '), { tomlVersion: '1.0' }).body;
      return document.body.flatMap((entry) =>
        entry.type === 'TOMLKeyValue' ? foundIn(entry, text) : tableFound(entry, text),
      );
    } catch (error) {
      throw mistakeOf(error, text, file);
    }
  },
};

/** What the parser, or whoever follows its tree, stumbled over; every other error is passed on as it is. */
function mistakeOf(error: unknown, text: string, file: string): unknown {
  if (error instanceof ParseError) {
    const at = { file, line: error.lineNumber, column: error.column + 1 };
    return new ConfigError([configIssue('not_readable', at, `not TOML: ${error.message}`)], text);
  }
  // The stack is used up.
  if (!(error instanceof RangeError)) return error;
  return new ConfigError([configIssue('not_readable', { file, line: 1, column: 1 }, 'nested too deeply')], text);
}

/** The tables of a list (`[[workers]]`) are its elements. */
function tableFound({ kind, body }: AST.TOMLTable, text: string): Found[] {
  return kind === 'array' ? [] : body.flatMap((entry) => foundIn(entry, text));
}

function foundIn({ key, value }: AST.TOMLKeyValue, text: string): Found[] {
  if (value.type === 'TOMLInlineTable') return value.body.flatMap((entry) => foundIn(entry, text));
  const last = key.keys.at(-1)!;
  const [start, end] = value.range;
  const plain = value.type === 'TOMLValue' ? scalarIn(value) : undefined;
  const scalar = plain ?? unclear(text.slice(start, end));
  const { line, column } = last.loc.start;
  const name = last.type === 'TOMLBare' ? last.name : last.value;
  return [{ name, scalar, line, column: column + 1, value: { start, end } }];
}

/** Undefined for what no setting is: a truth, a date, what is no number. */
function scalarIn(value: AST.TOMLValue): Found['scalar'] | undefined {
  switch (value.kind) {
    case 'string':
      return { kind: 'text', text: value.value };
    case 'integer':
      // Also where it is written in another base.
      return { kind: 'number', digits: String(value.bigint) };
    case 'float':
      return Number.isFinite(value.value) ? { kind: 'number', digits: value.number.replaceAll('_', '') } : undefined;
    case 'boolean':
    case 'offset-date-time':
    case 'local-date-time':
    case 'local-date':
    case 'local-time':
      return undefined;
  }
}
