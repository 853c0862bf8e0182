/**
 * The names a scenario gives: what they may look like, and that no two things share one where it matters.
 *
 * @module
 */

import { CALL_OPTIONS, TAKE_OPTIONS, WAITING_OPTIONS } from '../schema/schema.ts';
import type { Reading } from '../values/bounds.ts';
import { keysOf } from '../values/parameters.ts';
import { printable } from './source.ts';
import type { Node } from './tree.ts';

const LENGTH_MAX = 100;
/** What stands beside a supply's name in a step. */
const RESERVED: readonly string[] = [...WAITING_OPTIONS, ...CALL_OPTIONS, 'use'];

/** Tells every name that cannot be one. */
export function checkLabels(root: Node, report: Reading['report']): void {
  for (const section of ['parameters', 'facts']) {
    for (const name of keysOf(root, section)) {
      if (/^[A-Za-z_]\w*$/.test(name)) continue;
      report([section, name], { code: 'bad_name', received: printable(name).slice(0, 40) }, { on: 'key' });
    }
  }
  for (const section of ['supplies', 'locks', 'pools', 'dispatchers', 'backlogs', 'tasks']) {
    for (const name of keysOf(root, section)) {
      if (name.startsWith('$')) report([section, name], { code: 'reference_here' }, { on: 'key' });
      else if (name.trim() === '' || name.length > LENGTH_MAX || printable(name) !== name) {
        report([section, name], { code: 'bad_label', received: printable(name).slice(0, 40) }, { on: 'key' });
      }
    }
  }
  for (const name of keysOf(root, 'supplies')) {
    if (RESERVED.includes(name)) {
      report(['supplies', name], { code: 'reserved_name', name }, { on: 'key' });
    }
  }
  for (const name of keysOf(root, 'backlogs')) {
    if (TAKE_OPTIONS.includes(name)) report(['backlogs', name], { code: 'reserved_name', name }, { on: 'key' });
  }
  checkShared(root, report, 'parameters', 'facts', 'parameter');
  checkShared(root, report, 'locks', 'pools', 'lock');
}

function checkShared(root: Node, report: Reading['report'], first: string, second: string, other: string): void {
  const taken = keysOf(root, first);
  for (const name of keysOf(root, second)) {
    if (taken.includes(name)) report([second, name], { code: 'duplicate_name', name, other }, { on: 'key' });
  }
}
