/**
 * A promise about every scenario, and the smallest one that breaks it as a document that `sim` runs.
 *
 * @module
 */
import fc from 'fast-check';
import { type LoadOptions, loadScenario } from '../scenarios/parse.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { documentText } from '../scenarios/text/document.ts';
import type { Part } from './arbitraries.ts';

export interface EveryOptions {
  /** How each document is loaded: with policies of your own, as another file. */
  readonly load?: LoadOptions;
  /** How many are tried; default 100. */
  readonly runs?: number;
  /** Tries the same again; default: another seed each time, which a failure tells. */
  readonly seed?: number;
  /** Writes the text of the smallest one that breaks the promise, and gives its path: the failure says `sim PATH`. */
  readonly write?: (text: string) => string;
}

/**
 * The smallest of these documents that breaks a promise, as YAML, and what it breaks; undefined where none does. `holds` throws,
 * or gives false. An error that is no broken promise but a mistake in what is tested with is thrown as it is, and nothing is made smaller: a
 * `TypeError` and its like, a document that is no scenario, a policy that cannot be used.
 *
 * @throws {ScenarioError} when a document is no scenario.
 * @throws {PolicyError} when a policy of one's own is wrong.
 * @example
 * smallestFailing(scenarioParts(), (one) => expect(one).toBeLive(), { runs: 50, seed: 1 })?.text;
 */
export function smallestFailing(
  documents: fc.Arbitrary<Part>,
  holds: (scenario: Scenario) => unknown,
  { load, runs = 100, seed }: EveryOptions = {},
): Failing | undefined {
  let mistake: { readonly error: unknown } | undefined;
  const property = fc.property(documents, (document) => {
    // What is tried after a mistake would only make it smaller.
    if (mistake !== undefined) return true;
    try {
      return holds(loadScenario(documentText(document), load)) !== false;
    } catch (error) {
      if (isMistake(error)) mistake = { error };
      throw error;
    }
  });
  const checked = fc.check(property, { numRuns: runs, ...(seed !== undefined && { seed }) });
  if (mistake !== undefined) throw mistake.error;
  if (!checked.failed) return undefined;
  if (checked.counterexample === null) throw new Error('no scenario was tried', { cause: checked.errorInstance });
  const error = checked.errorInstance;
  const because = error instanceof Error ? error.message : String(error ?? 'it does not hold');
  return { text: documentText(checked.counterexample[0]), because, seed: checked.seed, shrunk: checked.numShrinks };
}

/** Known by name, since a runner may have its own `TypeError` in each of its contexts. */
const MISTAKES: ReadonlySet<string> = new Set([
  ...['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError', 'URIError', 'EvalError'],
  ...['ScenarioError', 'PolicyError', 'InvariantError'],
]);

/** Whether an error says that the test, the document or the policy is wrong, and nothing of the promise. */
function isMistake(error: unknown): boolean {
  return error instanceof Object && 'name' in error && MISTAKES.has(String(error.name));
}

export interface Failing {
  /** The document, as `sim` reads it. */
  readonly text: string;
  readonly because: string;
  /** What finds it again. */
  readonly seed: number;
  /** How many smaller ones were found on the way. */
  readonly shrunk: number;
}

/**
 * Holds a promise to every scenario that `documents` gives.
 *
 * @throws {Error} with the smallest scenario that breaks it, as YAML or, where `write` was given, as the command that runs it.
 * @example
 * everyScenario(scenarioParts(), (one) => expect(one).toBeLive(), { write: (text) => save('smallest.yaml', text) });
 */
export function everyScenario(
  documents: fc.Arbitrary<Part>,
  holds: (scenario: Scenario) => unknown,
  options: EveryOptions = {},
): void {
  const failing = smallestFailing(documents, holds, options);
  if (failing === undefined) return;
  const { text, because, seed, shrunk } = failing;
  const shown = options.write === undefined ? text : `sim ${options.write(text)}\n`;
  throw new Error(`${because}\n\nthe smallest scenario (seed ${seed}, made smaller ${shrunk} times):\n${shown}`);
}
