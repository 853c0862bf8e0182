/**
 * Puts what other settings would do beside a result: how far each parameter can move, and what would mend a world that
 * fails.
 *
 * @module
 */
import { durationText } from '../analysis/words/duration-text.ts';
import type { FixReport, NeighboursReport } from '../judge/report/neighbours-schema.ts';
import type { Report, Result, WorldReport } from '../judge/report/report.ts';
import { withWorlds, worldsOf } from '../judge/verdict.ts';
import type { LoadOptions } from '../scenarios/parse.ts';
import type { Scenario, World } from '../scenarios/scenario.ts';
import { neighboursOf, type ParameterNeighbours, type Range } from '../verify/neighbours.ts';
import type { Verification, WorldVerification } from '../verify/verification.ts';
import { type Repair, type RepairSearch, repairOf } from './repair.ts';

export interface NearOptions {
  /** Whether neighbours are told of every world, and not only a fix of those that fail. */
  readonly neighbours: boolean;
  /** Starts and edges that may be looked at, about, over all settings. */
  readonly workMax: number;
  /** Settings at the most, for each of both questions. */
  readonly valuesMax: number;
  readonly simulationsMax: number;
  readonly seed?: string | undefined;
  readonly replications?: number | undefined;
  readonly onValue?: ((name: string, value: string) => void) | undefined;
}

/** About a second: for a report of runs. */
export const NEAR_QUICK: Pick<NearOptions, 'neighbours' | 'workMax' | 'valuesMax' | 'simulationsMax'> = {
  neighbours: false,
  workMax: 300_000,
  valuesMax: 24,
  simulationsMax: 3,
};

/** For a proof that somebody asked for. */
export const NEAR: Pick<NearOptions, 'neighbours' | 'workMax' | 'valuesMax' | 'simulationsMax'> = {
  neighbours: true,
  workMax: 5_000_000,
  valuesMax: 200,
  simulationsMax: 10,
};

/** What is known of a scenario before anybody looks at other settings. */
export interface Known {
  readonly text: string;
  readonly load: LoadOptions;
  readonly scenario: Scenario;
  readonly verification: Verification;
}

/**
 * The result with the neighbours of each world and the fix of each that fails; worlds that were not explored whole have
 * neither. `result` comes from `withProofs`.
 *
 * @example
 * const { report } = withNeighbours(result, { text, load: { file }, scenario, verification }, NEAR);
 * report.fix?.text; // 'BACKFILL_MIN_TOKENS 50 -> 55: every task is safe (from 55 to 150) and every goal met; …'
 */
export function withNeighbours(result: Result, known: Known, options: NearOptions): Result {
  const { scenario, verification } = known;
  if (scenario.lattices.every(({ isOpen }) => isOpen)) return result;
  const share = { ...options, workMax: options.workMax / scenario.worlds.length };
  const worlds = worldsOf(result.report).map((world, index) =>
    nearWorld(world, known, { index, verified: verification.worlds[index]!, options: share }),
  );
  return { ...result, report: withWorlds(result.report, worlds) };
}

interface Place {
  readonly index: number;
  readonly verified: WorldVerification;
  readonly options: NearOptions;
}

function nearWorld(world: WorldReport, known: Known, place: Place): WorldReport {
  const { verified, options, index } = place;
  if (verified.stopped !== 'complete' || verified.zeno !== undefined) return world;
  const limits = limitsOf(known.scenario.worlds[index]!, place);
  if (limits.valuesMax === 0) return world;
  const { onValue } = options;
  const unjudged = unjudgedIn(world, verified);
  const neighbours = options.neighbours
    ? neighboursOf(known.text, known.load, { ...limits, world: index, onValue })[0]!.parameters.map((one) =>
        parameterReport(one, unjudged),
      )
    : undefined;
  const mustMend = world.verdict === 'fail' && (options.neighbours || isUnsafe(world));
  const fix = mustMend ? fixOf(known, place, limits) : undefined;
  return { ...world, ...(neighbours && { neighbours }), ...(fix && { fix }) };
}

/** Somebody can starve, and that fails. */
function isUnsafe({ goals }: WorldReport): boolean {
  return goals.some(
    ({ goal, verdict }) => verdict === 'missed' && (goal === 'neverStarves' || goal === 'progressWithin'),
  );
}

interface Limits {
  readonly valuesMax: number;
  readonly statesMax: number;
  readonly stepsMax: number;
}

/** Other settings cost about what this one did: that says how many of them there is room for. */
function limitsOf({ model }: World, { verified, options }: Place): Limits {
  const starts = model.starts.reduce((product, { count }) => product * count, 1);
  const { workMax, valuesMax } = options;
  return {
    valuesMax: Math.min(valuesMax, Math.floor(workMax / (starts + verified.edges))),
    statesMax: workMax,
    stepsMax: workMax,
  };
}

function fixOf({ text, load, scenario }: Known, { index, options, verified }: Place, limits: Limits): FixReport {
  // Whose starving is accepted may go on starving.
  const accepts = scenario.worlds[index]!.goals.some(({ goal, accepted }) => goal === 'neverStarves' && accepted);
  const who = accepts ? 'every task that must not starve' : 'every task';
  const { seed, replications, simulationsMax, onValue } = options;
  const search = repairOf(text, load, { ...limits, world: index, simulationsMax, seed, replications, onValue });
  const { repair, tried, complete } = search;
  if (repair === undefined) return { kind: 'none', tried, complete, text: noneText(search, who) };
  const { name, from, to, kind, report } = repair;
  const mended = { ...load, set: { ...load.set, [name]: to } };
  const [around] = neighboursOf(text, mended, { ...limits, only: [name], world: index, onValue })[0]!.parameters;
  const { points: _, ...ranges } = parameterReport(around!, unjudgedIn(report, verified));
  const perDay = Object.fromEntries(
    Object.entries(report.tasks).map(([task, { progress }]) => [task, progress.perDay]),
  );
  const open = report.goals.filter(({ verdict }) => verdict === 'missed' || verdict === 'unknown');
  const fix = { kind, from, ...ranges, perDay, open: open.map(({ of, text: said }) => `${of} ${said}`), tried };
  return { ...fix, text: fixText({ name, from, to, kind, who }, around!, report) };
}

/** "backfiller progress per day 50": the goals that no proof can judge. */
function unjudgedIn({ goals }: Pick<WorldReport, 'goals'>, { goals: proved }: WorldVerification): string[] {
  return goals
    .filter(({ of, goal }) => !proved.some((one) => one.of === of && one.goal === goal))
    .map(({ of, text }) => `${of} ${text.slice(0, text.indexOf(':'))}`);
}

function parameterReport(
  { name, value, claim, goals, points }: ParameterNeighbours,
  unjudged: string[],
): NeighboursReport[number] {
  const slim = points.map((point) => ({ value: point.value, claim: point.claim, goals: point.goals }));
  return { name, value, claim: { ...claim }, goals: { ...goals }, unjudged, points: slim };
}

function noneText({ tried, complete }: RepairSearch, who: string): string {
  const were = tried === 1 ? 'setting with one other value was' : 'settings with one other value were';
  if (!complete) return `none was found: ${tried} ${were} tried, not all there are`;
  return `no other value of one parameter alone makes ${who} safe: all ${tried} settings were tried`;
}

/** "BACKFILL_MIN_TOKENS 50 -> 55: every task is safe (55 to 150) and every goal met; …". */
function fixText(
  { name, from, to, kind, who }: Omit<Repair, 'report'> & { readonly who: string },
  { claim, goals }: ParameterNeighbours,
  report: Report,
): string {
  const pace = paceText(report);
  // By runs: of several runs of a task at a time one may wait for ever, as far as proofs go.
  if (claim.answer === 'unknown') {
    return `${name} ${from} -> ${to}: ${who} makes progress again and again, and every goal is met, as far as runs show that each run of a task comes to its end; ${pace}`;
  }
  const safe = `${who} is safe (${rangeText(claim)})`;
  const missed = report.goals.filter(({ verdict }) => verdict === 'missed' || verdict === 'unknown');
  const same = goals.from === claim.from && goals.to === claim.to;
  const met = goals.answer === 'yes' && !same ? ` (as far as proofs go, ${rangeText(goals)})` : '';
  const rest =
    kind === 'passes'
      ? ` and every goal met${met}`
      : `, but ${missed.length} of ${report.goals.length} goals are not met`;
  return `${name} ${from} -> ${to}: ${safe}${rest}; ${pace}`;
}

function rangeText({ from, to, above, below }: Range): string {
  if (from === to && above.kind === 'flips' && below.kind === 'flips') return `at ${from} alone`;
  return from === to ? `at ${from}` : `from ${from} to ${to}`;
}

/** "backfiller progresses 60 times a day, with at most 88 min between". */
function paceText({ tasks }: Report): string {
  const parts = Object.entries(tasks).map(([task, { progress, worst }]) => {
    const often = `${Math.round(progress.perDay * 10) / 10} a day`;
    const longest =
      worst === undefined ? '' : `, waits ${durationText(Math.max(worst.firstMs, worst.betweenMs ?? 0))} at most`;
    return `${task} ${often}${longest}`;
  });
  return parts.join('; ');
}
