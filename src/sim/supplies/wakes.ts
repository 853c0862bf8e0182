/**
 * Waking those who wait for a supply when its level was raised otherwise than time tells.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import { OP } from '../machine.ts';
import { STATUS } from '../state.ts';
import { NEVER } from '../time.ts';
import { wakeAnew } from '../waiting.ts';
import { asksOf } from './several.ts';

/**
 * The level of a supply was raised, or what it can hold was changed, otherwise than was known: who waits for it goes on now if
 * that suffices, and else sleeps for as long as it seems now. Who looks only at fixed times, or when it reckoned, goes on doing so.
 */
export function wakeWaiters(drive: Drive, supply: number): void {
  const { machine, state } = drive;
  for (let run = 0; run < state.runsMax; run++) {
    if (state.status[run] !== STATUS.waitsSupply) continue;
    const row = machine.rows[state.operation[run]!]!;
    // A call is tried again when it was settled to be, whatever comes.
    const looksByItself = row.pollEveryMs > 0 && (!row.pollOrWhenDue || row.pollReckons !== undefined);
    if (!asksOf(row, supply) || row.kind === OP.call || looksByItself) continue;
    const timer = machine.runTimers + run;
    // What a policy wants can only be asked in the run's own turn, and who may give up judges its wait there.
    const ownTurn = row.policy >= 0 || row.giveUpMs !== NEVER;
    const wakeMs = ownTurn ? state.nowMs : wakeAnew(drive, run);
    if (wakeMs > state.nowMs) setDue(state, timer, wakeMs);
    else {
      setDue(state, timer, NEVER);
      state.status[run] = STATUS.ready;
      state.ready[state.readyCount++] = run;
    }
  }
}
