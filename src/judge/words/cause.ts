/**
 * Why a task does not keep a goal: one sentence that names what is in the way, with numbers the runs showed.
 *
 * @module
 */
import { amountText, shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Row } from '../../sim/machine.ts';
import type { Operation } from '../../sim/model.ts';
import { DAY_MS, NEVER, type TimeMs } from '../../sim/time.ts';
import { isCut, type Seen } from '../evidence/seen.ts';
import { type Taking, takersText } from '../evidence/takers.ts';
import type { JudgedGoal } from '../goals/goals.ts';
import { leftOver, startsOf } from '../goals/left-over.ts';
import { longestRecord } from '../goals/long-wait.ts';
import type { TaskReport } from '../report/report.ts';
import { awaitedText, gateTokensOf, holderText, longWaitText } from './wait-text.ts';

type Table = Pick<TaskReport, 'runs' | 'progress' | 'longestWait' | 'waited'>;

/**
 * The cause for `task`, one of whose `goals` is not met; undefined where all are, or where the runs were cut short or too
 * short to show one.
 */
export function causeOf(seen: Seen, task: number, goals: readonly JudgedGoal[], table: Table): string | undefined {
  const open = goals.filter(({ report }) => report.verdict !== 'met');
  const worst = open.find(({ report }) => report.verdict === 'missed') ?? open.find(({ tooShort }) => !tooShort);
  if (worst === undefined) return undefined;
  if (seen.records.some(isCut)) return goesRound(seen, task);
  const { name, program } = seen.machine.model.tasks[task]!;
  const { horizonMs, warmupMs } = seen.machine.model;
  if (!table.waited.due) return `${name} was never due within ${durationText(horizonMs)}`;
  if (worst.goal.goal === 'latency') return late(seen, task, table);
  if (worst.goal.goal === 'doneBy') return undone(seen, task, table);
  if (!program.some(({ kind }) => kind === 'progress')) return `${name} has no step that counts as progress`;
  if (worst.goal.goal === 'served') {
    return table.runs.triggered === 0
      ? `no start of ${name} was due after the first ${durationText(warmupMs)}, which are not counted`
      : unserved(seen, task, table);
  }
  if (worst.goal.goal === 'neverStarves') return starved(seen, task, table);
  const slow = worst.goal.goal === 'progressPerDay' ? oftenWaits(seen, task) : undefined;
  return slow ?? stalled(seen, task, table, table.progress.longestMs);
}

/** A task at which time stood still in a run: whatever it would have done later, that is in its way. */
function goesRound({ full, machine, records }: Seen, task: number): string | undefined {
  const run = records.findIndex(({ end }) => {
    return end.operation !== undefined && full.originals[full.operations[end.operation]!.task] === task;
  });
  if (run < 0) return undefined;
  const when = `at ${durationText(records[run]!.end.atMs)} of run ${run + 1}`;
  return `${machine.model.tasks[task]!.name} goes round without any time passing, ${when}, and never comes to the end of that instant`;
}

/** What the time from when starts were due to when they were done went into. */
function late(seen: Seen, task: number, { longestWait }: Table): string | undefined {
  const [operation, waitedMs] = mostAt(seen, task, ({ waitedMsAt }) => waitedMsAt);
  const { name } = seen.machine.model.tasks[task]!;
  const latencies = seen.records.map((record) => record.latencies[task]!);
  const tookMs = latencies.reduce((sum, { sumMs, openMs }) => sum + sumMs + openMs, 0);
  if (tookMs === 0) return undefined;
  const longest = longestRecord(seen, task);
  // What has waited to the end of a run is in no sum yet.
  if (operation < 0 && longestWait !== null && longest !== undefined)
    return longWaitText(seen, waitOf(seen, task, longest.wait.operation), longestWait);
  if (operation < 0) return `${name} takes its time for its own work, and in the queue for it: its runs never wait`;
  // Waits of runs that came to nothing, or began in the warm-up, are no part of a latency.
  const share = shareText(Math.min(1, waitedMs / tookMs));
  const waits = `of the time until ${name} is done, it waits ${share} for ${awaitedText(seen, operation)}`;
  const takers = takersOverall(seen, task, operation);
  return takers === undefined ? waits : `${waits}; ${takers}`;
}

/** What became of starts that were not done in time: most came to nothing, or took too long. */
function undone(seen: Seen, task: number, table: Table): string | undefined {
  const { skipped, stopped, failed, expired = 0, completed } = table.runs;
  if (table.runs.triggered > 0 && skipped + stopped + failed + expired > completed) return unserved(seen, task, table);
  return late(seen, task, table);
}

/** Something due waited too long to be sure that it ends: a start that is still queued, or what its runs wait for. */
function starved(seen: Seen, task: number, table: Table): string {
  const { longestMs, oldestQueuedMs } = table.waited;
  if (oldestQueuedMs !== longestMs) return stalled(seen, task, table, longestMs);
  const waits = oftenWaits(seen, task);
  const left = leftOver(seen, task, table.runs, oldestQueuedMs);
  return waits === undefined ? left : `${left}; ${waits}`;
}

/** Too long (`longestMs` at most), or too often, without progress. */
function stalled(seen: Seen, task: number, table: Table, longestMs: TimeMs): string {
  const { longestWait, runs } = table;
  const longest = longestRecord(seen, task);
  const longWait =
    longestWait === null || longest === undefined
      ? undefined
      : longWaitText(seen, waitOf(seen, task, longest.wait.operation), longestWait);
  if (longWait !== undefined && 2 * (longestWait!.toMs - longestWait!.fromMs) >= longestMs) return longWait;
  if (runs.stopped + runs.failed > runs.started / 2)
    return gaveUp(seen, task, table) ?? longWait ?? unreached(seen, task, table);
  if ((runs.expired ?? 0) > runs.triggered / 2) return expiredText(seen, task, runs);
  if (runs.skipped > runs.started) return busy(seen, task, table);
  return oftenWaits(seen, task) ?? longWait ?? neverWaits(seen, task, table);
}

function waitOf(seen: Seen, task: number, operation: number): Parameters<typeof longWaitText>[1] {
  const { name } = seen.machine.model.tasks[task]!;
  return { waiter: name, operation, overall: takingOverall(seen, task, operation) };
}

/** Starts that came to nothing, or to nothing yet. */
function unserved(seen: Seen, task: number, table: Table): string {
  const { skipped, stopped, failed, expired = 0 } = table.runs;
  const { undecided, unreached: ended } = startsOf(seen, task);
  if (expired > undecided && expired >= skipped + stopped + failed) return expiredText(seen, task, table.runs);
  if (undecided > skipped + ended) return leftOver(seen, task, table.runs, table.waited.oldestQueuedMs);
  if (skipped > 0 && skipped >= stopped + failed) return busy(seen, task, table);
  if (stopped + failed > 0) return gaveUp(seen, task, table) ?? unreached(seen, task, table);
  return unreached(seen, task, table);
}

/** Starts that were dropped because they waited too long, and what for. */
function expiredText(seen: Seen, task: number, { expired = 0, triggered }: Table['runs']): string {
  const { name } = seen.machine.model.tasks[task]!;
  const after = durationText(seen.machine.expiryMs[task]!);
  const [operation] = mostAt(seen, task, ({ gaveUpAt }) => gaveUpAt, isExpiry);
  const what = operation < 0 ? 'for its run to end' : `for ${awaitedText(seen, operation)}`;
  return `${countText(seen, expired, triggered)} of ${name} waited ${after} ${what} and expired`;
}

function isExpiry(operation: Operation): boolean {
  return 'otherwise' in operation && operation.otherwise === 'expire';
}

/** Starts skipped because a run of the task was still there: what it was busy with. */
function busy(seen: Seen, task: number, { runs, longestWait }: Table): string {
  const { name } = seen.machine.model.tasks[task]!;
  const starts = countText(seen, runs.skipped, runs.triggered);
  const [operation, times] = mostAt(seen, task, ({ skippedAt }) => skippedAt);
  const total = (of: 'skippedWorking' | 'missed'): number =>
    seen.records.reduce((sum, { tasks }) => sum + tasks[task]!.runs[of], 0);
  const [working, missed] = [total('skippedWorking'), total('missed')];
  if (missed > working + times) {
    return `${countText(seen, missed, runs.triggered)} of ${name} were missed while its scheduler was down`;
  }
  if (operation < 0 || working > times) return `${starts} found ${name} still at work`;
  const longest = longestRecord(seen, task);
  const part = times < 0.95 * runs.skipped ? ` busy, ${shareText(times / runs.skipped)} of them` : '';
  const found = `${starts} found ${name} still${part} waiting for ${awaitedText(seen, operation)}`;
  if (longestWait?.kind === 'supply' || longest?.wait.operation !== operation) {
    const takers = takersOverall(seen, task, operation);
    return takers === undefined ? found : `${found}; ${takers}`;
  }
  // The lock may be but the messenger: what its holder waits for is told with it.
  const others = longestWait?.heldBy.filter((holder) => holder !== name) ?? [];
  if (longestWait?.leftBy !== undefined) return found + holderText(seen, name, longestWait);
  const isHeld = longestWait !== null && longestWait.heldBy.length > 0;
  if (longestWait === null || (others.length === 0 && isHeld)) return found;
  return found + holderText(seen, name, { ...longestWait, heldBy: others });
}

/** Runs that gave up at a wait. */
function gaveUp(seen: Seen, task: number, { runs }: Table): string | undefined {
  const { name } = seen.machine.model.tasks[task]!;
  const [operation, times] = mostAt(seen, task, ({ gaveUpAt }) => gaveUpAt, endsRun);
  if (operation < 0 || 2 * times < runs.stopped + runs.failed) return undefined;
  const step = seen.machine.operations[operation]!.operation;
  const after = limitText(seen.machine.rows[operation]!);
  const often = countText(seen, times, runs.triggered);
  const begins = `${name} gave up waiting for ${awaitedText(seen, operation)}${after} in ${often}`;
  if (step.kind === 'acquire') {
    const lock = seen.records.reduce((sum, { locks }) => sum + locks[step.lock]!.heldShare, 0) / seen.records.length;
    return `${begins}; it is held ${shareText(lock)} of the time`;
  }
  const takers = takersOverall(seen, task, operation);
  return takers === undefined ? begins : `${begins}; ${takers}`;
}

/** After what a step is given up, where that is always the same. */
function limitText({ atMostMs, giveUpMs, retry }: Readonly<Row>): string {
  if (retry?.attempts !== undefined) return ` after ${retry.attempts} ${retry.attempts === 1 ? 'try' : 'tries'}`;
  if (giveUpMs !== NEVER) {
    return Number.isNaN(giveUpMs) ? '' : `, because it would have taken more than ${durationText(giveUpMs)},`;
  }
  return Number.isNaN(atMostMs) || atMostMs === 0 || atMostMs === NEVER ? '' : ` after ${durationText(atMostMs)}`;
}

function unreached(seen: Seen, task: number, { runs }: Table): string {
  const { name } = seen.machine.model.tasks[task]!;
  return `${name} ended without progress in ${countText(seen, startsOf(seen, task).unreached, runs.triggered)}`;
}

function neverWaits(seen: Seen, task: number, { progress, runs }: Table): string {
  const { name } = seen.machine.model.tasks[task]!;
  const begins = `${name} goes up to ${durationText(progress.longestMs)} without progress though it never waits`;
  return `${begins}: ${countText(seen, runs.started, runs.triggered)} began`;
}

/** Where the task spends its time waiting, if that is most of it. */
function oftenWaits(seen: Seen, task: number): string | undefined {
  const [operation, waitedMs] = mostAt(seen, task, ({ waitedMsAt }) => waitedMsAt);
  const measuredMs = seen.records.reduce((sum, record) => sum + record.measuredMs, 0);
  if (operation < 0 || waitedMs < measuredMs / 2) return undefined;
  const { name } = seen.machine.model.tasks[task]!;
  const takers = takersOverall(seen, task, operation);
  const share = waitedMs >= measuredMs ? 'all of its time' : `${shareText(waitedMs / measuredMs)} of its time`;
  const waits = `${name} spends ${share} waiting for ${awaitedText(seen, operation)}`;
  return takers === undefined ? waits : `${waits}; ${takers}`;
}

/** Who took the tokens asked for at `operation`, over all runs. */
function takersOverall(seen: Seen, waiter: number, operation: number): string | undefined {
  const taking = takingOverall(seen, waiter, operation);
  return taking && takersText(seen, taking);
}

function takingOverall(seen: Seen, waiter: number, operation: number): Taking | undefined {
  const step = seen.machine.operations[operation]!.operation;
  if (!('supply' in step)) return undefined;
  if (step.kind === 'spend' && step.also !== undefined) return undefined;
  const { tasks, supplies } = seen.machine.model;
  const { grainsPerToken } = supplies[step.supply]!;
  const taken = tasks
    .flatMap(({ name: task }, index) => {
      const sum = (of: 'spentGrains' | 'polledGrains') =>
        seen.records.reduce((grains, record) => grains + record.supplies[step.supply]![of][index]!, 0) / grainsPerToken;
      return [
        { task, kind: 'spend' as const, tokens: sum('spentGrains') },
        { task, kind: 'poll' as const, tokens: sum('polledGrains') },
      ];
    })
    .sort((left, right) => right.tokens - left.tokens);
  const there = seen.records.map(({ supplies: all }) => all[step.supply]!);
  return {
    supply: step.supply,
    waiter: tasks[waiter]!.name,
    gateTokens: gateTokensOf(seen, operation),
    taken,
    thereTokens: there.reduce((sum, one) => sum + one.initialGrains + one.refilledGrains, 0) / grainsPerToken,
  };
}

/** The operation of `task` with the largest sum over replications, and that sum; -1 where all are 0. */
function mostAt(
  { machine, records }: Seen,
  task: number,
  of: (record: Seen['records'][number]) => readonly number[],
  counts: (operation: Operation) => boolean = () => true,
): readonly [operation: number, sum: number] {
  let most: [number, number] = [-1, 0];
  machine.operations.forEach((one, operation) => {
    if (one.task !== task || !counts(one.operation)) return;
    const sum = records.reduce((before, record) => before + of(record)[operation]!, 0);
    if (sum > most[1]) most = [operation, sum];
  });
  return most;
}

/** Whether giving up at a step ends the run. */
function endsRun(operation: Operation): boolean {
  if (operation.kind === 'take' && operation.exit !== undefined) return false;
  return !('otherwise' in operation) || operation.otherwise !== 'continue';
}

/** "29 of 96 starts a day", or of all starts where they are few. */
function countText({ records }: Seen, count: number, all: number): string {
  const days = records.reduce((sum, record) => sum + record.measuredMs, 0) / DAY_MS;
  if (days < 1 || all / days < 10) return `${amountText(count)} of ${amountText(all)} starts`;
  return `${perDayText(count / days)} of ${perDayText(all / days)} starts a day`;
}

function perDayText(rate: number): string {
  return amountText(rate >= 10 ? Math.round(rate) : rate);
}
