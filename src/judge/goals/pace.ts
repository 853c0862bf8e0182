/**
 * Progress a day from a run of any length. A run may begin and end anywhere between two progresses, so its count alone
 * says no more than one progress more or less would. Where there are at least two, the pace between the first and the
 * last narrows that: for a task that keeps time it is exact.
 *
 * @module
 */
import type { Replication } from '../../analysis/replications.ts';
import type { Machine } from '../../sim/machine.ts';
import {
  add,
  compare,
  divide,
  fromNumber,
  multiply,
  type Rational,
  rational,
  subtract,
  ZERO,
} from '../../sim/numbers/rational.ts';
import { DAY_MS } from '../../sim/time.ts';

/** Amounts a day. */
export interface PerDay {
  /** What was counted over the time that was measured. */
  readonly seen: Rational;
  /** Between these the pace lies, as far as this run can tell; `high` is `undefined` where it could be anything. */
  readonly low: Rational;
  readonly high: Rational | undefined;
}

const DAY = rational(DAY_MS);

/** The pace of `task` in one replication; undefined where no time was measured. */
export function perDayIn(machine: Machine, record: Replication, task: number): PerDay | undefined {
  const { measuredMs } = record;
  if (measuredMs <= 0) return undefined;
  const amount = exactly(record.tasks[task]!.progress.amount);
  const { pace } = record.due[task]!;
  const slack = slackOf(machine, task, pace?.largestAmount ?? 0);
  const seen = perDay(amount, measuredMs);
  const least = largest(ZERO, perDay(subtract(amount, slack ?? amount), measuredMs));
  const most = slack && perDay(add(amount, slack), measuredMs);
  const between =
    pace === null || pace.lastMs === pace.firstMs
      ? undefined
      : perDay(subtract(amount, exactly(pace.firstAmount)), pace.lastMs - pace.firstMs);
  if (between === undefined) return { seen, low: least, high: most };
  const low = largest(least, smallest(seen, between));
  const high = largest(seen, between);
  return { seen, low, high: most === undefined ? high : smallest(most, high) };
}

/**
 * One progress, of each copy: the most any instant brought, or any step could bring. Undefined where a step's amount is drawn and
 * none was seen.
 */
function slackOf({ model }: Machine, task: number, seen: number): Rational | undefined {
  const { program, copies = 1 } = model.tasks[task]!;
  const steps = program.filter((operation) => operation.kind === 'progress');
  const known = steps.map(({ amount }) => (amount.kind === 'constant' ? amount.value : undefined));
  if (seen === 0 && known.includes(undefined)) return undefined;
  return exactly(Math.max(seen, ...known.map((amount) => copies * (amount ?? 0))));
}

/** Fractions of progress are summed in binary; twelve digits of the sum are those of the decimals that were written. */
function exactly(amount: number): Rational {
  return Number.isInteger(amount) ? rational(amount) : fromNumber(Number(amount.toPrecision(12)));
}

function perDay(amount: Rational, durationMs: number): Rational {
  return divide(multiply(amount, DAY), rational(durationMs));
}

function smallest(left: Rational, right: Rational): Rational {
  return compare(left, right) <= 0 ? left : right;
}

function largest(left: Rational, right: Rational): Rational {
  return compare(left, right) >= 0 ? left : right;
}
