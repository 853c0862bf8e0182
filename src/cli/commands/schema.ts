/**
 * `sim schema`: the JSON Schema of scenarios, for editors.
 *
 * @module
 */
import { scenarioJsonSchema } from '../../scenarios/schema/schema.ts';
import type { Command } from '../command.ts';
import { EXIT_PASS } from '../exit.ts';

export const schema: Command = {
  verb: 'schema',
  words: [],
  describe: 'Print the JSON Schema of scenarios, for editors',
  options: {},
  examples: [['sim schema > quotasim.schema.json', 'Let an editor check and complete scenarios']],
  async run(_args, io) {
    io.out(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`);
    return EXIT_PASS;
  },
};
