/**
 * The time of what a recorder is told, in one place for all its meters: a number beyond 31 bits that goes through a call is
 * allocated anew, one that is read from a field is not.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';

export class Clock {
  nowMs: TimeMs = 0.5;

  constructor() {
    // The half above made this field a double for good.
    this.nowMs = 0;
  }
}
