/**
 * How long queued starts have waited, where they are dropped for that.
 *
 * @module
 */
import type { State } from '../../sim/state.ts';
import { queuedMost } from './emitted.ts';
import { cellOf, FIELD, type Field } from './field.ts';
import type { Space } from './space.ts';

export function queueFields({ machine, quantumMs }: Space, state: State): readonly Field[] {
  return machine.model.tasks.flatMap((spec, task): Field[] => {
    const expiryMs = machine.expiryMs[task]!;
    if (expiryMs === 0) return [];
    const places = Math.min(state.queueMax, queuedMost(spec));
    return Array.from({ length: places }, (_, place) => ({
      name: `how long starts of ${spec.name} have waited`,
      kind: FIELD.sinceOrNever,
      cell: cellOf(state.queueMs, task * state.queueMax + place),
      scale: quantumMs,
      task,
      codes: expiryMs / quantumMs + 2,
    }));
  });
}
