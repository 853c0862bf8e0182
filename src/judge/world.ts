/**
 * One world as its runs show it: its numbers, its goals, and what is known of its tasks for certain. That is little from
 * runs alone, and much where nothing is left open: then the only run there is repeats itself, and all time is known.
 *
 * @module
 */
import { evidenceOf } from '../analysis/findings/claims.ts';
import { findingsOf } from '../analysis/findings/lint.ts';
import { type ServedBound, servedBounds } from '../analysis/findings/served-bound.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { type Future, futureOf } from '../sim/future/future.ts';
import type { Trace } from '../sim/listen/trace.ts';
import { assemble } from '../sim/machine.ts';
import { knownByRule } from './evidence/by-rule.ts';
import type { Counterexample } from './evidence/counterexample.ts';
import { exampleOf, scriptFile } from './evidence/counterexamples.ts';
import { type Foreseen, knownOf, recurrenceReport } from './evidence/foreseen.ts';
import { caughtBy, deadlocksIn } from './evidence/knots.ts';
import { type Known, strongest } from './evidence/known.ts';
import { deadlockFindings, limitFindings, thrownAwayFindings } from './evidence/limits.ts';
import { runsText, type Seen, taskIndex } from './evidence/seen.ts';
import { fairnessOf } from './goals/fairness.ts';
import { type JudgedGoal, judgeGoal } from './goals/goals.ts';
import { goalAhead, goalBounded, knownGoal } from './goals/known-goal.ts';
import { backlogTable } from './report/backlog-table.ts';
import type { FindingReport, TaskReport, WorldReport } from './report/report.ts';
import { lockTable, supplyTable, taskTable } from './report/tables.ts';
import { scriptAhead } from './script/script-ahead.ts';
import { settlingFindings } from './settle.ts';
import { verdictOf } from './verdict.ts';
import { causeOf } from './words/cause.ts';

export interface JudgedWorld {
  readonly report: WorldReport;
  readonly trace: Trace;
  readonly runs: number;
  /** Runs that show how a task starves, where the only run does. */
  readonly counterexamples: readonly Counterexample[];
}

export interface Judging {
  readonly scenario: Scenario;
  readonly seed: string;
  /** Index of the world. */
  readonly index: number;
}

/** Timers that go off in the search for the cycle of a run: it goes on beyond the horizon. */
const AHEAD_MAX = 1_000_000;

/** Judges what the runs of a world showed. */
export function judgeWorld(seen: Seen, { scenario, seed, index }: Judging): JudgedWorld {
  const { world } = seen;
  const { model } = world;
  // As it was written: a warm-up that was found for the statistics is none of the model's.
  const machine = assemble(model);
  const future: Future = futureOf(machine, AHEAD_MAX);
  const knots = deadlocksIn(seen, seed);
  const ahead = future.kind === 'not-seen' ? [] : knownOf(machine, future);
  const claims = [...knownByRule(model), ...caughtBy(seen, knots), ...ahead];
  const known = model.tasks.map(({ name }) => strongest(claims.filter(({ task }) => task === name)));
  const shown = world.goals.map((goal) => judgeGoal(seen, goal));
  const bounds = servedBounds(evidenceOf(model));
  const goals = shown.map((goal) => decidedGoal(seen, goal, { known, future, bounds }));
  const prefix = scenario.worlds.length > 1 ? `world-${index + 1}-` : '';
  const counterexamples =
    future.kind === 'not-seen' ? [] : examplesOf({ machine, world }, future, known, { index, prefix });
  const tasks = model.tasks.map(({ name }, task) => {
    const example = counterexamples.find((one) => one.task === name);
    const judged = judgedTask(seen, task, { shown, goals, known: known[task] });
    return [name, { ...judged, ...(example && { counterexample: example.report }) }] as const;
  });
  const recurrence = recurrenceReport(machine, future);
  const report: WorldReport = {
    set: { ...world.set },
    verdict: verdictOf(goals.map(({ report }) => report)),
    tasks: Object.fromEntries(tasks),
    supplies: Object.fromEntries(model.supplies.map(({ name }, supply) => [name, supplyTable(seen, supply)])),
    locks: Object.fromEntries(model.locks.map(({ name }, lock) => [name, lockTable(seen, lock)])),
    ...(model.backlogs.length > 0 && {
      backlogs: Object.fromEntries(model.backlogs.map(({ name }, index) => [name, backlogTable(seen, index)])),
    }),
    fairness: fairnessOf(seen),
    goals: goals.map((goal) => goal.report),
    findings: [
      ...settingsFindings(scenario, seen),
      ...limitFindings(scenario, seen),
      ...deadlockFindings(scenario, seen, knots),
      ...thrownAwayFindings(scenario, seen),
      ...settlingFindings(scenario, seen),
    ],
    ...(recurrence && { recurrence }),
    restsOn: world.assumptions.map(({ name, value, text }) => ({ name, value, text })),
  };
  return { report, trace: seen.trace, runs: seen.records.length, counterexamples };
}

interface Deciding {
  /** By task, as are the bounds. */
  readonly known: readonly (Known | undefined)[];
  readonly bounds: readonly (ServedBound | undefined)[];
  readonly future: Future;
}

function decidedGoal(seen: Seen, judged: JudgedGoal, { known, bounds, future }: Deciding): JudgedGoal {
  const task = taskIndex(seen, judged.goal.of);
  const decided = knownGoal(judged, known[task]);
  return goalBounded(future.kind === 'not-seen' ? decided : goalAhead(decided, future, task), bounds[task]);
}

/** What the settings say by themselves. Good news is left to `sim lint`: a report has its own. */
function settingsFindings({ locate }: Scenario, { machine }: Seen): FindingReport[] {
  return findingsOf(machine.model, locate).filter(({ severity }) => severity !== 'note');
}

/** How each task starves in the only run there is, where that can be told step by step. */
function examplesOf(
  { machine, world }: Pick<Seen, 'machine' | 'world'>,
  future: Foreseen,
  known: readonly (Known | undefined)[],
  { index, prefix }: { readonly index: number; readonly prefix: string },
): readonly Counterexample[] {
  const names = machine.model.tasks.map(({ name }) => name);
  return known.flatMap((one) => {
    if (one?.claim !== 'starved') return [];
    const script = scriptAhead(machine, future, { task: one.task, world: world.set });
    if (script === undefined) return [];
    const file = scriptFile(names, one.task, prefix);
    return [exampleOf(machine, { task: one.task, script, always: true }, { index, file })];
  });
}

interface Judged {
  /** By runs alone, and with what is known for certain. */
  readonly shown: readonly JudgedGoal[];
  readonly goals: readonly JudgedGoal[];
  readonly known: Known | undefined;
}

/** A task's numbers with what may be claimed about it: from runs alone nothing, but for what was seen. */
function judgedTask(seen: Seen, task: number, { shown, goals: all, known }: Judged): TaskReport {
  const { name } = seen.machine.model.tasks[task]!;
  const own = (judged: readonly JudgedGoal[]) => judged.filter(({ goal }) => goal.of === name);
  const goals = own(all);
  const table = taskTable(seen, task);
  const kept = goals.every(({ report }) => report.verdict === 'met');
  const cause = kept ? undefined : (known?.cause ?? causeOf(seen, task, own(shown), table) ?? known?.shown);
  const shared = { replications: seen.records.length, horizonMs: seen.machine.model.horizonMs };
  if (known === undefined) {
    const evidence = { kind: 'estimate', ...shared, text: evidenceText(seen, goals) } as const;
    return { claim: 'unknown', evidence, ...(cause !== undefined && { cause }), ...table };
  }
  const { claim, evidence: kind, text, mechanism, worst, growsPerDay, itemsPerDay } = known;
  return {
    claim,
    evidence: { kind, ...shared, text },
    ...(mechanism && { mechanism }),
    ...(cause !== undefined && { cause }),
    ...(worst && { worst }),
    ...(growsPerDay !== undefined && { growsPerDay }),
    ...(itemsPerDay !== undefined && { itemsPerDay }),
    ...table,
  };
}

function evidenceText(seen: Seen, goals: readonly JudgedGoal[]): string {
  const missed = goals.filter(({ report }) => report.verdict === 'missed');
  const open = missed.length > 0 ? missed : goals.filter(({ report }) => report.verdict !== 'met');
  const what = missed.length > 0 ? 'missed' : 'in doubt';
  if (open.length === 0) return `no violation in ${runsText(seen)}`;
  const violated = Math.max(...open.map((goal) => goal.violated));
  if (seen.exact || violated === 0) return `a goal ${what} in ${runsText(seen)}`;
  return `a goal ${what} in ${violated} of ${runsText(seen)}`;
}
