/**
 * Compiles backlogs: what is there at the beginning, what comes, how much there is room for, and what grows too old.
 *
 * @module
 */

import type { Arrival, Backlog, Path, Start } from '../../sim/model.ts';
import { spanOf } from '../../sim/numbers/distribution.ts';
import { divide, ONE, type Rational, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { NEVER } from '../../sim/time.ts';
import type { BacklogDraft, Draft, Later } from '../draft.ts';
import type { ArrivalText, BacklogText } from '../schema/schema.ts';
import { chosenStart, pointStart } from '../tasks/starts.ts';
import { dotted } from '../text/path-text.ts';
import { type Counted, readTrace } from '../text/traces.ts';
import { COUNT_MAX, isWithin, type Reading } from '../values/bounds.ts';
import { ITEMS_TAKEN } from '../values/terms.ts';
import { readAmount, readDuration, readKnown } from '../values/values.ts';

/** More kinds of age than this would not be looked through in time. */
const PRUNINGS_MAX = 10_000;
/** An adversary's number of items is tried in every way. */
const CASES_MAX = rational(1000);

export interface CompiledBacklog {
  readonly backlog: Later<Backlog>;
  readonly arrivals: readonly Later<Arrival | undefined>[];
}

/** The backlog as far as steps need it; what is wrong with it is told when it is compiled. */
export function draftBacklog(
  reading: Reading,
  name: string,
  index: number,
  text: BacklogText | undefined,
): BacklogDraft {
  return {
    name,
    path: ['backlogs', name],
    index,
    unlimited: text?.initial === 'unlimited',
    most: mostOf(reading, text),
  };
}

function mostOf(reading: Reading, text: BacklogText | undefined): BacklogDraft['most'] {
  if (text === undefined) return undefined;
  const { capacity, initial = 0, arrivals } = text;
  const quiet: Reading = { ...reading, report: () => {} };
  const read = (value: number | string): number | undefined => {
    const count = readKnown(quiet, [], value, 'number', { min: ONE });
    return count && toNumber(count);
  };
  if (capacity !== undefined) {
    const items = read(capacity);
    return items === undefined ? undefined : { items, what: 'the capacity' };
  }
  if (arrivals !== undefined || typeof initial === 'object' || initial === 'unlimited') return undefined;
  const items = read(initial);
  return items === undefined ? undefined : { items, what: 'all the items there ever are' };
}

export function compileBacklog(draft: Draft, backlog: BacklogDraft, text: BacklogText): CompiledBacklog {
  const { name, path, unlimited } = backlog;
  if (unlimited) refuseBeside(draft, path, text);
  const capacity =
    text.capacity === undefined
      ? undefined
      : readKnown(draft, [...path, 'capacity'], text.capacity, 'number', { min: ONE, max: COUNT_MAX, whole: true });
  const initial = compileInitial(draft, path, text.initial ?? 0, capacity);
  const expires = compileExpiry(draft, path, text.expires);
  const texts = text.arrivals === undefined ? [] : Array.isArray(text.arrivals) ? text.arrivals : [text.arrivals];
  const arrivals = (texts as readonly ArrivalText[]).map((one, index) => {
    const at = [...path, 'arrivals', ...(Array.isArray(text.arrivals) ? [index] : [])];
    return compileArrival(draft, backlog.index, at, one);
  });
  return {
    arrivals: unlimited ? [] : arrivals,
    backlog: () => ({
      name,
      path,
      unlimited,
      initial: initial(),
      capacity: capacity === undefined ? NEVER : toNumber(capacity),
      ...(expires !== undefined && { expires }),
    }),
  };
}

/** Of what there is always more, nothing comes, is lost or grows old. */
function refuseBeside(draft: Draft, path: Path, text: BacklogText): void {
  for (const key of ['arrivals', 'capacity', 'expires'] as const) {
    if (text[key] !== undefined) {
      draft.report([...path, key], { code: 'exclude', keys: ['initial: unlimited', key] }, { on: 'key' });
    }
  }
}

function compileInitial(
  draft: Draft,
  path: Path,
  text: NonNullable<BacklogText['initial']>,
  capacity: Rational | undefined,
): () => Start {
  const at = [...path, 'initial'];
  if (text === 'unlimited') return () => ({ kind: 'fixed', value: 0 });
  const bounds = { min: ZERO, max: capacity ?? COUNT_MAX, whole: true };
  if (text !== 'any' && typeof text !== 'object') {
    const value = toNumber(readKnown(draft, at, text, 'number', bounds) ?? ZERO);
    return () => ({ kind: 'fixed', value });
  }
  const written = text === 'any' ? { any: 1, atMost: undefined } : text;
  const most =
    written.atMost === undefined ? capacity : readKnown(draft, [...at, 'atMost'], written.atMost, 'number', bounds);
  const step = readKnown(draft, [...at, 'any'], written.any, 'number', { min: ONE, max: COUNT_MAX, whole: true });
  if (most === undefined && written.atMost === undefined) draft.report(at, { code: 'any_without_end' });
  const by = toNumber(step ?? ONE);
  const count = Math.floor(toNumber(most ?? ZERO) / by) + 1;
  return () => chosenStart(draft, at, { from: 0, step: by, count });
}

function compileExpiry(draft: Draft, path: Path, text: BacklogText['expires']): Backlog['expires'] {
  if (text === undefined) return undefined;
  const at = [...path, 'expires'];
  const afterMs = readDuration(draft, [...at, 'after'], text.after, { above: ZERO });
  const everyMs = readDuration(draft, [...at, 'pruneEvery'], text.pruneEvery, { above: ZERO });
  if (afterMs === undefined || everyMs === undefined) return undefined;
  draft.spansMs.push(afterMs, everyMs);
  const least = rational(Math.ceil(afterMs / PRUNINGS_MAX));
  const written = { unit: 'duration', value: rational(everyMs) } as const;
  return isWithin(draft, [...at, 'pruneEvery'], written, { min: least }) ? { afterMs, everyMs } : undefined;
}

/** What a trace of arrivals counts. */
const ITEMS: Counted = { column: 'items', optional: false, min: 0, max: 1_000_000_000 };

function compileArrival(draft: Draft, backlog: number, path: Path, text: ArrivalText): Later<Arrival | undefined> {
  if ('trace' in text) {
    const points = readTrace(draft, [...path, 'trace'], text.trace, ITEMS)?.map(({ atMs, count }) => ({
      atMs,
      items: count,
    }));
    return () => points && { kind: 'trace', backlog, path, points };
  }
  if ('every' in text) return compileEvery(draft, backlog, path, text);
  // Time is whole milliseconds: more than one item in each cannot be told apart.
  const rate = readKnown(draft, [...path, 'poisson'], text.poisson, 'rate', { above: ZERO, max: ONE });
  if (rate === undefined) return () => undefined;
  draft.sources.push({
    task: -1,
    purpose: dotted(path),
    distribution: { kind: 'exponential', mean: toNumber(divide(ONE, rate)) },
    per: 'turn',
  });
  const source = draft.sources.length - 1;
  return () => ({ kind: 'poisson', backlog, path, source });
}

type EveryText = Extract<ArrivalText, { every: unknown }>;
type Items = Extract<Arrival, { kind: 'every' }>['items'];

function compileEvery(draft: Draft, backlog: number, path: Path, text: EveryText): Later<Arrival | undefined> {
  const periodMs = readDuration(draft, [...path, 'every'], text.every, { above: ZERO });
  const items = compileItems(draft, path, text);
  if (periodMs === undefined) return () => undefined;
  draft.spansMs.push(periodMs);
  const offset = pointStart(draft, [...path, 'offset'], text.offset ?? 'any', { spanMs: periodMs, kind: 'offset' });
  return (scale) => items && { kind: 'every', backlog, path, periodMs, offsetMs: offset(scale), items };
}

function compileItems(draft: Draft, path: Path, { items, between }: EveryText): Items | undefined {
  if (between !== undefined) {
    if (items !== undefined) {
      return void draft.report([...path, 'between'], { code: 'exclude', keys: ['items', 'between'] }, { on: 'key' });
    }
    return compileBetween(draft, [...path, 'between'], between);
  }
  const at = [...path, 'items'];
  const term = readAmount(draft, at, items ?? 1, 'number');
  if (term === undefined) return undefined;
  if (term.kind === 'known') {
    const bounds = { min: ZERO, max: COUNT_MAX, whole: true };
    return isWithin(draft, at, term, bounds) ? { kind: 'fixed', count: toNumber(term.value) } : undefined;
  }
  const { tree } = term;
  if (tree.kind !== 'draw' || tree.draw === ITEMS_TAKEN) {
    return void draft.report(at, { code: 'not_supported', what: 'a number of items worked out from a drawn fact' });
  }
  const { distribution } = tree.draw;
  const { low } = spanOf(distribution);
  if (!isWithin(draft, at, { unit: 'number', value: rational(Math.floor(low)) }, { min: ZERO })) return undefined;
  draft.sources.push({ task: -1, purpose: dotted(at), distribution, per: 'turn' });
  return { kind: 'drawn', source: draft.sources.length - 1 };
}

/** Any whole number from low to high, whoever chooses. */
function compileBetween(draft: Draft, path: Path, texts: readonly (number | string)[]): Items | undefined {
  const [low, high] = texts.map((text, index) =>
    readKnown(draft, [...path, index], text, 'number', { min: ZERO, max: COUNT_MAX, whole: true }),
  );
  if (low === undefined || high === undefined) return undefined;
  if (!isWithin(draft, [...path, 1], { unit: 'number', value: high }, { min: low })) return undefined;
  const [from, count] = [toNumber(low), toNumber(high) - toNumber(low) + 1];
  if (!isWithin(draft, path, { unit: 'number', value: rational(count) }, { max: CASES_MAX })) return undefined;
  const values = Array.from({ length: count }, (_, index) => from + index);
  draft.sources.push({
    task: -1,
    purpose: dotted(path),
    distribution: { kind: 'choice', values },
    per: 'turn',
    open: true,
  });
  return { kind: 'drawn', source: draft.sources.length - 1 };
}
