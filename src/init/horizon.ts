/**
 * How long to simulate what was found: every job has to start several times before anything can be said of it.
 *
 * @module
 */
import { parseCron } from '../scenarios/tasks/cron-text.ts';
import { nextCronMs } from '../sim/cron.ts';
import { DAY_MS } from '../sim/time.ts';
import { START_MS } from './cron-starts.ts';
import type { FoundSystem, Job, Start } from './found.ts';

const DAYS = [7, 35, 140] as const;
const STARTS_MAX = 60;

export interface Horizon {
  readonly days: number;
  /** Some job starts so rarely that this is too short for it. */
  readonly isShort: boolean;
}

/** Four times the longest gap between two starts of a job, so that a wait of a quarter of it is one too many. */
export function horizonOf({ jobs }: FoundSystem): Horizon {
  const gapMs = Math.max(0, ...jobs.map(longestGapMs));
  const days = DAYS.find((each) => gapMs * 4 <= each * DAY_MS);
  return { days: days ?? DAYS[DAYS.length - 1]!, isShort: days === undefined };
}

/** The longest time between two starts of a job, as far as one of its schedules tells. */
export function longestGapMs({ starts }: Job): number {
  return Math.min(...starts.map(gapOf));
}

function gapOf(start: Start): number {
  if (start.kind !== 'cron') return start.kind === 'every' ? start.ms : 0;
  const parsed = parseCron(start.pattern);
  if (parsed.kind === 'wrong') return 0;
  const { zone: name, dst: change } = start;
  const times = { fields: parsed.fields, epochMs: START_MS, ...(name !== 'UTC' && { zone: { name, change } }) };
  let [gap, before] = [0, nextCronMs(times, -1)];
  for (let count = 0; count < STARTS_MAX && before < 800 * DAY_MS; count++) {
    const at = nextCronMs(times, before);
    gap = Math.max(gap, at - before);
    before = at;
  }
  return gap;
}
