/**
 * All that a command may touch. `bin.ts` makes the real one; a test makes one that keeps everything in memory.
 *
 * @module
 */
import type { Result } from '../judge/report.ts';

export interface Io {
  /** Results: to stdout, as they are. */
  out(text: string): void;
  /** Remarks, mistakes and progress: to stderr, as they are. */
  err(text: string): void;
  /** @throws {FileError} when there is no such text. */
  readText(path: string): Promise<string>;
  /** @throws {FileError} when the directory cannot be written. */
  writeReport(result: Result, directory: string): Promise<WrittenFiles>;
  /** Begins to show progress where somebody watches and the work takes long; otherwise shows nothing. */
  progress(label: string): Progress;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Columns of the terminal that shows stdout; 80 where there is none. */
  readonly width: number;
  /** Whether stdout takes colours. */
  readonly colour: boolean;
}

export interface WrittenFiles {
  /** The paths written, the one to look at first. */
  readonly files: readonly string[];
  readonly remarks: readonly string[];
}

export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}
