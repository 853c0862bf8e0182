/**
 * `simulate`: runs every world of a scenario, judges it, and says the worst.
 *
 * All worlds and all settings see the same seed, so what differs between two results differs because of what was changed.
 *
 * @module
 */
import { type Replication, replicate } from '../analysis/replications.ts';
import { contentHash } from '../scenarios/hash.ts';
import { checkOptions, type OptionKinds } from '../scenarios/options.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { isOpen } from '../sim/engine.ts';
import { assemble } from '../sim/machine.ts';
import { VERSION } from '../sim/version.ts';
import { asWritten } from './evidence/seen.ts';
import { limitsOf } from './goals/limited.ts';
import { replicationsNeeded } from './goals/precision.ts';
import type { Report, Result } from './report/report.ts';
import { type Settled, settle } from './settle.ts';
import { worstOf } from './verdict.ts';
import { judgeWorld } from './world.ts';

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

/** What each option must be. */
export const SIMULATE_KINDS: OptionKinds<SimulateOptions> = {
  seed: 'a text',
  replications: 'a whole number of at least 1',
  eventsMax: 'a whole number of at least 1',
  onProgress: 'a function',
};

/** What holds where neither the caller nor the scenario says anything. */
export const SEED = '1';
export const REPLICATIONS = 20;
export const EVENTS_MAX = 10_000_000;

/**
 * Simulates a scenario and judges its goals.
 *
 * @throws {TypeError} when an option is unknown, or not of its kind.
 * @example
 * const { report } = simulate(loadScenario(text, { file: 'prod.yaml' }));
 * console.log(report.verdict);
 */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): Result {
  checkOptions('simulate', options, SIMULATE_KINDS);
  return simulateRecorded(scenario, options).result;
}

/** A result with what its runs came to, by world and run: for whoever goes on from there. */
export interface Recorded {
  readonly result: Result;
  readonly records: readonly (readonly Replication[])[];
}

/** `simulate`, and what each run came to. */
export function simulateRecorded(scenario: Scenario, options: SimulateOptions): Recorded {
  const seed = options.seed ?? scenario.seed ?? SEED;
  const replications = options.replications ?? scenario.replications ?? REPLICATIONS;
  const eventsMax = options.eventsMax ?? EVENTS_MAX;
  const machines = scenario.worlds.map(({ model }) => assemble(model));
  const settled = settle(scenario, machines, { seed, replications, eventsMax });
  const planned = machines.map((machine) => (isOpen(machine) ? replications : 1));
  let before = 0;
  const records: (readonly Replication[])[] = [];
  const worlds = settled.machines.map((full, index) => {
    const machine = asWritten(full);
    const world = scenario.worlds[index]!;
    const onDone = (done: number, count: number) => {
      planned[index] = count;
      options.onProgress?.(
        before + done,
        planned.reduce((sum, runs) => sum + runs, 0),
      );
    };
    const ran = replicate(full, {
      seed,
      replications,
      eventsMax,
      onDone,
      limits: limitsOf(world.goals, machine.model),
      // Who says how many means that many.
      ...(options.replications === undefined && {
        replicationsMax: scenario.replicationsMax,
        more: (records) => replicationsNeeded(machine, world.goals, records),
      }),
    });
    before += ran.records.length;
    records.push(ran.records);
    return judgeWorld({ ...ran, machine, full, world, unsettled: settled.unsettled }, { scenario, seed, index });
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
  const counterexamples = worlds.flatMap((world) => world.counterexamples);
  const shown = counterexamples.length > 0 && { counterexamples };
  return { result: { report, traces: worlds.map(({ trace }) => trace), ...shown }, records };
}

function headOf(scenario: Scenario, { machines, warmup }: Settled): Report['scenario'] {
  const { horizonMs, warmupMs, gridMs } = machines[0]!.model;
  const { name, title, parameters, worlds, files, plugins } = scenario;
  const hash = contentHash(worlds.map(({ set, model, goals }) => ({ set, model, goals, warmup: scenario.warmup })));
  const found = warmup === undefined ? {} : { warmup };
  const named = {
    ...(files.length > 0 && { files: [...files] }),
    ...(plugins && { plugins: [...plugins] }),
  };
  return { name, title, hash, horizonMs, warmupMs, ...found, gridMs, parameters: { ...parameters }, ...named };
}

function againText(scenario: Scenario, seed: string, replications: number | undefined): string {
  const { set = {}, horizon } = scenario.given ?? {};
  const settings = Object.entries(set).map(([name, value]) => ` --set ${quoted(`${name}=${value}`)}`);
  const long = horizon === undefined ? '' : ` --horizon ${quoted(horizon)}`;
  const runs = replications === undefined ? '' : ` --replications ${replications}`;
  const plugins = scenario.plugins === undefined ? '' : ' --allow-plugins';
  return `sim ${quoted(scenario.locate([]).file)}${settings.join('')}${long} --seed ${quoted(seed)}${runs}${plugins}`;
}

/** An argument as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
