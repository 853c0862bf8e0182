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
import type { Amount, TriggerText } from '../schema/schema.ts';
import { dotted } from '../text/path-text.ts';
import { isWithin } from '../values/bounds.ts';
import { valuesOf } from '../values/listed-spans.ts';
import { readAmount, readDuration, readKnown } from '../values/values.ts';
import type { Variables } from '../values/variables.ts';
import { parseCron } from './cron-text.ts';
import { pointStart } from './starts.ts';

/** What a trigger of one task is compiled with. */
export interface TaskPlace {
  readonly task: number;
  readonly variables: Variables;
}

type EveryText = Extract<TriggerText, { every: unknown }>;

/** The triggers of a task, one or a list. */
export function compileTriggers(
  draft: Draft,
  place: TaskPlace,
  path: Path,
  text: TriggerText | readonly TriggerText[],
): Later<Trigger | undefined>[] {
  if (!Array.isArray(text)) return [compileTrigger(draft, place, path, text as TriggerText)];
  return (text as readonly TriggerText[]).map((one, index) => compileTrigger(draft, place, [...path, index], one));
}

function compileTrigger(draft: Draft, place: TaskPlace, path: Path, text: TriggerText): Later<Trigger | undefined> {
  const { task } = place;
  if (text === 'always') return () => ({ kind: 'always', task, path });
  if ('every' in text) return compileEvery(draft, place, path, text);
  if ('cron' in text) return compileCron(draft, place, path, text.cron);
  if ('on' in text) {
    draft.emissions.listen(task, [...path, 'on'], text.on);
    return () => ({ kind: 'on', task, path });
  }
  const at = [...path, 'poisson'];
  // Time is whole milliseconds: more than one start in each cannot be told apart.
  const rate = readKnown(draft, at, text.poisson, 'rate', { above: ZERO, max: ONE });
  if (rate === undefined) return () => undefined;
  const mean = toNumber(divide(ONE, rate));
  const source = place.variables.source(dotted(path), { kind: 'exponential', mean }, 'turn');
  return () => ({ kind: 'poisson', task, path, source });
}

function compileEvery(draft: Draft, place: TaskPlace, path: Path, text: EveryText): Later<Trigger | undefined> {
  const periodMs = readDuration(draft, [...path, 'every'], text.every, { above: ZERO });
  if (periodMs === undefined) return () => undefined;
  draft.spansMs.push(periodMs);
  const offset = pointStart(draft, [...path, 'offset'], text.offset ?? 'any', { spanMs: periodMs, kind: 'offset' });
  const jitter = text.jitter === undefined ? undefined : compileJitter(draft, place, path, text.jitter, periodMs);
  return (scale) => ({
    kind: 'every',
    task: place.task,
    path,
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
  const term = readAmount(draft, at, text, 'duration');
  if (term === undefined) return undefined;
  if (term.kind === 'drawn' && term.tree.kind !== 'draw') {
    return void draft.report(at, { code: 'not_supported', what: 'jitter worked out from a drawn fact' });
  }
  const distribution: Distribution =
    term.kind === 'drawn' && term.tree.kind === 'draw'
      ? term.tree.draw.distribution
      : { kind: 'uniform', low: 0, high: term.kind === 'known' ? toNumber(term.value) : 0 };
  const { low, high } = spanOf(distribution);
  if (low < 0) isWithin(draft, at, { unit: 'duration', value: rational(Math.floor(low)) }, { min: ZERO });
  if (high >= periodMs) {
    const received = Number.isFinite(high) ? `up to ${high}ms` : 'a distribution without a maximum';
    return void draft.report(at, { code: 'not_below', received, limit: `the period (${periodMs}ms)` });
  }
  draft.spansMs.push(
    ...valuesOf(distribution)
      .map(wholeMs)
      .filter((spanMs) => spanMs > 0),
  );
  return variables.source(dotted(at), distribution, 'turn');
}

function compileCron(draft: Draft, { task }: TaskPlace, path: Path, text: string): Later<Trigger | undefined> {
  const parsed = parseCron(text);
  const epochMs = draft.startMs;
  if (parsed.kind === 'wrong') draft.report([...path, 'cron'], { code: 'bad_cron', text: parsed.text });
  if (epochMs === undefined) draft.report([...path, 'cron'], { code: 'no_start' }, { on: 'key' });
  if (parsed.kind === 'wrong' || epochMs === undefined) return () => undefined;
  return () => ({ kind: 'cron', task, path, fields: parsed.fields, epochMs });
}
