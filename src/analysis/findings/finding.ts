/**
 * What a rule is and what it finds.
 *
 * A finding is never wrong: an *error* is proved by the rule's own argument for every run of the model (or for some run,
 * where it says "can"), a *warning* states a fact and says when it does no harm, a *note* is good news that is proved.
 * Where a rule's assumptions are not met it stays silent.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { Survey } from './survey.ts';
import type { Taker } from './taker.ts';

export type Severity = 'error' | 'warning' | 'note';

/** What a rule reads. */
export interface Evidence extends Survey {
  readonly takers: readonly Taker[];
  /** The model as it was written, copies not written out: for rules that count them. */
  readonly written: Survey;
}

/** What a rule proves about a task, in the words of `verify`. */
export type RuleClaim = 'live' | 'starvable' | 'starved' | 'overloaded';

export interface Found {
  readonly severity: Severity;
  /** What is so, with the numbers. */
  readonly message: string;
  /** What to change. */
  readonly change?: string;
  readonly path: Path;
  /** The task it is about: who suffers, or who is safe. */
  readonly task?: number;
  readonly claim?: RuleClaim;
  /** Other tasks of which the claim is true, too. */
  readonly with?: readonly number[];
  /** Items more that wait in a backlog of theirs each day, at least, where they are overloaded. */
  readonly itemsPerDay?: number;
}

export interface Example {
  readonly yaml: string;
  readonly instead: string;
  readonly write: string;
}

/** A page of `sim explain`, in paragraphs of plain text. */
export interface Help {
  readonly what: string;
  readonly why: string;
  readonly change: string;
  /** When it stays silent, or does no harm. */
  readonly unless: string;
  /** A scenario in which it is found; with one text of it replaced, one step aside, it is not. */
  readonly example?: Example;
}

export interface Rule {
  readonly code: string;
  readonly title: string;
  readonly severities: readonly Severity[];
  readonly help: Help;
  /**
   * What it finds also where tasks take items of a backlog, and may have nothing to do: `facts` that hold of the step whether
   * or not it is come to, or `claims`. Absent: nothing.
   */
  readonly items?: 'facts' | 'claims';
  /** Whether its facts are of a step by itself, and hold however runs are started: it is asked where tasks start others, too. */
  readonly elsewhere?: true;
  /** Absent where it is runs that find it, not the settings. */
  find?(evidence: Evidence): readonly Found[];
}
