/**
 * What the rules of tasks add to the image of a run: how many attempts have failed, how long it may still last, how often its start was delivered and when it is again, and, where runs wait for others, how many it
 * waits for, of these queued, and the place of the last of them in the queue. Behind all that stands which of the runs, in
 * their order, waits for it (from 1; 0: none does).
 *
 * @module
 */
import { nextVisibleMs } from '../../sim/delivery.ts';
import { nextLimitMs } from '../../sim/limits.ts';
import type { Machine } from '../../sim/machine.ts';
import { firstExpiryMs } from '../../sim/queueing.ts';
import type { State } from '../../sim/state.ts';
import { NEVER } from '../../sim/time.ts';

/** How many numbers that are, of a run. */
export function ruleWidth({ retries, limits, redelivers, doubles, awaitsRuns }: Machine): number {
  return [retries, limits, redelivers, doubles].filter((one) => one).length + (awaitsRuns ? 4 : 0);
}

export function ruleNumbers(machine: Machine, state: State, run: number): readonly number[] {
  const { retries, limits, redelivers, doubles, awaitsRuns } = machine;
  return [
    ...(retries ? [state.attempts[run]!] : []),
    ...(limits ? [state.limitMs[run] === NEVER ? -1 : state.limitMs[run]! - state.nowMs] : []),
    ...(redelivers ? [state.deliveries[run]!] : []),
    ...(doubles ? [state.visibleMs[run] === NEVER ? -1 : state.visibleMs[run]! - state.nowMs] : []),
    ...(awaitsRuns ? [state.awaited[run]!, state.queuedOf[run]!, state.lastQueued[run]!] : []),
  ];
}

/** Reads what `ruleNumbers` has told. */
export function readRules(
  { retries, limits, redelivers, doubles, awaitsRuns }: Machine,
  state: State,
  run: number,
  next: () => number,
): void {
  if (retries) state.attempts[run] = next();
  if (limits) {
    const leftMs = next();
    state.limitMs[run] = leftMs < 0 ? NEVER : state.nowMs + leftMs;
  }
  if (redelivers) state.deliveries[run] = next();
  if (doubles) {
    const leftMs = next();
    state.visibleMs[run] = leftMs < 0 ? NEVER : state.nowMs + leftMs;
  }
  if (!awaitsRuns) return;
  state.awaited[run] = next();
  state.queuedOf[run] = next();
  state.lastQueued[run] = next();
}

/** How long each queued start has waited, where it may be dropped for that; -1: there is none. */
export function queueNumbers({ queueMs, nowMs }: State): readonly number[] {
  return Array.from(queueMs, (atMs) => (atMs === NEVER ? -1 : nowMs - atMs));
}

export function readQueues(machine: Machine, state: State, next: () => number): void {
  for (let place = 0; place < state.queueMs.length; place++) {
    const agoMs = next();
    state.queueMs[place] = agoMs < 0 ? NEVER : state.nowMs - agoMs;
  }
  for (let task = 0; machine.expires && task < machine.model.tasks.length; task++) {
    state.dueMs[machine.expiryTimers + task] = firstExpiryMs(machine, state, task);
  }
}

/** Once all `runs` are there: when the first of each task has lasted too long, and who waits for whom. `parentOf` says which of them waits for the one at an index. */
export function readKin(
  { awaitsRuns, limits, limitTimers, doubles, deliveryTimers, model }: Machine,
  state: State,
  runs: readonly number[],
  parentOf: (index: number) => number,
): void {
  if (limits) {
    for (let task = 0; task < model.tasks.length; task++) state.dueMs[limitTimers + task] = nextLimitMs(state, task);
  }
  for (let task = 0; doubles && task < model.tasks.length; task++) {
    state.dueMs[deliveryTimers + task] = nextVisibleMs(state, task);
  }
  if (!awaitsRuns) return;
  runs.forEach((run, index) => {
    const parent = parentOf(index);
    state.parent[run] = parent === 0 ? 0 : runs[parent - 1]! + 1;
  });
}
