/**
 * The engine, for those who write their own model or drive it their own way. Most are better served by `quotasim`.
 *
 * @module
 */
export { assert, InvariantError } from './assert.ts';
export type { Chooser } from './chooser.ts';
export {
  begin,
  isOpen,
  levelNow,
  type RunEnd,
  type RunOptions,
  run,
  step,
} from './engine.ts';
export { OPERATIONS_PER_INSTANT_MAX } from './instant-limit.ts';
export type { Observer } from './listen/observer.ts';
export type { Span, Trace, WaitKind } from './listen/trace.ts';
export { assemble, type Machine } from './machine.ts';
export type * from './model.ts';
export { sampler, stream } from './numbers/random.ts';
export {
  type Admission,
  type AdmissionPolicy,
  type AdmissionPolicyFactory,
  type AdmissionView,
  GO,
  waitUntil,
} from './policy.ts';
export { copyState, equalStates, restoreState, type State } from './state.ts';
export { DAY_MS, NEVER, type TimeMs } from './time.ts';
export { VERSION } from './version.ts';
