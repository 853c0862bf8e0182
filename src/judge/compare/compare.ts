/**
 * Several results side by side. All were simulated with the same seed, so run k of one met the same random numbers as run k
 * of another, and differences are taken run by run: what chance does to both falls out, and the interval of the difference
 * is narrower than those of the two means (common random numbers; A. Law, Simulation Modeling and Analysis, section 11.2).
 *
 * @module
 */
import { type Estimate, estimate } from '../../analysis/statistics/statistics.ts';
import { DAY_MS } from '../../sim/time.ts';
import { VERSION } from '../../sim/version.ts';
import type { GoalReport, Report, TaskReport, WorldReport } from '../report/report.ts';
import { worldsOf } from '../verdict.ts';
import type { ComparedFigure, ComparedWorld, Comparison, Difference } from './comparison.ts';

/** A result and how it is called. */
export interface Side {
  readonly label: string;
  readonly report: Report;
}

/** A figure of a task as each run showed it. */
interface Figure {
  readonly figure: ComparedFigure['figure'];
  readonly wanted: ComparedFigure['wanted'];
  /** One value a run; `undefined` where a run says nothing. */
  of(task: TaskReport): readonly (number | undefined)[];
}

const FIGURES: readonly Figure[] = [
  {
    figure: 'progressPerDay',
    wanted: 'more',
    of: ({ replications }) =>
      replications.map(({ amount, measuredMs }) => (measuredMs > 0 ? (amount * DAY_MS) / measuredMs : undefined)),
  },
  {
    figure: 'served',
    wanted: 'more',
    of: ({ replications, served }) =>
      replications.map(({ triggered, undecided, served: done }) =>
        served === null || triggered === undecided ? undefined : done / (triggered - undecided),
      ),
  },
  {
    figure: 'longestWithoutProgress',
    wanted: 'less',
    of: ({ replications }) => replications.map(({ longestMs }) => longestMs),
  },
];

/**
 * Puts results side by side; the first is what the others are compared with. `again` is the command that repeats it.
 *
 * @throws {RangeError} when there are less than two, or their seeds differ: then runs cannot be paired.
 * @example
 * const comparison = compareResults([{ label: 'now', report }, { label: 'next', report: other }], 'sim compare …');
 * comparison.worlds[0]?.figures;
 */
export function compareResults(sides: readonly Side[], again: string): Comparison {
  const [first] = sides;
  if (first === undefined || sides.length < 2) throw new RangeError('there must be two results or more to compare');
  const other = sides.find(({ report }) => report.seed !== first.report.seed);
  if (other !== undefined) {
    throw new RangeError(
      `runs are compared by pairs, so seeds must be the same: ${first.label} has ${first.report.seed}, ${other.label} has ${other.report.seed}`,
    );
  }
  const bodies = sides.map(({ report }) => worldsOf(report));
  const shared = bodies[0]!.filter((world) => bodies.every((worlds) => matching(worlds, world) !== undefined));
  return {
    quotasim: VERSION,
    seed: first.report.seed,
    again,
    sides: sides.map(({ label, report }) => ({
      label,
      scenario: report.scenario.name,
      hash: report.scenario.hash,
      replications: report.replications,
      verdict: report.verdict,
    })),
    changed: changedIn(sides),
    worlds: shared.map((world) => comparedWorld(bodies.map((worlds) => matching(worlds, world)!))),
    unmatched: sides.filter((_, index) => bodies[index]!.length > shared.length).map(({ label }) => label),
  };
}

/** The world that assumes the same. */
function matching(worlds: readonly WorldReport[], { set }: WorldReport): WorldReport | undefined {
  const names = Object.keys(set);
  return worlds.find(
    (world) => Object.keys(world.set).length === names.length && names.every((name) => world.set[name] === set[name]),
  );
}

function changedIn(sides: readonly Side[]): Comparison['changed'] {
  const all = sides.map(({ report }) => report.scenario.parameters);
  const names = [...new Set(all.flatMap((values) => Object.keys(values)))];
  return names
    .map((name) => ({ name, values: all.map((values) => values[name] ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function comparedWorld(bodies: readonly WorldReport[]): ComparedWorld {
  const names = [...new Set(bodies.flatMap(({ tasks }) => Object.keys(tasks)))];
  return {
    set: { ...bodies[0]!.set },
    verdicts: bodies.map(({ verdict }) => verdict),
    claims: Object.fromEntries(names.map((name) => [name, bodies.map(({ tasks }) => tasks[name]?.claim ?? null)])),
    goals: goalsOf(bodies),
    figures: names.flatMap((name) => FIGURES.flatMap((figure) => comparedFigure(figure, name, bodies))),
  };
}

/** A goal is the same wherever it asks the same thing of the same task; what it asks for may differ. */
function goalsOf(bodies: readonly WorldReport[]): ComparedWorld['goals'] {
  // Peaks in times of different lengths ask different things.
  const key = ({ of, goal, figure, when }: GoalReport) => JSON.stringify([of, goal, figure, goal === 'peak' && when]);
  const keys = [...new Set(bodies.flatMap(({ goals }) => goals.map(key)))];
  return keys.map((wanted) => {
    const sides = bodies.map(({ goals }) => goals.find((goal) => key(goal) === wanted) ?? null);
    return { of: sides.find((goal) => goal !== null)!.of, sides };
  });
}

function comparedFigure(
  { figure, wanted, of }: Figure,
  task: string,
  bodies: readonly WorldReport[],
): ComparedFigure[] {
  const runs = bodies.map(({ tasks }) => runsOf(tasks[task], of));
  if (runs.every(({ values }) => values.every((value) => value === undefined))) return [];
  const [first] = runs as [Runs, ...Runs[]];
  const sides = runs.map((each, index) => {
    const known = each.values.filter((value) => value !== undefined);
    const difference = index === 0 ? null : differenceOf(first, each);
    return { measured: plain(estimate(known, each.only)), difference, change: changeOf(difference, wanted) };
  });
  return [{ of: task, figure, wanted, sides }];
}

/** A figure of one side by run. */
interface Runs {
  readonly values: readonly (number | undefined)[];
  /** Its one run is the only possible one. */
  readonly only: boolean;
}

function runsOf(task: TaskReport | undefined, of: Figure['of']): Runs {
  if (task === undefined) return { values: [], only: false };
  return { values: of(task), only: task.replications.length === 1 && task.progress.interval !== null };
}

/** By how much the second is more than the first. An only possible run is set against every run of the other. */
function differenceOf(first: Runs, second: Runs): Difference | null {
  const lengths = [first, second].map(({ values, only }) => (only ? Number.POSITIVE_INFINITY : values.length));
  const alone = first.only || second.only;
  const count = first.only && second.only ? 1 : Math.min(...lengths);
  const at = ({ values, only }: Runs, run: number) => values[only ? 0 : run];
  const values = Array.from({ length: count }, (_, run) => {
    const [before, after] = [at(first, run), at(second, run)];
    return before === undefined || after === undefined ? undefined : after - before;
  }).filter((value) => value !== undefined);
  const found = plain(estimate(values, first.only && second.only));
  return found && { ...found, pairs: alone ? 0 : values.length };
}

function plain(found: Estimate | undefined): { mean: number; interval: [number, number] | null } | null {
  return found === undefined ? null : { mean: found.mean, interval: found.interval && [...found.interval] };
}

function changeOf(
  difference: Difference | null,
  wanted: ComparedFigure['wanted'],
): ComparedFigure['sides'][number]['change'] {
  if (difference === null) return 'same';
  const { mean, interval } = difference;
  if (interval === null) return 'unclear';
  const [low, high] = interval;
  if (mean === 0 && low === 0 && high === 0) return 'same';
  if (low <= 0 && high >= 0) return 'unclear';
  return low > 0 === (wanted === 'more') ? 'better' : 'worse';
}
