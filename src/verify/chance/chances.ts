/**
 * Chances beside certainties: whether starving has a probability above 0, and what each task gets in the long run.
 *
 * Draws have probabilities; starts and offsets left `any` have none, so what is said holds from every start. Turns are the
 * adversary's unless `order: fair`; what holds if a fair coin decides them is said beside it.
 *
 * @module
 */
import { DAY_MS } from '../../sim/time.ts';
import type { Graph } from '../graph/explore.ts';
import { wholeComponents } from '../liveness/claims.ts';
import type { Chance, Chances, Claim, TaskChances } from '../verification.ts';
import { type Chain, type ChainLimits, chainOf } from './chain.ts';
import type { Between } from './gain-bounds.ts';
import { canHoldOff } from './hold-off.ts';
import { type LongRun, longRunOf } from './long-run.ts';
import { closedClasses } from './recurrent.ts';

export interface ChanceOptions extends Partial<ChainLimits> {
  /** Products that may be spent on the long run. Default: 5 million. */
  readonly workMax?: number | undefined;
  /** Whether they are worked out where no task can starve. Default: `always`. */
  readonly when?: 'always' | 'starvable' | undefined;
}

const STATES_MAX = 200_000;
const WAYS_MAX = 2_000_000;
const WORK_MAX = 5_000_000;

/** The chances of a graph, given what was proved of its tasks; or why they are not known, as the rest of a sentence. */
export function chancesOf(graph: Graph, claims: readonly Claim[], options: ChanceOptions = {}): Chances | string {
  const { workMax = WORK_MAX } = options;
  const chain = weighed(graph, options);
  if (typeof chain === 'string') return chain;
  const classes = closedClasses(graph, wholeComponents(graph));
  const recurrent = classes.reduce((sum, { length }) => sum + length, 0);
  const longRuns = classes.map((states) => longRunOf(chain, states, (workMax * states.length) / recurrent));
  const { tasks } = graph.explorer.space.machine.model;
  return {
    classes: classes.length,
    recurrent,
    solved: longRuns.every(({ solved }) => solved === 'direct') ? 'direct' : 'bounds',
    tasks: tasks.map(({ name }, task) => {
      const byCoin = chanceByCoin(longRuns.map(({ tasks }) => tasks[task]!.progresses));
      return {
        task: name,
        starvesAgainstAdversary: chanceAgainstAdversary(chain, claims[task]!, task, byCoin),
        starvesByCoin: byCoin,
        longRun: together(longRuns, task),
      };
    }),
  };
}

/**
 * By task: whether it can starve, but with probability 0 against every adversary; false for all where that is not known.
 * It is what `chancesOf` says of it, without the figures of the long run.
 */
export function almostSafe(graph: Graph, claims: readonly Claim[], options: ChanceOptions = {}): readonly boolean[] {
  const nobody = claims.map(() => false);
  if (!claims.includes('starvable')) return nobody;
  const chain = weighed(graph, options);
  if (typeof chain === 'string') return nobody;
  const isFair = graph.explorer.space.machine.model.order === 'fair';
  const classes = isFair ? closedClasses(graph, wholeComponents(graph)) : [];
  return claims.map((claim, task) => {
    if (claim !== 'starvable') return false;
    const byCoin = isFair ? chanceByCoin(classes.map((states) => progressesIn(graph, states, task))) : 'possible';
    return chanceAgainstAdversary(chain, claim, task, byCoin) === 'never';
  });
}

function weighed(graph: Graph, { statesMax = STATES_MAX, waysMax = WAYS_MAX }: ChanceOptions): Chain | string {
  if (graph.stopped !== 'complete') return 'not everything was explored';
  if (graph.zeno !== undefined) return 'there is a run in which an instant never ends';
  // What comes is an adversary's at times, and a task that has nothing to do is no worse for it.
  const { model, idlers } = graph.explorer.space.machine;
  if (model.backlogs.length > 0) return 'they are not worked out where there are backlogs';
  if (idlers.length > 0) return 'they are not worked out where a task is started by others alone';
  return chainOf(graph, { statesMax, waysMax });
}

/** Whether an edge within a closed class brings the task progress. */
function progressesIn({ edges, labels }: Graph, states: readonly number[], task: number): boolean {
  return states.some((state) => {
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) if (labels.progressed(edges.label(edge), task)) return true;
    return false;
  });
}

/** `progresses`: of each closed class, whether it brings the task progress. */
function chanceByCoin(progresses: readonly boolean[]): Chance {
  const starved = progresses.filter((one) => !one).length;
  return starved === 0 ? 'never' : starved === progresses.length ? 'certain' : 'possible';
}

function chanceAgainstAdversary(chain: Chain, claim: Claim, task: number, byCoin: Chance): Chance {
  if (claim === 'live') return 'never';
  if (claim === 'starved') return 'certain';
  if (chain.graph.explorer.space.machine.model.order === 'fair') return byCoin;
  return canHoldOff(chain, task, false) ? 'possible' : 'never';
}

/** The figures of all classes, from the least to the largest. */
function together(longRuns: readonly LongRun[], task: number): TaskChances['longRun'] {
  const of = (figure: (one: LongRun['tasks'][number]) => Between): Between => {
    const all = longRuns.map(({ tasks }) => figure(tasks[task]!));
    return { low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) };
  };
  const timed = longRuns.every(({ tasks }) => tasks[task]!.due.low > 0);
  return {
    progressPerDay: of(({ amount }) => ({ low: amount.low * DAY_MS, high: amount.high * DAY_MS })),
    meanWaitMs: of(({ instants }) => ({ low: 1 / instants.high, high: 1 / instants.low })),
    waiting: share(of(({ waiting }) => waiting)),
    ...(timed && {
      served: share(of(({ served, due }) => ({ low: served.low / due.high, high: served.high / due.low }))),
    }),
  };
}

/** Rounding in the last digit makes no share more than all. */
function share({ low, high }: Between): Between {
  return { low: Math.min(1, low), high: Math.min(1, high) };
}
