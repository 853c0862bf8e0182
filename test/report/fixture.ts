/** Results made by hand: the keepa story, minute by minute, without the engine. */
import type { Report, Result, TaskReport } from '../../src/judge/report/report.ts';
import type { Span, Trace } from '../../src/sim/listen/trace.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface KeepaOptions {
  readonly horizonMs?: number;
  readonly gate?: number;
  readonly cost?: number;
  readonly everyMinutes?: number;
  readonly initial?: number;
  readonly pollCost?: number;
  readonly names?: { readonly upserter: string; readonly backfiller: string; readonly supply: string };
}

type Writable<Value> = {
  -readonly [Key in keyof Value]: Value[Key] extends readonly (infer Item)[] ? Item[] : Value[Key];
};

const NAMES = { upserter: 'upserter', backfiller: 'backfiller', supply: 'keepa' };

/** Two tasks at one bucket of 5 tokens a minute: the upserter waits for 50, the backfiller for `gate`. */
export function keepaTrace({
  horizonMs = 7 * DAY,
  gate = 80,
  cost = 40,
  everyMinutes = 10,
  initial = 120,
  pollCost = 0,
  names = NAMES,
}: KeepaOptions = {}): Trace {
  const level: { atMs: number; tokens: number }[] = [{ atMs: 0, tokens: initial }];
  const trace: Pick<Writable<Trace>, 'spends' | 'progress' | 'misses'> = { spends: [], progress: [], misses: [] };
  const spans: Record<'upserter' | 'backfiller', Span[]> = { upserter: [], backfiller: [] };
  let tokens = initial;
  const set = (atMs: number, to: number): void => {
    level.push({ atMs, tokens }, { atMs, tokens: to });
    tokens = to;
  };
  const spend = (atMs: number, task: string, amount: number, kind: 'spend' | 'poll' = 'spend'): void => {
    set(atMs, tokens - amount);
    trace.spends.push({ atMs, task, supply: names.supply, tokens: amount, kind });
  };
  let upserterSince: number | undefined;
  let backfillerSince = 0;
  let workUntil = 0;
  let runs = 0;
  for (let minute = 0; minute * MINUTE < horizonMs; minute += 1) {
    const atMs = minute * MINUTE;
    if (minute > 0) set(atMs, Math.min(300, tokens + 5));
    if (minute % everyMinutes === 7 % everyMinutes) {
      if (upserterSince === undefined) upserterSince = atMs;
      else trace.misses.push({ atMs, task: names.upserter, kind: 'skipped' });
    }
    if (pollCost > 0 && tokens > 0) spend(atMs, names.backfiller, pollCost, 'poll');
    if (upserterSince !== undefined && tokens >= 50) {
      if (atMs > upserterSince)
        spans.upserter.push({ fromMs: upserterSince, toMs: atMs, doing: 'supply', name: names.supply, holding: false });
      spend(atMs, names.upserter, [60, 80, 100][runs++ % 3]!);
      spans.upserter.push({ fromMs: atMs, toMs: atMs + 30_000, doing: 'working', holding: false });
      trace.progress.push({ atMs, task: names.upserter, amount: 1 });
      upserterSince = undefined;
    }
    if (atMs >= workUntil && tokens >= gate) {
      if (atMs > backfillerSince)
        spans.backfiller.push({
          fromMs: backfillerSince,
          toMs: atMs,
          doing: 'supply',
          name: names.supply,
          holding: true,
        });
      spend(atMs, names.backfiller, cost);
      spans.backfiller.push({ fromMs: atMs, toMs: atMs + MINUTE, doing: 'working', holding: true });
      trace.progress.push({ atMs, task: names.backfiller, amount: 2 });
      workUntil = atMs + MINUTE;
      backfillerSince = workUntil;
    }
  }
  if (backfillerSince < horizonMs)
    spans.backfiller.push({
      fromMs: backfillerSince,
      toMs: horizonMs,
      doing: 'supply',
      name: names.supply,
      holding: true,
    });
  level.push({ atMs: horizonMs, tokens });
  return {
    horizonMs,
    recordedUntilMs: horizonMs,
    supplies: [{ name: names.supply, level }],
    backlogs: [],
    lanes: [
      { task: names.upserter, spans: spans.upserter },
      { task: names.backfiller, spans: spans.backfiller },
    ],
    ...trace,
  };
}

/** A whole result around one or more keepa traces. */
export function keepaResult(options: KeepaOptions = {}, worlds: readonly KeepaOptions[] = []): Result {
  const traces =
    worlds.length > 0 ? worlds.map((world) => keepaTrace({ ...options, ...world })) : [keepaTrace(options)];
  const bodies = traces.map((trace, index) => bodyOf(trace, { ...options, ...worlds[index] }));
  const worst = bodies.find(({ verdict }) => verdict === 'fail') ?? bodies[0]!;
  const report: Report = {
    quotasim: '0.1.0',
    scenario: {
      name: 'keepa-before',
      title: 'Keepa deals before the fix of 2026-02-05',
      hash: 'c0ffee12',
      horizonMs: traces[0]!.horizonMs,
      warmupMs: 0,
      gridMs: MINUTE,
      parameters: { BACKFILL_MIN_TOKENS: String(options.gate ?? 80), UPSERT_EVERY: `${options.everyMinutes ?? 10}m` },
    },
    seed: '1',
    replications: 20,
    again: 'sim scenarios/keepa-before.yaml --seed 1',
    ...worst,
    ...(worlds.length > 0
      ? { worlds: bodies.map((body, index) => ({ set: { POLL_COST: String(worlds[index]!.pollCost ?? 0) }, ...body })) }
      : {}),
  };
  return { report, traces };
}

/** How the numbers of this fixture were obtained. */
const BY = 'by hand';
const UNSURE = { p50: null, p95: null, p99: null };
const HELD = { heldInterval: null, heldWaitingInterval: null, by: BY };

type Body = Omit<Report, 'quotasim' | 'scenario' | 'seed' | 'replications' | 'again' | 'worlds'>;

function bodyOf(trace: Trace, options: KeepaOptions): Body {
  const names = options.names ?? NAMES;
  const gate = options.gate ?? 80;
  const upserter = taskOf(trace, names.upserter, names.supply);
  const backfiller = taskOf(trace, names.backfiller, names.supply);
  const missed = backfiller.progress.longestMs > 2 * HOUR;
  const spent = (task: string, kind: string): number =>
    trace.spends.filter((each) => each.task === task && each.kind === kind).reduce((sum, each) => sum + each.tokens, 0);
  const usedBy = {
    [names.upserter]: spent(names.upserter, 'spend'),
    [names.backfiller]: spent(names.backfiller, 'spend'),
  };
  const pollTokens = spent(names.backfiller, 'poll');
  const used = usedBy[names.upserter]! + usedBy[names.backfiller]! + pollTokens;
  const levels = trace.supplies[0]!.level.map(({ tokens }) => tokens);
  const refilled = Math.max(0, Math.ceil(trace.horizonMs / MINUTE) - 1) * 5;
  const left = levels.at(-1)!;
  const cause = missed
    ? `${names.supply} never again reaches the ${gate} tokens that ${names.backfiller} waits for: ${names.upserter} takes them at 50`
    : undefined;
  return {
    verdict: missed ? 'fail' : 'pass',
    tasks: {
      [names.upserter]: upserter,
      [names.backfiller]: { ...backfiller, served: null, ...(cause === undefined ? {} : { cause }) },
    },
    supplies: {
      [names.supply]: {
        capacity: 300,
        gates: [
          { task: names.upserter, tokens: 50 },
          { task: names.backfiller, tokens: gate },
        ],
        grainsPerToken: 1,
        level: { min: least(levels), mean: 21.4, max: most(levels) },
        initial: options.initial ?? 120,
        refilled,
        used,
        usedBy,
        polls: 311,
        pollTokens,
        wasted: Math.max(0, (options.initial ?? 120) + refilled - used - left),
        left,
        debtMs: 3 * HOUR,
        utilisation: { share: used / Math.max(1, refilled), interval: null, by: BY },
        wastedShare: null,
      },
    },
    locks: { backfill: { kind: 'lock', permits: 1, heldShare: 1, heldWaitingShare: 0.98, ...HELD, expired: 0 } },
    fairness: null,
    goals: [
      {
        of: names.backfiller,
        goal: 'progressWithin',
        implicit: false,
        target: 2 * HOUR,
        measured: backfiller.progress.longestMs,
        interval: null,
        verdict: missed ? 'missed' : 'met',
        evidence: 'estimate',
        text: missed
          ? 'progress within 2 h: missed, 6.9 d without progress'
          : 'progress within 2 h: met, 68 min at most',
      },
      {
        of: names.upserter,
        goal: 'served',
        implicit: false,
        target: 0.4,
        measured: upserter.served!.share,
        interval: upserter.served!.interval,
        verdict: 'met',
        evidence: 'estimate',
        text: 'served 40 %: met',
      },
      {
        of: names.upserter,
        goal: 'neverStarves',
        implicit: true,
        target: null,
        measured: null,
        interval: null,
        verdict: 'met',
        evidence: 'estimate',
        text: 'never starves: no violation in 20 runs',
      },
    ],
    findings: [],
    restsOn: [
      { name: 'facts.POLL_COST', value: String(options.pollCost ?? 0), text: 'asking for the balance is free' },
      { name: 'supplies.keepa.debt', value: 'unlimited', text: 'a spend may overdraw the balance' },
    ],
  };
}

function taskOf(trace: Trace, task: string, supply: string): TaskReport {
  const progress = trace.progress.filter((each) => each.task === task);
  const times = progress.map(({ atMs }) => atMs);
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  const longestMs = most([times[0] ?? trace.horizonMs, ...gaps, trace.horizonMs - (times.at(-1) ?? 0)]);
  const skipped = trace.misses.filter((miss) => miss.task === task).length;
  const waits = trace.lanes.find((lane) => lane.task === task)?.spans.filter(({ doing }) => doing === 'supply') ?? [];
  const lengths = waits.map(({ fromMs, toMs }) => toMs - fromMs).sort((low, high) => low - high);
  const at = (share: number): number => lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))] ?? 0;
  const share = times.length / Math.max(1, times.length + skipped);
  const amount = progress.reduce((sum, each) => sum + each.amount, 0);
  const spent = trace.spends.filter((each) => each.task === task).reduce((sum, each) => sum + each.tokens, 0);
  return {
    claim: 'unknown',
    evidence: { kind: 'estimate', replications: 20, horizonMs: trace.horizonMs, text: '20 runs of 7 d' },
    runs: {
      triggered: times.length + skipped,
      started: times.length,
      skipped,
      stopped: 0,
      completed: times.length,
      failed: 0,
      unfinished: 1,
      queued: 0,
    },
    progress: {
      amount,
      perDay: (amount * DAY) / trace.horizonMs,
      interval: null,
      by: BY,
      firstMs: times[0] ?? null,
      lastMs: times.at(-1) ?? null,
      betweenMs:
        gaps.length === 0
          ? null
          : { p50: gaps[0]!, p95: most(gaps), p99: most(gaps), max: most(gaps), intervals: UNSURE, by: BY },
      longestMs,
    },
    served: {
      share,
      interval: [Math.max(0, share - 0.04), Math.min(1, share + 0.04)],
      by: BY,
      bracket: [share, share],
    },
    spent: { [supply]: spent },
    waitMs: {
      lock: null,
      supply:
        lengths.length === 0
          ? null
          : {
              count: lengths.length,
              mean: at(0.5),
              interval: null,
              p50: at(0.5),
              p95: at(0.95),
              p99: at(0.99),
              max: at(1),
              intervals: UNSURE,
              by: { mean: BY, quantiles: BY },
            },
      pool: null,
    },
    latency: null,
    age: null,
    starved: { runs: 0, of: 20, interval: [0, 0.161], by: BY },
    longestWait: null,
    waited: { due: true, longestMs, oldestQueuedMs: null, median: { ms: longestMs, interval: null, by: BY } },
    replications: [],
  };
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
}

function most(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
}
