/**
 * The longest single wait of a task over all replications, in names and tokens.
 *
 * @module
 */
import type { WaitRecord } from '../../analysis/meters/longest-wait.ts';
import { dotted } from '../../scenarios/text/path-text.ts';
import { assert } from '../../sim/assert.ts';
import type { Seen } from '../evidence/seen.ts';
import type { LongWaitReport } from '../report/report.ts';

/** The longest wait of `task`; of equals the one in the first replication; `null` where it never waited. */
export function longestWaitOf(seen: Seen, task: number): LongWaitReport | null {
  const found = longestRecord(seen, task);
  if (found === undefined) return null;
  const { replication, wait } = found;
  const { model, operations } = seen.machine;
  const { operation } = operations[wait.operation]!;
  const shared = {
    step: dotted(operation.path),
    replication,
    fromMs: wait.fromMs,
    toMs: wait.toMs,
    finished: wait.finished,
  };
  if (operation.kind === 'acquire') {
    const { kind, name } = model.locks[operation.lock]!;
    const heldBy = model.tasks.map(({ name: holder }) => holder).filter((_, index) => wait.heldBy[index]! > 0);
    const leftBy = model.tasks.map(({ name: holder }) => holder).filter((_, index) => wait.leftBy[index]! > 0);
    const left = leftBy.length > 0 ? { leftBy } : {};
    return { kind, name, ...shared, targetTokens: null, peakTokens: null, taken: [], heldBy, ...left };
  }
  assert('supply' in operation, 'a wait is for a lock or for tokens', { kind: operation.kind });
  const { name, grainsPerToken } = model.supplies[operation.supply]!;
  const targetGrains = targetOf(seen, wait.operation);
  return {
    kind: 'supply',
    name,
    ...shared,
    targetTokens: targetGrains === null ? null : targetGrains / grainsPerToken,
    peakTokens: wait.peakGrains === null ? null : wait.peakGrains / grainsPerToken,
    taken: takenOf(seen, wait, grainsPerToken),
    heldBy: [],
  };
}

/** The longest wait of `task` with the replication it was in. */
export function longestRecord(
  { records }: Seen,
  task: number,
): { readonly replication: number; readonly wait: WaitRecord } | undefined {
  let longest: { replication: number; wait: WaitRecord } | undefined;
  records.forEach(({ tasks }, replication) => {
    const wait = tasks[task]!.longestWait;
    if (wait === null) return;
    if (longest === undefined || wait.toMs - wait.fromMs > longest.wait.toMs - longest.wait.fromMs) {
      longest = { replication, wait };
    }
  });
  return longest;
}

/** The constant level a refused run waits for, its margin included; `null` where it depends on what was drawn. */
export function targetOf({ machine }: Pick<Seen, 'machine'>, operation: number): number | null {
  const row = machine.rows[operation]!;
  const { operation: step } = machine.operations[operation]!;
  // What a refused call waits for is another try, and the first of a line its turn.
  if (row.policy >= 0 || step.kind === 'call' || Number.isNaN(row.amount + row.marginGrains)) return null;
  if (step.kind !== 'spend') return row.amount + row.marginGrains;
  // Where debt is allowed a spend asks for less than its cost; the report then says what was waited for by name alone.
  return machine.supplies[step.supply]!.debt.kind === 'none' ? row.amount + row.marginGrains : null;
}

function takenOf({ machine }: Seen, wait: WaitRecord, grainsPerToken: number): LongWaitReport['taken'] {
  return machine.model.tasks
    .flatMap(({ name: task }, index) => [
      { task, kind: 'spend' as const, tokens: wait.spentGrains[index]! / grainsPerToken },
      { task, kind: 'poll' as const, tokens: wait.polledGrains[index]! / grainsPerToken },
    ])
    .filter(({ tokens }) => tokens !== 0)
    .sort((left, right) => right.tokens - left.tokens);
}
