/**
 * Where a run stands that is ended by others: by a crash, by a newer start, or because it has lasted too long.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import { leavePolicy } from '../asking.ts';
import { leaveItems } from '../backlogs/backlogs.ts';
import type { Drive } from '../drive.ts';
import { OP } from '../program/rows.ts';
import { STATUS } from '../state.ts';
import { settleAll } from '../supplies/settlement.ts';
import { leaveLine } from '../supplies/supply-line.ts';
import { NEVER } from '../time.ts';
import { isInLine } from './lines.ts';
import { giveUpPlace } from './locks.ts';

/** A run that others end, whatever it is at, has no timer, no turn and no place in a line any more. */
export function standNowhere(drive: Drive, run: number): void {
  const { machine, state } = drive;
  const workUntilMs = state.status[run] === STATUS.working ? state.dueMs[machine.runTimers + run]! : NEVER;
  setDue(state, machine.runTimers + run, NEVER);
  if (state.status[run] === STATUS.ready) {
    const index = state.ready.subarray(0, state.readyCount).indexOf(run);
    if (index >= 0) state.ready[index] = state.ready[--state.readyCount]!;
  }
  const { kind, subject, lined, policy } = machine.rows[state.operation[run]!]!;
  settleAll(drive, run, workUntilMs);
  if (lined && state.refused[run] === 1) leaveLine(drive, run, subject);
  if (policy >= 0 && state.refused[run] === 1) leavePolicy(drive, run, policy);
  if (kind === OP.acquire && state.refused[run] === 1 && isInLine(drive, run, subject)) {
    giveUpPlace(drive, run, subject);
  }
  if (kind === OP.take && state.refused[run] === 1) leaveItems(drive, run, subject);
  state.refused[run] = 0;
  state.granted[run] = 0;
}
