/**
 * What a kind of element is to a packed state.
 *
 * @module
 */
import type { State } from '../../sim/state.ts';
import type { Field } from './field.ts';
import type { Refusal, Space } from './space.ts';

export interface Element {
  /** The fields, with their cells in `state`, an example of the machine's states. */
  fields(space: Space, state: State): readonly Field[];
  notVerifiable(space: Space): readonly Refusal[];
}
