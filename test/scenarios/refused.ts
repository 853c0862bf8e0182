/** The sentences that a scenario is refused with, in their order; a reader that has one trace, or none. */

import { loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';

export function refusalOf(text: string, trace?: string): readonly string[] {
  const read = (named: string): string => {
    if (trace === undefined) throw new Error(`${named}: no such file`);
    return trace;
  };
  try {
    loadScenario(text, { file: 'refused.yaml', read });
  } catch (error) {
    if (error instanceof ScenarioError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
}
