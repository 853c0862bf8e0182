/**
 * What a note of a key is; `key-notes.ts` says what they are for.
 *
 * @module
 */

export interface KeyNote {
  /** What it takes, in words: unit and bounds. */
  readonly is: string;
  /** What it is when left out; not of a key that must be there. */
  readonly default?: string;
  /** A value, as YAML. */
  readonly example: string;
  /** What it means, where the schema does not say so. */
  readonly what?: string;
}

export type KeyNotes = Readonly<Record<string, KeyNote>>;
