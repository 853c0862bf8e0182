/**
 * What the schema cannot say of a key: what kind of value it takes, with its unit and its bounds, what it is when it is left
 * out, and an example. The reference in docs/language.md shows it beside what the schema says.
 *
 * A path may have `*` for any one part, and `(*)` for any kind of supply: what is the same everywhere is told once. Whoever
 * adds a key to the schema adds its note in `notes/`; a test names the keys that have none.
 *
 * @module
 */

import { BACKLOG_NOTES } from '../notes/backlogs.ts';
import { GOAL_NOTES } from '../notes/goals.ts';
import { LOCK_NOTES } from '../notes/locks.ts';
import type { KeyNote, KeyNotes } from '../notes/note.ts';
import { SUPPLY_NOTES } from '../notes/supplies.ts';
import { TASK_NOTES } from '../notes/tasks.ts';
import { TOP_NOTES } from '../notes/top.ts';
import { VALUE_NOTES } from '../notes/values.ts';

export const KEY_NOTES: KeyNotes = {
  ...TOP_NOTES,
  ...SUPPLY_NOTES,
  ...LOCK_NOTES,
  ...TASK_NOTES,
  ...BACKLOG_NOTES,
  ...GOAL_NOTES,
  ...VALUE_NOTES,
};

/** The note of a key: its own, or that of a pattern that fits. */
export function noteOf(path: string): KeyNote | undefined {
  const own = Object.hasOwn(KEY_NOTES, path) ? path : undefined;
  const found = own ?? Object.keys(KEY_NOTES).find((pattern) => fits(pattern, path));
  return found === undefined ? undefined : KEY_NOTES[found];
}

/** Whether `path` is one that `pattern` stands for. */
export function fits(pattern: string, path: string): boolean {
  const [own, theirs] = [pattern.split('.'), path.split('.')];
  if (own.length !== theirs.length) return false;
  return own.every((part, at) => part === '*' || part === theirs[at] || part === theirs[at]!.replace(/\(.*\)/, '(*)'));
}
