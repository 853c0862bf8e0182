/**
 * The page of a rule: for the terminal (`sim explain`) and, the same words, for docs/findings.
 *
 * @module
 */
import type { Rule, Severity } from './finding.ts';
import { RULES } from './table.ts';

/** The rule of a code, however it is written: `QS003`, `qs3`, `3`. */
export function ruleOf(code: string): Rule | undefined {
  const [, digits] = /^(?:qs)?0*(\d{1,3})$/i.exec(code.trim()) ?? [];
  return digits === undefined ? undefined : RULES.find((rule) => rule.code === `QS${digits.padStart(3, '0')}`);
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'error (proved)',
  warning: 'warning (a fact that may do harm)',
  note: 'note (good news, proved)',
};

/** The page as Markdown. */
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
  return `# Findings\n\nWhat \`sim lint FILE\` says about settings without running anything. An error is proved, a warning is a fact that may do harm,\na note is good news that is proved. \`sim explain CODE\` prints the same pages.\n\n${rows.join('\n')}\n`;
}
