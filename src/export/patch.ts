/**
 * A unified diff that changes settings where production keeps them, at each parameter's `from: path#symbol`.
 *
 * A place is changed only where it holds what the scenario says it holds, so nothing is guessed: somebody has changed production
 * since, or the scenario is wrong. What comes out is read again, and must differ in what was to be changed alone.
 *
 * @module
 */
import type { Setting } from '../scenarios/values/production.ts';
import { type Change, diffText } from './diff.ts';
import { ExportError } from './export-error.ts';
import type { Found } from './format.ts';
import { type Scalar, sameScalars, scalarOf, scalarText, settingText } from './scalar.ts';

export interface PatchOptions {
  /** The parameters with the values that production has, as the scenario writes them. */
  readonly before: readonly Setting[];
  /** The same with the values it is to have. */
  readonly after: readonly Setting[];
  /** Lines above the first diff, which whoever applies it passes over. */
  readonly head: readonly string[];
  /** The text of a file of production's, by its path in `from`. */
  readonly readText: (file: string) => Promise<string>;
  /** What is found in such a text. @throws {ConfigError} */
  readonly find: (text: string, file: string) => Promise<readonly Found[]>;
}

export interface Patch {
  readonly text: string;
  /** Parameters that have another value now. */
  readonly changed: readonly string[];
}

/**
 * @throws {ExportError} `not_kept` where nothing says where a changed parameter is kept, `not_there` where its place does not hold the
 * old value, `not_patchable` where its place cannot be changed by itself.
 */
export async function patchOf({ before, after, head, readText, find }: PatchOptions): Promise<Patch> {
  const changed = after.filter((setting, index) => setting.text !== before[index]!.text);
  const homeless = changed.filter(({ from }) => from === undefined).map(({ name }) => name);
  if (homeless.length > 0) {
    const says = `nothing says where production keeps ${homeless.join(', ')}: write \`from: path#symbol\` at the parameter`;
    throw new ExportError('not_kept', says);
  }
  if (after.every(({ from }) => from === undefined)) {
    const says = `no parameter says where production keeps it, so there is nothing to patch: write \`from: path#symbol\` at it`;
    throw new ExportError(
      'not_kept',
      after.length === 0 ? 'the scenario has no parameters, so there is nothing to patch' : says,
    );
  }
  const old = new Map(before.map((setting) => [setting.name, setting]));
  const diffs: string[] = [];
  for (const file of new Set(after.flatMap(({ from }) => (from === undefined ? [] : [from.file])))) {
    const settings = after.filter(({ from }) => from?.file === file);
    checkPath(file);
    const text = await readText(file);
    const found = await find(text, file);
    const changes = settings.flatMap((setting) => changeOf(old.get(setting.name)!, setting, { file, text, found }));
    if (changes.length === 0) continue;
    await checkResult(found, await find(applied(text, changes), file), changes, file);
    diffs.push(diffText(file, text, changes));
  }
  return { text: [...head.map((line) => `# ${line}\n`), ...diffs].join(''), changed: changed.map(({ name }) => name) };
}

interface Kept {
  readonly file: string;
  readonly text: string;
  readonly found: readonly Found[];
}

interface Replaced extends Change {
  readonly one: Found;
  readonly scalar: Scalar;
}

/** Every parameter that is kept in the file is looked up, changed or not: a patch rests on all of them. */
function changeOf(before: Setting, after: Setting, { file, text, found }: Kept): Replaced[] {
  const { symbol } = after.from!;
  const [one, ...others] = found.filter(({ name }) => name === symbol);
  const told = (says: string) => new ExportError('not_there', `${after.name} (${file}#${symbol}): ${says}`);
  if (one === undefined) throw told('there is no such name with a plain value in this file');
  if (others.length > 0) {
    const lines = [one, ...others].map(({ line }) => line).join(', ');
    throw told(`it stands there more than once, on lines ${lines}: which one is meant?`);
  }
  if (one.scalar.kind === 'unclear')
    throw told(`line ${one.line} holds ${one.scalar.written}, which is no plain value`);
  const holds = settingText(before, one.scalar);
  if (!sameScalars(holds, before.text)) {
    throw told(
      `line ${one.line} holds ${holds}, and the scenario says ${before.text}: correct the scenario's value, and give the new one with --set`,
    );
  }
  if (after.text === before.text) return [];
  const { value } = one;
  if (value === undefined) throw new ExportError('not_patchable', `${after.name} (${file}:${one.line}): ${CANNOT}`);
  const scalar = scalarOf(after);
  const written = text.slice(value.start, value.end);
  return [{ ...value, one, scalar, text: rewritten(written, scalar, after, file) }];
}

const CANNOT = 'its value cannot be changed by itself; change it by hand';

/** The new value in the manner of the old one: a call of `timedelta`, a text in quotation marks, or as it stands. */
function rewritten(written: string, scalar: Scalar, { name, value }: Setting, file: string): string {
  const [, call] = /^((?:\w+\.)*timedelta)\(/.exec(written) ?? [];
  if (call !== undefined) {
    const seconds = secondsOf(value.numerator, value.denominator);
    if (seconds === undefined) throw new ExportError('not_patchable', `${name} (${file}): ${CANNOT}`);
    return `${call}(${seconds})`;
  }
  const text = scalarText(scalar);
  const mark = written[0];
  if (mark !== '"' && mark !== "'") return text;
  if (/["'\\$`\n]/.test(text)) throw new ExportError('not_patchable', `${name} (${file}): ${CANNOT}`);
  return `${mark}${text}${mark}`;
}

/** The argument of a `timedelta` of so many milliseconds, in the largest unit that makes it whole. */
function secondsOf(numerator: bigint, denominator: bigint): string | undefined {
  if (denominator !== 1n) return undefined;
  const units = [
    ['days', 86_400_000n],
    ['hours', 3_600_000n],
    ['minutes', 60_000n],
    ['seconds', 1000n],
    ['milliseconds', 1n],
  ] as const;
  const [name, size] = units.find(([, ms]) => numerator % ms === 0n && numerator > 0n) ?? units[3];
  return `${name}=${numerator / size}`;
}

function applied(text: string, changes: readonly Change[]): string {
  return [...changes]
    .sort((a, b) => b.start - a.start)
    .reduce((left, { start, end, text: value }) => left.slice(0, start) + value + left.slice(end), text);
}

/** Reads what came out as whoever runs it would, and holds it to what was meant. */
async function checkResult(
  before: readonly Found[],
  after: readonly Found[],
  changes: readonly Replaced[],
  file: string,
): Promise<void> {
  const wanted = before.map((one) => changes.find((change) => change.one === one)?.scalar ?? one.scalar);
  const differs = (one: Found, index: number): boolean =>
    one.name !== before[index]?.name || !sameScalars(scalarText(one.scalar), scalarText(wanted[index]!));
  if (after.length === before.length && !after.some(differs)) return;
  const names = changes.map(({ one }) => one.name).join(', ');
  throw new ExportError(
    'not_patchable',
    `${file}: changing ${names} would change something else too; change it by hand`,
  );
}

/** A patch stays within the tree it is applied to, and its names need no quotation. */
function checkPath(file: string): void {
  const isOutside = /^(?:[/\\]|[A-Za-z]:)/.test(file) || file.split(/[/\\]/).includes('..');
  if (isOutside) throw new ExportError('not_patchable', `${file}: a patch cannot leave the directory it is applied in`);
  if (/["\\\p{Cc}]/u.test(file)) throw new ExportError('not_patchable', `${file}: a patch cannot name such a file`);
}
