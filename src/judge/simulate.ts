/**
 * `simulate`: runs every world of a scenario, judges it, and says the worst.
 *
 * All worlds and all settings see the same seed, so what differs between two results differs because of what was changed.
 *
 * @module
 */
import { findingsOf } from '../analysis/findings/lint.ts';
import { replicate } from '../analysis/replications.ts';
import { contentHash } from '../scenarios/hash.ts';
import { checkOptions, type OptionKinds } from '../scenarios/options.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { isOpen } from '../sim/engine.ts';
import { assemble } from '../sim/machine.ts';
import type { Trace } from '../sim/trace.ts';
import { VERSION } from '../sim/version.ts';
import { causeOf } from './cause.ts';
import { fairnessOf } from './fairness.ts';
import { type JudgedGoal, judgeGoal } from './goals.ts';
import { limitsOf } from './limited.ts';
import { limitFindings } from './limits.ts';
import { replicationsNeeded } from './precision.ts';
import type { FindingReport, Report, Result, TaskReport, WorldReport } from './report.ts';
import { runsText, type Seen } from './seen.ts';
import { type Settled, settle, settlingFindings } from './settle.ts';
import { lockTable, supplyTable, taskTable } from './tables.ts';
import { verdictOf, worstOf } from './verdict.ts';

export interface SimulateOptions {
  /** Any text. Default: the scenario's, else `1`. */
  readonly seed?: string | undefined;
  /** Independent runs of each world, at least 1. Default: the scenario's, else 20; one where nothing is left open. So many, whatever the scenario asks to know. */
  readonly replications?: number | undefined;
  /** Events after which a run is stopped and its goals are unknown. Default: 10 million. */
  readonly eventsMax?: number | undefined;
  /** Told after each run of any world. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const OPTIONS: OptionKinds<SimulateOptions> = {
  seed: 'a text',
  replications: 'a whole number of at least 1',
  eventsMax: 'a whole number of at least 1',
  onProgress: 'a function',
};

const SEED = '1';
const REPLICATIONS = 20;
const EVENTS_MAX = 10_000_000;

/**
 * Simulates a scenario and judges its goals.
 *
 * @throws {TypeError} when an option is unknown, or not of its kind.
 * @example
 * const { report } = simulate(loadScenario(text, { file: 'prod.yaml' }));
 * console.log(report.verdict);
 */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): Result {
  checkOptions('simulate', options, OPTIONS);
  const seed = options.seed ?? scenario.seed ?? SEED;
  const replications = options.replications ?? scenario.replications ?? REPLICATIONS;
  const eventsMax = options.eventsMax ?? EVENTS_MAX;
  const machines = scenario.worlds.map(({ model }) => assemble(model));
  const settled = settle(scenario, machines, { seed, replications, eventsMax });
  const planned = machines.map((machine) => (isOpen(machine) ? replications : 1));
  let before = 0;
  const worlds = settled.machines.map((machine, index) => {
    const world = scenario.worlds[index]!;
    const onDone = (done: number, count: number) => {
      planned[index] = count;
      options.onProgress?.(
        before + done,
        planned.reduce((sum, runs) => sum + runs, 0),
      );
    };
    const ran = replicate(machine, {
      seed,
      replications,
      eventsMax,
      onDone,
      limits: limitsOf(
        world.goals,
        machine.model.tasks.map(({ name }) => name),
      ),
      // Who says how many means that many.
      ...(options.replications === undefined && {
        replicationsMax: scenario.replicationsMax,
        more: (records) => replicationsNeeded(machine, world.goals, records),
      }),
    });
    before += ran.records.length;
    return worldOf(scenario, { ...ran, machine, world, unsettled: settled.unsettled });
  });
  const reports = worlds.map(({ report }) => report);
  const { set: _, ...worst } = worstOf(reports);
  const unsure = reports.length > 1 || Object.keys(reports[0]!.set).length > 0;
  const report: Report = {
    quotasim: VERSION,
    scenario: headOf(scenario, settled),
    seed,
    replications: Math.max(...worlds.map(({ runs }) => runs)),
    again: againText(scenario, seed, options.replications),
    ...worst,
    ...(unsure && { worlds: reports }),
  };
  return { report, traces: worlds.map(({ trace }) => trace) };
}

function worldOf(
  scenario: Scenario,
  seen: Seen,
): { readonly report: WorldReport; readonly trace: Trace; readonly runs: number } {
  const { model } = seen.machine;
  const goals = seen.world.goals.map((goal) => judgeGoal(seen, goal));
  const tasks = model.tasks.map(({ name }, task) => [name, judgedTask(seen, task, goals)] as const);
  const report: WorldReport = {
    set: { ...seen.world.set },
    verdict: verdictOf(goals.map(({ report }) => report)),
    tasks: Object.fromEntries(tasks),
    supplies: Object.fromEntries(model.supplies.map(({ name }, supply) => [name, supplyTable(seen, supply)])),
    locks: Object.fromEntries(model.locks.map(({ name }, lock) => [name, lockTable(seen, lock)])),
    fairness: fairnessOf(seen),
    goals: goals.map((goal) => goal.report),
    findings: [
      ...settingsFindings(scenario, seen),
      ...limitFindings(scenario, seen),
      ...settlingFindings(scenario, seen),
    ],
    restsOn: [...seen.world.assumptions],
  };
  return { report, trace: seen.trace, runs: seen.records.length };
}

/** What the settings say by themselves. Good news is left to `sim lint`: a report has its own. */
function settingsFindings({ locate }: Scenario, { machine }: Seen): FindingReport[] {
  return findingsOf(machine.model, locate).filter(({ severity }) => severity !== 'note');
}

/** A task's numbers with what the runs allow to claim about it: nothing, but for what was seen. */
function judgedTask(seen: Seen, task: number, all: readonly JudgedGoal[]): TaskReport {
  const { name } = seen.machine.model.tasks[task]!;
  const goals = all.filter(({ goal }) => goal.of === name);
  const table = taskTable(seen, task);
  const cause = causeOf(seen, task, goals, table);
  return {
    claim: 'unknown',
    evidence: {
      kind: 'estimate',
      replications: seen.records.length,
      horizonMs: seen.machine.model.horizonMs,
      text: evidenceText(seen, goals),
    },
    ...(cause !== undefined && { cause }),
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

function headOf(scenario: Scenario, { machines, warmup }: Settled): Report['scenario'] {
  const { horizonMs, warmupMs, gridMs } = machines[0]!.model;
  const { name, title, parameters, worlds } = scenario;
  const hash = contentHash(worlds.map(({ set, model, goals }) => ({ set, model, goals, warmup: scenario.warmup })));
  const found = warmup === undefined ? {} : { warmup };
  return { name, title, hash, horizonMs, warmupMs, ...found, gridMs, parameters: { ...parameters } };
}

function againText(scenario: Scenario, seed: string, replications: number | undefined): string {
  const runs = replications === undefined ? '' : ` --replications ${replications}`;
  return `sim ${quoted(scenario.locate([]).file)} --seed ${quoted(seed)}${runs}`;
}

/** An argument as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
