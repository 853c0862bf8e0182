/**
 * One setting as the report of a plan tells it.
 *
 * @module
 */
import { estimate } from '../analysis/statistics/statistics.ts';
import { wilsonInterval } from '../analysis/statistics/wilson.ts';
import type { PlanTarget } from '../scenarios/scenario.ts';
import { standingOf } from './catalogue.ts';
import type { Look } from './job.ts';
import { targetName } from './measures.ts';
import type { SettingReport } from './report.ts';
import { type Point, type Values, valuesAt } from './space.ts';
import { columnOf, type Worth } from './worth.ts';

export interface Told {
  readonly values: Values;
  readonly look: Look;
  /** Undefined where it lies between the points. */
  readonly point: Point | undefined;
}

export function settingReport(
  { values, look, point }: Told,
  worth: Worth,
  targets: readonly PlanTarget[],
): SettingReport {
  const { judged } = look;
  const { runs = 0, of = 0 } = judged?.starved ?? {};
  return {
    values: { ...values },
    standing: standingOf(look),
    by: look.by,
    ...(whyOf(look) !== undefined && { why: whyOf(look)! }),
    open: [...(judged?.open ?? [])],
    perDay: { ...judged?.perDay },
    served: { ...judged?.served },
    worstMs: { ...look.worstMs },
    starved: of === 0 ? null : { runs, of, interval: [...wilsonInterval(runs, of)] },
    figures: targets.flatMap((target) => figureOf(target, { values, look, point }, worth)),
  };
}

/** Which goals are missed is told beside it, and says enough. */
function whyOf(look: Look): string | undefined {
  return standingOf(look) === 'missed' ? undefined : (look.invalid ?? look.why);
}

function figureOf(target: PlanTarget, { values, look }: Told, worth: Worth): SettingReport['figures'] {
  const name = targetName(target);
  if (target.kind === 'parameter') return [];
  if (target.kind === 'price') {
    const price = worth.plan.priceAt?.(values) ?? null;
    return [{ target: name, mean: price, interval: price === null ? null : [price, price] }];
  }
  const runs = look.judged?.runs;
  const column = columnOf(worth, target);
  const own = (runs?.values ?? []).flatMap((row) => row[column] ?? []);
  const found = estimate(own, runs?.exact === true);
  return [{ target: name, mean: found?.mean ?? null, interval: found?.interval ? [...found.interval] : null }];
}

export function settingAt(point: Point, look: Look, worth: Worth, targets: readonly PlanTarget[]): SettingReport {
  return settingReport({ values: valuesAt(worth.space, point), look, point }, worth, targets);
}
