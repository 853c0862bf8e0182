/**
 * Puts the report of a plan together: the choice beside the present setting, the front, what happens when the facts are a
 * little different, what each parameter matters.
 *
 * @module
 */
import { lint } from '../analysis/findings/lint.ts';
import { estimate } from '../analysis/statistics/statistics.ts';
import type { Family } from '../scenarios/parse.ts';
import type { PlanTarget, Scenario } from '../scenarios/scenario.ts';
import { VERSION } from '../sim/version.ts';
import { type Catalogue, isKept, reasonOf, standingOf } from './catalogue.ts';
import { type Choice, FRESH_FROM, INDIFFERENT, keptOf } from './choose.ts';
import { effectsOf } from './effects.ts';
import { factChanges } from './facts.ts';
import { paretoFront } from './front.ts';
import type { Look, PlanSetup } from './job.ts';
import type { Budget, Ledger } from './ledger.ts';
import { heatMap } from './map.ts';
import { marginOf, nearestKept } from './margin.ts';
import { frontOf, measureOf, targetName } from './measures.ts';
import { remarksOf } from './remarks.ts';
import type { PlanReport } from './report.ts';
import { settingAt, settingReport } from './settings.ts';
import { type Point, type Values, valuesAt } from './space.ts';
import { columnOf, measuredAt, signOf, type Worth } from './worth.ts';

export interface Assembling {
  readonly scenario: Scenario;
  readonly family: Family;
  readonly catalogue: Catalogue;
  readonly ledger: Ledger;
  readonly worth: Worth;
  readonly setup: PlanSetup;
  readonly looked: { readonly allowed: number | undefined; readonly exhaustive: boolean };
  readonly budget: Budget;
  readonly hash: string;
  readonly again: string | undefined;
}

export async function assembleReport(choice: Choice | undefined, context: Assembling): Promise<PlanReport> {
  const { scenario, catalogue, ledger, worth, looked, budget, setup } = context;
  const { space } = catalogue;
  const { target } = scenario.plan;
  const targets = targetsOf(scenario);
  const measure = measureOf(targets, target);
  const now = await lookNow(context);
  const present = presentReport(now, context, targets);
  const chosen = choice && (await chosenReport(choice, now, context, targets));
  const robustness = choice === undefined ? [] : await robustnessOf(choice.point, context);
  const miss = choice === undefined ? nearestMiss(catalogue) : undefined;
  const effects = effectsOf(choice?.point, { catalogue, worth, measure });
  const exhausted = ledger.exhausted ?? null;
  const counts = countsOf(catalogue);
  const report: Omit<PlanReport, 'remarks'> = {
    quotasim: VERSION,
    scenario: { name: scenario.name, title: scenario.title, hash: context.hash },
    seed: setup.seed,
    again: context.again ?? `sim plan ${setup.file} --seed ${setup.seed}`,
    verdict: choice !== undefined ? 'pass' : counts.unknown > 0 || !looked.exhaustive ? 'unknown' : 'fail',
    space: {
      settings: space.size,
      allowed: looked.allowed ?? null,
      parameters: space.axes.map(({ name, size, value }) => ({ name, values: size, now: value })),
      held: [...space.held],
    },
    exhaustive: looked.exhaustive,
    counts,
    budget: { asked: { ...budget }, used: { ...ledger.used }, exhausted },
    target: target ? targetName(target) : null,
    direction: target?.direction ?? null,
    measure: measure === undefined ? null : targetName(measure),
    confidence: scenario.plan.confidence,
    indifference: choice?.delta ?? null,
    sure: choice?.unsure !== true,
    chosen: chosen ?? null,
    present,
    nearestMiss: miss === undefined ? null : settingAt(miss, catalogue.look(miss)!, worth, targets),
    front: frontPoints(context, targets).map((point) => settingAt(point, catalogue.look(point)!, worth, targets)),
    robustness,
    effects: [...effects],
    map: heatMap(choice?.point ?? miss ?? space.present, effects, { catalogue, worth, measure }),
  };
  const remarks = [...remarksOf(report, choice), ...(choice === undefined ? [] : findingsAt(choice.point, context))];
  return { ...report, remarks };
}

const FINDINGS_MAX = 5;

/** What is told of the setting that no goal is about: a lock that runs out while it is held spoils work, and starves nobody. */
function findingsAt(point: Point, { family, catalogue }: Assembling): string[] {
  const { worlds } = lint(family.at(valuesAt(catalogue.space, point)));
  const told = worlds.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'note'));
  const texts = new Set(
    told.map(({ code, message, at }) => `no goal is about it, but of this setting: ${message} (${code}, ${at})`),
  );
  return [...texts].slice(0, FINDINGS_MAX);
}

export function targetsOf({ plan, worlds }: Scenario): readonly PlanTarget[] {
  return frontOf(
    plan,
    worlds[0]!.model.tasks.map(({ name }) => name),
  );
}

interface Now {
  readonly values: Values;
  readonly look: Look;
  readonly point: Point | undefined;
}

/** The present setting, whether it is one of the lattice or not. */
async function lookNow({ catalogue, ledger }: Assembling): Promise<Now> {
  const { present, axes } = catalogue.space;
  const values = Object.fromEntries(axes.map(({ name, value }) => [name, value]));
  const look = await ledger.mustLook({ kind: 'look', values, runs: 'always' }, 'the present setting');
  return { values, look, point: present };
}

function presentReport(
  now: Now,
  { catalogue, worth }: Assembling,
  targets: readonly PlanTarget[],
): PlanReport['present'] {
  const { point } = now;
  const kept = isKept(standingOf(now.look));
  return {
    ...settingReport(now, worth, targets),
    nearest: kept || point === undefined ? null : (nearestKept(catalogue, point) ?? null),
    margin: point === undefined ? null : marginReport(marginOf(catalogue, point)),
  };
}

function marginReport({ steps, edges }: ReturnType<typeof marginOf>): NonNullable<PlanReport['chosen']>['margin'] {
  return { steps, edges: edges.map((edge) => ({ ...edge })) };
}

async function chosenReport(
  choice: Choice,
  now: Now,
  context: Assembling,
  targets: readonly PlanTarget[],
): Promise<NonNullable<PlanReport['chosen']>> {
  const { catalogue, worth, ledger } = context;
  const { point, margin, equals } = choice;
  const values = valuesAt(catalogue.space, point);
  // Proofs may have said all that was asked; what it does a day is worth some runs.
  const known = catalogue.look(point)!;
  const look = known.judged ? known : await ledger.mustLook({ kind: 'look', values, runs: 'always' }, 'the choice');
  const changes = catalogue.space.axes.flatMap(({ name, value }) =>
    values[name] === value ? [] : [{ name, from: value, to: values[name]! }],
  );
  return {
    ...settingReport({ values, look, point }, worth, targets),
    changes,
    margin: marginReport(margin),
    equals: equals.length,
    difference: changes.length === 0 ? [] : await differences({ values, now }, context, targets),
  };
}

/** Run by run, by the runs that nothing was chosen by. */
async function differences(
  { values, now }: { readonly values: Values; readonly now: Now },
  { ledger, worth, setup }: Assembling,
  targets: readonly PlanTarget[],
): Promise<NonNullable<PlanReport['chosen']>['difference']> {
  if (now.look.invalid !== undefined || worth.measured.length === 0) return [];
  const span = { from: FRESH_FROM, to: FRESH_FROM + setup.replications };
  const [one, other] = await ledger.runs(
    [values, now.values].map((set) => ({ kind: 'runs' as const, values: set, ...span })),
    'the present setting',
  );
  return targets.flatMap((target) => {
    if (target.kind !== 'task') return [];
    const column = columnOf(worth, target);
    const count = one!.exact && other!.exact ? 1 : setup.replications;
    const rows = Array.from({ length: count }, (_, run) => {
      const [left, right] = [one!, other!].map((runs) => runs.values[runs.exact ? 0 : run]?.[column]);
      return typeof left === 'number' && typeof right === 'number' ? [left - right] : [];
    }).flat();
    const found = estimate(rows, one!.exact && other!.exact);
    if (found === undefined) return [];
    const interval = found.interval === null ? null : ([...found.interval] as [number, number]);
    return [{ target: targetName(target), mean: found.mean, interval, pairs: rows.length }];
  });
}

/** The setting under facts that are a little different. */
async function robustnessOf(
  point: Point,
  { family, catalogue, ledger }: Assembling,
): Promise<PlanReport['robustness']> {
  const changes = factChanges(family.document);
  const values = valuesAt(catalogue.space, point);
  const looks = await ledger.looks(
    changes.map(({ edits }) => ({ kind: 'look' as const, values, edits, runs: 'always' as const })),
    'other facts',
  );
  return changes.flatMap(({ what, by }, index) => {
    const look = looks[index];
    if (look === undefined) return [];
    const standing = standingOf(look);
    const why = isKept(standing) ? null : (reasonOf(look) ?? null);
    return [{ what, by, standing, why, perDay: { ...look.judged?.perDay } }];
  });
}

/** The setting that misses least; of those nothing else is known about, the first. */
function nearestMiss(catalogue: Catalogue): Point | undefined {
  const ranks = { unknown: 3, missed: 2, unsafe: 1, invalid: 0, proved: 4, estimated: 4 };
  const rank = (point: Point): number => ranks[catalogue.standing(point)!];
  const scoreOf = (point: Point): number => catalogue.look(point)!.judged?.score ?? 0;
  return catalogue.points.toSorted((left, right) => rank(right) - rank(left) || scoreOf(right) - scoreOf(left))[0];
}

const FRONT_MAX = 20;

function frontPoints({ catalogue, worth, scenario }: Assembling, targets: readonly PlanTarget[]): readonly Point[] {
  const known = keptOf(catalogue).flatMap((item) => {
    const look = catalogue.look(item);
    const values = targets.map((target) => measuredAt(worth, target, item, look));
    if (values.includes(undefined)) return [];
    return [{ item, values: values.map((value, index) => signOf(targets[index]!) * value!) }];
  });
  const { indifference = INDIFFERENT } = scenario.plan;
  const slack = targets.map((target, index) => {
    if (target.kind !== 'task') return 0;
    const largest = Math.max(0, ...known.map(({ values }) => Math.abs(values[index]!)));
    return indifference.kind === 'relative' ? indifference.share * largest : 0.01 * largest;
  });
  return paretoFront(known, slack)
    .slice(0, FRONT_MAX)
    .map(({ item }) => item);
}

function countsOf(catalogue: Catalogue): PlanReport['counts'] {
  const looks = catalogue.points.map((point) => catalogue.look(point)!);
  const of = (standing: string): number => looks.filter((look) => standingOf(look) === standing).length;
  return {
    looked: looks.length,
    proved: of('proved'),
    estimated: of('estimated'),
    unknown: of('unknown'),
    missed: of('missed'),
    unsafe: of('unsafe'),
    invalid: of('invalid'),
    safe: looks.filter(({ safety }) => safety === 'safe').length,
    byFinding: looks.filter(({ by, states }) => by === 'finding' && states === undefined).length,
  };
}
