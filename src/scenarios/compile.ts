/**
 * Compiles one world of a scenario into a model: reads every value, then finds the grain and the grid that make all of
 * it whole, then writes the model down in them.
 *
 * @module
 */
import type { Arrival, Model, Trigger } from '../sim/model.ts';
import { greatestCommonDivisor, rational, toNumber } from '../sim/numbers/rational.ts';
import { compileBacklog, draftBacklog } from './backlogs/backlogs.ts';
import { type Draft, grainsOf, type LockDraft, type SupplyDraft } from './draft.ts';
import { type Header, readHeader } from './header.ts';
import { assumptionsOf } from './judged/assumptions.ts';
import { compileGoals } from './judged/goals.ts';
import { compilePlan } from './judged/plan.ts';
import { checkLooks, compileDispatchers } from './locks/dispatchers.ts';
import { compileLocks, withRenewals } from './locks/locks.ts';
import type { PresetUse } from './presets/expand.ts';
import type { PlanAsked, World } from './scenario.ts';
import type { ScenarioDocument } from './schema/schema.ts';
import { writtenSupplies } from './supplies/limits.ts';
import { compileSupply, draftSupply } from './supplies/supplies.ts';
import { compileOutages } from './tasks/catch-up.ts';
import { Emissions } from './tasks/emissions.ts';
import type { PolicyTables } from './tasks/policy-tables.ts';
import { checkPolicies, namedPolicies } from './tasks/policy-use.ts';
import { compileTask } from './tasks/tasks.ts';
import type { NamedFiles } from './text/named-files.ts';
import { type Node, nodeAt } from './text/tree.ts';
import type { Reading } from './values/bounds.ts';
import { Names } from './values/names.ts';
import { checkParameters, definitionsOf, entriesOf, keysOf } from './values/parameters.ts';

export interface WorldText {
  readonly root: Node;
  /** What of the document has the right shape. */
  readonly document: ScenarioDocument;
  readonly set: Readonly<Record<string, string>>;
  /** What came of presets. */
  readonly uses: readonly PresetUse[];
}

export interface CompileOptions {
  readonly name: string;
  readonly polls: Model['polls'];
  /** Shared by all worlds. */
  readonly files: NamedFiles;
  readonly tables: PolicyTables;
}

export interface CompiledWorld {
  readonly world: World;
  readonly header: Header;
  readonly reading: Reading;
  readonly plan: PlanAsked;
}

/** The world; whatever is wrong with it goes to `report`, and then the result must not be run. */
export function compileWorld(text: WorldText, options: CompileOptions, report: Reading['report']): CompiledWorld {
  const { root, document } = text;
  const definitions = definitionsOf(root, document);
  const reading: Reading = {
    report,
    names: new Names(definitions, report, options.files),
    files: options.files,
  };
  checkParameters(reading, root, document);
  const tasks = nodeAt(root, ['tasks']);
  if (tasks?.kind === 'map' && tasks.entries.size === 0) report(['tasks'], { code: 'no_tasks' });
  const header = readHeader(reading, document);
  const draft = emptyDraft(reading, text, header, options.tables);
  const model = compileModel(draft, text, header, options);
  const names = keysOf(root, 'tasks');
  const goals = compileGoals(reading, document, {
    names: {
      task: names,
      supply: writtenSupplies(root, document).map(({ name }) => name),
      backlog: keysOf(root, 'backlogs'),
    },
    model,
    startMs: header.startMs,
  });
  const plan = compilePlan(reading, document, { root, tasks: names }, definitions);
  return {
    reading,
    header,
    plan,
    world: { set: text.set, model, goals, assumptions: assumptionsOf(model, root, text) },
  };
}

function compileModel(draft: Draft, { root, document }: WorldText, header: Header, options: CompileOptions): Model {
  const supplies = writtenSupplies(root, document).flatMap(({ name, text }) =>
    text === undefined ? [] : [compileSupply(draft, draft.supplies.get(name)!, text)],
  );
  const locks = compileLocks(draft, document);
  const dispatchers = compileDispatchers(draft, document);
  const backlogs = entriesOf(root, 'backlogs', document.backlogs).map(([name, backlog]) =>
    compileBacklog(draft, draft.backlogs.get(name)!, backlog),
  );
  const tasks = entriesOf(root, 'tasks', document.tasks).map(([name, task], index) =>
    compileTask(draft, name, index, task),
  );
  draft.emissions.check(draft.report);
  checkPolicies(draft);
  const scale = { gridMs: header.gridMs ?? gridOf(draft.spansMs), grainsPerToken: grainsOf(draft) };
  const triggers = tasks.flatMap((task) => task.triggers);
  // Supplies first: what is left open is listed in the order of the document's sections.
  const compiledSupplies = supplies.map((supply) => supply(scale));
  const compiledDispatchers = dispatchers.map((dispatcher) => dispatcher(scale));
  const compiledTasks = tasks.map(({ task }) => task(scale));
  checkLooks(draft, compiledDispatchers, compiledTasks);
  return {
    name: options.name,
    title: document.title ?? options.name,
    horizonMs: header.horizonMs,
    warmupMs: header.warmupMs,
    gridMs: scale.gridMs,
    order: (document.order ?? 'any') as Model['order'],
    polls: options.polls,
    supplies: compiledSupplies,
    locks: withRenewals(draft, document, locks, compiledTasks),
    ...(compiledDispatchers.length > 0 && { dispatchers: compiledDispatchers }),
    backlogs: backlogs.map(({ backlog }) => backlog(scale)),
    arrivals: backlogs
      .flatMap(({ arrivals }) => arrivals.map((arrival) => arrival(scale)))
      .filter((arrival): arrival is Arrival => arrival !== undefined),
    triggers: triggers.map((trigger) => trigger(scale)).filter((trigger): trigger is Trigger => trigger !== undefined),
    tasks: compiledTasks,
    policies: draft.policies,
    sources: draft.sources,
    starts: draft.starts,
  };
}

function gridOf(spansMs: readonly number[]): number {
  const shared = greatestCommonDivisor(spansMs.map((span) => rational(span)));
  return Math.max(1, toNumber(shared));
}

function emptyDraft(reading: Reading, { root, document }: WorldText, header: Header, tables: PolicyTables): Draft {
  const supplies = writtenSupplies(root, document).map((written, index): [string, SupplyDraft] => [
    written.name,
    draftSupply(reading, written, index),
  ]);
  const locks = (['lock', 'pool'] as const)
    .flatMap((kind) => keysOf(root, `${kind}s`).map((name) => ({ name, kind })))
    .map((lock, index): [string, LockDraft] => [lock.name, { ...lock, index }]);
  return {
    ...reading,
    root,
    supplies: new Map(supplies),
    locks: new Map(locks),
    backlogs: new Map(
      keysOf(root, 'backlogs').map((name, index) => [
        name,
        draftBacklog(reading, name, index, document.backlogs?.[name]),
      ]),
    ),
    emissions: new Emissions(keysOf(root, 'tasks')),
    permits: [],
    sources: [],
    policies: [],
    tables,
    named: namedPolicies(document.policies ?? {}),
    starts: [],
    spansMs: [],
    startMs: header.startMs,
    outages: compileOutages({ ...reading, startMs: header.startMs }, document.outages ?? [], keysOf(root, 'tasks')),
  };
}
