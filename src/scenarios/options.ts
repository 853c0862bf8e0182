/**
 * The options of a library function, checked where a caller without types can get them wrong: an option that nobody
 * knows would do nothing, and a number of the wrong kind would give a result that means nothing.
 *
 * @module
 */
import { kindOf } from '../sim/kind-of.ts';

type Kind =
  | 'a text'
  | 'a map of texts'
  | 'a list'
  | 'an object'
  | 'a function'
  | 'a whole number of at least 1'
  | readonly string[];

/** What each option must be. */
export type OptionKinds<Options> = { readonly [Name in keyof Options]-?: Kind };

/**
 * Checks `options` of `callee`; an option that is undefined counts as not given.
 *
 * @throws {TypeError} that names the option, what it must be, and what it is.
 */
export function checkOptions<Options extends object>(
  callee: string,
  options: Options,
  kinds: OptionKinds<Options>,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${callee}: the options must be an object, received ${kindOf(options)}`);
  }
  const known: Readonly<Record<string, Kind>> = kinds;
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) {
      throw new TypeError(`${callee} has no option "${name}"; it has ${Object.keys(known).join(', ')}`);
    }
    if (value === undefined || isOf(kind, value)) continue;
    const expected = typeof kind === 'string' ? kind : kind.join(' or ');
    throw new TypeError(`${callee}: ${name} must be ${expected}, received ${kindOf(value)}`);
  }
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'a text':
      return typeof value === 'string';
    case 'a map of texts':
      return (
        typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string')
      );
    case 'a list':
      return Array.isArray(value);
    case 'an object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'a function':
      return typeof value === 'function';
    case 'a whole number of at least 1':
      return Number.isSafeInteger(value) && Number(value) >= 1;
    default:
      return kind.includes(String(value));
  }
}
