/**
 * What a first scenario is written from: a system that was found or told, and what is known of the rest.
 *
 * @module
 */
import type { FoundSystem } from './found.ts';

/** An API that all jobs ask. */
export interface Api {
  readonly name: string;
  /** A preset of a provider; without one a bucket of its own. */
  readonly preset?: string;
  /** What the preset asks for; `rate` and `capacity` of one's own. */
  readonly figures: Readonly<Record<string, string>>;
  /** Calls in flight are limited, too. */
  readonly lasts?: true;
}

export interface Draft {
  readonly title: string;
  readonly system: FoundSystem;
  /** The files that was read from; none where somebody said it. */
  readonly sources: readonly string[];
  readonly api: Api | undefined;
  /** What a run takes of the API, and how long its work lasts; undefined where nobody says. */
  readonly cost: string | undefined;
  readonly lasts: string | undefined;
  /** How long each job may go without progress. */
  readonly within: string | undefined;
}
