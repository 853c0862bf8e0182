/**
 * Chances beside certainties: whether starving has a probability above 0, and what each task gets in the long run.
 *
 * Draws have probabilities; starts and offsets left `any` have none, so what is said holds from every start. Turns are the
 * adversary's unless `order: fair`; what holds if a fair coin decides them is said beside it.
 *
 * @module
 */
import { DAY_MS } from '../sim/time.ts';
import { type Chain, type ChainLimits, chainOf } from './chain.ts';
import { wholeComponents } from './claims.ts';
import type { Graph } from './explore.ts';
import type { Between } from './gain-bounds.ts';
import { canHoldOff } from './hold-off.ts';
import { type LongRun, longRunOf } from './long-run.ts';
import { closedClasses } from './recurrent.ts';
import type { Chance, Chances, Claim, TaskChances } from './verification.ts';

export interface ChanceOptions extends Partial<ChainLimits> {
  /** Products that may be spent on the long run. Default: 5 million. */
  readonly workMax?: number | undefined;
}

const STATES_MAX = 200_000;
const WAYS_MAX = 2_000_000;
const WORK_MAX = 5_000_000;

/** The chances of a graph that was explored whole, given what was proved of its tasks; undefined where a limit was hit. */
export function chancesOf(graph: Graph, claims: readonly Claim[], options: ChanceOptions = {}): Chances | undefined {
  const { statesMax = STATES_MAX, waysMax = WAYS_MAX, workMax = WORK_MAX } = options;
  if (graph.stopped !== 'complete' || graph.zeno !== undefined) return undefined;
  const chain = chainOf(graph, { statesMax, waysMax });
  if (chain === undefined) return undefined;
  const classes = closedClasses(graph, wholeComponents(graph));
  const recurrent = classes.reduce((sum, { length }) => sum + length, 0);
  const longRuns = classes.map((states) => longRunOf(chain, states, (workMax * states.length) / recurrent));
  const { tasks } = graph.explorer.space.machine.model;
  return {
    classes: classes.length,
    recurrent,
    solved: longRuns.every(({ solved }) => solved === 'direct') ? 'direct' : 'bounds',
    tasks: tasks.map(({ name }, task) => {
      const byCoin = chanceByCoin(longRuns, task);
      return {
        task: name,
        starvesAgainstAdversary: chanceAgainstAdversary(chain, claims[task]!, task, byCoin),
        starvesByCoin: byCoin,
        longRun: together(longRuns, task),
      };
    }),
  };
}

function chanceByCoin(longRuns: readonly LongRun[], task: number): Chance {
  const starved = longRuns.filter(({ tasks }) => !tasks[task]!.progresses).length;
  return starved === 0 ? 'never' : starved === longRuns.length ? 'certain' : 'possible';
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
