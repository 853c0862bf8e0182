/**
 * The table of policies: to add one, write its file and its row here, its test and a scenario that shows it.
 *
 * @module
 */
import type { AdmissionPolicyFactory } from '../sim/policy.ts';
import { fairShareFactory } from './fair-share.ts';
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
