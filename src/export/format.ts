/**
 * What a format of production files is: how settings are written in it, and how they are read back.
 *
 * **To add a format**: write `src/export/<name>.ts` and add its row to `formats.ts`; the suite in
 * `test/export/formats.test.ts` then holds it to the contract below.
 *
 * @module
 */
import type { Setting } from '../scenarios/values/production.ts';
import type { Deployment } from './deployment.ts';
import type { Scalar } from './scalar.ts';

/** A setting with what stands for it in the file. */
export interface Entry {
  readonly setting: Setting;
  readonly scalar: Scalar;
}

/** A part of a text: from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value that was found in a production file, and where. */
export interface Found {
  readonly name: string;
  readonly scalar: Scalar;
  readonly line: number;
  readonly column: number;
  /** Where the value itself stands, quotation marks included; absent where it cannot be told. */
  readonly value?: Span;
  /** The value is known only when the program, or a shell, runs: `scalar` is how it is written there, and not what it will be. */
  readonly isWorkedOut?: true;
}

export interface Format {
  readonly name: string;
  readonly describe: string;
  /** Endings and names of files that are of this format: `.json`, `.env`. */
  readonly files: readonly string[];
  /**
   * The text of a file that holds `entries` below the lines of `head`, which are comments. The same input gives the same
   * bytes, and whatever a title holds stays a comment. Formats that configure more than parameters take that from `deployment`.
   */
  write(entries: readonly Entry[], head: readonly string[], deployment?: Deployment): string;
  /** It holds no settings, so there are none to read back. */
  readonly alertsOnly?: true;
  /**
   * Every name with a plain value in the text, and those whose value is worked out or expanded. What it cannot read it tells at its place; it runs nothing. Absent where
   * only the language's own parser can tell.
   *
   * @throws {ConfigError}
   */
  read?(text: string, file: string): readonly Found[];
}
