/**
 * A thread that does jobs of a plan: it is told once what the plan is, and then bundles of jobs.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Job, PlanSetup } from '../plan/job.ts';
import { performerOf } from '../plan/perform.ts';

const perform = performerOf(workerData as PlanSetup);

parentPort!.on('message', ({ jobs }: { readonly jobs: readonly Job[] }) => {
  parentPort!.postMessage({ results: jobs.map((job) => perform(job)) });
});
