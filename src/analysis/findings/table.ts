/**
 * The table of rules, in the order of their codes. To add one: write its file, its row here, its page by
 * `UPDATE_DOCS=1 npx vitest run test/analysis/findings`.
 *
 * QS001 and up are found in the settings; QS101 and up are good news; QS901 and up are found in runs.
 *
 * @module
 */
import { backlogGrows } from './backlog-grows.ts';
import { beside } from './beside.ts';
import { costlyPolls } from './costly-polls.ts';
import { deliveredTwice } from './delivered-twice.ts';
import type { Rule } from './finding.ts';
import { giant } from './giant.ts';
import { enoughComes, enoughIsLeft, inLine, servedBetween, turnComes } from './good-news.ts';
import { greedy } from './greedy.ts';
import { heldWhileWaiting } from './held-while-waiting.ts';
import { herd } from './herd.ts';
import { almostSafe, deadlock, endlessInstant, eventsMax, noSteadyState, thrownAway } from './in-runs.ts';
import { lease } from './lease.ts';
import { leftBehind } from './left-behind.ts';
import { lineHeldUp } from './line-held-up.ts';
import { lineStands } from './line-stands.ts';
import { lockOrder } from './lock-order.ts';
import { noTime } from './no-time.ts';
import { outOfSight } from './out-of-sight.ts';
import { overload } from './overload.ts';
import { passedOver } from './passed-over.ts';
import { poolWaiters } from './pool-waiters.ts';
import { resonates } from './resonates.ts';
import { shortLimit } from './short-limit.ts';
import { shortPool } from './short-pool.ts';
import { standstill } from './standstill.ts';
import { takenTwice } from './taken-twice.ts';
import { tied } from './tied.ts';
import { underEstimate } from './under-estimate.ts';
import { unreachable } from './unreachable.ts';
import { wakeTooLow } from './wake-too-low.ts';

export const RULES: readonly Rule[] = [
  unreachable,
  overload,
  resonates,
  giant,
  greedy,
  beside,
  tied,
  heldWhileWaiting,
  lockOrder,
  takenTwice,
  poolWaiters,
  lease,
  wakeTooLow,
  shortLimit,
  costlyPolls,
  noTime,
  shortPool,
  lineStands,
  lineHeldUp,
  underEstimate,
  passedOver,
  leftBehind,
  outOfSight,
  deliveredTwice,
  backlogGrows,
  herd,
  standstill,
  enoughComes,
  enoughIsLeft,
  turnComes,
  servedBetween,
  inLine,
  eventsMax,
  endlessInstant,
  almostSafe,
  noSteadyState,
  deadlock,
  thrownAway,
];
