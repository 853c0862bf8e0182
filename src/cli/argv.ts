/**
 * From the words of the command line to a command and its arguments. yargs splits the words and writes the help; what
 * it would let pass (a flag nobody knows, an option without a value or given twice) is refused here, in a sentence each.
 *
 * @module
 */
import yargs from 'yargs';
import { nearest } from '../scenarios/text/nearest.ts';
import type { Args, Command, Option } from './command.ts';
import { UsageError } from './usage-error.ts';

export type Call =
  | { readonly kind: 'run'; readonly command: Command; readonly args: Args; readonly verbGiven: boolean }
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'version' };

type Values = ReadonlyMap<string, readonly (string | boolean)[]>;

/** Options that every command has. */
const GENERAL: Readonly<Record<string, Option>> = {
  help: { describe: 'Show this' },
  version: { describe: 'Show the version' },
};

const SHORT: Readonly<Record<string, string>> = { h: 'help' };

/**
 * What `argv` asks for. The first word is the verb; where it is none of `commands`, the first of them is meant, so that
 * `sim FILE` is `sim run FILE`.
 *
 * @throws {UsageError}
 */
export function parseArgv(given: readonly string[], commands: readonly [Command, ...Command[]]): Call {
  const argv = withNegatives(given, commands);
  checkNames(argv, commands[0]);
  const { words, values } = split(argv, commands);
  const named = commands.find(({ verb }) => verb === words[0]);
  const command = named ?? commands[0];
  if (values.has('help') || words[0] === 'help') {
    const asked = words[0] === 'help' ? commands.find(({ verb }) => verb === words[1]) : named;
    return { kind: 'help', command: asked };
  }
  if (values.has('version')) return { kind: 'version' };
  checkValuesOfFlags(argv, command);
  for (const [name, given] of values) checkOption(command, name, given);
  const rest = named === undefined ? words : words.slice(1);
  checkWords(command, rest, named === undefined ? commands : []);
  return { kind: 'run', command, args: argsOf(rest, values), verbGiven: named !== undefined };
}

/** Splits words from options. All commands' options are known here, so that options may stand before the verb. */
function split(argv: readonly string[], commands: readonly Command[]): { words: string[]; values: Values } {
  const options = Object.entries(Object.assign({}, GENERAL, ...commands.map((each) => each.options))) as [
    string,
    Option,
  ][];
  const parsed = yargs([])
    .help(false)
    .version(false)
    .exitProcess(false)
    .locale('en')
    .parserConfiguration({
      // An option that says no is called so: `--no-verify`.
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
      'short-option-groups': false,
    })
    .alias(SHORT)
    .options(
      Object.fromEntries(
        options.map(([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }]),
      ),
    )
    .parseSync([...argv]);
  const {
    _: before,
    $0: _script,
    '--': after = [],
    ...rest
  } = parsed as Record<string, unknown> & { _: unknown[]; '--'?: unknown[] };
  const values = new Map<string, (string | boolean)[]>();
  for (const [name, value] of Object.entries(rest)) {
    if (name in SHORT || value === undefined) continue;
    values.set(
      name,
      (Array.isArray(value) ? value : [value]).map((each) => (typeof each === 'boolean' ? each : String(each))),
    );
  }
  return { words: [...before, ...after].map(String), values };
}

/** `--horizon -1d` is a value, and a wrong one: the scenario's own sentence about it helps more than "unknown option". */
function withNegatives(argv: readonly string[], commands: readonly Command[]): string[] {
  const valued = commands.flatMap(({ options }) =>
    Object.entries(options).flatMap(([name, { value }]) => (value === undefined ? [] : [`--${name}`])),
  );
  const words: string[] = [];
  for (const word of argv) {
    const before = words.at(-1);
    if (before !== undefined && valued.includes(before) && /^-[\d.]/.test(word))
      words[words.length - 1] = `${before}=${word}`;
    else words.push(word);
  }
  return words;
}

/** yargs trips over options that are called like what every object inherits. */
function checkNames(argv: readonly string[], { verb }: Command): void {
  for (const word of argv) {
    if (word === '--') return;
    if (/^-\d/.test(word))
      throw new UsageError(`unknown option ${word}; a value follows its option: --horizon 1d`, verb);
    const [, name = ''] = /^--(?:no-)?([^=]+)/.exec(word) ?? [];
    if (Object.hasOwn(Object.prototype, name)) throw new UsageError(`unknown option --${name}`, verb);
  }
}

function checkOption(command: Command, name: string, given: readonly (string | boolean)[]): void {
  const { verb, options } = command;
  const option = options[name];
  const negated = given.includes(false) && option?.value !== undefined;
  if (option === undefined || negated) {
    const shown = negated ? `--no-${name}` : name.length === 1 ? `-${name}` : `--${name}`;
    const near = negated ? undefined : nearest(name, [...Object.keys(options), ...Object.keys(GENERAL)]);
    throw new UsageError(`unknown option ${shown}${near === undefined ? '' : `; did you mean --${near}?`}`, verb);
  }
  if (option.value === undefined) return;
  if (given.includes('')) throw new UsageError(`--${name} needs a value: --${name} ${option.value}`, verb);
  if (given.length > 1 && option.many === undefined) throw new UsageError(`--${name} may be given only once`, verb);
  const { choices } = option;
  const wrong = choices === undefined ? undefined : given.find((value) => !choices.includes(String(value)));
  if (wrong !== undefined && choices !== undefined) {
    throw new UsageError(`--${name} must be ${choices.join(' or ')}, received "${wrong}"`, verb);
  }
}

/** `--json=yes` would be read as false. */
function checkValuesOfFlags(argv: readonly string[], { verb, options }: Command): void {
  for (const word of argv) {
    if (word === '--') return;
    const [, name] = /^--(?:no-)?([^=]+)=/.exec(word) ?? [];
    const option = name === undefined ? undefined : options[name];
    if (option !== undefined && option.value === undefined) throw new UsageError(`--${name} takes no value`, verb);
  }
}

function checkWords(command: Command, words: readonly string[], commands: readonly Command[]): void {
  const [first = '', ...others] = words;
  const verbs = commands.map(({ verb }) => verb);
  // A bare word beside others is no file: somebody meant a command.
  if (others.length > 0 && verbs.length > 0 && !looksLikeFile(first)) throw unknownVerb(first, verbs);
  if (words.length < command.words.length) {
    throw new UsageError(
      `sim ${command.verb} needs a ${command.words[words.length]}: ${synopsis(command)}`,
      command.verb,
    );
  }
  const known = [...command.words, ...(command.optional === undefined ? [] : [command.optional])];
  if (words.length > known.length && command.more === undefined) {
    const extra = words.slice(known.length).map((word) => `"${word}"`);
    const takes = known.length === 0 ? 'takes no words' : `takes one ${known.join(' and one ')}`;
    throw new UsageError(`sim ${command.verb} ${takes}; too much: ${extra.join(', ')}`, command.verb);
  }
}

/** Whether a word can only be a path. */
export function looksLikeFile(word: string): boolean {
  return /[./\\]/.test(word);
}

/** The mistake of a word that is neither a command nor a file. */
export function unknownVerb(word: string, verbs: readonly string[]): UsageError {
  const near = nearest(word, verbs);
  return new UsageError(
    near === undefined
      ? `"${word}" is no command; commands: ${verbs.join(', ')}`
      : `"${word}" is no command; did you mean ${near}?`,
  );
}

function argsOf(words: readonly string[], values: Values): Args {
  const all = (name: string): readonly string[] =>
    (values.get(name) ?? []).filter((value): value is string => typeof value === 'string');
  return { words, all, text: (name) => all(name)[0], flag: (name) => (values.get(name) ?? []).at(-1) === true };
}

function synopsis({ verb, words, optional, more }: Command): string {
  const may = [...(optional === undefined ? [] : [`[${optional}]`]), ...(more === undefined ? [] : [`[${more} …]`])];
  return ['sim', verb, ...words.map((word) => `<${word}>`), ...may].join(' ');
}

/** The help of one command, or of all together. */
export async function helpText(commands: readonly [Command, ...Command[]], asked?: Command): Promise<string> {
  const help = yargs([])
    .scriptName('sim')
    .locale('en')
    .exitProcess(false)
    .wrap(80)
    .help('help', GENERAL.help!.describe)
    .alias('help', 'h')
    .version('version', GENERAL.version!.describe, '')
    .updateStrings({ 'Options:': 'Options:', 'Commands:': 'Commands:' });
  const shown = asked ?? commands[0];
  if (asked === undefined) {
    help.usage('sim <scenario>   the same as sim run <scenario>\nsim <command>');
    for (const command of commands) help.command(synopsis(command).slice('sim '.length), command.describe);
  } else {
    help.usage(`${synopsis(asked)}\n\n${asked.describe}`);
  }
  for (const [name, { describe, value }] of Object.entries(shown.options)) {
    help.option(name, { describe: value === undefined ? describe : `${value}: ${describe}` });
  }
  for (const [example, describe] of shown.examples) help.example(example, describe);
  if (asked === undefined)
    help.epilogue('Exit: 0 every goal met, 1 a goal missed, 2 bad input, 3 unknown, 70 our bug.');
  return `${await help.getHelp()}\n`;
}
