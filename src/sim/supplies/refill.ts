/**
 * How a supply fills up, as a model says it.
 *
 * @module
 */
import type { Start } from '../start.ts';
import type { TimeMs } from '../time.ts';
import type { Resets } from './resets.ts';

export type Refill =
  | { readonly kind: 'continuous'; readonly grainsPerMs: number }
  /** `phaseMs` in [0, everyMs): the first refill comes at the phase, or at `everyMs` where the phase is 0. */
  | {
      readonly kind: 'stepwise';
      readonly grains: number;
      readonly everyMs: TimeMs;
      readonly phaseMs: Start;
      /** Each step is a new window of `grains`: it is full then, also where the one before was overdrawn. */
      readonly fills?: true;
    }
  /** Full again when a window ends; a window begins with what is taken first after the last one ended. */
  | { readonly kind: 'first-use'; readonly everyMs: TimeMs }
  /** Full again at each reset. */
  | { readonly kind: 'calendar'; readonly resets: Resets }
  /** What is taken comes back this much later: what was taken in (now - everyMs, now] is never more than the capacity. */
  | { readonly kind: 'sliding'; readonly everyMs: TimeMs }
  /** Nothing comes by itself: what is taken is given back when what it was taken for is over. */
  | { readonly kind: 'returned' };
