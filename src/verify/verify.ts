/**
 * `verify`: proves for every run of a scenario, whatever its costs, delays and order turn out to be, that no task starves,
 * and how long each waits at the most; or shows how one can be starved.
 *
 * @module
 */
import { expectScenario } from '../scenarios/expect-scenario.ts';
import type { Scenario, World } from '../scenarios/scenario.ts';
import { assemble } from '../sim/machine.ts';
import { writtenCount } from '../sim/program/copies.ts';
import { almostSafe, type ChanceOptions, chancesOf } from './chance/chances.ts';
import { verifyGoals } from './goals.ts';
import { type ExploreLimits, explore, type Graph } from './graph/explore.ts';
import { explorerOf, isExplorer } from './graph/explorer.ts';
import { TaskJudge } from './judge-task.ts';
import { type MovedProof, proveMoved } from './moved.ts';
import { notVerifiable } from './states/elements.ts';
import { type Refusal, spaceOf } from './states/space.ts';
import type { TaskVerification, Verification, WorldVerification } from './verification.ts';

export interface VerifyOptions {
  /** States that are stored at the most, in each world. Default: 10 million. */
  readonly statesMax?: number | undefined;
  /** Bytes for states, edges and what judging them takes, in each world. Default: 2 GiB. */
  readonly bytesMax?: number | undefined;
  /** Starts that are tried at the most, in each world. Default: 50 million. */
  readonly startsMax?: number | undefined;
  /** Instants that are tried at the most, once for each way through them, in each world. Default: no limit. */
  readonly stepsMax?: number | undefined;
  /**
   * Whether runs are shown: counterexamples, longest waits, cycles of shares; and worst shares that no goal asks for are told.
   * Default: true.
   */
  readonly shows?: boolean | undefined;
  /** Edges that are looked at for the worst served share, and again for a shorter counterexample. Default: 300 and 20 million. */
  readonly looksMax?: number | undefined;
  /** Told now and then how far the exploration of a world has come. */
  readonly onProgress?: ExploreLimits['onProgress'];
  /**
   * Where given, chances are worked out too, within these limits (`{}`: the usual ones); `almost-safe`: only whether
   * starving has probability 0.
   */
  readonly chances?: ChanceOptions | 'almost-safe' | undefined;
}

const STATES_MAX = 10_000_000;
const BYTES_MAX = 2 ** 31;
/** Starts are not stored, so more of them than states can be tried. */
const STARTS_MAX = 50_000_000;

/**
 * Verifies every world of a scenario.
 *
 * @example
 * verify(loadScenario(text, { file: 'prod.yaml' })).worlds[0].tasks;
 */
export function verify(scenario: Scenario, options: VerifyOptions = {}): Verification {
  expectScenario('verify', scenario);
  return { scenario: scenario.name, worlds: scenario.worlds.map((world) => verifyWorld(world, options)) };
}

export function verifyWorld(world: World, options: VerifyOptions = {}): WorldVerification {
  const machine = assemble(world.model);
  const starts = machine.model.starts.reduce((product, { count }) => product * count, 1);
  // Who sets a limit wants to know soon: listing the starts alone would take long.
  if (starts > (options.startsMax ?? Infinity)) {
    const refusals = notVerifiable(spaceOf(machine));
    return unexplored(world, refusals.length > 0 ? 'not-verifiable' : 'starts-max', refusals);
  }
  const made = explorerOf(machine);
  if (!isExplorer(made)) return unexplored(world, 'not-verifiable', made);
  const limits = {
    statesMax: options.statesMax ?? STATES_MAX,
    bytesMax: options.bytesMax ?? BYTES_MAX,
    startsMax: options.startsMax ?? STARTS_MAX,
    stepsMax: options.stepsMax,
    onProgress: options.onProgress,
  };
  const isFar = machine.datesEndMs / machine.model.gridMs > FAR;
  const first = isFar ? proveMoved(made, limits) : undefined;
  if (first?.atMost.every((waits) => waits !== undefined))
    return withMoved(unexplored(world, 'complete'), world, first);
  const graph = explore(made, limits);
  graph.table.closeIndex();
  const verified = judged(world, graph, options);
  if (graph.stopped === 'complete') return verified;
  const moved = first ?? proveMoved(made, limits);
  return moved === undefined ? verified : withMoved(verified, world, moved);
}

/** Dates that are more grid steps away than this are tried elsewhere first: to count the time until them is too much, most likely. */
const FAR = 20_000;

/** Who is safe whenever the dates come is safe. All of it is proved where everybody is, and else what exploring came to stands beside it. */
function withMoved(verified: WorldVerification, { goals, model }: World, proof: MovedProof): WorldVerification {
  const { byMs, states, edges, bytes, atMost } = proof;
  const tasks = verified.tasks.map((task, index): TaskVerification => {
    const waits = atMost[index];
    return task.claim !== 'unknown' || waits === undefined ? task : { ...task, claim: 'live', atMost: waits };
  });
  const canStarve = tasks.flatMap(({ task, claim }, index) =>
    claim === 'unknown' && atMost[index] === undefined ? [task] : [],
  );
  const whole = tasks.every(({ claim }) => claim === 'live');
  return {
    ...verified,
    ...(whole && { stopped: 'complete' as const, states, frontier: 0, edges, bytes }),
    tasks,
    goals: verifyGoals(goals, tasks, model),
    moved: { byMs, states, edges, canStarve },
  };
}

function judged(
  { set, model, goals, assumptions }: World,
  graph: Graph,
  { chances: limits, looksMax, shows = true }: VerifyOptions,
): WorldVerification {
  const { stopped, outside, table, edges, bytes } = graph;
  const judge = new TaskJudge(graph, set, { looksMax, shows, ...(!shows && { shares: sharesOf(goals) }) });
  const judgedTasks = model.tasks.map((_, task) => judge.judge(task));
  const zeno = judge.zeno();
  const found = weighed(graph, judgedTasks, limits);
  const tasks = judgedTasks.map((task, index) =>
    found.almostSafe[index] ? { ...task, almostSafe: true as const } : task,
  );
  return {
    set,
    stopped,
    ...(stopped === 'range' && { outside }),
    refusals: [],
    tasks,
    goals: verifyGoals(goals, tasks, model),
    ...(zeno && { zeno }),
    states: table.count,
    frontier: table.count - edges.sources,
    edges: edges.count,
    bytes,
    gridMs: model.gridMs,
    assumptions,
    ...found.chances,
  };
}

/** The tasks of which a goal asks how many of their starts are served. */
function sharesOf(goals: World['goals']): readonly string[] {
  return goals.filter(({ goal }) => goal === 'served').map(({ of }) => of);
}

interface Weighed {
  readonly almostSafe: readonly boolean[];
  readonly chances: Pick<WorldVerification, 'chances' | 'chancesLeft'>;
}

function weighed(graph: Graph, tasks: readonly TaskVerification[], limits: VerifyOptions['chances']): Weighed {
  const claims = tasks.map(({ claim }) => claim);
  const { model } = graph.explorer.space.machine;
  if (limits === 'almost-safe') return { almostSafe: almostSafe(graph, claims), chances: {} };
  // What is figured out is of the first copy, and the chance that any starves is another.
  if (limits !== undefined && writtenCount(model) < model.tasks.length) {
    return { almostSafe: almostSafe(graph, claims), chances: { chancesLeft: 'a task has copies' } };
  }
  if (limits === undefined || (limits.when === 'starvable' && !claims.includes('starvable'))) {
    return { almostSafe: [], chances: {} };
  }
  const chances = chancesOf(graph, claims, limits);
  if (typeof chances === 'string') return { almostSafe: [], chances: { chancesLeft: chances } };
  const never = chances.tasks.map(({ starvesAgainstAdversary }) => starvesAgainstAdversary === 'never');
  return { almostSafe: claims.map((claim, task) => claim === 'starvable' && never[task]!), chances: { chances } };
}

/** A world of which nothing is known. */
function unexplored(
  { set, model, goals, assumptions }: World,
  stopped: WorldVerification['stopped'],
  refusals: readonly Refusal[] = [],
): WorldVerification {
  const tasks = model.tasks.map(({ name }): TaskVerification => ({ task: name, claim: 'unknown' }));
  return {
    set,
    stopped,
    refusals,
    tasks,
    goals: verifyGoals(goals, tasks, model),
    states: 0,
    frontier: 0,
    edges: 0,
    bytes: 0,
    gridMs: model.gridMs,
    assumptions,
  };
}
