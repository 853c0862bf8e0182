/**
 * What exploring a machine needs.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import { begin } from '../../sim/engine.ts';
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { alikeIn } from '../states/alike.ts';
import { notVerifiable } from '../states/elements.ts';
import type { MovedDates } from '../states/eras.ts';
import { layoutOf } from '../states/layout.ts';
import { Packer } from '../states/packer.ts';
import { type Refusal, type Space, spaceOf } from '../states/space.ts';
import { type Starts, startsOf } from '../states/starts.ts';
import { interchangeable } from '../states/symmetry.ts';
import { type Meter, meterOf } from './meter.ts';
import { Odometer } from './odometer.ts';

/** What exploring a machine needs; made once, and used again to follow single edges. */
export interface Explorer {
  readonly space: Space;
  readonly starts: Starts;
  readonly packer: Packer;
  readonly state: State;
  readonly odometer: Odometer;
  readonly meter: Meter;
  /** Scratch for one packed state. */
  readonly words: Uint32Array;
}

/** The reasons why a machine cannot be explored, or what is needed for it; `moved`: its dates may come at another time. */
export function explorerOf(machine: Machine, moved?: MovedDates): Explorer | readonly Refusal[] {
  const space = spaceOf(machine, moved);
  const refusals = notVerifiable(space);
  if (refusals.length > 0) return refusals;
  const starts = startsOf(machine, space.outcomes);
  const state = begin(machine, {
    start: () => 0,
    amount: (source) => space.outcomes[source]![0]!,
    turn: () => 0,
    began: () => undefined,
  });
  const layout = layoutOf(space, state);
  const packer = new Packer(space, layout, state);
  const meter = meterOf(machine, packer.marks);
  const odometer = new Odometer(space.outcomes, {
    state,
    beside: meter.cells,
    alike:
      layout.pool.length > 0 || interchangeable(machine).length > 0 ? alikeIn(machine, state, packer.marks) : undefined,
  });
  return { space, starts, packer, state, odometer, meter, words: new Uint32Array(layout.words) };
}

export function isExplorer(made: Explorer | readonly Refusal[]): made is Explorer {
  return !Array.isArray(made);
}

/** For use behind a check: a graph that was made knows that its model can be explored. */
export function assertExplorer(made: Explorer | readonly Refusal[]): asserts made is Explorer {
  assert(isExplorer(made), 'the model can be verified');
}
