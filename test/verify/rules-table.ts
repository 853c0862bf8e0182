/**
 * Known answers: systems of the story whose claims and longest waits were found by full exploration and with Spin before
 * this program existed. Steps are minutes: the refill, then both tasks in any order; the Upserter's gate is 50, the
 * capacity 300, the refill 5 a minute, a batch 40; any initial level and any offset.
 */
import type { TaskAnswer } from './twin.ts';
import type { TwoTasks } from './two-tasks.ts';

export interface KnownRow {
  readonly setting: keyof typeof SETTINGS;
  readonly debt: TwoTasks['debt'];
  readonly belowGate: TwoTasks['belowGate'];
  readonly backfiller: TaskAnswer;
  readonly upserter: TaskAnswer;
}

export const SETTINGS = {
  before: { threshold: 80, period: 10, costs: [60, 80, 100] },
  after: { threshold: 50, period: 15, costs: [40, 60] },
  kept80: { threshold: 80, period: 15, costs: [40, 60] },
} as const satisfies Record<string, Partial<TwoTasks>>;

const live = (first: number, between: number): TaskAnswer => ({ claim: 'live', worst: { first, between } });
const starvable: TaskAnswer = { claim: 'starvable' };
const starved: TaskAnswer = { claim: 'starved' };

const row = (
  setting: KnownRow['setting'],
  debt: KnownRow['debt'],
  belowGate: KnownRow['belowGate'],
  backfiller: TaskAnswer,
  upserter: TaskAnswer,
): KnownRow => ({ setting, debt, belowGate, backfiller, upserter });

export const KNOWN_ROWS: readonly KnownRow[] = [
  row('before', 'unlimited', 'skip', starvable, live(27, 30)),
  row('before', 'unlimited', 'wait', starved, live(12, 20)),
  row('before', 'none', 'skip', live(52, 47), starvable),
  row('before', 'none', 'wait', starvable, starvable),
  row('before', 'clamp', 'skip', starved, live(27, 20)),
  row('before', 'clamp', 'wait', starved, live(12, 12)),
  row('after', 'unlimited', 'skip', live(22, 20), starvable),
  row('after', 'unlimited', 'wait', live(58, 68), starvable),
  row('after', 'none', 'skip', live(18, 16), starvable),
  row('after', 'none', 'wait', live(26, 32), starvable),
  row('after', 'clamp', 'skip', live(20, 18), starvable),
  row('after', 'clamp', 'wait', live(30, 38), starvable),
  row('kept80', 'unlimited', 'skip', live(52, 44), live(47, 45)),
  row('kept80', 'unlimited', 'wait', live(88, 44), live(17, 17)),
  row('kept80', 'none', 'skip', live(40, 32), live(79, 75)),
  row('kept80', 'none', 'wait', live(88, 44), live(19, 19)),
  row('kept80', 'clamp', 'skip', live(40, 32), live(47, 45)),
  row('kept80', 'clamp', 'wait', live(60, 42), live(17, 17)),
];

/** The form of a setting, with what the rows leave out. */
export function formOf(setting: KnownRow['setting'], rest: Partial<TwoTasks> = {}): TwoTasks {
  return {
    ...SETTINGS[setting],
    batch: 40,
    gate: 50,
    refill: 5,
    capacity: 300,
    initial: 'any',
    offset: 'any',
    debt: 'unlimited',
    belowGate: 'skip',
    first: 'any',
    stepSeconds: 60,
    poll: 'none',
    lookCost: 0,
    ...rest,
  };
}

/**
 * The coarse-grid trap, batches of 20 and the Upserter first in a tie: on whole minutes it always gets its turn, on the
 * twelve seconds that a token really takes it can starve. The same rates, thresholds and costs; only the grid differs.
 */
export const TRAP = {
  minutes: formOf('after', { batch: 20, first: 'upserter' }),
  twelveSeconds: formOf('after', { batch: 20, first: 'upserter', refill: 1, period: 75, stepSeconds: 12 }),
};
