/**
 * The page of a rule: for the terminal (`sim explain`) and, the same words, for docs/findings.
 *
 * @module
 */
import type { Rule, Severity } from './finding.ts';
import { RULES } from './table.ts';

/**
 * The rule of a code, however it is written: `QS003`, `qs3`, `3`.
 *
 * @example
 * ruleOf('QS003')?.code; // 'QS003'
 */
export function ruleOf(code: string): Rule | undefined {
  const [, digits] = /^(?:qs)?0*(\d{1,3})$/i.exec(code.trim()) ?? [];
  return digits === undefined ? undefined : RULES.find((rule) => rule.code === `QS${digits.padStart(3, '0')}`);
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'error (proved)',
  warning: 'warning (a fact that may do harm)',
  note: 'note (good news, proved)',
};

/**
 * The page as Markdown.
 *
 * @example
 * console.log(helpPage(ruleOf('QS003')));
 */
export function helpPage({ code, title, severities, help, find }: Rule): string {
  const { what, why, change, unless, example } = help;
  const seen = find === undefined ? 'in runs' : 'in the settings, without a run';
  const parts = [
    `# ${code}: ${title}`,
    `${severities.map((severity) => SEVERITIES[severity]).join(' or ')}; found ${seen}`,
    what,
    `**Why it matters.** ${why}`,
    `**What to change.** ${change}`,
    `**When it does not apply.** ${unless}`,
    ...(example === undefined ? [] : exampleParts(code, example)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function exampleParts(code: string, { yaml, instead, write }: NonNullable<Rule['help']['example']>): string[] {
  return [
    `**An example.** \`sim lint\` finds ${code} here:`,
    `\`\`\`yaml\n${yaml}\`\`\``,
    'and one step aside it does not. In place of',
    `\`\`\`yaml\n${instead.trimEnd()}\n\`\`\``,
    'write',
    `\`\`\`yaml\n${write.trimEnd()}\n\`\`\``,
  ];
}

/** The list of all rules, a line each. */
export function helpIndex(): string {
  const rows = RULES.map(({ code, title, severities }) => `${code}  ${severities.join(', ').padEnd(14)}  ${title}`);
  return `${rows.join('\n')}\n`;
}

/** docs/findings/README.md. */
export function helpContents(): string {
  const rows = RULES.map(
    ({ code, title, severities }) => `- [${code}](${code}.md): ${title} (${severities.join(', ')})`,
  );
  return `${CONTENTS}\n\n${rows.join('\n')}\n`;
}

const CONTENTS = `# Findings

\`sim lint FILE\` says what the settings say by themselves, in milliseconds and without running anything. It reads the same
options as the other commands where they matter to it (\`--set NAME=VALUE\`, \`--json\`), and judges each world of what is unsure.

- An *error* is proved, for every run or, where it says "can", for some run that the scenario allows.
- A *warning* states a fact that may do harm; its page says when it does none.
- A *note* is good news that is proved.

Where the assumptions of a rule are not met it is silent, so silence proves nothing: \`sim verify\` explores, and may find more.

Exit: 0 no error (warnings and notes may be there), 1 an error in some world, 2 the scenario or the command line is wrong.

Errors and warnings stand in every report of \`sim run\` and \`sim verify\` too. There they decide nothing: only goals do.
\`sim explain CODE\` prints the pages below; every example on them runs as a test. In a program, \`lint(scenario)\` gives the same
findings as data, and \`claimsByRule(model)\` what rules prove about each task, in the words of \`verify\`.

QS001 and up are found in the settings, QS101 and up are good news, QS901 and up are found in runs.`;
