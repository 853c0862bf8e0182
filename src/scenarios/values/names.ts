/**
 * Parameters and facts: one namespace that expressions refer to as `$NAME`. Each is worked out once, when it is first
 * asked for, so they may stand in any order; a ring of them is told with its members.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { Amount } from '../schema/schema.ts';
import type { ScenarioIssue } from '../text/issue.ts';
import type { NamedFiles } from '../text/named-files.ts';
import type { NameLookup, Reading } from './bounds.ts';
import { drawn, type Term } from './terms.ts';
import { readTerm } from './values.ts';

/** Where a name is defined, and as what. */
export interface Definition {
  readonly path: Path;
  /** Undefined where its text is broken, which was told before. */
  readonly text: Amount | undefined;
}

export class Names implements NameLookup {
  readonly all: readonly string[];
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #report: Reading['report'];
  readonly #files: NamedFiles;
  readonly #terms = new Map<string, Term | undefined>();
  readonly #spoilt = new Set<string>();
  /** The names being worked out, each asked for by the one before it. */
  readonly #asking: string[] = [];

  constructor(definitions: ReadonlyMap<string, Definition>, report: Reading['report'], files: NamedFiles) {
    this.#files = files;
    this.#definitions = definitions;
    this.#report = report;
    this.all = [...definitions.keys()];
  }

  resolve(name: string, fail: (issue: ScenarioIssue) => void): Term | undefined {
    const definition = this.#definitions.get(name);
    if (definition === undefined) {
      return void fail({ code: 'unknown_name', what: 'parameter or fact', name, known: this.all });
    }
    if (this.#spoilt.has(name)) return undefined;
    if (this.#terms.has(name)) return this.#terms.get(name);
    const from = this.#asking.indexOf(name);
    if (from >= 0) {
      const ring = [...this.#asking.slice(from), name];
      return void this.#report(definition.path, { code: 'cycle', ring });
    }
    this.#asking.push(name);
    const term = definition.text === undefined ? undefined : this.#read(definition.path, definition.text);
    this.#asking.pop();
    // A distribution is drawn under the name of its fact, whoever uses it.
    const result = typeof definition.text === 'object' ? named(term, name) : term;
    this.#terms.set(name, result);
    return result;
  }

  /** Whoever refers to it, even by another name, is not to blame. */
  spoil(name: string): void {
    this.#spoilt.add(name);
    this.#terms.clear();
  }

  #read(path: Path, text: Amount): Term | undefined {
    return readTerm({ report: this.#report, names: this, files: this.#files }, path, text);
  }
}

function named(term: Term | undefined, name: string): Term | undefined {
  if (term?.kind !== 'drawn' || term.tree.kind !== 'draw') return term;
  return drawn(term.unit, { name, distribution: term.tree.draw.distribution });
}
