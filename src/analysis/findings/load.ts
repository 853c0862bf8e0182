/**
 * What serving every start of a task asks of a supply: the least that is paid before a run can make progress.
 *
 * @module
 */
import { compare, type Rational, ZERO } from '../../sim/numbers/rational.ts';
import { isPaid } from './asks.ts';
import { meanOf } from './bounds.ts';
import { ratePerRun } from './demand.ts';
import type { Evidence } from './finding.ts';
import { servingOf } from './serving.ts';
import type { Surveyed } from './survey.ts';

export interface Load {
  readonly of: Surveyed;
  /** Grains per millisecond that serving every start takes: at least, and on average. */
  readonly least: Rational;
  readonly mean: Rational;
}

/** What the periodic tasks ask of a supply; nothing where a cost takes what is there. */
export function loadsOf(evidence: Evidence, supply: number): readonly Load[] {
  if (evidence.model.supplies[supply]!.debt.kind === 'clamp') return [];
  return evidence.tasks.flatMap((of) => loadOf(evidence, of, supply) ?? []);
}

/** What a periodic task must pay before its runs progress. */
function loadOf(evidence: Evidence, of: Surveyed, supply: number): Load | undefined {
  const { model } = evidence;
  const { places, triggers } = of;
  const { first, turns } = servingOf(evidence, of);
  const due = of.asks.filter(
    (ask) => ask.supply === supply && ask.kind === 'spend' && !ask.continues && ask.place.index < first && !isPaid(ask),
  );
  if (due.length === 0 || places.some(({ loops }) => loops.some(({ times }) => times === undefined))) return undefined;
  const least = ratePerRun(
    due.reduce((sum, ask) => sum + turns(ask.place) * ask.cost.low, 0),
    triggers,
  );
  const means = due.map((ask) => {
    const { operation } = ask.place;
    const mean = operation.kind === 'spend' ? meanOf(model, of.task, operation.cost) : undefined;
    return turns(ask.place) * (mean ?? ask.cost.low);
  });
  // Rounded down: a mean that is above only by a rounding must not be told.
  const mean = ratePerRun(Math.floor(means.reduce((sum, one) => sum + one, 0) * (1 - 1e-12)), triggers);
  if (least === undefined || compare(least, ZERO) === 0) return undefined;
  return { of, least, mean: mean !== undefined && compare(mean, least) > 0 ? mean : least };
}
