/**
 * Two zod helpers whose messages are data for `shapeIssues`: a map that says which keys it knows, and a choice between
 * forms that says what was expected.
 *
 * @module
 */
import { z } from 'zod';

/** What a `shape` knows, found as JSON in the message of an `unrecognized_keys` issue. */
export interface Known {
  readonly known: readonly string[];
  /** Keys of the language that this version does not have yet. */
  readonly later: readonly string[];
  /** The keys are all known, in forms that exclude each other. */
  readonly apart?: true;
}

/** A map with just these keys. */
export function shape<Fields extends z.ZodRawShape>(
  fields: Fields,
  later: readonly string[] = [],
): z.ZodObject<Fields, z.core.$strict> {
  const message = knownMessage(Object.keys(fields), later);
  return z.strictObject(fields, { error: (issue) => (issue.code === 'unrecognized_keys' ? message : undefined) });
}

/** One of several forms; `expected` completes "must be …". */
export function either<Forms extends readonly [z.ZodType, ...z.ZodType[]]>(
  expected: string,
  forms: Forms,
): z.ZodUnion<Forms> {
  return z.union(forms, { error: () => expected });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
  ...words: Words
): z.ZodEnum<{ [Word in Words[number]]: Word }> {
  return z.enum(words);
}

export function knownMessage(known: readonly string[], later: readonly string[], apart = false): string {
  return JSON.stringify({ known, later, ...(apart && { apart }) } satisfies Known);
}
