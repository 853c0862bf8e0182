/**
 * Deadlocks that runs came into: a finding each, and what it means for the tasks that are caught. A knot that has closed
 * stays closed, so one run that has it is a counterexample.
 *
 * @module
 */
import type { Scenario } from '../../scenarios/scenario.ts';
import { begin, run } from '../../sim/engine.ts';
import type { Knot } from '../../sim/future/knots.ts';
import { SILENT } from '../../sim/listen/silent.ts';
import type { Machine } from '../../sim/machine.ts';
import { sampler } from '../../sim/numbers/random.ts';
import { originalsOf } from '../../sim/program/copies.ts';
import { clockText } from '../../verify/script/story.ts';
import { type HeldSince, heldSince, isClosed, knotText } from '../words/knot-text.ts';
import type { Known } from './known.ts';
import type { Seen } from './seen.ts';

/** A deadlock, in the first replication that came into it. */
export interface FoundKnot {
  readonly knot: Knot;
  readonly replication: number;
  /** Replications that came into the same one. */
  readonly count: number;
  /** "deadlock at 00:01: ann holds left since 00:00 and waits for the lock right since 00:01; …". */
  readonly text: string;
}

/** The deadlocks of all replications; those of the same tasks at the same steps are one. */
export function deadlocksIn(seen: Seen, seed: string): readonly FoundKnot[] {
  const found = new Map<string, { knot: Knot; replication: number; count: number }>();
  seen.records.forEach(({ knots }, replication) => {
    for (const knot of knots.filter(({ kind }) => isClosed(kind))) {
      const key = knotKey(knot);
      const known = found.get(key);
      if (known === undefined) found.set(key, { knot, replication, count: 1 });
      else known.count++;
    }
  });
  return [...found.values()].map((one) => {
    const since = historyOf(seen.full, one.knot, { seed, replication: one.replication });
    return { ...one, text: knotText(seen.full, one.knot, since) };
  });
}

/** Which tasks wait where: how many runs of each does not tell two apart. */
function knotKey({ members }: Knot): string {
  return [...new Set(members.map(({ operation }) => operation))].sort((left, right) => left - right).join();
}

/** Since when its runs hold what they hold: the replication is run once more, up to where the knot closed. */
function historyOf(
  machine: Machine,
  { closedMs }: Knot,
  from: { readonly seed: string; readonly replication: number },
): HeldSince {
  const choose = sampler(machine, from);
  const state = begin(machine, choose);
  const held = heldSince();
  run(machine, state, choose, { untilMs: closedMs + 1, observer: { ...SILENT, ...held.observer } });
  return held.since;
}

/** "deadlock at 00:01: …", in how many of the runs, where there are several. */
export function deadlockText({ exact, records }: Seen, { replication, count, text }: FoundKnot): string {
  return exact ? text : `${text} (run ${replication + 1}; ${count} of ${records.length} runs come into it)`;
}

/** Where the step stands whose wait closed a knot. */
export function knotPlace({ locate }: Scenario, { operations }: Machine, { members, closedMs }: Knot): string {
  const last = members.find(({ sinceMs }) => sinceMs === closedMs)!;
  const { file, line, column } = locate(operations[last.operation]!.operation.path);
  return `${file}:${line}:${column}`;
}

/** What is known of the tasks that are caught: where a task has one run at a time, its run is all there is of it. */
export function caughtBy(seen: Seen, found: readonly FoundKnot[]): readonly Known[] {
  const { model } = seen.full;
  const originals = originalsOf(model);
  const written = (tasks: readonly number[]) => [...new Set(tasks.map((task) => originals[task]!))];
  return found.flatMap((one) => {
    const idle = written(one.knot.mayIdle);
    return written(one.knot.tasks)
      .filter((task) => model.tasks[task]!.whenBusy !== 'allow' && !idle.includes(task))
      .map((task): Known => {
        const { name } = model.tasks[task]!;
        const names = written(one.knot.members.map((member) => member.task)).map((member) => model.tasks[member]!.name);
        return {
          task: name,
          claim: 'starvable',
          evidence: 'counterexample',
          text: `run ${one.replication + 1} is caught ${caughtText(one.knot)}`,
          mechanism: one.knot.kind,
          cause: names.includes(name)
            ? deadlockText(seen, one)
            : `${name} can be caught for ever behind a ${deadlockText(seen, one)}`,
        };
      });
  });
}

function caughtText({ kind, closedMs }: Knot): string {
  const at = clockText(closedMs);
  return kind === 'deadlock' ? `in a deadlock at ${at}` : `at ${at} behind a lock that a crash left behind`;
}
