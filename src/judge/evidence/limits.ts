/**
 * Findings about what runs came to: a limit that stopped them, so that what they say is not enough to judge by, or a deadlock.
 *
 * @module
 */

import { almostSafe, deadlock, endlessInstant, eventsMax, thrownAway } from '../../analysis/findings/in-runs.ts';
import type { Replication } from '../../analysis/replications.ts';
import { amountText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { OPERATIONS_PER_INSTANT_MAX } from '../../sim/instant-limit.ts';
import type { Path } from '../../sim/model.ts';
import type { FindingReport } from '../report/report.ts';
import { deadlockText, type FoundKnot, knotPlace } from './knots.ts';
import type { Seen } from './seen.ts';

/** An instant that never ends. */
export const ZENO_CODE: string = endlessInstant.code;
/** A task can starve, but with probability 0. */
export const ALMOST_SAFE_CODE: string = almostSafe.code;

/** One finding per kind of limit that stopped a replication; of several, the first is told. */
export function limitFindings(scenario: Scenario, seen: Seen): FindingReport[] {
  const findings: FindingReport[] = [];
  const events = first(seen, 'events-max');
  if (events !== undefined) {
    const { replication, end, often } = events;
    findings.push({
      code: eventsMax.code,
      severity: 'warning',
      message: `stopped after ${amountText(end.events)} events, at ${durationText(end.atMs)} of run ${replication + 1} (${often}): a shorter horizon or a higher limit is needed to judge`,
      at: placeOf(scenario, ['horizon']),
    });
  }
  const zeno = first(seen, 'zeno');
  if (zeno !== undefined) {
    const { replication, end, often } = zeno;
    const step = end.operation === undefined ? undefined : seen.full.operations[end.operation];
    const task = step === undefined ? 'a task' : seen.full.model.tasks[step.task]!.name;
    findings.push({
      code: ZENO_CODE,
      severity: 'error',
      message: `${task} goes round ${amountText(OPERATIONS_PER_INSTANT_MAX)} operations at ${durationText(end.atMs)} of run ${replication + 1} without any time passing (${often}): give the loop some work or a wait`,
      at: placeOf(scenario, step?.operation.path ?? []),
    });
  }
  return findings;
}

/** A finding for each deadlock that runs came into, at the step whose wait closed it. */
export function deadlockFindings(scenario: Scenario, seen: Seen, found: readonly FoundKnot[]): FindingReport[] {
  return found.map((one): FindingReport => {
    return {
      code: deadlock.code,
      severity: 'error',
      message: deadlockText(seen, one),
      at: knotPlace(scenario, seen.full, one.knot),
    };
  });
}

/** A finding for each backlog of which nothing was ever done: all that was no longer in it at the end was thrown away. */
export function thrownAwayFindings(scenario: Scenario, { machine, records }: Seen): FindingReport[] {
  return machine.model.backlogs.flatMap(({ name }, backlog): FindingReport[] => {
    const each = records.map(({ backlogs }) => backlogs[backlog]!);
    const expired = each.reduce((sum, one) => sum + one.expired, 0);
    if (expired === 0 || each.some(({ done }) => done > 0)) return [];
    return [
      {
        code: thrownAway.code,
        severity: 'warning',
        message: `${amountText(expired)} items of ${name} were thrown away as too old, and none was ever done: who takes them has nothing to do when it comes`,
        at: placeOf(scenario, ['backlogs', name]),
      },
    ];
  });
}

function first(
  { records }: Seen,
  stopped: Replication['end']['stopped'],
): { readonly replication: number; readonly end: Replication['end']; readonly often: string } | undefined {
  const cut = records.flatMap(({ end }, replication) => (end.stopped === stopped ? [{ replication, end }] : []));
  const one = cut[0];
  return one === undefined ? undefined : { ...one, often: `${cut.length} of ${records.length} runs` };
}

function placeOf(scenario: Scenario, path: Path): string {
  const { file, line, column } = scenario.locate(path);
  return `${file}:${line}:${column}`;
}
