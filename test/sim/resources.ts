/** What must be true of a state between two instants, whatever the model: asked of the numbers themselves. */
import { expect } from 'vitest';
import type { Machine } from '../../src/sim/machine.ts';
import type { Debt, Operation } from '../../src/sim/model.ts';
import { STATUS, type State } from '../../src/sim/state.ts';
import { NEVER } from '../../src/sim/time.ts';

/** Permits are held by runs or left behind by crashed ones, and never more of them than there are. */
export function checkPermits({ model, leaseLock }: Machine, state: State): void {
  const [locks, tasks] = [model.locks.length, model.tasks.length];
  model.locks.forEach(({ permits, leaseMs }, lock) => {
    const held = sum(Array.from({ length: state.runsMax }, (_, run) => state.holds[run * locks + lock]!));
    const left = state.orphans.length === 0 ? 0 : sum(state.orphans.subarray(lock * tasks, (lock + 1) * tasks));
    expect(held + left).toBe(state.used[lock]);
    expect(held + left).toBeLessThanOrEqual(permits);
    // Each permit that is out has a lease, where there are leases.
    const leases = Array.from(state.leaseHolder).filter((holder, slot) => leaseLock[slot] === lock && holder !== 0);
    if (leaseMs !== NEVER) expect(leases.length).toBe(held + left);
  });
}

/** Nobody waits for what is there; gives how many waited. `levels`: of each supply, now. */
export function checkWaiters(machine: Machine, state: State, levels: readonly number[]): number {
  let waiting = 0;
  for (let run = 0; run < state.runsMax; run++) {
    const status = state.status[run]!;
    expect(status).not.toBe(STATUS.ready);
    if (state.task[run] === -1 || status === STATUS.working) continue;
    const { operation } = machine.operations[state.operation[run]!]!;
    waiting++;
    if (operation.kind === 'acquire') checkLock(machine, state, run, operation);
    else if (operation.kind === 'take') checkTake(machine, state, run, operation);
    else if (operation.kind !== 'call') checkSupply(machine, state, run, levels);
  }
  return waiting;
}

function checkLock(
  { model, rows }: Machine,
  state: State,
  run: number,
  { lock, count = 1, pollMs }: Extract<Operation, { kind: 'acquire' }>,
): void {
  const { permits, line } = model.locks[lock]!;
  const dispatcher = model.dispatchers?.find(({ pools }) => pools.includes(lock));
  if (dispatcher !== undefined) {
    // What is there may lie until it looks the next time.
    if (dispatcher.looks !== undefined) return;
    const pools: number[] = [];
    const isFull = (pool: number): boolean => state.used[pool] === model.locks[pool]!.permits;
    for (let at = state.firstWaiter[Math.min(...dispatcher.pools)]!; at !== run; at = state.next[at]!) {
      pools.push(rows[state.operation[at]!]!.subject);
    }
    const inView = pools.filter((pool) => !(dispatcher.skipsFull && isFull(pool))).length < dispatcher.looksAt;
    const isHeldUp = line?.passOver !== true && pools.includes(lock);
    if (inView && !isHeldUp) expect(permits - state.used[lock]!).toBeLessThan(count);
    return;
  }
  const isNext = line?.passOver === true || line?.order === 'any' || state.firstWaiter[lock] === run;
  if (pollMs === undefined && isNext) expect(permits - state.used[lock]!).toBeLessThan(count);
}

function checkTake(
  machine: Machine,
  state: State,
  run: number,
  { backlog, atLeast }: Extract<Operation, { kind: 'take' }>,
): void {
  const { base, slots, line, unlimited } = machine.stock.backlogs[backlog]!;
  expect(unlimited).toBe(false);
  if (state.firstWaiter[line] === run) expect(sum(state.items.subarray(base, base + slots))).toBeLessThan(atLeast);
}

/** Where all amounts are constant and nobody looks only now and then. */
function checkSupply({ model, operations }: Machine, state: State, run: number, levels: readonly number[]): void {
  const { operation } = operations[state.operation[run]!]!;
  if ((operation.kind !== 'await' && operation.kind !== 'spend') || operation.poll !== undefined) return;
  const { supply, margin } = operation;
  const { debt, unitGrains, turn } = model.supplies[supply]!;
  // A turn that goes round is worked out in the line's own tests.
  if (turn === 'fair' || (turn !== undefined && state.lineFirst[supply] !== run)) return;
  const amount =
    operation.kind === 'spend'
      ? operation.cost
      : operation.target.kind === 'level'
        ? operation.target.level
        : undefined;
  const also = operation.kind === 'spend' ? (operation.also ?? []) : [];
  if (amount?.kind !== 'constant' || (margin !== undefined && margin.kind !== 'constant')) return;
  if (also.some(({ cost }) => cost.kind !== 'constant') || state.lockedOut[supply] === 1) return;
  const enough = operation.kind === 'spend' ? admits(debt, unitGrains, amount.value) : amount.value;
  const there = levels[supply]! >= enough + (margin?.value ?? 0);
  const others = also.every(({ supply: other, cost }) => {
    const { debt: theirs, unitGrains: unit } = model.supplies[other]!;
    return levels[other]! >= admits(theirs, unit, cost.kind === 'constant' ? cost.value : 0);
  });
  expect(there && others).toBe(false);
}

/** The least level that lets a cost pass. */
function admits(debt: Debt, unitGrains: number, cost: number): number {
  if (debt.kind === 'none') return cost;
  return debt.kind === 'limited' ? Math.max(unitGrains, cost - debt.grains) : unitGrains;
}

function sum(values: Iterable<number>): number {
  let all = 0;
  for (const value of values) all += value;
  return all;
}
