/**
 * Deadlocks that exploration came into and no run did: a finding each, with the run that shows it gone through once more.
 *
 * @module
 */
import { deadlock } from '../../analysis/findings/in-runs.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { type Knot, knotsIn } from '../../sim/future/knots.ts';
import { SILENT } from '../../sim/listen/silent.ts';
import { assemble, type Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { replay } from '../../verify/script/replay.ts';
import type { Script } from '../../verify/script/script.ts';
import type { WorldVerification } from '../../verify/verification.ts';
import type { FindingReport } from '../report/report.ts';
import { heldSince, isClosed, knotText } from '../words/knot-text.ts';
import { knotPlace } from './knots.ts';

/** The deadlocks of a world that are not among the findings of its runs, which are told by the step that closed them. */
export function exploredKnots(
  scenario: Scenario,
  { index, verified }: { readonly index: number; readonly verified: WorldVerification },
  seen: readonly FindingReport[],
): FindingReport[] {
  const machine = assemble(scenario.worlds[index]!.model);
  const known = new Set(seen.filter(({ code }) => code === deadlock.code).map(({ at }) => at));
  return verified.tasks.flatMap(({ stuck }): FindingReport[] => {
    if (stuck === undefined || !isClosed(stuck.because)) return [];
    return knotsAtEnd(machine, stuck.script).flatMap(({ knot, text }): FindingReport[] => {
      const at = knotPlace(scenario, machine, knot);
      if (known.has(at)) return [];
      known.add(at);
      return [{ code: deadlock.code, severity: 'error', message: `${text}, in a run that chance did not meet`, at }];
    });
  });
}

function knotsAtEnd(machine: Machine, script: Script): { readonly knot: Knot; readonly text: string }[] {
  const held = heldSince();
  let last: State | undefined;
  replay(machine, script, {
    observer(state) {
      last = state;
      return { ...SILENT, ...held.observer };
    },
  });
  if (last === undefined) return [];
  const knots = knotsIn(machine, last).filter(({ kind }) => isClosed(kind));
  return knots.map((knot) => ({ knot, text: knotText(machine, knot, held.since) }));
}
