/**
 * Which tasks start which: what an `emit` says must be what the trigger `on` of the other task says, or one of the two is a
 * mistake.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { ScenarioIssue } from '../text/issue.ts';
import type { Reading } from '../values/bounds.ts';

/** A step or a trigger that names another task. */
interface Named {
  /** Index of the task in which it stands. */
  readonly task: number;
  readonly path: Path;
  readonly name: string;
}

export class Emissions {
  /** In the order of the document. */
  readonly names: readonly string[];
  readonly #emits: Named[] = [];
  readonly #listens: Named[] = [];

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** A step of `task` emits the task of that name. */
  emit(task: number, path: Path, name: string): void {
    this.#emits.push({ task, path, name });
  }

  /** A trigger of `task` waits for these to emit it. */
  listen(task: number, path: Path, text: string | readonly string[]): void {
    if (typeof text === 'string') this.#listens.push({ task, path, name: text });
    else for (const [index, name] of text.entries()) this.#listens.push({ task, path: [...path, index], name });
  }

  /** Where a task starts itself; undefined: it does not. */
  ofItself(task: number): Path | undefined {
    return this.#emits.find((emit) => emit.task === task && emit.name === this.names[task])?.path;
  }

  /** Tells of whoever emits a task that does not say so, and of whoever waits for an emit that there is not. */
  check(report: Reading['report']): void {
    for (const emit of this.#emits) {
      const issue = this.#wrong(emit, this.#listens, 'not_listening');
      if (issue !== undefined) report(emit.path, issue);
    }
    for (const listen of this.#listens) {
      const issue = this.#wrong(listen, this.#emits, 'not_emitted');
      if (issue !== undefined) report(listen.path, issue);
    }
  }

  #wrong(
    { task, name }: Named,
    others: readonly Named[],
    code: 'not_listening' | 'not_emitted',
  ): ScenarioIssue | undefined {
    const { names } = this;
    if (!names.includes(name)) return { code: 'unknown_name', what: 'task', name, known: names };
    const own = names[task]!;
    const fits = others.some((other) => other.name === own && names[other.task] === name);
    return fits ? undefined : { code, task: own, other: name };
  }
}
