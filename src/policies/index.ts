/**
 * The table of policies: to add one, write its file and its row here, its test and its part of docs/policies.md.
 *
 * @module
 */
import type { AdmissionPolicyFactory, BatchPolicyFactory, IntervalPolicyFactory } from '../sim/policy.ts';
import { adaptiveFactory } from './adaptive.ts';
import { aimdFactory } from './aimd.ts';
import { backoffFactory } from './backoff.ts';
import { fairShareFactory } from './fair-share.ts';
import { fitFactory } from './fit.ts';
import { fixedBatchFactory } from './fixed-batch.ts';
import { fixedIntervalFactory } from './fixed-interval.ts';
import { hysteresisFactory } from './hysteresis.ts';
import { priorityFactory } from './priority.ts';
import { reserveFactory } from './reserve.ts';
import { thresholdFactory } from './threshold.ts';

export const admissionPolicies: readonly AdmissionPolicyFactory[] = [
  thresholdFactory,
  hysteresisFactory,
  reserveFactory,
  fairShareFactory,
  priorityFactory,
];

export const intervalPolicies: readonly IntervalPolicyFactory[] = [
  fixedIntervalFactory,
  adaptiveFactory,
  backoffFactory,
];

export const batchPolicies: readonly BatchPolicyFactory[] = [fixedBatchFactory, fitFactory, aimdFactory];
