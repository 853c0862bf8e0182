/**
 * The only run of a model that leaves nothing open, as a script: the way into its cycle and once round. Nothing is chosen
 * on it, so its steps say only how long each takes; it is told, drawn, saved and replayed like any other.
 *
 * @module
 */
import { driveOf } from '../../sim/drive.ts';
import { step } from '../../sim/engine.ts';
import { beginAlone } from '../../sim/future/future.ts';
import type { Machine } from '../../sim/machine.ts';
import { confirm } from '../../verify/script/confirm.ts';
import { modelHash } from '../../verify/script/evidence.ts';
import type { Script, ScriptStep } from '../../verify/script/script.ts';
import { rearm } from '../../verify/states/rearm.ts';
import type { Foreseen } from '../evidence/foreseen.ts';

/** A longer run is not told step by step. */
const STEPS_MAX = 5_000;

/** A script that shows how `task` starves; undefined where it is too long, or cannot be replayed as it is. */
export function scriptAhead(
  machine: Machine,
  future: Foreseen,
  { task, world }: { readonly task: string; readonly world: Readonly<Record<string, string>> },
): Script | undefined {
  const way = wayAhead(machine, future);
  if (way === undefined) return undefined;
  const { written } = machine;
  const script: Script = {
    quotasimScript: 1,
    scenario: written.name,
    model: modelHash(written),
    world: { ...world },
    shows: { kind: 'starvation', task },
    starts: [],
    ...way,
  };
  // A script closes its cycle with the very same state: one with more in it each time does not.
  return confirm(machine, script).kind === 'confirmed' ? script : undefined;
}

/** Every step to the first instant of the cycle, and from there to the same instant of the next. */
function wayAhead(machine: Machine, future: Foreseen): Pick<Script, 'steps' | 'cycleFrom'> | undefined {
  const { state, choose } = beginAlone(machine);
  const drive = driveOf(machine, state, choose, undefined);
  const steps: ScriptStep[] = [];
  let cycleFrom: number | undefined;
  let endMs = Number.POSITIVE_INFINITY;
  while (state.nowMs < endMs) {
    if (steps.length >= STEPS_MAX) return undefined;
    const beforeMs = state.nowMs;
    const { events } = step(machine, state, choose);
    if (events === 0) {
      // Nothing will ever happen: time passes all the same.
      steps.push({ afterMs: machine.model.gridMs, choices: [] });
      return { steps, cycleFrom: steps.length - 1 };
    }
    rearm(drive);
    steps.push({ afterMs: state.nowMs - beforeMs, choices: [] });
    if (future.kind === 'recurs' && cycleFrom === undefined && state.nowMs >= future.fromMs) {
      cycleFrom = steps.length;
      endMs = state.nowMs + future.periodMs;
    }
  }
  return cycleFrom === undefined ? undefined : { steps, cycleFrom };
}
