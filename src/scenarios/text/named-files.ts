/**
 * Files that a scenario names: traces, samples. The core reads none itself; whoever loads a scenario gives a reader, and
 * what it reads becomes a part of the compiled scenario, and so of its hash.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { fnv1a64 } from '../hash.ts';
import type { ScenarioIssue } from './issue.ts';

/**
 * Gives the text of a file that is named relative to the scenario. What it throws is told at the place that names the
 * file, with the first line of its message.
 */
export type ReadFile = (named: string) => string;

/** A file that a scenario was read with. */
export interface NamedFile {
  /** As the scenario names it. */
  readonly path: string;
  /** Of its text. */
  readonly hash: string;
}

/** Relative, with slashes, on every system: a scenario and its files can be moved together. */
const RELATIVE = /^(?![/\\]|[A-Za-z]:)[^\0\\]+$/;

export function isRelative(named: string): boolean {
  return RELATIVE.test(named);
}

/** Longer than this is no trace of anything that could be simulated. */
const LENGTH_MAX = 16_000_000;

/** The files of one scenario, each read once, whatever the number of worlds. */
export class NamedFiles {
  readonly #read: ReadFile | undefined;
  readonly #texts = new Map<string, Outcome>();

  constructor(read: ReadFile | undefined) {
    this.#read = read;
  }

  /** Those that were read, in the order in which they were asked for. */
  get list(): readonly NamedFile[] {
    return [...this.#texts].flatMap(([path, { text }]) =>
      text === undefined ? [] : [{ path, hash: fnv1a64(new TextEncoder().encode(text)) }],
    );
  }

  /** The text of the file that the scenario names at `path`; undefined where there is none, which is told there. */
  text(report: (path: Path, issue: ScenarioIssue) => void, path: Path, named: string): string | undefined {
    const known = this.#texts.get(named) ?? this.#ask(named);
    this.#texts.set(named, known);
    if (known.text === undefined) report(path, { code: 'bad_file', file: named, says: known.says });
    return known.text;
  }

  #ask(named: string): Outcome {
    const cannot = (says: string): Outcome => ({ text: undefined, says });
    if (!isRelative(named)) return cannot('must be a path relative to the scenario, with slashes');
    if (this.#read === undefined) return cannot('cannot be read here: whoever loads the scenario gave no reader');
    let text: string;
    try {
      text = this.#read(named);
    } catch (error) {
      return cannot(reasonOf(error, named));
    }
    return text.length > LENGTH_MAX ? cannot(`is longer than ${LENGTH_MAX} characters`) : { text };
  }
}

type Outcome = { readonly text: string } | { readonly text: undefined; readonly says: string };

/** Why a file could not be read, without its name where a reader says it first. */
function reasonOf(error: unknown, named: string): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  const after = line!.indexOf(`${named}: `);
  return after < 0 ? line! : line!.slice(after + named.length + 2);
}
