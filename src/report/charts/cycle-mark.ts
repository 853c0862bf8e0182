/**
 * Marks, in the pictures of a counterexample, the part that goes on for ever.
 *
 * @module
 */

import { INK } from '../palette.ts';
import type { JsonObject } from '../spec.ts';
import type { World } from '../world.ts';
import { position, type TimeAxis } from './axis.ts';

const SHADE = 'rgba(31, 41, 51, 0.07)';

/** The first round of the cycle as a shaded box, where the picture shows one. */
export function cycleMark({ example }: World, axis: TimeAxis): JsonObject {
  if (example?.cycle === undefined) return {};
  return {
    cycle: {
      type: 'box',
      xMin: position(axis, example.cycle.fromMs),
      xMax: position(axis, example.cycle.toMs),
      backgroundColor: SHADE,
      borderColor: INK.limit,
      borderWidth: 1,
      borderDash: [2, 3],
      drawTime: 'beforeDatasetsDraw',
    },
  };
}
