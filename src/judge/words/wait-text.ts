/**
 * A wait in words: for what, since when, how near it came, and who is in the way.
 *
 * @module
 */
import { amountText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Model, Operation } from '../../sim/model.ts';
import type { Seen } from '../evidence/seen.ts';
import { othersTookLittle, ownTookMost, type Taking, takersText } from '../evidence/takers.ts';
import { longestRecord, targetOf } from '../goals/long-wait.ts';
import type { LongWaitReport } from '../report/report.ts';

/** "keepa to reach 80", "the lock backfill": what a run waits for at `operation`. */
export function awaitedText(seen: Pick<Seen, 'machine'>, operation: number): string {
  const { model, operations } = seen.machine;
  const step = operations[operation]!.operation;
  if (step.kind === 'acquire') {
    const { kind, name } = model.locks[step.lock]!;
    const { count = 1 } = step;
    return count === 1
      ? `the ${kind} ${name}`
      : `${count} ${kind === 'pool' ? 'slots' : 'permits'} of the ${kind} ${name}`;
  }
  if (step.kind === 'take') return itemsText(model.backlogs[step.backlog]!.name, step.atLeast);
  if (step.kind === 'emit') return `the runs of ${model.tasks[step.task]!.name} that it started`;
  const { name, grainsPerToken, capacityGrains, lockout } = model.supplies['supply' in step ? step.supply : 0]!;
  const target = targetOf(seen, operation);
  if (step.kind === 'spend' && step.also !== undefined) return `room in all of ${limitsText(model, step)}`;
  if (step.kind === 'call' && step.also !== undefined) return `${limitsText(model, step)} to serve it`;
  const { lined, policy } = seen.machine.rows[operation]!;
  if (policy >= 0) return policedText(model, policy, name, grainsPerToken);
  if (step.kind === 'call') return `${name} to serve it`;
  if (target === null) return lined ? `its turn at ${name}` : `tokens of ${name}`;
  const need = amountText(target / grainsPerToken);
  const level = lined ? `its turn at ${name}, at ${need} or more` : `${name} to reach ${need}`;
  if (lockout !== undefined) {
    const [below, until] = [lockout.belowGrains, lockout.untilGrains].map((grains) =>
      amountText(grains / grainsPerToken),
    );
    return `${level} (below ${below} it admits nobody until ${until})`;
  }
  // Found before any run, and yet the one thing to know: this wait cannot end.
  const full = capacityGrains / grainsPerToken;
  return target > capacityGrains ? `${level}, which can never be: it holds at most ${amountText(full)}` : level;
}

/** "keepa to be back at 280 (found below 20, hysteresis pauses it)": what a policy makes a run wait for. */
function policedText({ policies }: Model, index: number, supply: string, grainsPerToken: number): string {
  const policy = policies[index]!;
  const { name } = policy;
  const pause = policy.family === 'admission' ? policy.pause : undefined;
  if (pause === undefined) return `${supply} until its policy ${name} lets it go on`;
  const [below, until] = [pause.belowGrains, pause.untilGrains].map((grains) => amountText(grains / grainsPerToken));
  return `${supply} to be back at ${until} (its policy ${name} pauses it once there is less than ${below})`;
}

/** "items of asins", "20 items of asins". */
function itemsText(backlog: string, atLeast: number): string {
  return atLeast > 1 ? `${amountText(atLeast)} items of ${backlog}` : `items of ${backlog}`;
}

function limitsText(
  { supplies }: Model,
  { supply, also = [] }: Extract<Operation, { kind: 'spend' | 'call' }>,
): string {
  return [supply, ...also.map((part) => part.supply)].map((one) => supplies[one]!.name).join(', ');
}

/** The level a task asks for at `operation` before any margin, in tokens; `null` where it depends or there is none. */
export function gateTokensOf({ machine }: Seen, operation: number): number | null {
  const row = machine.rows[operation]!;
  const step = machine.operations[operation]!.operation;
  if (step.kind !== 'await' || row.policy >= 0 || Number.isNaN(row.amount)) return null;
  return row.amount / machine.supplies[step.supply]!.spec.grainsPerToken;
}

/** The longest wait of a task as a sentence without its full stop; `overall`: what was taken there over all runs. */
export function longWaitText(
  seen: Seen,
  { waiter, operation, overall }: { waiter: string; operation: number; overall: Taking | undefined },
  wait: LongWaitReport,
): string {
  const since = sinceText(seen, wait);
  const lastedMs = wait.toMs - wait.fromMs;
  const begins = wait.finished
    ? `${waiter} waited ${durationText(lastedMs)} (${since}) for ${awaitedText(seen, operation)}`
    : `${waiter} has waited ${since} for ${awaitedText(seen, operation)}`;
  return (
    begins +
    (wait.kind === 'supply' ? levelText(seen, { waiter, operation, overall }, wait) : holderText(seen, waiter, wait))
  );
}

function sinceText({ exact }: Seen, { fromMs, replication, finished }: LongWaitReport): string {
  const run = exact ? 'the run' : `run ${replication + 1}`;
  if (fromMs === 0) return `from the start of ${run}`;
  return `${finished ? 'from' : 'since'} ${durationText(fromMs)} of ${run}`;
}

function levelText(
  seen: Seen,
  { waiter, operation, overall }: { waiter: string; operation: number; overall: Taking | undefined },
  wait: LongWaitReport,
): string {
  const { model, rows } = seen.machine;
  // Which of several limits it was that had no room is not known.
  if (rows[operation]!.also.length > 0) return '';
  const supply = model.supplies.findIndex(({ name }) => name === wait.name);
  const { capacityGrains, grainsPerToken } = model.supplies[supply]!;
  const { targetTokens, peakTokens, taken } = wait;
  if (targetTokens !== null && targetTokens > capacityGrains / grainsPerToken) return '';
  const meanwhile: Taking = {
    supply,
    waiter,
    gateTokens: gateTokensOf(seen, operation),
    taken,
    thereTokens: thereTokens(seen, supply, waiter, wait),
  };
  // Others took little while it waited: what its own runs took before is what it waits for to come back.
  const isOwn = overall !== undefined && othersTookLittle(meanwhile) && ownTookMost(overall);
  const takers = isOwn ? `over all of the time ${takersText(seen, overall)}` : takersText(seen, meanwhile);
  const because = takers === undefined ? '' : `, because ${takers}`;
  const { lined } = seen.machine.rows[operation]!;
  // In a line the level is not what one waits for until one is its first.
  if (targetTokens === null || peakTokens === null || lined) return because;
  // The level was there, but a look that is paid first, or somebody whose turn came sooner, took it away again.
  if (peakTokens >= targetTokens) return takers === undefined ? '' : `; ${isOwn ? '' : 'meanwhile '}${takers}`;
  return `; ${wait.finished ? 'until then ' : ''}the level never rose above ${amountText(peakTokens)}${because}`;
}

/**
 * All there was to take during the longest wait of `waiter`: what was taken, and what was left when it ended; what the refill
 * brought, where a full supply had no room for some of it.
 */
function thereTokens(seen: Seen, supply: number, waiter: string, wait: LongWaitReport): number {
  const { model, supplies } = seen.machine;
  const { offersGrains, everyMs, spec } = supplies[supply]!;
  const waiting = model.tasks.findIndex(({ name }) => name === waiter);
  const leftTokens = (longestRecord(seen, waiting)?.wait.leftGrains ?? 0) / spec.grainsPerToken;
  const takenTokens = wait.taken.reduce((sum, { tokens }) => sum + tokens, 0);
  const refilledTokens = (((wait.toMs - wait.fromMs) / everyMs) * offersGrains) / spec.grainsPerToken;
  return Math.max(refilledTokens, takenTokens + leftTokens);
}

/** ", of which nobody held a slot: its dispatcher looks at the first 32 in its list": why a run waited for a pool that was idle. */
function unseenText({ machine: { model, dispatchOf } }: Seen, { name }: LongWaitReport): string {
  const dispatch = dispatchOf[model.locks.findIndex((lock) => lock.name === name)];
  if (dispatch === undefined) return '';
  const { spec, looksAt, everyMs } = dispatch;
  const often = everyMs > 0 ? `, every ${durationText(everyMs)}` : '';
  const first = looksAt === 1 ? 'the first alone' : `the first ${looksAt}`;
  return `, of which nobody held a slot: its dispatcher ${spec.name} looks at ${first} in its list${often}`;
}

/** ", held by sync, which itself waited for api to reach 50": who kept what `waiter` waited for, and why. */
export function holderText(seen: Seen, waiter: string, wait: LongWaitReport): string {
  const { heldBy, leftBy = [] } = wait;
  const alive = heldBy.filter((name) => !leftBy.includes(name));
  const crashed = leftBy.map((name) => `a run of ${name}`).join(' and ');
  const left = leftBy.length === 0 ? '' : `, left behind by ${crashed} that crashed`;
  if (alive.length === 0) return left === '' ? unseenText(seen, wait) : left;
  const { model } = seen.machine;
  const holders = alive.map((name) => {
    const own = name === waiter ? `other runs of ${name}` : name;
    const task = model.tasks.findIndex((one) => one.name === name);
    const longest = seen.records[wait.replication]!.tasks[task]!.longestWait;
    if (longest === null || name === waiter) return own;
    const together = Math.min(longest.toMs, wait.toMs) - Math.max(longest.fromMs, wait.fromMs);
    const waits = 2 * together >= wait.toMs - wait.fromMs;
    return waits ? `${own}, which itself waited for ${awaitedText(seen, longest.operation)}` : own;
  });
  return `${left}, held by ${holders.join(' and ')}`;
}
