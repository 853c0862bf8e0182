/** What a scenario author reads when a text is refused. */

import { type LoadOptions, loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';

/** The error that a text is refused with; throws where it is not refused. */
export function refusal(text: string, options: Partial<LoadOptions> = {}): ScenarioError {
  try {
    loadScenario(text, { file: 'broken.yaml', ...options });
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

/** The whole message, on lines of its own so that a snapshot shows it as it is printed. */
export function told(text: string, options: Partial<LoadOptions> = {}): string {
  return `\n${refusal(text, options).message}\n`;
}
