/**
 * Whoever drives the engine owns chance: everything the model leaves open is asked of a chooser. `simulate` samples,
 * `verify` enumerates, `replay` reads back.
 *
 * @module
 */

export interface Chooser {
  /** Which element of `Model.starts[choice]` this run begins with: an index below its `count`. */
  start(choice: number, count: number): number;
  /** The value of a source (index into `Model.sources`) for the run in frame `run` (-1 for a trigger). */
  amount(source: number, run: number): number;
  /** Which of `count` runs that can go on at this instant has its turn, as listed in `State.ready`. */
  turn(count: number): number;
  /**
   * A run of the task begins in frame `run`: from now on its `per: 'run'` sources belong to it. Not told of tasks that
   * have no sources.
   */
  began(task: number, run: number): void;
}
