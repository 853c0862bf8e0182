/**
 * `verify`: proves for every run of a scenario, whatever its costs, delays and order turn out to be, that no task starves,
 * and how long each waits at the most; or shows how one can be starved.
 *
 * @module
 */
import type { Assumption, Scenario, World } from '../scenarios/scenario.ts';
import { assemble } from '../sim/machine.ts';
import type { Components } from './components.ts';
import { canGoOn, trapsOf, wholeComponents } from './claims.ts';
import { type ExploreLimits, type ExploreStop, explore, explorerOf, type Graph, isExplorer } from './explore.ts';
import { peel } from './peel.ts';
import type { Refusal } from './space.ts';
import { viewOf } from './view.ts';

export interface VerifyOptions {
  /** States that are stored at the most, in each world. Default: 10 million. */
  readonly statesMax?: number | undefined;
  /** Bytes, in each world. Default: 2 GiB. */
  readonly bytesMax?: number | undefined;
  /** Told now and then. */
  readonly onProgress?: ExploreLimits['onProgress'];
}

/**
 * `live`: every run progresses again and again. `starvable`: some run stops progressing for ever. `starved`: every run does.
 * `unknown`: neither was proved.
 */
export type Claim = 'live' | 'starvable' | 'starved' | 'unknown';

export interface TaskVerification {
  readonly task: string;
  readonly claim: Claim;
  /** The longest waits of any run; only where the task is live. `betweenMs` is -1 where it progresses once at the most. */
  readonly worst?: { readonly firstMs: number; readonly betweenMs: number };
  /** States from which it can never progress again. */
  readonly traps?: number;
}

export interface WorldVerification {
  readonly set: Readonly<Record<string, string>>;
  readonly stopped: ExploreStop | 'not-verifiable';
  /** Why, where it is not verifiable. */
  readonly refusals: readonly Refusal[];
  readonly tasks: readonly TaskVerification[];
  readonly states: number;
  readonly edges: number;
  readonly bytes: number;
  readonly gridMs: number;
  readonly assumptions: readonly Assumption[];
}

export interface Verification {
  readonly scenario: string;
  readonly worlds: readonly WorldVerification[];
}

export function verify(scenario: Scenario, options: VerifyOptions = {}): Verification {
  return { scenario: scenario.name, worlds: scenario.worlds.map((world) => verifyWorld(world, options)) };
}

const STATES_MAX = 10_000_000;
const BYTES_MAX = 2 ** 31;
const STARTS_MAX = 50_000_000;

export function verifyWorld(world: World, options: VerifyOptions = {}): WorldVerification {
  const { set, model, assumptions } = world;
  const made = explorerOf(assemble(model));
  const head = { set, gridMs: model.gridMs, assumptions };
  if (!isExplorer(made)) {
    const tasks = model.tasks.map(({ name }): TaskVerification => ({ task: name, claim: 'unknown' }));
    return { ...head, stopped: 'not-verifiable', refusals: made, tasks, states: 0, edges: 0, bytes: 0 };
  }
  const graph = explore(made, {
    statesMax: options.statesMax ?? STATES_MAX,
    bytesMax: options.bytesMax ?? BYTES_MAX,
    startsMax: STARTS_MAX,
    onProgress: options.onProgress,
  });
  const { stopped, table, edges, bytes } = graph;
  graph.table.closeIndex();
  let whole: Components | undefined;
  const components = (): Components => {
    whole ??= wholeComponents(graph);
    return whole;
  };
  const tasks = model.tasks.map(({ name }, task) => judgeTask(graph, task, name, components));
  return { ...head, stopped, refusals: [], tasks, states: table.count, edges: edges.count, bytes };
}

function judgeTask(graph: Graph, task: number, name: string, components: () => Components): TaskVerification {
  const view = viewOf(graph, task);
  const peeled = peel(view);
  const whole = graph.stopped === 'complete' && graph.zeno === undefined;
  if (peeled.kind === 'waits') {
    if (!whole) return { task: name, claim: 'unknown' };
    return { task: name, claim: 'live', worst: { firstMs: peeled.firstMs, betweenMs: peeled.betweenMs } };
  }
  const starved = whole && !canGoOn(view, components());
  return { task: name, claim: starved ? 'starved' : 'starvable', traps: trapsOf(view, components()).count };
}
