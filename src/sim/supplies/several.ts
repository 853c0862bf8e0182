/**
 * A `spend` or `call` on several limits at once, all or nothing: a `spend` waits until each of them admits what it takes of it,
 * a `call` is refused where one does not; then all of them are paid in one go. While it waits it reserves nothing.
 *
 * @module
 */

import { compute, type Drive } from '../drive.ts';
import type { Amount } from '../model.ts';
import type { Row } from '../program/rows.ts';
import type { TimeMs } from '../time.ts';
import { admissionGrains, reachesAt } from './bucket.ts';
import type { SupplyColumns } from './columns.ts';
import { specialReachesAt } from './kinds.ts';

/** What else a `spend` takes, and of which supply. */
export interface Part {
  readonly supply: number;
  readonly cost: Amount;
}

/** The supplies a step asks; the first is the row's subject. */
export function asksOf({ subject, also }: Pick<Row, 'subject' | 'also'>, supply: number): boolean {
  return subject === supply || also.some((part) => part.supply === supply);
}

/** Whether all parts beside the first are admitted, their levels being settled. */
export function othersAdmit(drive: Drive, run: number, { also }: Row): boolean {
  const { level } = drive.state;
  return also.every((part) => level[part.supply]! >= neededOf(drive, run, part));
}

/** Pays what is taken of others than the first. */
export function payOthers(drive: Drive, run: number, { also }: Row, pay: Pay): void {
  const { supplies } = drive.machine;
  for (const { supply, cost } of also) pay(drive, run, supply, supplies[supply]!, compute(drive, run, cost));
}

type Pay = (drive: Drive, run: number, supply: number, bucket: SupplyColumns, grains: number) => void;

/** When all parts beside the first are admitted at the earliest. */
export function othersWakeMs(drive: Drive, run: number, { also }: Row): TimeMs {
  const { machine, state } = drive;
  return also.reduce((latest, part) => {
    const bucket = machine.supplies[part.supply]!;
    const [level, need] = [state.level[part.supply]!, neededOf(drive, run, part)];
    if (level >= need) return latest;
    const atMs = bucket.special
      ? specialReachesAt(state, part.supply, bucket, need)
      : reachesAt(bucket, level, state.sinceMs[part.supply]!, need);
    return Math.max(latest, atMs);
  }, state.nowMs);
}

/** The level at which a part is admitted. */
export function neededOf(drive: Drive, run: number, { supply, cost }: Part): number {
  const { debt, unitGrains } = drive.machine.supplies[supply]!;
  return admissionGrains(debt, unitGrains, compute(drive, run, cost));
}
