/**
 * Several observers of one run.
 *
 * @module
 */
import type { Observer } from '../sim/observer.ts';

/** An observer that tells `first`, then `second`. */
export function both(first: Observer, second: Observer): Observer {
  return {
    triggered(task, atMs) {
      first.triggered(task, atMs);
      second.triggered(task, atMs);
    },
    skipped(task, atMs) {
      first.skipped(task, atMs);
      second.skipped(task, atMs);
    },
    queued(task, atMs) {
      first.queued(task, atMs);
      second.queued(task, atMs);
    },
    started(task, run, atMs, dueMs) {
      first.started(task, run, atMs, dueMs);
      second.started(task, run, atMs, dueMs);
    },
    ended(task, run, atMs, how) {
      first.ended(task, run, atMs, how);
      second.ended(task, run, atMs, how);
    },
    blocked(task, run, operation, atMs) {
      first.blocked(task, run, operation, atMs);
      second.blocked(task, run, operation, atMs);
    },
    passed(task, run, operation, atMs, waitedMs) {
      first.passed(task, run, operation, atMs, waitedMs);
      second.passed(task, run, operation, atMs, waitedMs);
    },
    gaveUp(task, run, operation, atMs, waitedMs) {
      first.gaveUp(task, run, operation, atMs, waitedMs);
      second.gaveUp(task, run, operation, atMs, waitedMs);
    },
    spent(task, run, supply, atMs, beforeGrains, afterGrains) {
      first.spent(task, run, supply, atMs, beforeGrains, afterGrains);
      second.spent(task, run, supply, atMs, beforeGrains, afterGrains);
    },
    polled(task, run, supply, atMs, looks, beforeGrains, afterGrains) {
      first.polled(task, run, supply, atMs, looks, beforeGrains, afterGrains);
      second.polled(task, run, supply, atMs, looks, beforeGrains, afterGrains);
    },
    held(task, run, lock, atMs) {
      first.held(task, run, lock, atMs);
      second.held(task, run, lock, atMs);
    },
    released(task, run, lock, atMs) {
      first.released(task, run, lock, atMs);
      second.released(task, run, lock, atMs);
    },
    expired(task, run, lock, atMs) {
      first.expired(task, run, lock, atMs);
      second.expired(task, run, lock, atMs);
    },
    working(task, run, atMs, untilMs) {
      first.working(task, run, atMs, untilMs);
      second.working(task, run, atMs, untilMs);
    },
    progressed(task, run, atMs, amount) {
      first.progressed(task, run, atMs, amount);
      second.progressed(task, run, atMs, amount);
    },
  };
}
