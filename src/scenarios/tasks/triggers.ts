/**
 * Compiles what starts a task.
 *
 * @module
 */

import type { Path, Trigger } from '../../sim/model.ts';
import { type Distribution, spanOf } from '../../sim/numbers/distribution.ts';
import { divide, ONE, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { wholeMs } from '../../sim/time.ts';
import type { Draft, Later } from '../draft.ts';
import type { PolicyText } from '../schema/amount-shapes.ts';
import type { Amount } from '../schema/schema.ts';
import type { TriggerText } from '../schema/trigger-shapes.ts';
import { dotted } from '../text/path-text.ts';
import { type Counted, readTrace } from '../text/traces.ts';
import { isWithin } from '../values/bounds.ts';
import { valuesOf } from '../values/listed-spans.ts';
import { readAmount, readDuration, readKnown } from '../values/values.ts';
import type { Variables } from '../values/variables.ts';
import { compileCron } from './crons.ts';
import { intervalUse } from './pace-use.ts';
import { pointStart } from './starts.ts';

/** What a trigger of one task is compiled with. */
export interface TaskPlace {
  readonly task: number;
  readonly variables: Variables;
}

type EveryText = Extract<TriggerText, { every: unknown }>;

/** More starts at one time than this are stopped at that instant anyway. */
const COUNT_MAX = 10_000;

/** The triggers of a task, one or a list. */
export function compileTriggers(
  draft: Draft,
  place: TaskPlace,
  path: Path,
  text: TriggerText | readonly TriggerText[],
): Later<Trigger | undefined>[] {
  if (!Array.isArray(text)) return [compileTrigger(draft, place, path, text as TriggerText)];
  const list = text as readonly TriggerText[];
  const again = list.flatMap((one, index) => (restarts(one) ? [index] : []));
  if (again.length > 1 && again.some((index) => list[index] !== 'always')) {
    draft.report([...path, again[1]!], { code: 'again_twice' });
  }
  return list.map((one, index) => compileTrigger(draft, place, [...path, index], one));
}

/** Whether the end of a run brings the next start, at once or after a pause. */
export function restarts(text: TriggerText): boolean {
  return text === 'always' || 'always' in text;
}

function compileTrigger(draft: Draft, place: TaskPlace, path: Path, text: TriggerText): Later<Trigger | undefined> {
  const { task } = place;
  if (text === 'always') return () => ({ kind: 'always', task, path });
  if ('always' in text) return compilePause(draft, place, [...path, 'always', 'pause'], text.always.pause);
  if ('on' in text) {
    draft.emissions.listen(task, [...path, 'on'], text.on);
    return () => ({ kind: 'on', task, path });
  }
  if ('trace' in text) return compileTrace(draft, place, path, text.trace);
  const count = compileCount(draft, [...path, 'count'], text.count);
  if ('every' in text) return compileEvery(draft, place, path, { text, count });
  if ('cron' in text) return compileCron(draft, place, path, { text, count });
  const at = [...path, 'poisson'];
  // Time is whole milliseconds: more than one start in each cannot be told apart.
  const rate = readKnown(draft, at, text.poisson, 'rate', { above: ZERO, max: ONE });
  if (rate === undefined) return () => undefined;
  const mean = toNumber(divide(ONE, rate));
  const source = place.variables.source(dotted(path), { kind: 'exponential', mean }, 'turn');
  return () => ({ kind: 'poisson', task, path, ...count, source });
}

type Count = Pick<Trigger, 'count'>;

function compileCount(draft: Draft, path: Path, text: number | string | undefined): Count {
  if (text === undefined) return {};
  const bounds = { min: ONE, max: rational(COUNT_MAX), whole: true };
  const count = toNumber(readKnown(draft, path, text, 'number', bounds) ?? ONE);
  return count > 1 ? { count } : {};
}

/** What a trace of starts counts. */
const STARTS: Counted = { column: 'count', optional: true, min: 1, max: COUNT_MAX };

function compileTrace(draft: Draft, { task }: TaskPlace, path: Path, file: string): Later<Trigger | undefined> {
  const points = readTrace(draft, [...path, 'trace'], file, STARTS);
  return () => points && { kind: 'trace', task, path, points };
}

function compilePause(draft: Draft, place: TaskPlace, at: Path, text: Amount | PolicyText): Later<Trigger | undefined> {
  if (typeof text === 'object' && 'use' in text) return compilePaced(draft, place, at, text as PolicyText);
  const span = readSpan(draft, at, text, 'a pause worked out from a drawn fact');
  if (span === undefined) return () => undefined;
  const path = at.slice(0, -2);
  if (span.kind === 'drawn') {
    const { distribution } = span;
    const { low } = spanOf(distribution);
    if (low < 0) isWithin(draft, at, { unit: 'duration', value: rational(Math.floor(low)) }, { min: ZERO });
    draft.spansMs.push(...listedSpans(distribution));
    const source = place.variables.source(dotted(at), distribution, 'turn');
    return () => ({ kind: 'pause', task: place.task, path, pauseMs: 0, source });
  }
  const pauseMs = readDuration(draft, at, text as number | string, { above: ZERO });
  if (pauseMs === undefined) return () => undefined;
  draft.spansMs.push(pauseMs);
  return () => ({ kind: 'pause', task: place.task, path, pauseMs });
}

/** A pause that a policy chooses anew after each run. */
function compilePaced(draft: Draft, { task }: TaskPlace, at: Path, text: PolicyText): Later<Trigger | undefined> {
  const used = intervalUse(draft, at, text);
  if (used === undefined) return () => undefined;
  return (scale) => {
    const { policy, longestMs } = used(scale);
    return { kind: 'pause', task, path: at.slice(0, -2), pauseMs: longestMs, policy };
  };
}

interface Counting<Text> {
  readonly text: Text;
  readonly count: Count;
}

function compileEvery(
  draft: Draft,
  place: TaskPlace,
  path: Path,
  { text, count }: Counting<EveryText>,
): Later<Trigger | undefined> {
  const periodMs = readDuration(draft, [...path, 'every'], text.every, { above: ZERO });
  if (periodMs === undefined) return () => undefined;
  draft.spansMs.push(periodMs);
  const offset = pointStart(draft, [...path, 'offset'], text.offset ?? 'any', { spanMs: periodMs, kind: 'offset' });
  const jitter = text.jitter === undefined ? undefined : compileJitter(draft, place, path, text.jitter, periodMs);
  return (scale) => ({
    kind: 'every',
    task: place.task,
    path,
    ...count,
    periodMs,
    offsetMs: offset(scale),
    ...(jitter !== undefined && { jitter }),
  });
}

/** A duration means anything up to it; a distribution must stay below the period, so that starts keep their order. */
function compileJitter(
  draft: Draft,
  { variables }: TaskPlace,
  path: Path,
  text: Amount,
  periodMs: number,
): number | undefined {
  const at = [...path, 'jitter'];
  const span = readSpan(draft, at, text, 'jitter worked out from a drawn fact');
  if (span === undefined) return undefined;
  const distribution: Distribution =
    span.kind === 'drawn' ? span.distribution : { kind: 'uniform', low: 0, high: span.ms };
  const { low, high } = spanOf(distribution);
  if (low < 0) isWithin(draft, at, { unit: 'duration', value: rational(Math.floor(low)) }, { min: ZERO });
  if (high >= periodMs) {
    const received = Number.isFinite(high) ? `up to ${high}ms` : 'a distribution without a maximum';
    return void draft.report(at, { code: 'not_below', received, limit: `the period (${periodMs}ms)` });
  }
  draft.spansMs.push(...listedSpans(distribution));
  return variables.source(dotted(at), distribution, 'turn');
}

type Span =
  | { readonly kind: 'known'; readonly ms: number }
  | { readonly kind: 'drawn'; readonly distribution: Distribution };

/** A duration of a trigger, fixed or drawn by itself. `what` it is not: worked out from something that is drawn. */
function readSpan(draft: Draft, at: Path, text: Amount, what: string): Span | undefined {
  const term = readAmount(draft, at, text, 'duration');
  if (term === undefined) return undefined;
  if (term.kind === 'known') return { kind: 'known', ms: toNumber(term.value) };
  if (term.tree.kind !== 'draw') return void draft.report(at, { code: 'not_supported', what });
  return { kind: 'drawn', distribution: term.tree.draw.distribution };
}

/** What of a distribution counts for the grid. */
function listedSpans(distribution: Distribution): number[] {
  return valuesOf(distribution)
    .map(wholeMs)
    .filter((spanMs) => spanMs > 0);
}
