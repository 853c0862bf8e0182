/**
 * `sim explain CODE`: the page of a finding; without a code, the list of all.
 *
 * @module
 */
import { helpIndex, helpPage, ruleOf } from '../../analysis/findings/help-page.ts';
import { RULES } from '../../analysis/findings/table.ts';
import { nearest } from '../../scenarios/text/nearest.ts';
import type { Command } from '../command.ts';
import { EXIT_PASS } from '../exit.ts';
import { UsageError } from '../usage-error.ts';

const VERB = 'explain';

export const explain: Command = {
  verb: VERB,
  words: [],
  optional: 'code',
  describe: 'Explain a finding: what it means, what to change, an example',
  options: {},
  examples: [
    ['sim explain QS003', 'The page of one'],
    ['sim explain', 'The list of all'],
  ],
  async run(args, io) {
    const [code] = args.words;
    const rule = code === undefined ? undefined : ruleOf(code);
    if (code !== undefined && rule === undefined) throw unknown(code);
    io.out(rule === undefined ? helpIndex() : helpPage(rule));
    return EXIT_PASS;
  },
};

function unknown(code: string): UsageError {
  const near = nearest(
    code.toUpperCase(),
    RULES.map((rule) => rule.code),
  );
  const hint = near === undefined ? 'sim explain lists all' : `did you mean ${near}?`;
  return new UsageError(`"${code}" is no code of a finding; ${hint}`, VERB);
}
