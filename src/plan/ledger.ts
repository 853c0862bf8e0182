/**
 * Has jobs done, round by round, and keeps the books: what was done before is not done again, and what was spent is counted by
 * what the results say, so that a plan that is taken up again spends the same.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { Job, JobResult, Look, Runs } from './job.ts';
import { PlanError } from './plan-error.ts';
import type { Runner } from './runner.ts';

/** How much may be done, counted in what is done and never in seconds. */
export interface Budget {
  /** Settings that are looked at. */
  readonly settings: number;
  /** Of these, those that are explored. */
  readonly proofs: number;
  readonly runs: number;
  readonly events: number;
}

export const BUDGET: Budget = { settings: 100_000, proofs: 100_000, runs: 1_000_000, events: 10_000_000_000 };

/** Keeps results over the end of the process. */
export interface Store {
  /** What was kept, by the key of its job. */
  readonly known: ReadonlyMap<string, JobResult>;
  keep(key: string, result: JobResult): void;
}

export interface LedgerOptions {
  readonly runner: Runner;
  readonly budget: Budget;
  readonly store?: Store | undefined;
  readonly onProgress?: ((done: number, total: number, what: string) => void) | undefined;
  readonly isStopped?: (() => boolean) | undefined;
}

/** Jobs of a round: what is left of the budget is looked at between two rounds. */
const ROUND = 64;

export class Ledger {
  readonly #options: LedgerOptions;
  readonly #seen = new Map<string, JobResult>();
  readonly #used = { settings: 0, proofs: 0, runs: 0, events: 0 };

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  get used(): Budget {
    return { ...this.#used };
  }

  /** What of the budget has run out; undefined where there is some of everything. */
  get exhausted(): keyof Budget | undefined {
    const { budget } = this.#options;
    return (Object.keys(budget) as (keyof Budget)[]).find((what) => this.#used[what] >= budget[what]);
  }

  left(what: keyof Budget): number {
    return Math.max(0, this.#options.budget[what] - this.#used[what]);
  }

  /** Looks at settings; undefined where the budget ran out before. */
  async looks(jobs: readonly Job[], what: string): Promise<readonly (Look | undefined)[]> {
    return (await this.#rounds(jobs, what, () => this.exhausted !== undefined)) as (Look | undefined)[];
  }

  /** Looks at one setting, whatever is left of the budget: the report is nothing without it. */
  async mustLook(job: Job, what: string): Promise<Look> {
    return (await this.#rounds([job], what, () => false))[0] as Look;
  }

  /** Runs that the budget was asked for before. */
  async runs(jobs: readonly Job[], what: string): Promise<readonly Runs[]> {
    return (await this.#rounds(jobs, what, () => false)) as Runs[];
  }

  async #rounds(
    jobs: readonly Job[],
    what: string,
    isOver: () => boolean,
  ): Promise<readonly (JobResult | undefined)[]> {
    const results: (JobResult | undefined)[] = [];
    for (let from = 0; from < jobs.length && !isOver(); from += ROUND) {
      const round = jobs.slice(from, from + ROUND);
      results.push(...(await this.#round(round, (done) => this.#options.onProgress?.(from + done, jobs.length, what))));
    }
    return jobs.map((_, index) => results[index]);
  }

  async #round(jobs: readonly Job[], onDone: (done: number) => void): Promise<readonly JobResult[]> {
    const { runner, store, isStopped = () => false } = this.#options;
    const keys = jobs.map((job) => JSON.stringify(job));
    const known = keys.map((key) => this.#seen.get(key) ?? store?.known.get(key));
    const missing = [...jobs.keys()].filter((index) => known[index] === undefined);
    let done = jobs.length - missing.length;
    const told = (at: number, result: JobResult): void => {
      const index = missing[at]!;
      assert(known[index] === undefined, 'a job is done once', { key: keys[index]! });
      known[index] = result;
      store?.keep(keys[index]!, result);
      onDone(++done);
    };
    if (missing.length > 0) {
      await runner.perform(
        missing.map((index) => jobs[index]!),
        told,
        isStopped,
      );
    }
    if (known.includes(undefined)) throw new PlanError('stopped', 'stopped before the plan was done');
    keys.forEach((key, index) => {
      if (!this.#seen.has(key)) this.#count(known[index]!);
      this.#seen.set(key, known[index]!);
    });
    return known as JobResult[];
  }

  #count(result: JobResult): void {
    const runs = result.kind === 'runs' ? result : result.judged?.runs;
    if (result.kind === 'look') {
      this.#used.settings++;
      if (result.states !== undefined) this.#used.proofs++;
    }
    this.#used.runs += runs?.values.length ?? 0;
    this.#used.events += runs?.events ?? 0;
  }
}
