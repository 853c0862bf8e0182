/**
 * What no file knows: written as unsure, so that it is judged both ways, as long as there are not too many worlds.
 *
 * @module
 */
import { WORLDS_MAX } from '../scenarios/worlds.ts';

/** A value as it is written, and for the comment beside it what is left out. */
export interface Written {
  readonly text: string;
  /** `; or 10m`, where there would be too many worlds to judge that, too; else empty. */
  readonly dropped: string;
}

/** Counts the worlds that what is unsure makes. */
export class Open {
  #worlds = 1;

  /** `{ unsure: [a, b] }`; the first alone, where that would be too many worlds, or there is no other. */
  written(values: readonly [string, ...string[]]): Written {
    const [first, ...others] = values;
    if (others.length === 0) return { text: first, dropped: '' };
    if (this.#worlds * values.length > WORLDS_MAX) return { text: first, dropped: `; or ${others.join(', ')}` };
    this.#worlds *= values.length;
    return { text: `{ unsure: [${values.join(', ')}] }`, dropped: '' };
  }
}
