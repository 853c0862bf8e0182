/** An observer that writes down what happens, one line each, and drives that decide nothing by chance. */
import type { Chooser } from '../../src/sim/chooser.ts';
import { begin, type RunEnd, run } from '../../src/sim/engine.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import type { Observer } from '../../src/sim/observer.ts';

/** Takes the first of everything: the first value of a set, the first of tied runs; a source gives its index + 1. */
export const first: Chooser = { start: () => 0, amount: (source) => source + 1, turn: () => 0, began: () => {} };

export interface Logged {
  readonly lines: readonly string[];
  readonly end: RunEnd;
  readonly counts: ReadonlyMap<string, number>;
}

/** Runs a model to its horizon and tells what happened, e.g. `1000 a spent 300 -> 260`. */
export function logRun(model: Model, choose: Chooser = first): Logged {
  const machine = assemble(model);
  const lines: string[] = [];
  const counts = new Map<string, number>();
  const count = (key: string, by = 1) => counts.set(key, (counts.get(key) ?? 0) + by);
  const say = (atMs: number, task: number, what: string) => lines.push(`${atMs} ${model.tasks[task]!.name} ${what}`);
  const observer: Observer = {
    triggered: (task) => count(`${task} triggered`),
    skipped: (task, atMs) => {
      count(`${task} skipped`);
      say(atMs, task, 'skipped');
    },
    queued: (task, atMs) => say(atMs, task, 'queued'),
    started: (task, _run, atMs, dueMs) => say(atMs, task, dueMs === atMs ? 'starts' : `starts, due ${dueMs}`),
    ended: (task, _run, atMs, how) => say(atMs, task, how),
    blocked: (task, _run, operation, atMs) => say(atMs, task, `waits at ${machine.rows[operation]!.kind}`),
    passed: (task, _run, _operation, _atMs, waitedMs) => count(`${task} waited`, waitedMs),
    gaveUp: (task, _run, _operation, atMs, waitedMs) => {
      count(`${task} gave up`);
      say(atMs, task, `gives up after ${waitedMs}`);
    },
    spent: (task, _run, _supply, atMs, before, after) => say(atMs, task, `spends ${before} -> ${after}`),
    polled: (task, _run, _supply, _atMs, looks, before, after) => {
      count(`${task} looks`, looks);
      count(`${task} look price`, before - after);
    },
    held: (task, _run, lock, atMs) => say(atMs, task, `holds ${model.locks[lock]!.name}`),
    released: (task, _run, lock, atMs) => say(atMs, task, `releases ${model.locks[lock]!.name}`),
    expired: (task, _run, lock, atMs) => say(atMs, task, `loses ${model.locks[lock]!.name}`),
    working: (task, _run, atMs, untilMs) => say(atMs, task, `works until ${untilMs}`),
    progressed: (task, _run, atMs, amount) => {
      count(`${task} progress`, amount);
      say(atMs, task, `progresses ${amount}`);
    },
  };
  const state = begin(machine, choose);
  const end = run(machine, state, choose, { untilMs: model.horizonMs, observer, eventsMax: 1_000_000 });
  return { lines, end, counts };
}
