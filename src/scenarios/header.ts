/**
 * What stands at the top of a scenario and belongs to no task: how long, how often, from when.
 *
 * @module
 */
import { ONE, rational, toNumber, ZERO } from '../sim/rational.ts';
import { COUNT_MAX, type Reading } from './bounds.ts';
import { parseDate } from './dates.ts';
import type { ScenarioDocument } from './schema.ts';
import { readDuration, readKnown } from './values.ts';

export interface Header {
  readonly horizonMs: number;
  readonly warmupMs: number;
  /** As written; else the greatest common divisor of all spans. */
  readonly gridMs: number | undefined;
  readonly startMs: number | undefined;
  readonly replications: number | undefined;
  readonly seed: string | undefined;
}

const REPLICATIONS_MAX = rational(1_000_000);

export function readHeader(reading: Reading, document: ScenarioDocument): Header {
  const { horizon, warmup, grid, start, replications, seed, title } = document;
  const horizonMs = horizon === undefined ? 0 : readDuration(reading, ['horizon'], horizon, { above: ZERO });
  const warmupMs = warmup === undefined ? 0 : readDuration(reading, ['warmup'], warmup, { zero: true });
  if (horizonMs && warmupMs && warmupMs >= horizonMs) {
    reading.report(['warmup'], { code: 'not_below', received: String(warmup), limit: `the horizon (${horizon})` });
  }
  if (title !== undefined && /\$[A-Za-z_]/.test(title)) {
    reading.report(['title'], { code: 'reference_here' }, { offset: title.indexOf('$') });
  }
  const bounds = { min: ONE, max: REPLICATIONS_MAX, whole: true };
  const count =
    replications === undefined ? undefined : readKnown(reading, ['replications'], replications, 'number', bounds);
  return {
    horizonMs: horizonMs ?? 0,
    warmupMs: warmupMs ?? 0,
    gridMs: grid === undefined ? undefined : readDuration(reading, ['grid'], grid, { above: ZERO, max: COUNT_MAX }),
    startMs: start === undefined ? undefined : readStart(reading, start),
    replications: count && toNumber(count),
    seed: seed === undefined ? undefined : String(seed),
  };
}

function readStart({ report }: Reading, text: string): number | undefined {
  const date = parseDate(text);
  if (date === undefined) report(['start'], { code: 'bad_date', received: text });
  // A start that is wrong is told once, not again at each cron.
  return date ?? 0;
}
