/**
 * JSON: a map of settings, and beside it where they come from.
 *
 * @module
 */

import type { Format } from './format.ts';
import { foundInTree } from './tree-settings.ts';

export const json: Format = {
  name: 'json',
  describe: 'one JSON object',
  files: ['.json'],
  write(entries, head) {
    const lines = entries.map(({ setting, scalar }) => {
      const value = scalar.kind === 'number' ? scalar.digits : JSON.stringify(scalar.text);
      return `  ${JSON.stringify(setting.name)}: ${value}`;
    });
    const from = `  "//": ${JSON.stringify(head, undefined, 4).replace(/\n\]$/, '\n  ]')}`;
    return `{\n${[from, ...lines].join(',\n')}\n}\n`;
  },
  read: (text, file) => foundInTree(text, file, 'JSON'),
};
