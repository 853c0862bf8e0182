/**
 * Does the jobs of a plan: loads the setting, looks what is known of it, simulates it.
 *
 * @module
 */
import { type Replication, replicationAlone } from '../analysis/replications.ts';
import { withProofs } from '../judge/evidence/evidence.ts';
import { asWritten } from '../judge/evidence/seen.ts';
import { limitsOf } from '../judge/goals/limited.ts';
import type { Result } from '../judge/report/report.ts';
import { requireProof } from '../judge/require-proof.ts';
import { score } from '../judge/score.ts';
import { settle } from '../judge/settle.ts';
import { simulateRecorded } from '../judge/simulate.ts';
import { worldsOf } from '../judge/verdict.ts';
import { type Family, familyOf } from '../scenarios/parse.ts';
import type { Objective, Scenario } from '../scenarios/scenario.ts';
import { ScenarioError } from '../scenarios/text/issues.ts';
import { assert } from '../sim/assert.ts';
import { isOpen } from '../sim/engine.ts';
import { assemble } from '../sim/machine.ts';
import type { Job, JobResult, Judged, Look, PlanSetup, Runs } from './job.ts';
import { leastChange, measuredTargets, valueOfRun } from './measures.ts';
import { type Assessed, assess, withRuns } from './safety.ts';

export type Perform = (job: Job) => JobResult;

/** Whoever does jobs of the plan that `setup` describes. */
export function performerOf(setup: PlanSetup, family: Family = loadedFamily(setup)): Perform {
  const { plan, worlds } = family.base;
  const tasks = worlds[0]!.model.tasks.map(({ name }) => name);
  const targets = measuredTargets(plan, tasks);
  const context = { setup, family, tasks, targets };
  return (job) => (job.kind === 'look' ? look(job, context) : moreRuns(job, context));
}

/** The scenario of a setup, read once. */
export function loadedFamily({ text, file, set, horizon, files, polls }: PlanSetup): Family {
  const read = (named: string): string => {
    const found = Object.hasOwn(files, named) ? files[named] : undefined;
    assert(found !== undefined, 'a plan knows the files that its scenario names', { named });
    return found;
  };
  const given = { ...(horizon !== undefined && { horizon }), ...(polls !== undefined && { polls }) };
  return familyOf(text, { file, set, read, ...given });
}

interface Context {
  readonly setup: PlanSetup;
  readonly family: Family;
  readonly tasks: readonly string[];
  readonly targets: readonly Objective[];
}

type LookJob = Extract<Job, { kind: 'look' }>;

function look(job: LookJob, context: Context): Look {
  const scenario = scenarioAt(job, context);
  if (typeof scenario === 'string') return { kind: 'look', invalid: scenario, safety: 'open', by: 'none' };
  const { statesMax, stepsMax } = context.setup;
  const options = { statesMax, stepsMax, weighs: job.weighs === true, goals: job.runs !== 'never' };
  const found = assess(scenario, options);
  const { verified: _, violated, ...told } = found;
  const known = { kind: 'look', ...told } as const;
  if (job.runs === 'never' || (found.safety === 'unsafe' && job.runs === 'if-needed')) return known;
  if (violated.length > 0 && job.runs === 'if-needed') return { ...known, judged: missedByProof(scenario, violated) };
  if (job.runs === 'if-needed' && !needsRuns(scenario, found, context)) return known;
  return { ...known, judged: withMissed(judgedAt(scenario, withRuns(scenario, found, options), context), violated) };
}

/** What is known to be missed is so, whatever the runs of a short horizon say. */
function withMissed(judged: Judged, violated: Assessed['violated']): Judged {
  if (violated.length === 0 || judged.verdict === 'fail') return judged;
  const open = violated.map(({ of, text }) => ({ of, verdict: 'missed' as const, text }));
  return { ...judged, verdict: 'fail', open: [...open, ...judged.open] };
}

/** What proofs say of the goals suffices, and no run is measured. */
function needsRuns({ worlds }: Scenario, { safety }: Assessed, { targets }: Context): boolean {
  return (
    targets.length > 0 ||
    safety === 'open' ||
    worlds.some(({ goals }) => goals.some(({ goal }) => goal !== 'neverStarves'))
  );
}

/** Why the values make no scenario, or the scenario they make. */
function scenarioAt({ values, edits = [] }: Pick<LookJob, 'values' | 'edits'>, { family }: Context): Scenario | string {
  try {
    return family.at(values, edits);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.issues[0]!.message;
  }
}

const NO_RUNS: Runs = { kind: 'runs', from: 0, values: [], leastChanges: [], exact: false, events: 0 };

/** On the scale of `score`: how many goals are missed, and then by how much. */
function missedByProof({ worlds }: Scenario, violated: Assessed['violated']): Judged {
  const goals = Math.max(...worlds.map((world) => world.goals.length));
  const beyond = violated.reduce((sum, { over }) => sum + over, 0) / violated.length;
  const open = violated.map(({ of, text }) => ({ of, verdict: 'missed' as const, text }));
  const none = { perDay: {}, served: {}, runs: NO_RUNS };
  return {
    verdict: 'fail',
    open,
    score: -2 * open.length * (goals + 1) - beyond,
    starved: { runs: 0, of: 0 },
    ...none,
  };
}

function judgedAt(scenario: Scenario, verified: Assessed['verified'], { setup, tasks, targets }: Context): Judged {
  const { seed, replications, eventsMax, untilKnown } = setup;
  const often = untilKnown ? {} : { replications };
  const { result: simulated, records } = simulateRecorded(scenario, { seed, eventsMax, ...often });
  const { report } = judgedWith(simulated, scenario, verified, setup);
  const worlds = worldsOf(report);
  const runs = runsOfAll(records);
  const values = Array.from({ length: runs }, (_, run) =>
    targets.map((target) => valueOfRun(records, tasks, target, run)),
  );
  const leastChanges = targets.map((target) => leastChange(records, tasks, target));
  const open = report.goals.flatMap(({ of, text, verdict }) =>
    verdict === 'missed' || verdict === 'unknown' ? [{ of, text, verdict }] : [],
  );
  const starved = worlds.flatMap((world) => Object.values(world.tasks).map((task) => task.starved));
  return {
    verdict: report.verdict,
    open,
    score: score({ report }, scenario).value,
    starved: starved.reduce((most, one) => (one.runs * most.of > most.runs * one.of ? one : most)),
    perDay: figures(tasks, (task) => Math.min(...worlds.map((world) => world.tasks[task]!.progress.perDay))),
    served: figures(tasks, (task) => {
      const shares = worlds.flatMap((world) => world.tasks[task]!.served?.share ?? []);
      return shares.length === 0 ? undefined : Math.min(...shares);
    }),
    runs: {
      kind: 'runs',
      from: 0,
      values,
      leastChanges,
      exact: records.every(({ length }) => length === 1) && runs === 1 && replications > 1,
      events: records.flat().reduce((sum, { end }) => sum + end.events, 0),
    },
  };
}

/** Runs that every world has: a world without open choices has one that stands for all, and `until` gives each as many as it needs. */
function runsOfAll(records: readonly (readonly Replication[])[]): number {
  const several = records.map(({ length }) => length).filter((count) => count > 1);
  return several.length === 0 ? 1 : Math.min(...several);
}

function judgedWith(
  simulated: Result,
  scenario: Scenario,
  verified: Assessed['verified'],
  { requireProof: demand }: PlanSetup,
): Result {
  const worlds = verified.flatMap((world) => (world === undefined ? [] : [world]));
  // Where findings sufficed they are in what was simulated.
  const isWhole = worlds.length === scenario.worlds.length;
  const options = { demand, soften: !demand };
  const judged = isWhole ? withProofs(simulated, scenario, { scenario: scenario.name, worlds }, options) : simulated;
  return demand ? requireProof(judged) : judged;
}

function figures(tasks: readonly string[], of: (task: string) => number | undefined): Record<string, number> {
  return Object.fromEntries(
    tasks.flatMap((task) => {
      const figure = of(task);
      return figure === undefined ? [] : [[task, figure] as const];
    }),
  );
}

function moreRuns(job: Extract<Job, { kind: 'runs' }>, context: Context): Runs {
  const { setup, tasks, targets } = context;
  const scenario = scenarioAt(job, context);
  assert(typeof scenario !== 'string', 'a setting that is run more often makes a scenario', { values: job.values });
  const { seed, replications, eventsMax } = setup;
  const machines = scenario.worlds.map(({ model }) => assemble(model));
  const settled = settle(scenario, machines, { seed, replications, eventsMax });
  let events = 0;
  const records = settled.machines.map((full, world) => {
    const written = asWritten(full).model;
    const limits = limitsOf(scenario.worlds[world]!.goals, written);
    const numbers = isOpen(full) ? Array.from({ length: job.to - job.from }, (_, index) => job.from + index) : [0];
    return numbers.map((run) => {
      const record = replicationAlone(full, { seed, replications, eventsMax, limits }, run);
      events += record.end.events;
      return record;
    });
  });
  const runs = runsOfAll(records);
  const values = Array.from({ length: runs }, (_, run) =>
    targets.map((target) => valueOfRun(records, tasks, target, run)),
  );
  const leastChanges = targets.map((target) => leastChange(records, tasks, target));
  const exact = machines.every((machine) => !isOpen(machine));
  return { kind: 'runs', from: job.from, values, leastChanges, exact, events };
}
