/**
 * Compiles `doneBy`: by when what was due must be done. Of a task each due start counts; of a backlog each time in which there
 * is something in it.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { ONE, type Rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { Deadline, Goal } from '../scenario.ts';
import type { DoneByText } from '../schema/goal-shapes.ts';
import { timeOfDay, timesOfDay } from '../supplies/resets.ts';
import type { Reading } from '../values/bounds.ts';
import { readDuration, readKnown } from '../values/values.ts';

export interface DoneByPlace {
  readonly of: string;
  /** The date at which a run begins, where the scenario has one. */
  readonly startMs: number | undefined;
}

export function doneByGoals(reading: Reading, { of, startMs }: DoneByPlace, text: DoneByText | undefined): Goal[] {
  if (text === undefined) return [];
  const path = ['goals', of, 'doneBy'];
  const deadline = readDeadline(reading, path, text, startMs);
  const exact = readShare(reading, path, text);
  if (deadline === undefined || exact === undefined) return [];
  return [{ of, goal: 'doneBy', path, implicit: false, deadline, share: toNumber(exact), exact }];
}

function readShare(reading: Reading, path: Path, text: DoneByText): Rational | undefined {
  if (typeof text !== 'object' || text.share === undefined) return ONE;
  return readKnown(reading, [...path, 'share'], text.share, 'share', { above: ZERO, max: ONE });
}

function readDeadline(
  reading: Reading,
  path: Path,
  text: DoneByText,
  startMs: number | undefined,
): Deadline | undefined {
  if (typeof text !== 'object') {
    if (typeof text === 'string' && timeOfDay(text) !== undefined) return ofDay(reading, path, { at: text }, startMs);
    return within(reading, path, text);
  }
  const { within: limit, at, zone } = text;
  if (at !== undefined && limit !== undefined) {
    return void reading.report([...path, 'at'], { code: 'exclude', keys: ['within', 'at'] }, { on: 'key' });
  }
  if (at !== undefined) return ofDay(reading, path, { at, zone }, startMs);
  if (zone !== undefined) {
    const why = 'it is the zone of `at`, which is not given';
    return void reading.report([...path, 'zone'], { code: 'no_meaning', what: '"zone"', why }, { on: 'key' });
  }
  if (limit === undefined) return void reading.report(path, { code: 'missing_key', key: 'within' });
  return within(reading, [...path, 'within'], limit);
}

function within(reading: Reading, path: Path, text: number | string): Deadline | undefined {
  const limitMs = readDuration(reading, path, text, { above: ZERO });
  return limitMs === undefined ? undefined : { kind: 'within', limitMs };
}

function ofDay(
  { report }: Reading,
  path: Path,
  text: { readonly at: string; readonly zone?: string | undefined },
  startMs: number | undefined,
): Deadline | undefined {
  const why = 'a time of day comes by the calendar';
  const resets = timesOfDay({ report, path, startMs, why }, text, 'every');
  return resets && { kind: 'at', resets, text: `${text.at} ${text.zone ?? 'UTC'}` };
}
