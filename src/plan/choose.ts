/**
 * Chooses among settings that keep every goal. The probability asked for is shared out over three questions: that the best is
 * not screened out, that what is chosen from the rest is as good as the best but for half of what is worth knowing, and that
 * what is called as good as that is so, but for the other half. Of these the one is taken that is farthest from a setting
 * that is not to be had.
 *
 * @module
 */
import { amountText } from '../analysis/words/amount-text.ts';
import type { PlanTarget, Width } from '../scenarios/scenario.ts';
import { type Catalogue, isKept } from './catalogue.ts';
import type { Ledger } from './ledger.ts';
import { type Margin, marginOf } from './margin.ts';
import { Arms, FIRST_RUNS, type Sample } from './select/arms.ts';
import { equalsOf } from './select/equals.ts';
import { halve } from './select/halving.ts';
import { type Selected, selectBest } from './select/kn.ts';
import { screen } from './select/screen.ts';
import { keyOf, type Point, valuesAt } from './space.ts';
import { columnOf, measuredAt, signOf, type Worth } from './worth.ts';

export interface ChooseOptions {
  readonly catalogue: Catalogue;
  readonly ledger: Ledger;
  readonly worth: Worth;
  readonly target: PlanTarget | undefined;
  readonly confidence: number;
  /** Undefined where nobody says. */
  readonly indifference: Width | undefined;
  /** Runs by which settings that may be equal are told apart. */
  readonly replications: number;
}

export interface Choice {
  readonly point: Point;
  readonly margin: Margin;
  /** As good as the best, the chosen one among them. */
  readonly equals: readonly Point[];
  /** The difference that was not worth knowing, in the target's unit; absent where nothing is left to chance. */
  readonly delta?: number;
  /** Nobody said what is worth knowing, and less than this would have taken too many runs. */
  readonly widened?: true;
  /** Left after the screen, and after the selection. */
  readonly screened?: number;
  readonly selected?: number;
  /** The runs did not suffice for the probability asked for. */
  readonly unsure?: true;
}

/** Runs for what may be equal have numbers of their own: none of them was looked at before. */
export const FRESH_FROM = 1_000_000;
/** Settings that are tried for whether they are as good as the best. */
const EQUALS_MAX = 60;

/** The choice among `kept`, at least one. */
export async function choose(kept: readonly Point[], options: ChooseOptions): Promise<Choice> {
  const { target, catalogue, worth } = options;
  if (target === undefined) return farthest(kept, options);
  if (target.kind === 'task') return chooseByRuns(kept, target, options);
  const value = (point: Point): number =>
    signOf(target) * (measuredAt(worth, target, point, catalogue.look(point)) ?? Number.NEGATIVE_INFINITY);
  const best = kept.reduce((most, point) => Math.max(most, value(point)), Number.NEGATIVE_INFINITY);
  return farthest(
    kept.filter((point) => value(point) === best),
    options,
  );
}

type TaskTarget = Extract<PlanTarget, { kind: 'task' }>;

async function chooseByRuns(kept: readonly Point[], target: TaskTarget, options: ChooseOptions): Promise<Choice> {
  const { catalogue, ledger, worth, confidence, replications } = options;
  const column = columnOf(worth, target);
  const sign = signOf(target);
  const known = (point: Point): number[] | undefined => {
    const values = catalogue.look(point)!.judged!.runs.values.map((row) => row[column] ?? null);
    return values.includes(null) ? undefined : values.map((value) => sign * value!);
  };
  // Of what measured nothing it cannot be said that it is best.
  const points = kept.filter((point) => known(point) !== undefined);
  if (points.length === 0) return { ...farthest(kept, options), unsure: true };
  const arms = new Arms(evened(points.map((point) => known(point)!)));
  const { least, canWiden } = zoneOf(options.indifference, Math.abs(arms.mean(arms.best([...points.keys()]))));
  const alpha = (1 - confidence) / 3;
  const sample = sampleOf(points, { ledger, worth, column, sign });
  const left = screen(arms, alpha);
  const freshRuns = Math.max(FIRST_RUNS, replications);
  const runsMax = Math.max(0, ledger.left('runs') - (EQUALS_MAX + 1) * freshRuns);
  const range = points.reduce((most, point) => {
    const { exact, leastChanges } = catalogue.look(point)!.judged!.runs;
    return exact ? most : Math.max(most, leastChanges[column]!);
  }, 0);
  const limits = { runsMax, ...(canWiden && { runsEachMax: runsEachMax(arms, left, runsMax) }) };
  const found =
    arms.runs(0) > 1
      ? await selectBest(arms, left, { alpha, delta: least / 2, outOf: points.length, range, ...limits, sample })
      : onlyRun(arms, left, { delta: least / 2, complete: catalogue.look(points[0]!)!.judged!.runs.exact });
  const delta = 2 * found.delta;
  const best = found.complete
    ? found.best
    : (await halve(arms, found.left, { runsMax: runsMax - found.runs, sample })).best;
  const near = arms
    .ranked([...points.keys()])
    .filter((arm) => arm !== best && arms.mean(arm) >= arms.mean(best) - delta)
    .slice(0, EQUALS_MAX);
  const fresh = await sample([best, ...near], FRESH_FROM, FRESH_FROM + freshRuns);
  const as = equalsOf(fresh[0]!, fresh.slice(1), { alpha, delta: delta / 2, range }).map((index) => near[index]!);
  const choice = farthest(
    [best, ...as].map((arm) => points[arm]!),
    options,
  );
  const counts = { delta, screened: left.length, selected: found.left.length };
  const widened = found.complete && delta > least && { widened: true as const };
  return { ...choice, ...counts, ...widened, ...(!found.complete && { unsure: true as const }) };
}

/** What is not worth knowing where nobody says. */
export const INDIFFERENT: Width = { kind: 'relative', share: 0.01 };
/** Runs of each setting, at the most, where nobody says what is worth knowing: twice as many tell but 1.4 times as much. */
export const RUNS_EACH_MAX = 200;
/** Where every value is 0 there is still a difference that is worth knowing. */
const SMALLEST = 1e-9;

/** What is worth knowing at the least; a share of nothing is no wish. */
function zoneOf(asked: Width | undefined, best: number): { readonly least: number; readonly canWiden: boolean } {
  const width = asked ?? INDIFFERENT;
  const least = width.kind === 'absolute' ? width.half : width.share * best;
  return { least: least || SMALLEST, canWiden: asked === undefined || least === 0 };
}

/** No more than the budget has for each. */
function runsEachMax(arms: Arms, left: readonly number[], runsMax: number): number {
  return Math.min(RUNS_EACH_MAX, arms.runs(0) + Math.floor(runsMax / left.length));
}

function onlyRun(
  arms: Arms,
  left: readonly number[],
  { delta, complete }: Pick<Selected, 'delta' | 'complete'>,
): Selected {
  return { best: arms.best(left), left, complete, runs: 0, delta };
}

/** Equally many of each: those that all have, and an only possible run stands for as many. */
function evened(values: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const several = values.map(({ length }) => length).filter((count) => count > 1);
  const count = several.length === 0 ? 1 : Math.min(...several);
  return values.map((one) => (one.length === 1 ? Array<number>(count).fill(one[0]!) : one.slice(0, count)));
}

interface Sampling {
  readonly ledger: Ledger;
  readonly worth: Worth;
  readonly column: number;
  readonly sign: 1 | -1;
}

function sampleOf(points: readonly Point[], { ledger, worth, column, sign }: Sampling): Sample {
  return async (arms, from, to, most) => {
    const numbers = from >= FRESH_FROM ? 'fresh runs' : `runs ${from + 1} to ${to} of each`;
    const end = most === undefined ? '' : `, ${amountText(most)} at the most`;
    const jobs = arms.map((arm) => ({ kind: 'runs' as const, values: valuesAt(worth.space, points[arm]!), from, to }));
    const results = await ledger.runs(jobs, `comparing, ${numbers}${end}`);
    return results.map(({ values, exact }) => {
      const rows = exact ? Array.from({ length: to - from }, () => values[0]!) : values;
      // A run that says nothing is no better than the worst there is: it must not make a setting look good.
      return rows.map((row) => (row[column] === null ? Number.NEGATIVE_INFINITY : sign * row[column]!));
    });
  };
}

/** The one farthest from a setting that is not to be had; of these the one nearest to the present; then the first. */
function farthest(points: readonly Point[], { catalogue }: ChooseOptions): Choice {
  const { present } = catalogue.space;
  const ranked = points
    .map((point, order) => {
      const margin = marginOf(catalogue, point);
      const away =
        present === undefined ? 0 : point.reduce((sum, index, axis) => sum + Math.abs(index - present[axis]!), 0);
      return { point, margin, away, order };
    })
    .toSorted(
      (left, right) => compareMargins(left.margin, right.margin) || left.away - right.away || left.order - right.order,
    );
  const [first] = ranked;
  return { point: first!.point, margin: first!.margin, equals: points };
}

/** The larger first; then the larger sum of distances, so that the middle is taken and not an end. */
function compareMargins(left: Margin, right: Margin): number {
  const [one, other] = [left.steps ?? Number.POSITIVE_INFINITY, right.steps ?? Number.POSITIVE_INFINITY];
  return one === other ? 0 : other - one;
}

/** Points that keep every goal: those that are proved to, and where there are none, those that seem to. */
export function keptOf(catalogue: Catalogue): readonly Point[] {
  const kept = catalogue.points.filter((point) => isKept(catalogue.standing(point)));
  const proved = kept.filter((point) => catalogue.standing(point) === 'proved');
  return proved.length > 0 ? proved : kept;
}

export function isAmong(points: readonly Point[], point: Point): boolean {
  const key = keyOf(point);
  return points.some((one) => keyOf(one) === key);
}
