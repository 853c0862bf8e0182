/**
 * Who does the jobs of a plan: this process, or others. The order in which jobs are done never enters a result, since each
 * result is put where its job stands.
 *
 * @module
 */
import type { Job, JobResult, PlanSetup } from './job.ts';
import { type Perform, performerOf } from './perform.ts';

export interface Runner {
  /** Does these jobs, and tells each result with its job's index, once. Given up where `isStopped` comes to say so. */
  perform(
    jobs: readonly Job[],
    done: (index: number, result: JobResult) => void,
    isStopped: () => boolean,
  ): Promise<void>;
  /** Nothing more is asked of it. */
  close(): Promise<void>;
}

/** Makes a runner for a plan. */
export type RunnerFor = (setup: PlanSetup) => Runner;

/** Does the jobs in this process, one after the other. `breathe` lets others go on between two jobs. */
export function inProcess(breathe: () => Promise<void> = async () => {}): RunnerFor {
  return (setup) => {
    let perform: Perform | undefined;
    return {
      async perform(jobs, done, isStopped) {
        perform ??= performerOf(setup);
        for (const [index, job] of jobs.entries()) {
          if (isStopped()) return;
          done(index, perform(job));
          await breathe();
        }
      },
      close: async () => {},
    };
  };
}
