/**
 * Several observers of one run.
 *
 * @module
 */
import type { Observer } from './observer.ts';

/** An observer that tells `first`, then `second`. */
export function both(first: Observer, second: Observer): Observer {
  return {
    ...bothItems(first, second),
    ...bothOfSupplies(first, second),
    ...bothOfLocks(first, second),
    instant(atMs) {
      first.instant(atMs);
      second.instant(atMs);
    },
    triggered(task) {
      first.triggered(task);
      second.triggered(task);
    },
    emitted(task, run, target) {
      first.emitted(task, run, target);
      second.emitted(task, run, target);
    },
    skipped(task) {
      first.skipped(task);
      second.skipped(task);
    },
    queued(task) {
      first.queued(task);
      second.queued(task);
    },
    dropped(task, dueMs) {
      first.dropped(task, dueMs);
      second.dropped(task, dueMs);
    },
    started(task, run, dueMs) {
      first.started(task, run, dueMs);
      second.started(task, run, dueMs);
    },
    ended(task, run, how) {
      first.ended(task, run, how);
      second.ended(task, run, how);
    },
    retried(task, run, how, untilMs) {
      first.retried(task, run, how, untilMs);
      second.retried(task, run, how, untilMs);
    },
    redelivered(task, run, next) {
      first.redelivered(task, run, next);
      second.redelivered(task, run, next);
    },
    blocked(task, run, operation) {
      first.blocked(task, run, operation);
      second.blocked(task, run, operation);
    },
    passed(task, run, operation, waitedMs) {
      first.passed(task, run, operation, waitedMs);
      second.passed(task, run, operation, waitedMs);
    },
    gaveUp(task, run, operation, waitedMs) {
      first.gaveUp(task, run, operation, waitedMs);
      second.gaveUp(task, run, operation, waitedMs);
    },
    working(task, run, untilMs) {
      first.working(task, run, untilMs);
      second.working(task, run, untilMs);
    },
    progressed(task, run, amount) {
      first.progressed(task, run, amount);
      second.progressed(task, run, amount);
    },
  };
}

/** What is told of backlogs. */
function bothItems(first: Observer, second: Observer): Pick<Observer, 'arrived' | 'took' | 'pruned'> {
  return {
    arrived(backlog, items, lost) {
      first.arrived(backlog, items, lost);
      second.arrived(backlog, items, lost);
    },
    took(task, run, backlog, items) {
      first.took(task, run, backlog, items);
      second.took(task, run, backlog, items);
    },
    pruned(backlog, items) {
      first.pruned(backlog, items);
      second.pruned(backlog, items);
    },
  };
}

type OfSupplies = Pick<Observer, 'spent' | 'called' | 'refused' | 'settled' | 'refilled' | 'changed' | 'polled'>;

function bothOfSupplies(first: Observer, second: Observer): OfSupplies {
  return {
    spent(task, run, supply, beforeGrains, afterGrains) {
      first.spent(task, run, supply, beforeGrains, afterGrains);
      second.spent(task, run, supply, beforeGrains, afterGrains);
    },
    called(task, run, supply) {
      first.called(task, run, supply);
      second.called(task, run, supply);
    },
    refused(task, run, supply, beforeGrains, afterGrains) {
      first.refused(task, run, supply, beforeGrains, afterGrains);
      second.refused(task, run, supply, beforeGrains, afterGrains);
    },
    settled(task, run, supply, beforeGrains, afterGrains, moreGrains) {
      first.settled(task, run, supply, beforeGrains, afterGrains, moreGrains);
      second.settled(task, run, supply, beforeGrains, afterGrains, moreGrains);
    },
    refilled(supply, beforeGrains, afterGrains, offeredGrains) {
      first.refilled(supply, beforeGrains, afterGrains, offeredGrains);
      second.refilled(supply, beforeGrains, afterGrains, offeredGrains);
    },
    changed(supply, regime, beforeGrains, afterGrains) {
      first.changed(supply, regime, beforeGrains, afterGrains);
      second.changed(supply, regime, beforeGrains, afterGrains);
    },
    polled(task, run, supply, looks, beforeGrains, afterGrains) {
      first.polled(task, run, supply, looks, beforeGrains, afterGrains);
      second.polled(task, run, supply, looks, beforeGrains, afterGrains);
    },
  };
}

type OfLocks = Pick<Observer, 'held' | 'released' | 'expired' | 'returned' | 'orphaned' | 'freed'>;

function bothOfLocks(first: Observer, second: Observer): OfLocks {
  return {
    held(task, run, lock) {
      first.held(task, run, lock);
      second.held(task, run, lock);
    },
    released(task, run, lock) {
      first.released(task, run, lock);
      second.released(task, run, lock);
    },
    expired(task, run, lock) {
      first.expired(task, run, lock);
      second.expired(task, run, lock);
    },
    returned(task, run, lock) {
      first.returned(task, run, lock);
      second.returned(task, run, lock);
    },
    orphaned(task, run, lock) {
      first.orphaned(task, run, lock);
      second.orphaned(task, run, lock);
    },
    freed(task, lock) {
      first.freed(task, lock);
      second.freed(task, lock);
    },
  };
}
