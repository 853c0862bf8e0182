/**
 * All that a command may touch. `bin.ts` makes the real one; a test makes one that keeps everything in memory.
 *
 * @module
 */
import type { Found } from '../export/format.ts';
import type { BeatModule } from '../init/celery.ts';
import type { Result } from '../judge/report/report.ts';
import type { TextKind } from '../node/read-scenario.ts';
import type { ReportSource } from '../node/write-report.ts';
import type { Store } from '../plan/ledger.ts';
import type { PlanReport } from '../plan/report.ts';
import type { RunnerFor } from '../plan/runner.ts';
import type { Compared } from '../report/compared.ts';
import type { Plugins } from '../scenarios/plugins.ts';

export interface Io {
  /** Results: to stdout, as they are. */
  out(text: string): void;
  /** Remarks, mistakes and progress: to stderr, as they are. */
  err(text: string): void;
  /** `wanted`: what the file should be, for what is said where it is not. @throws {FileError} when there is no such text. */
  readText(path: string, wanted?: TextKind): Promise<string>;
  /** The text of a file that the one at `file` names, by its path relative to it. @throws {FileError} */
  readNamed(file: string, named: string): string;
  /** Runs the programs that the scenario in `file` with this text names, for their policies. Only where they are allowed. */
  loadPlugins(file: string, text: string): Promise<Plugins>;
  /** A certificate may be larger than any scenario. @throws {FileError} when there is no such text. */
  readCertificate(path: string): Promise<string>;
  /** The constants of a Python module, by Python's own parser. @throws {ConfigError} @throws {FileError} */
  readPython(text: string, file: string): Promise<readonly Found[]>;
  /** What a Python module tells Celery beat, by Python's own parser. @throws {ConfigError} @throws {FileError} */
  readBeat(text: string, file: string): Promise<BeatModule>;
  /** Asks who sits at the terminal; undefined: the input is over. Absent where there is no terminal. */
  ask?(question: string): Promise<string | undefined>;
  /** As `writeText`, where there is no such file yet. @throws {FileError} `exists` where there is. */
  writeNew(path: string, text: string): Promise<void>;
  /** Writes a file whole or not at all, and makes the directories that lead to it. @throws {FileError} */
  writeText(path: string, text: string): Promise<void>;
  /** @throws {FileError} when the directory cannot be written. */
  writeReport(result: Result, directory: string, source: ReportSource): Promise<WrittenFiles>;
  /** @throws {FileError} when the directory cannot be written. */
  writeComparison(compared: Compared, directory: string): Promise<WrittenFiles>;
  /** @throws {FileError} when the directory cannot be written. */
  writePlan(report: PlanReport, directory: string, run?: string): Promise<WrittenFiles>;
  /** Keeps the results of a plan at `path`; what is there already is taken over where `resume` says so. @throws {FileError} */
  planStore(path: string, resume: boolean): Promise<(hash: string) => Store>;
  /** Writes the results that are kept at `path` as a table beside it, and gives its path. @throws {FileError} */
  writePlanTable(path: string): Promise<string>;
  /** Threads that do the jobs of a plan. */
  workers(threads: number): RunnerFor;
  /** Cores there are. */
  readonly cores: number;
  /** From now on Ctrl-C only asks for an end. */
  interruptible(): Interruptible;
  /** A path that is written in `file`, relative to it, as a path from here. */
  pathBeside(file: string, relative: string): string;
  /** Begins to show progress, where the work takes long. */
  progress(label: string): Progress;
  /** Begins to show how far an exploration has come, where it takes long. */
  exploring(label: string): Exploring;
  /** Begins to show which setting is looked at, where that takes long. */
  looking(label: string): Looking;
  /** Begins to show how far a plan has come. */
  planning(label: string): Planning;
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

export interface Explored {
  readonly states: number;
  /** States that were found and not yet explored. */
  readonly frontier: number;
}

export interface Exploring {
  update(seen: Explored): void;
  stop(): void;
}

export interface Planning {
  update(done: number, total: number, what: string): void;
  stop(): void;
}

export interface Interruptible {
  readonly isStopped: () => boolean;
  /** Ctrl-C ends the program again. */
  stop(): void;
}

export interface Looking {
  update(setting: string): void;
  stop(): void;
}
