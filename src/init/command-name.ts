/**
 * What a command line does, in a word: the script or program it ends up with, and the lock it takes before.
 *
 * @module
 */

export interface CommandName {
  readonly name: string;
  /** `flock FILE …`: a lock, and how many seconds it waits for it; `undefined`: until it is free. */
  readonly flock?: { readonly file: string; readonly seconds: number | undefined };
}

/** Programs that only run another one, with the options of theirs that take a word. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
  env: ['-u', '-C'],
  nice: ['-n'],
  ionice: ['-c', '-n', '-p'],
  timeout: ['-k', '-s'],
  sudo: ['-u', '-g'],
  exec: [],
  command: [],
  time: [],
  chronic: [],
  nohup: [],
  setsid: [],
};

const INTERPRETERS = /^(?:python[\d.]*|ruby|perl|php[\d.]*|node|bash|sh|zsh|deno|bun|java|uv|npx|npm)$/;

export function commandName(command: string): CommandName {
  const words = wordsOf(lastPart(command));
  let at = 0;
  let flock: CommandName['flock'];
  for (let guard = 0; guard < 10; guard++) {
    while (/^[A-Za-z_]\w*=/.test(words[at] ?? '')) at++;
    const program = baseOf(words[at] ?? '');
    if (program === 'flock') {
      const taken = flockAt(words, at + 1);
      flock ??= taken.flock;
      at = taken.next;
    } else if (Object.hasOwn(WRAPPERS, program)) at = afterOptions(words, at + 1, program);
    else break;
  }
  const name = nameOf(words.slice(at));
  return { name, ...(flock !== undefined && { flock }) };
}

/** Of `cd x && a | b`: what is not only there to get somewhere, which is the first that is no `cd`. */
function lastPart(command: string): string {
  const parts = command.split(/&&|\|\||[;|]/).map((part) => part.trim());
  return parts.find((part) => part !== '' && !/^(?:cd|source|\.|export|sleep|test|\[)(?:\s|$)/.test(part)) ?? command;
}

function wordsOf(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+|["'\\]/g) ?? [];
  return words.map((word) => word.replace(/["']/g, ''));
}

function baseOf(word: string): string {
  return word.split('/').at(-1) ?? '';
}

function afterOptions(words: readonly string[], from: number, program: string): number {
  let at = from;
  while (words[at]?.startsWith('-')) at += WRAPPERS[program]!.includes(words[at]!) ? 2 : 1;
  // `timeout 5m` says how long first.
  return program === 'timeout' ? at + 1 : at;
}

function flockAt(
  words: readonly string[],
  from: number,
): { readonly flock: CommandName['flock']; readonly next: number } {
  let at = from;
  let seconds: number | undefined;
  for (; words[at]?.startsWith('-') && words[at] !== '-c'; at++) {
    const word = words[at]!;
    if (/^-[a-z]*n$|^--nb$|^--nonblock$/.test(word)) seconds = 0;
    const [, own] = /^--(?:timeout|wait)=([\d.]+)$/.exec(word) ?? [];
    if (own !== undefined) seconds = Number(own);
    if (/^-w$|^--(?:timeout|wait)$/.test(word)) seconds = Number(words[++at]);
    else if (/^-E$|^--conflict-exit-code$/.test(word)) at++;
  }
  const file = words[at] ?? '';
  const next = words[at + 1] === '-c' ? at + 2 : at + 1;
  return { flock: file === '' ? undefined : { file, seconds }, next };
}

/** The script an interpreter runs, without its ending, or what is asked of a program that does many things; else the program. */
function nameOf(words: readonly string[]): string {
  const [first = '', ...rest] = words;
  const program = baseOf(first);
  const argument = rest.find((word) => !word.startsWith('-') && /^[\w@./:-]+$/.test(word));
  if (argument === undefined) return baseOf(first).replace(ENDING, '');
  if (INTERPRETERS.test(program)) return nameOf(rest.slice(rest.indexOf(argument)));
  // Of `manage.py sync` the second word tells.
  return baseOf(CONSOLES.test(program) ? argument : first).replace(ENDING, '');
}

const CONSOLES = /^(?:manage\.py|artisan|console|rake|rails|wp|drush|flask|django-admin)$/;

const ENDING = /\.(?:py|sh|rb|pl|php|m?js|ts|jar)$/;
