/**
 * YAML: a map of settings below a comment.
 *
 * @module
 */
import type { Format } from './format.ts';
import { foundInTree } from './tree-settings.ts';

export const yaml: Format = {
  name: 'yaml',
  describe: 'one YAML map',
  files: ['.yaml', '.yml'],
  write: (entries, head) =>
    [
      ...head.map((line) => `# ${line}`),
      ...entries.map(({ setting, scalar }) => {
        // A text in JSON's quotation marks is the same text in YAML.
        return `${setting.name}: ${scalar.kind === 'number' ? scalar.digits : JSON.stringify(scalar.text)}`;
      }),
      '',
    ].join('\n'),
  read: (text, file) => foundInTree(text, file, 'YAML'),
};
