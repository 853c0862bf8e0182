/**
 * An observer that listens to nothing: spread it, and write only the methods you want to hear.
 *
 * @module
 */
import type { Observer } from './observer.ts';

export const SILENT: Observer = {
  instant() {},
  triggered() {},
  emitted() {},
  skipped() {},
  queued() {},
  dropped() {},
  started() {},
  ended() {},
  retried() {},
  redelivered() {},
  blocked() {},
  passed() {},
  gaveUp() {},
  spent() {},
  called() {},
  refused() {},
  settled() {},
  refilled() {},
  changed() {},
  polled() {},
  held() {},
  released() {},
  expired() {},
  returned() {},
  orphaned() {},
  freed() {},
  working() {},
  progressed() {},
  arrived() {},
  took() {},
  pruned() {},
};
