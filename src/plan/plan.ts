/**
 * `plan`: the best setting that keeps every goal, why it is the best, how far it is from one that does not, and what each
 * parameter matters.
 *
 * What cannot be had is thrown out first: by findings, which cost nothing, and by proof. What is left is simulated with common
 * random numbers and judged as `sim` judges it, and of what keeps every goal the best is chosen with the probability asked
 * for. Everything goes in rounds that depend on results alone, so that neither the order of the work nor a stop on the way
 * changes what comes out.
 *
 * @module
 */
import { amountText } from '../analysis/words/amount-text.ts';
import { EVENTS_MAX, REPLICATIONS, SEED } from '../judge/simulate.ts';
import { contentHash } from '../scenarios/hash.ts';
import { familyOf, type LoadOptions } from '../scenarios/parse.ts';
import { policySource } from '../scenarios/plugins.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { VERSION } from '../sim/version.ts';
import { assembleReport } from './assemble.ts';
import { Catalogue } from './catalogue.ts';
import { type Choice, choose, keptOf } from './choose.ts';
import type { PlanSetup } from './job.ts';
import { BUDGET, type Budget, Ledger, type Store } from './ledger.ts';
import { measuredTargets } from './measures.ts';
import { PlanError } from './plan-error.ts';
import type { PlanReport } from './report.ts';
import { inProcess, type RunnerFor } from './runner.ts';
import { search } from './search.ts';
import { allowedPoints, LISTED_MAX, type Point, type Space, spaceOf } from './space.ts';
import { measuredAt, signOf, type Worth } from './worth.ts';

export interface PlanOptions {
  /** Parameters that vary. Default: all that say what values they may have. */
  readonly vary?: readonly string[] | undefined;
  readonly budget?: Partial<Budget> | undefined;
  readonly seed?: string | undefined;
  /** Runs by which a setting is judged, at least 2. Default: the scenario's, `until` included, else 20. */
  readonly replications?: number | undefined;
  /** A starvation of probability 0 counts, and a goal that is met but not proved is unknown. */
  readonly requireProof?: boolean | undefined;
  /** Who does the work. Default: this process. */
  readonly runner?: RunnerFor | undefined;
  /** Keeps results over the end of the process; made for the hash of what is planned. */
  readonly store?: ((hash: string) => Store) | undefined;
  /** The command that makes the same plan again. */
  readonly again?: string | undefined;
  readonly onProgress?: ((done: number, total: number, what: string) => void) | undefined;
  /** Asked between two jobs; once it says so, the plan ends with an error, and what was done is kept. */
  readonly isStopped?: (() => boolean) | undefined;
}

/** What one proof may take: about a second. */
const PROOF = { statesMax: 200_000, stepsMax: 500_000 };

/**
 * Plans a scenario.
 *
 * @throws {ScenarioError} where the text is no scenario.
 * @throws {PlanError} where there is nothing to choose from, the budget suffices for nothing, or it was stopped.
 * @example
 * const report = await plan(text, { file: 'prod.yaml' }, { vary: ['BACKFILL_MIN_TOKENS'] });
 * report.chosen?.values; // { BACKFILL_MIN_TOKENS: '85' }
 */
export async function plan(text: string, load: LoadOptions = {}, options: PlanOptions = {}): Promise<PlanReport> {
  const family = familyOf(text, load);
  const scenario = family.base;
  const space = spaceOf(scenario, options.vary);
  const budget = { ...BUDGET, ...options.budget };
  const setup = setupOf(text, { load, scenario, options });
  // Where the results of a plan belong: another version may come to others.
  const { text: _, ...settings } = setup;
  const axes = space.axes.map(({ name, size }) => [name, size]);
  const policies = load.policies?.map(policySource);
  const asked = { settings, document: family.document, files: scenario.files, policies, axes };
  const hash = contentHash({ ...asked, version: VERSION });
  const runner = (options.runner ?? inProcess())(setup, family);
  const { onProgress, isStopped } = options;
  const ledger = new Ledger({ runner, budget, store: options.store?.(hash), onProgress, isStopped });
  try {
    const catalogue = new Catalogue(space, ledger);
    const worth = worthOf(scenario, space);
    const looked = await lookAround(scenario, catalogue, { ledger, worth, budget });
    const context = { scenario, catalogue, ledger, worth, setup, family };
    const choice = await chosen(context);
    return await assembleReport(choice, { ...context, looked, budget, hash, again: options.again });
  } finally {
    await runner.close();
  }
}

function setupOf(
  text: string,
  given: { readonly load: LoadOptions; readonly scenario: Scenario; readonly options: PlanOptions },
): PlanSetup {
  const { load, scenario, options } = given;
  const files = scenario.files.map(({ path }): [string, string] => [path, load.read?.(path) ?? '']);
  return {
    text,
    file: load.file ?? 'scenario.yaml',
    set: load.set ?? {},
    horizon: load.horizon,
    files: Object.fromEntries(files),
    seed: options.seed ?? scenario.seed ?? SEED,
    // One run says nothing of how runs differ.
    replications: Math.max(2, options.replications ?? scenario.replications ?? REPLICATIONS),
    // Who says how many means that many.
    ...(options.replications === undefined && scenario.replicationsMax !== undefined && { untilKnown: true as const }),
    eventsMax: EVENTS_MAX,
    requireProof: options.requireProof === true,
    ...(load.polls !== undefined && { polls: load.polls }),
    ...((load.plugins ?? load.policies) !== undefined && { local: true as const }),
    ...PROOF,
  };
}

function worthOf({ plan: asked, worlds }: Scenario, space: Space): Worth {
  const tasks = worlds[0]!.model.tasks.map(({ name }) => name);
  return { space, plan: asked, measured: measuredTargets(asked, tasks) };
}

export interface Looked {
  /** Settings that satisfy every constraint; undefined where they were not counted. */
  readonly allowed: number | undefined;
  readonly exhaustive: boolean;
}

interface Looking {
  readonly ledger: Ledger;
  readonly worth: Worth;
  readonly budget: Budget;
}

/** Looks at every setting where the budget allows that, and else searches. */
async function lookAround(
  scenario: Scenario,
  catalogue: Catalogue,
  { ledger, worth, budget }: Looking,
): Promise<Looked> {
  const { space } = catalogue;
  const { target } = scenario.plan;
  if (space.size <= budget.settings) {
    checkListed(space.size);
    const points = allowedPoints(scenario, space);
    await catalogue.lookAt(points, 'settings');
    return { allowed: points.length, exhaustive: catalogue.points.length === points.length };
  }
  const least = 2 * space.axes.length + 1;
  if (budget.settings < least) {
    const says = `a budget of ${budget.settings} settings does not suffice for a search, which takes ${least} at the least (the lattice has ${space.size}): raise it (--budget settings=${least}), or vary fewer parameters (--vary)`;
    throw new PlanError('budget_too_small', says);
  }
  const worthAt = (point: Point): number => {
    const look = catalogue.look(point);
    const value = target && measuredAt(worth, target, point, look);
    return value === undefined ? (look?.judged?.score ?? 0) : signOf(target!) * value;
  };
  await search({ catalogue, ledger, worth: worthAt });
  return { allowed: undefined, exhaustive: false };
}

/** Before a point is made: a list that does not fit into memory ends in no message of ours. */
function checkListed(settings: number): void {
  if (settings <= LISTED_MAX) return;
  const says = `the lattice has ${amountText(settings)} settings, and at most ${amountText(LISTED_MAX)} are looked at one by one: give a smaller budget, with which they are searched (--budget settings=${BUDGET.settings}), coarser steps, or fewer parameters (--vary)`;
  throw new PlanError('budget_too_large', says);
}

export interface PlanContext {
  readonly scenario: Scenario;
  readonly catalogue: Catalogue;
  readonly ledger: Ledger;
  readonly worth: Worth;
  readonly setup: PlanSetup;
}

/** The choice; undefined where no setting keeps every goal. */
async function chosen(context: PlanContext): Promise<Choice | undefined> {
  const { scenario, catalogue } = context;
  if (keptOf(catalogue).length === 0) {
    // Where none is proved safe, one that starves with probability 0 alone is better than none.
    const byDraws = catalogue.points.filter((point) => catalogue.look(point)!.byDraws === true);
    if (byDraws.length > 0 && !context.setup.requireProof) await catalogue.lookAt(byDraws, 'weighing chances', true);
  }
  const kept = keptOf(catalogue);
  if (kept.length === 0) return undefined;
  const { target, confidence, indifference } = scenario.plan;
  const { replications } = context.setup;
  return choose(kept, { ...context, target, confidence, indifference, replications });
}
