/**
 * What a preset is: the figures and rules of a known provider or scheduler, as they were published on a day, for a supply, a
 * pool or a task of a scenario that says `preset: NAME`. Whatever else stands there goes before the preset's own.
 *
 * What hangs on somebody's plan or configuration is asked for, and never guessed.
 *
 * **To add a preset**: write `<name>.ts`, add its row to `index.ts`, say in `test/scenarios/presets.test.ts` what is
 * documented of it, and `UPDATE_DOCS=1 npx vitest run test/scenarios/presets.test.ts` writes docs/presets.md.
 *
 * @module
 */
import type { Unit } from '../text/issue.ts';

/** Where a scenario may say `preset`. */
export type Section = 'supplies' | 'pools' | 'tasks';

export interface Preset {
  readonly name: string;
  /** What it is, in one line. */
  readonly about: string;
  /** Where the figures stand, and when they were read: a year and a month. */
  readonly source: string;
  readonly read: string;
  readonly parts: Readonly<Partial<Record<Section, Part>>>;
}

/** What a preset says of one kind of thing. */
export interface Part {
  /** What must be given beside `preset`. */
  readonly asks?: readonly Ask[];
  /** As it would be written out, in YAML; `<key>` is what is asked for, first in its value. */
  readonly text: string;
  /** What becomes of starts that a task's scheduler missed, by what starts it, in YAML; where nothing is known it must be said. */
  readonly catchUp?: Readonly<Partial<Record<'every' | 'cron', string>>>;
  /** What whoever uses it must know: what is left out, what to write instead. A sentence each. */
  readonly notes?: readonly string[];
}

export interface Ask {
  readonly key: string;
  readonly unit: Unit;
  /** Where to read the figure, and what it may be. */
  readonly where: string;
  readonly example: string;
}
