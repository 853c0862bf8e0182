/**
 * Compiles when the runs of a task crash: after a time from the start of a run of the model, or at a date.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { Draft } from '../draft.ts';
import type { TaskText } from '../schema/schema.ts';
import { readMoment } from '../values/moments.ts';

/** Ascending, in ms from the start. */
export function compileCrashes(draft: Draft, path: Path, text: NonNullable<TaskText['crashes']>): readonly number[] {
  const list = Array.isArray(text) ? text : [text];
  const times = list.flatMap(({ at }, index) => {
    return readMoment(draft, Array.isArray(text) ? [...path, index, 'at'] : [...path, 'at'], at) ?? [];
  });
  draft.spansMs.push(...times);
  return [...new Set(times)].sort((left, right) => left - right);
}
