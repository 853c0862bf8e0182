/**
 * The numbers of a world's backlogs, as report.json has them: counts summed over replications, sizes as they were seen.
 *
 * @module
 */
import type { BacklogRecord } from '../../analysis/meters/backlog-meter.ts';
import { byStudent } from '../evidence/method.ts';
import { overRuns, type Seen } from '../evidence/seen.ts';
import { itemAgeTable } from './quantile-tables.ts';
import type { BacklogReport } from './report.ts';

export function backlogTable(seen: Seen, backlog: number): BacklogReport {
  const { unlimited, capacity } = seen.machine.model.backlogs[backlog]!;
  const each = seen.records.map(({ backlogs }) => backlogs[backlog]!);
  const total = (of: (record: BacklogRecord) => number): number => each.reduce((sum, record) => sum + of(record), 0);
  const { mean = 0, interval = null } = overRuns(seen, ({ backlogs }) => backlogs[backlog]!.mean) ?? {};
  const oldest = each.map(({ oldestMs }) => oldestMs).filter((oldestMs) => oldestMs !== null);
  return {
    unlimited,
    capacity: Number.isFinite(capacity) ? capacity : null,
    items: {
      min: Math.min(...each.map(({ min }) => min)),
      mean,
      interval: interval === null ? null : [...interval],
      by: byStudent(seen),
      max: Math.max(...each.map(({ max }) => max)),
    },
    initial: total((record) => record.initial + record.initialInHand),
    arrived: total(({ arrived }) => arrived),
    lost: total(({ lost }) => lost),
    done: total(({ done }) => done),
    givenBack: total(({ givenBack }) => givenBack),
    expired: total(({ expired }) => expired),
    left: total(({ left }) => left),
    inHand: total(({ inHand }) => inHand),
    ageMs: itemAgeTable(seen, backlog),
    oldestMs: oldest.length === 0 ? null : Math.max(...oldest),
  };
}
