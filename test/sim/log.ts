/** An observer that writes down what happens, one line each, and drives that decide nothing by chance. */
import type { Chooser } from '../../src/sim/chooser.ts';
import { begin, type RunEnd, run } from '../../src/sim/engine.ts';
import type { Observer } from '../../src/sim/listen/observer.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';

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
  let atMs = 0;
  const say = (task: number, what: string) => lines.push(`${atMs} ${model.tasks[task]!.name} ${what}`);
  const observer: Observer = {
    instant: (nowMs) => {
      atMs = nowMs;
    },
    triggered: (task) => count(`${task} triggered`),
    emitted: (task, _run, target) => say(task, `emits ${model.tasks[target]!.name}`),
    skipped: (task) => {
      count(`${task} skipped`);
      say(task, 'skipped');
    },
    queued: (task) => say(task, 'queued'),
    dropped: (task, dueMs) => say(task, `drops what was due ${dueMs}`),
    started: (task, _run, dueMs) => say(task, dueMs === atMs ? 'starts' : `starts, due ${dueMs}`),
    ended: (task, _run, how) => say(task, how),
    retried: (task, _run, how, untilMs) => say(task, `${how}, again at ${untilMs}`),
    redelivered: (task, run, next) => {
      count(`${task} ${run === next ? 'again' : 'twice'}`);
      say(task, run === next ? 'is delivered again' : 'is delivered twice');
    },
    blocked: (task, _run, operation) => say(task, `waits at ${machine.rows[operation]!.kind}`),
    passed: (task, _run, _operation, waitedMs) => count(`${task} waited`, waitedMs),
    gaveUp: (task, _run, _operation, waitedMs) => {
      count(`${task} gave up`);
      say(task, `gives up after ${waitedMs}`);
    },
    spent: (task, _run, _supply, before, after) => say(task, `spends ${before} -> ${after}`),
    called: (task) => count(`${task} tries`),
    refused: (task, _run, _supply, before, after) => say(task, `is refused ${before} -> ${after}`),
    settled: (task, _run, _supply, before, after, more) => say(task, `settles ${more}: ${before} -> ${after}`),
    refilled: (supply, before, after) =>
      lines.push(`${atMs} ${model.supplies[supply]!.name} fills ${before} -> ${after}`),
    changed: (supply, regime, before, after) =>
      lines.push(`${atMs} ${model.supplies[supply]!.name} changes (${regime}) ${before} -> ${after}`),
    polled: (task, _run, _supply, looks, before, after) => {
      count(`${task} looks`, looks);
      count(`${task} look price`, before - after);
    },
    held: (task, _run, lock) => say(task, `holds ${model.locks[lock]!.name}`),
    released: (task, _run, lock) => say(task, `releases ${model.locks[lock]!.name}`),
    expired: (task, _run, lock) => say(task, `loses ${model.locks[lock]!.name}`),
    returned: (task, _run, lock) => say(task, `returns ${model.locks[lock]!.name}, which it lost`),
    orphaned: (task, _run, lock) => say(task, `leaves ${model.locks[lock]!.name} behind`),
    freed: (task, lock) => say(task, `no more holds ${model.locks[lock]!.name}`),
    working: (task, _run, untilMs) => say(task, `works until ${untilMs}`),
    progressed: (task, _run, amount) => {
      count(`${task} progress`, amount);
      say(task, `progresses ${amount}`);
    },
    arrived: (backlog, items, lost) =>
      lines.push(`${atMs} ${model.backlogs[backlog]!.name} gets ${items}${lost > 0 ? `, loses ${lost}` : ''}`),
    took: (task, _run, backlog, items) => say(task, `takes ${items} of ${model.backlogs[backlog]!.name}`),
    pruned: (backlog, items) => lines.push(`${atMs} ${model.backlogs[backlog]!.name} throws ${items} away`),
  };
  const state = begin(machine, choose);
  const end = run(machine, state, choose, { untilMs: model.horizonMs, observer, eventsMax: 1_000_000 });
  return { lines, end, counts };
}
