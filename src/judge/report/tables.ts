/**
 * The numbers of a world's tasks, supplies and locks, as report.json has them: sums over replications where they are
 * counts, means over replications where they are rates or shares.
 *
 * @module
 */

import { isCallOn } from '../../analysis/findings/plain-supply.ts';
import type { SupplyRecord } from '../../analysis/meters/supply-meter.ts';
import type { TaskRecord } from '../../analysis/meters/task-record.ts';
import type { Replication } from '../../analysis/replications.ts';
import type { Machine } from '../../sim/machine.ts';
import type { Amount, Operation } from '../../sim/model.ts';
import { policyLevel } from '../../sim/program/rows.ts';
import { admissionGrains } from '../../sim/supplies/bucket.ts';
import { NEVER } from '../../sim/time.ts';
import { byStudent } from '../evidence/method.ts';
import { overRuns, type Seen } from '../evidence/seen.ts';
import { longestWaitOf, targetOf } from '../goals/long-wait.ts';
import { measure } from '../goals/measure.ts';
import { perDayIn } from '../goals/pace.ts';
import { isAlways, servedIn } from '../goals/served.ts';
import { shareOfRuns } from '../goals/share-of-runs.ts';
import { isStarvedAtEnd, longestWaited, oldestQueuedMs } from '../goals/waited.ts';
import { ageTable, gapTable, latencyTable, medianOfLongest, waitTable } from './quantile-tables.ts';
import type { LockReport, ShareReport, SupplyReport, TaskReport } from './report.ts';

/** Everything of a task but what the judge says about it. */
export function taskTable(seen: Seen, task: number): Omit<TaskReport, 'claim' | 'evidence' | 'mechanism' | 'cause'> {
  const { records, machine } = seen;
  const { supplies } = machine.model;
  const sum = (of: (record: TaskRecord) => number) => total(records.map(({ tasks }) => of(tasks[task]!)));
  const spent = supplies.map(({ name, grainsPerToken }, supply) => {
    const grains = records.map(
      ({ supplies: all }) => all[supply]!.spentGrains[task]! + all[supply]!.polledGrains[task]!,
    );
    return [name, total(grains) / grainsPerToken] as const;
  });
  return {
    runs: {
      triggered: sum(({ runs }) => runs.triggered),
      started: sum(({ runs }) => runs.started),
      skipped: sum(({ runs }) => runs.skipped),
      stopped: sum(({ runs }) => runs.stopped),
      completed: sum(({ runs }) => runs.completed),
      failed: sum(({ runs }) => runs.failed),
      ...(machine.mayCrash[task] === 1 && { crashed: sum(({ runs }) => runs.crashed) }),
      ...(machine.runRetry[task] !== undefined && { retried: sum(({ runs }) => runs.retried) }),
      ...(machine.expiryMs[task]! > 0 && { expired: sum(({ runs }) => runs.expired) }),
      ...(machine.delivery[task]?.kind === 'at least once' && {
        redelivered: sum(({ runs }) => runs.redelivered),
        duplicates: sum(({ runs }) => runs.duplicates),
      }),
      unfinished: sum(({ runs }) => runs.unfinished),
      queued: sum(({ runs }) => runs.queued),
    },
    progress: progressTable(seen, task),
    served: servedTable(seen, task),
    spent: Object.fromEntries(spent.filter(([, tokens]) => tokens !== 0)),
    waitMs: { lock: waitTable(seen, task, 0), supply: waitTable(seen, task, 1), pool: waitTable(seen, task, 2) },
    latency: latencyTable(seen, task),
    age: ageTable(seen, task),
    starved: shareOfRuns(
      seen,
      records.filter((record) => isStarvedAtEnd(record, task, machine.model.horizonMs)).length,
    ),
    longestWait: longestWaitOf(seen, task),
    waited: {
      due: records.some(({ due }) => due[task]!.due),
      longestMs: Math.max(...records.map((record) => longestWaited(record, task))),
      oldestQueuedMs: oldestQueuedMs(records, task),
      median: medianOfLongest(seen, task),
    },
    replications: records.map(({ tasks, measuredMs }) => {
      const { runs, progress } = tasks[task]!;
      const { amount, firstMs, lastMs, longestMs } = progress;
      const { triggered, served, undecided } = runs;
      return { amount, firstMs, lastMs, longestMs, triggered, served, undecided, measuredMs };
    }),
  };
}

function progressTable(seen: Seen, task: number): TaskReport['progress'] {
  const { records } = seen;
  const each = records.map(({ tasks }) => tasks[task]!.progress);
  const rate = measure(seen, (record) => perDayIn(seen.machine, record, task)?.seen);
  const first = each.map(({ firstMs }) => firstMs);
  const last = each.map(({ lastMs }) => lastMs).filter((lastMs) => lastMs !== null);
  return {
    amount: total(each.map(({ amount }) => amount)),
    perDay: rate?.mean ?? 0,
    interval: rate?.interval ? [...rate.interval] : null,
    by: byStudent(seen),
    firstMs: first.some((firstMs) => firstMs === null) ? null : Math.max(...first.map((firstMs) => firstMs ?? 0)),
    lastMs: last.length === 0 ? null : Math.max(...last),
    betweenMs: gapTable(seen, task),
    longestMs: Math.max(...each.map(({ longestMs }) => longestMs)),
  };
}

function servedTable(seen: Seen, task: number): TaskReport['served'] {
  if (isAlways(seen.machine, task)) return null;
  const share = measure(seen, (record) => servedIn(record, task)?.share);
  const low = measure(seen, (record) => servedIn(record, task)?.low);
  const high = measure(seen, (record) => servedIn(record, task)?.high);
  if (share === undefined || low === undefined || high === undefined) return null;
  const { interval } = share;
  return {
    share: share.mean,
    interval: interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])],
    by: byStudent(seen),
    bracket: [low.mean, high.mean],
  };
}

/** The numbers of a supply, in tokens. */
export function supplyTable(seen: Seen, supply: number): SupplyReport {
  const { model } = seen.machine;
  const { grainsPerToken, capacityGrains } = model.supplies[supply]!;
  const each = seen.records.map(({ supplies }) => supplies[supply]!);
  const tokens = (grains: readonly number[]) => total(grains) / grainsPerToken;
  const spent = tokens(each.flatMap(({ spentGrains }) => spentGrains));
  const polled = tokens(each.flatMap(({ polledGrains }) => polledGrains));
  const usedBy = model.tasks.map(
    ({ name }, task) => [name, tokens(each.map((one) => one.spentGrains[task]!))] as const,
  );
  return {
    capacity: capacityGrains / grainsPerToken,
    gates: gatesOf(seen, supply),
    grainsPerToken,
    level: {
      min: Math.min(...each.map(({ minGrains }) => minGrains)) / grainsPerToken,
      mean: (overRuns(seen, ({ supplies }) => supplies[supply]!.meanGrains)?.mean ?? 0) / grainsPerToken,
      max: Math.max(...each.map(({ maxGrains }) => maxGrains)) / grainsPerToken,
    },
    initial: tokens(each.map(({ initialGrains }) => initialGrains)),
    refilled: tokens(each.map(({ refilledGrains }) => refilledGrains)),
    used: spent + polled,
    usedBy: Object.fromEntries(usedBy.filter(([, used]) => used !== 0)),
    polls: total(each.map(({ looks }) => looks)),
    pollTokens: polled,
    ...callsOf(seen, supply),
    wasted: tokens(each.map(wastedIn)),
    left: tokens(each.map(({ leftGrains }) => leftGrains)),
    debtMs: total(each.map(({ debtMs }) => debtMs)),
    utilisation: isOffered(seen, supply) ? shareOfAll(seen, supply, takenIn) : null,
    wastedShare: isOffered(seen, supply) ? shareOfAll(seen, supply, wastedIn) : null,
  };
}

/** Whether something comes whatever is taken: what only comes back says nothing about how well it is used. */
function isOffered({ machine }: Seen, supply: number): boolean {
  const { kind } = machine.model.supplies[supply]!.refill;
  return kind !== 'sliding' && kind !== 'returned';
}

/** How calls fared; nothing where nobody calls. */
function callsOf(seen: Seen, supply: number): Pick<SupplyReport, 'calls'> {
  const { machine, records } = seen;
  if (!machine.operations.some(({ operation }) => isCallOn(operation, supply))) return {};
  const each = records.map(({ supplies }) => supplies[supply]!);
  const refused = overRuns(seen, ({ supplies }) => {
    const record = supplies[supply]!;
    return record.tries === 0 ? undefined : record.refused / record.tries;
  });
  const { grainsPerToken } = machine.model.supplies[supply]!;
  return {
    calls: {
      tries: total(each.map(({ tries }) => tries)),
      refused: total(each.map((record) => record.refused)),
      refusedShare: refused === undefined ? null : withinShares(seen, refused),
      refusedTokens: total(each.map(({ refusedGrains }) => refusedGrains)) / grainsPerToken,
    },
  };
}

function withinShares(seen: Seen, { mean, interval }: NonNullable<ReturnType<typeof overRuns>>): ShareReport {
  return {
    share: mean,
    interval: interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])],
    by: byStudent(seen),
  };
}

/** What share `of` is of all grains that were there, at first or by the refill, run by run. */
function shareOfAll(seen: Seen, supply: number, of: (record: SupplyRecord) => number): ShareReport | null {
  const share = overRuns(seen, ({ supplies }) => {
    const record = supplies[supply]!;
    const all = record.initialGrains + record.refilledGrains;
    return all <= 0 ? undefined : of(record) / all;
  });
  if (share === undefined) return null;
  const { mean, interval } = share;
  // Only where debt is allowed, more may be used than was there.
  const most = Math.max(1, mean);
  return {
    share: mean,
    interval: interval === null ? null : [Math.max(0, interval[0]), Math.min(most, interval[1])],
    by: byStudent(seen),
  };
}

function takenIn({ spentGrains, polledGrains }: SupplyRecord): number {
  return total(spentGrains) + total(polledGrains);
}

/** Follows from conservation. */
function wastedIn(record: SupplyRecord): number {
  return record.initialGrains + record.refilledGrains - takenIn(record) - record.leftGrains;
}

/** The numbers of a lock or pool. */
export function lockTable(seen: Seen, lock: number): LockReport {
  const { machine, records } = seen;
  const { kind, permits, leaseMs } = machine.model.locks[lock]!;
  const mean = (of: (record: Replication) => number) => overRuns(seen, of)?.mean ?? 0;
  const over = (of: (record: Replication) => number) => {
    const { mean = 0, interval = null } = overRuns(seen, of) ?? {};
    return { mean, interval: interval === null ? null : ([...interval] as [number, number]) };
  };
  const held = over(({ locks }) => locks[lock]!.heldShare);
  const waiting = over(({ locks }) => locks[lock]!.heldWaitingShare);
  return {
    kind,
    permits,
    heldShare: held.mean,
    heldWaitingShare: waiting.mean,
    heldInterval: held.interval,
    heldWaitingInterval: waiting.interval,
    by: byStudent(seen),
    expired: total(records.map(({ locks }) => locks[lock]!.expired)),
    ...(leaseMs !== NEVER && {
      overlaps: {
        count: total(records.map(({ locks }) => locks[lock]!.overlaps)),
        share: mean(({ locks }) => locks[lock]!.overlapShare),
      },
    }),
    ...(mayOrphan(machine, lock) && {
      orphans: {
        count: total(records.map(({ locks }) => locks[lock]!.orphaned)),
        share: mean(({ locks }) => locks[lock]!.orphanedShare),
      },
    }),
  };
}

/** Whether a run that crashes can leave a permit of a lock behind. */
function mayOrphan({ model, mayCrash, rules }: Machine, lock: number): boolean {
  return (
    rules[lock]!.orphans &&
    model.tasks.some(({ program }, task) => {
      return mayCrash[task] === 1 && program.some((one) => one.kind === 'acquire' && one.lock === lock);
    })
  );
}

/**
 * The constant levels that tasks wait for: at an `await`, and at a `spend` that must be covered. An `await` right before
 * another one of a higher level is none: nobody goes on from there.
 */
export function gatesOf({ machine }: Seen, supply: number): SupplyReport['gates'] {
  const { grainsPerToken, debt, unitGrains } = machine.model.supplies[supply]!;
  const gates = machine.operations.flatMap(({ task, operation }, index) => {
    const grains = gateOf(task, operation);
    if (grains === undefined) return [];
    const next = machine.operations[index + 1];
    const higher = next?.operation.kind === 'await' && next.task === task ? gateOf(task, next.operation) : undefined;
    if (operation.kind === 'await' && higher !== undefined && higher > grains) return [];
    const refusedGrains = targetOf({ machine }, index) ?? grains;
    const margin = refusedGrains > grains ? { refusedTokens: refusedGrains / grainsPerToken } : {};
    return [{ task: machine.model.tasks[task]!.name, tokens: grains / grainsPerToken, ...margin }];
  });
  const isSame = (left: (typeof gates)[number], right: (typeof gates)[number]): boolean =>
    left.task === right.task && left.tokens === right.tokens && left.refusedTokens === right.refusedTokens;
  return gates.filter((gate, index) => gates.findIndex((other) => isSame(gate, other)) === index);

  function gateOf(task: number, operation: Operation): number | undefined {
    if (operation.kind === 'await' && operation.supply === supply) {
      return operation.target.kind === 'level'
        ? constantOf(operation.target.level)
        : policyLevel(machine.model, task, operation.target.policy);
    }
    if (operation.kind !== 'spend' || operation.supply !== supply || debt.kind !== 'none') return undefined;
    const cost = constantOf(operation.cost);
    return cost === undefined ? undefined : admissionGrains(debt, unitGrains, cost);
  }
}

function constantOf(amount: Amount): number | undefined {
  return amount.kind === 'constant' ? amount.value : undefined;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
