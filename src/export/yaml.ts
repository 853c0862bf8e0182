/**
 * YAML: a map of settings below a comment.
 *
 * @module
 */
import type { Format } from './format.ts';
import { foundInTree } from './tree-settings.ts';

/** A name as a key that is the same text to readers of YAML 1.1 and of 1.2: the former take `NO` and `Y` for truths, and some `E1` for a number. */
export function yamlKey(name: string): string {
  return /^(?:y|n|yes|no|on|off|true|false|null|e\d+)$/i.test(name) ? JSON.stringify(name) : name;
}

export const yaml: Format = {
  name: 'yaml',
  describe: 'one YAML map',
  files: ['.yaml', '.yml'],
  write: (entries, head) =>
    [
      ...head.map((line) => `# ${line}`),
      ...entries.map(({ setting, scalar }) => {
        // A text in JSON's quotation marks is the same text in YAML.
        return `${yamlKey(setting.name)}: ${scalar.kind === 'number' ? scalar.digits : JSON.stringify(scalar.text)}`;
      }),
      '',
    ].join('\n'),
  read: (text, file) => foundInTree(text, file, 'YAML'),
};
