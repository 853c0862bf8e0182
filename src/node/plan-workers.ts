/**
 * Jobs of a plan on several threads. A thread is given a few jobs at a time, and the next few once it is done with them; who
 * is first never matters, since each result is put where its job stands.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Job, JobResult, PlanSetup } from '../plan/job.ts';
import { inProcess, type RunnerFor } from '../plan/runner.ts';
import { assert } from '../sim/assert.ts';

/** How many threads can work at a time. */
export function coreCount(): number {
  return availableParallelism();
}

/** Beside this module, or from the bundled command. */
const PLACES = ['./plan-worker.js', '../node/plan-worker.js'];
/** Jobs a message: a job takes milliseconds, and so does a message at most. */
const BUNDLE = 4;

/** `threads` workers; one is this thread itself, which looks up between two jobs. */
export function planWorkers(threads: number): RunnerFor {
  const entry = PLACES.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(fileURLToPath(url)));
  // Sources that were not built have no file for a thread to begin with.
  if (threads < 2 || entry === undefined) return inProcess(() => setImmediate());
  return (setup) => {
    const workers: Crew[] = [];
    return {
      async perform(jobs, done, isStopped) {
        const bundles = Array.from({ length: Math.ceil(jobs.length / BUNDLE) }, (_, index) => index * BUNDLE);
        const work = async (crew: Crew): Promise<void> => {
          for (let from = bundles.shift(); from !== undefined && !isStopped(); from = bundles.shift()) {
            const results = await crew.ask(jobs.slice(from, from + BUNDLE));
            for (const [index, result] of results.entries()) done(from + index, result);
          }
        };
        // A thread costs as much as many jobs do: none is begun that has nothing to do.
        const wanted = Math.min(threads, bundles.length);
        while (workers.length < wanted) workers.push(new Crew(entry, setup));
        await Promise.all(workers.slice(0, wanted).map(work));
      },
      close: async () => {
        await Promise.all(workers.map((crew) => crew.close()));
      },
    };
  };
}

/** One thread. What goes wrong in it goes wrong here. */
class Crew {
  readonly #worker: Worker;
  #waiting: { resolve: (results: readonly JobResult[]) => void; reject: (error: unknown) => void } | undefined;

  constructor(entry: URL, setup: PlanSetup) {
    this.#worker = new Worker(entry, { workerData: setup });
    this.#worker.on('message', ({ results }: { readonly results: readonly JobResult[] }) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      waiting?.resolve(results);
    });
    this.#worker.on('error', (error) => this.#waiting?.reject(error));
    this.#worker.on('exit', (code) => this.#waiting?.reject(new Error(`a thread ended with code ${code}`)));
  }

  ask(jobs: readonly Job[]): Promise<readonly JobResult[]> {
    assert(this.#waiting === undefined, 'a thread is asked when it is done');
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage({ jobs });
    });
  }

  async close(): Promise<void> {
    this.#waiting = undefined;
    await this.#worker.terminate();
  }
}
