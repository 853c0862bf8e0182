/**
 * A promise about every scenario, and the smallest one that breaks it as a document that `sim` runs.
 *
 * @module
 */
import fc from 'fast-check';
import { type LoadOptions, loadScenario } from '../scenarios/parse.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { documentText } from '../scenarios/text/document.ts';
import { ScenarioError } from '../scenarios/text/issues.ts';
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
 * or gives false.
 *
 * @throws {ScenarioError} when a document is no scenario.
 * @example
 * smallestFailing(scenarioParts(), (one) => expect(one).toBeLive(), { runs: 50, seed: 1 })?.text;
 */
export function smallestFailing(
  documents: fc.Arbitrary<Part>,
  holds: (scenario: Scenario) => unknown,
  { load, runs = 100, seed }: EveryOptions = {},
): Failing | undefined {
  const property = fc.property(documents, (document) => holds(loadScenario(documentText(document), load)) !== false);
  const checked = fc.check(property, { numRuns: runs, ...(seed !== undefined && { seed }) });
  if (!checked.failed) return undefined;
  if (checked.counterexample === null) throw new Error('no scenario was tried', { cause: checked.errorInstance });
  const error = checked.errorInstance;
  // A document that is none breaks no promise: whoever made it is to mend it.
  if (error instanceof ScenarioError) throw error;
  const because = error instanceof Error ? error.message : String(error ?? 'it does not hold');
  return { text: documentText(checked.counterexample[0]), because, seed: checked.seed, shrunk: checked.numShrinks };
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
