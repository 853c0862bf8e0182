/**
 * The reference of the language: a table of every key for each part of a scenario, as Markdown.
 *
 * @module
 */
import { noteOf } from './key-notes.ts';
import { type Key, keysOfLanguage } from './keys.ts';

/** Parts of the reference, by the beginning of a key's path; the longest that fits has it. */
const PARTS: readonly (readonly [prefix: string, title: string])[] = [
  ['', 'At the top'],
  ['replications.', 'replications'],
  ['parameters.NAME.', 'parameters: NAME'],
  ['supplies.NAME(token-bucket).', 'supplies: NAME: token-bucket'],
  ['supplies.NAME(leaky-bucket).', 'supplies: NAME: leaky-bucket'],
  ['supplies.NAME(fixed-window).', 'supplies: NAME: fixed-window'],
  ['supplies.NAME(sliding-window).', 'supplies: NAME: sliding-window'],
  ['supplies.NAME(quota).', 'supplies: NAME: quota'],
  ['supplies.NAME(concurrency).', 'supplies: NAME: concurrency'],
  ['locks.NAME.', 'locks: NAME'],
  ['pools.NAME.', 'pools: NAME'],
  ['dispatchers.NAME.', 'dispatchers: NAME'],
  ['backlogs.NAME.', 'backlogs: NAME'],
  ['tasks.NAME.', 'tasks: NAME'],
  ['tasks.NAME.steps.', 'steps'],
  ['goals.NAME.', 'goals: NAME'],
  ['plan.', 'plan'],
  ['DISTRIBUTION.', 'In place of an amount: a distribution'],
  ['UNSURE.', 'In place of a fact, a debt or a mode'],
  ['ANY.', 'In place of a start, an offset or a phase'],
];

/** The tables, one for each part that has keys. */
export function referenceText(): string {
  const keys = keysOfLanguage();
  const parts = PARTS.map(([prefix, title]) => {
    const own = keys.filter(({ path }) => prefixOf(path) === prefix);
    return own.length === 0 ? '' : `### ${title}\n\n${tableOf(own, prefix)}\n`;
  });
  return parts.filter((part) => part !== '').join('\n');
}

function prefixOf(path: string): string {
  return PARTS.map(([prefix]) => prefix)
    .filter((prefix) => path.startsWith(prefix))
    .reduce((longest, prefix) => (prefix.length > longest.length ? prefix : longest), '');
}

function tableOf(keys: readonly Key[], prefix: string): string {
  const rows = keys.map((key) => rowOf(key, prefix));
  return [['key', 'is', 'default', 'what', 'example'], ['---', '---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function rowOf({ path, required, description }: Key, prefix: string): string[] {
  const note = noteOf(path);
  const left = required ? 'required' : (note?.default ?? '');
  const what = note?.what ?? description ?? '';
  return [`\`${path.slice(prefix.length)}\``, note?.is ?? '', left, what, `\`${note?.example ?? ''}\``].map((cell) =>
    cell.replaceAll('|', '\\|'),
  );
}
