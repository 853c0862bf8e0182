/**
 * `warmup: auto`: the warm-up that the worlds of a scenario need, found and told. All worlds have the longest that one of
 * them needs, so that they are compared over the same time.
 *
 * @module
 */

import { noSteadyState } from '../analysis/findings/in-runs.ts';
import { findWarmup, type Warmup, type WarmupOptions } from '../analysis/statistics/warmup.ts';
import { durationText } from '../analysis/words/duration-text.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { assemble, type Machine } from '../sim/machine.ts';
import type { Seen } from './evidence/seen.ts';
import type { FindingReport } from './report/report.ts';

export interface Settled {
  readonly machines: readonly Machine[];
  /** Some world shows no steady state. */
  readonly unsettled: boolean;
  /** How the warm-up was found; undefined where it was given. */
  readonly warmup: string | undefined;
}

/** `machines`, one per world, with the warm-up that was asked for. */
export function settle(scenario: Scenario, machines: readonly Machine[], options: WarmupOptions): Settled {
  if (scenario.warmup !== 'auto') return { machines, unsettled: false, warmup: undefined };
  const all = machines.map((machine) => findWarmup(machine, options));
  const longest = all.reduce((one, other) => (other.warmupMs > one.warmupMs ? other : one));
  const { warmupMs } = longest;
  return {
    machines: machines.map(({ written }) => assemble({ ...written, warmupMs })),
    unsettled: all.some(({ settled }) => !settled),
    warmup: warmupText(longest),
  };
}

function warmupText({ by, settled, warmupMs }: Warmup): string {
  if (by === 'recurrence') return `exact: from ${durationText(warmupMs)} on the run repeats itself`;
  const runs = by.runs === 1 ? 'one run' : `${by.runs} runs`;
  return settled
    ? `MSER-5 over ${runs}, of starts not over and of levels: the longest cut of any`
    : `MSER-5 over ${runs} found no steady state, so half of the horizon is left out`;
}

/** That runs do not settle is worth a warning, whatever the goals are. */
export function settlingFindings({ locate }: Scenario, { unsettled, machine }: Seen): FindingReport[] {
  if (unsettled !== true) return [];
  const { file, line, column } = locate(['warmup']);
  const horizon = durationText(machine.model.horizonMs);
  const message = `no steady state within ${horizon}: something still grows or falls at the end; give a longer horizon, or a warm-up of your own`;
  return [{ code: noSteadyState.code, severity: 'warning', message, at: `${file}:${line}:${column}` }];
}
