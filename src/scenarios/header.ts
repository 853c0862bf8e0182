/**
 * What stands at the top of a scenario and belongs to no task: how long, how often, from when.
 *
 * @module
 */
import type { Path } from '../sim/model.ts';
import { rational, toNumber, ZERO } from '../sim/numbers/rational.ts';
import type { ScenarioDocument } from './schema/schema.ts';
import { COUNT_MAX, type Reading } from './values/bounds.ts';
import { parseDate } from './values/dates.ts';
import { readDuration, readKnown } from './values/values.ts';

export interface Header {
  readonly horizonMs: number;
  readonly warmupMs: number;
  /** As written; else the greatest common divisor of all spans. */
  readonly gridMs: number | undefined;
  readonly startMs: number | undefined;
  readonly replications: number | undefined;
  readonly replicationsMax: number | undefined;
  readonly warmup: 'auto' | undefined;
  readonly seed: string | undefined;
}

const REPLICATIONS_MAX = rational(1_000_000);
/** Where precisions are asked for: a first stage of fewer shows too little of how far runs lie apart. */
const FIRST_STAGE_MIN = 10;
const AT_LEAST = 20;
const AT_MOST = 1000;

export function readHeader(reading: Reading, document: ScenarioDocument): Header {
  const { horizon, warmup, grid, start, replications, seed, title } = document;
  const horizonMs = horizon === undefined ? 0 : readDuration(reading, ['horizon'], horizon, { above: ZERO });
  const auto = warmup === 'auto';
  const warmupMs = warmup === undefined || auto ? 0 : readDuration(reading, ['warmup'], warmup, { zero: true });
  if (horizonMs && warmupMs && warmupMs >= horizonMs) {
    reading.report(['warmup'], { code: 'not_below', received: String(warmup), limit: `the horizon (${horizon})` });
  }
  if (title !== undefined && /\$[A-Za-z_]/.test(title)) {
    reading.report(['title'], { code: 'reference_here' }, { offset: title.indexOf('$') });
  }
  return {
    horizonMs: horizonMs ?? 0,
    warmupMs: warmupMs ?? 0,
    gridMs: grid === undefined ? undefined : readDuration(reading, ['grid'], grid, { above: ZERO, max: COUNT_MAX }),
    startMs: start === undefined ? undefined : readStart(reading, start),
    ...readReplications(reading, replications),
    warmup: auto ? 'auto' : undefined,
    seed: seed === undefined ? undefined : String(seed),
  };
}

type Counts = Pick<Header, 'replications' | 'replicationsMax'>;

function readReplications(reading: Reading, text: ScenarioDocument['replications']): Counts {
  if (text === undefined) return { replications: undefined, replicationsMax: undefined };
  const path = ['replications'];
  const count = (at: Path, written: number | string, min: number) => {
    const bounds = { min: rational(min), max: REPLICATIONS_MAX, whole: true };
    const known = readKnown(reading, at, written, 'number', bounds);
    return known && toNumber(known);
  };
  if (typeof text !== 'object') return { replications: count(path, text, 1), replicationsMax: undefined };
  const { atLeast, atMost } = text;
  const least = atLeast === undefined ? AT_LEAST : count([...path, 'atLeast'], atLeast, FIRST_STAGE_MIN);
  const most =
    atMost === undefined ? Math.max(AT_MOST, least ?? 0) : count([...path, 'atMost'], atMost, FIRST_STAGE_MIN);
  if (least !== undefined && most !== undefined && least > most) {
    if (atLeast === undefined) return { replications: most, replicationsMax: most };
    reading.report([...path, 'atMost'], { code: 'too_small', received: String(most), min: String(least) });
  }
  return { replications: least, replicationsMax: most };
}

function readStart({ report }: Reading, text: string): number | undefined {
  const date = parseDate(text);
  if (date === undefined) report(['start'], { code: 'bad_date', received: text });
  // A start that is wrong is told once, not again at each cron.
  return date ?? 0;
}
