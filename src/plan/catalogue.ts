/**
 * What is known of settings: each is looked at once, and stands somewhere between proved to keep every goal and proved not
 * to.
 *
 * @module
 */
import type { Job, Look } from './job.ts';
import type { Ledger } from './ledger.ts';
import { keyOf, type Point, type Space, valuesAt } from './space.ts';

/**
 * `proved`: no task can starve, by proof, and every goal is met. `estimated`: every goal is met, but that no task can starve is
 * only seen, or true but for a probability of 0. `unknown`: runs do not say whether a goal is met. `missed`: a goal is not
 * met. `unsafe`: a task can starve. `invalid`: the values make no scenario.
 */
export type Standing = 'proved' | 'estimated' | 'unknown' | 'missed' | 'unsafe' | 'invalid';

export function standingOf({ invalid, safety, judged }: Look): Standing {
  if (invalid !== undefined) return 'invalid';
  if (safety === 'unsafe') return 'unsafe';
  if (judged?.verdict === 'fail') return 'missed';
  if (judged?.verdict === 'unknown') return 'unknown';
  // Without runs all goals are those that the proof was about.
  if (safety === 'safe') return 'proved';
  return judged?.verdict === 'pass' ? 'estimated' : 'unknown';
}

export function isKept(standing: Standing | undefined): boolean {
  return standing === 'proved' || standing === 'estimated';
}

/** Why a setting that is not kept is not; what is not proved is no reason where a goal is missed anyway. */
export function reasonOf(look: Look): string | undefined {
  const standing = standingOf(look);
  if (standing === 'invalid') return look.invalid;
  const { open = [] } = look.judged ?? {};
  const goal = standing === 'unsafe' ? undefined : (open.find(({ verdict }) => verdict === 'missed') ?? open[0]);
  return goal === undefined ? look.why : `${goal.of} ${goal.text}`;
}

export class Catalogue {
  readonly space: Space;
  readonly #ledger: Ledger;
  readonly #looks = new Map<string, Look>();
  readonly #points: Point[] = [];

  constructor(space: Space, ledger: Ledger) {
    this.space = space;
    this.#ledger = ledger;
  }

  /** Points that were looked at, in the order in which they were asked for. */
  get points(): readonly Point[] {
    return this.#points;
  }

  look(point: Point): Look | undefined {
    return this.#looks.get(keyOf(point));
  }

  standing(point: Point): Standing | undefined {
    const look = this.look(point);
    return look && standingOf(look);
  }

  /** Looks at these points, as far as the budget goes. `weighs`: again, with the chances of a starvation. */
  async lookAt(points: readonly Point[], what: string, weighs = false): Promise<void> {
    const asked = weighs ? points : points.filter((point) => !this.#looks.has(keyOf(point)));
    const looks = await this.#ledger.looks(
      asked.map((point) => lookJob(this.space, point, weighs)),
      what,
    );
    looks.forEach((look, index) => {
      const point = asked[index]!;
      if (look === undefined) return;
      if (!this.#looks.has(keyOf(point))) this.#points.push(point);
      this.#looks.set(keyOf(point), look);
    });
  }
}

function lookJob(space: Space, point: Point, weighs: boolean): Job {
  const job = { kind: 'look', values: valuesAt(space, point), runs: 'if-needed' } as const;
  return weighs ? { ...job, weighs: true } : job;
}
