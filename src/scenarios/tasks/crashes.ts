/**
 * Compiles when the runs of a task crash: after a time from the start of a run of the model, or at a date.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { ZERO } from '../../sim/numbers/rational.ts';
import type { Draft } from '../draft.ts';
import type { TaskText } from '../schema/schema.ts';
import { parseDate } from '../values/dates.ts';
import { readDuration } from '../values/values.ts';

/** Ascending, in ms from the start. */
export function compileCrashes(draft: Draft, path: Path, text: NonNullable<TaskText['crashes']>): readonly number[] {
  const list = Array.isArray(text) ? text : [text];
  const times = list.flatMap(({ at }, index) => {
    return readMoment(draft, Array.isArray(text) ? [...path, index, 'at'] : [...path, 'at'], at) ?? [];
  });
  draft.spansMs.push(...times);
  return [...new Set(times)].sort((left, right) => left - right);
}

function readMoment(draft: Draft, path: Path, text: number | string): number | undefined {
  const date = typeof text === 'string' ? parseDate(text) : undefined;
  if (date === undefined) return readDuration(draft, path, text, { above: ZERO });
  if (draft.startMs === undefined) return void draft.report(path, { code: 'no_start_date' });
  if (date > draft.startMs) return date - draft.startMs;
  const limit = `the start (${new Date(draft.startMs).toISOString().replace('.000Z', 'Z')})`;
  return void draft.report(path, { code: 'not_above', received: String(text), limit });
}
