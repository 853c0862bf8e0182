/**
 * Sets the wakes of waiting runs anew, as exploration does whenever it writes a state down.
 *
 * A run that waits for a level sleeps until the level could suffice; if somebody spends meanwhile, that wake finds too
 * little and is computed again. Setting it anew at once leaves out an instant in which nothing happens, and changes
 * nothing else: so a replay meets exactly the instants that exploration met.
 *
 * @module
 */
import { setDue } from '../../sim/agenda.ts';
import type { Drive } from '../../sim/drive.ts';
import { STATUS } from '../../sim/state.ts';
import { wakeAnew } from '../../sim/waiting.ts';
import { isWakeKnown } from './elements.ts';

export function rearm(drive: Drive): void {
  const { machine, state } = drive;
  for (let run = 0; run < state.runsMax; run++) {
    if (state.status[run] !== STATUS.waitsSupply || !isWakeKnown(machine.rows[state.operation[run]!]!)) continue;
    setDue(state, machine.runTimers + run, wakeAnew(drive, run));
  }
}
