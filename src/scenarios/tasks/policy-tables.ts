/**
 * The policies a scenario may use by name: those of docs/policies.md, and whatever its user brings along.
 *
 * @module
 */
import type { PolicyDefinition } from '../../policies/definition.ts';
import { admissionPolicies, batchPolicies, intervalPolicies } from '../../policies/index.ts';
import { watched } from '../../policies/watched.ts';
import type { AdmissionPolicy, BatchPolicy, IntervalPolicy, Policy, PolicyOption } from '../../sim/policy.ts';

/** What a policy is made with. */
export interface Making {
  readonly options: Readonly<Record<string, number>>;
  readonly users: number;
  /** Makes a message of what is wrong with a user's policy, now or in a run. */
  readonly place: (says: string) => string;
}

export interface PolicyRow<Made extends Policy = Policy> {
  readonly name: string;
  readonly options: readonly PolicyOption[];
  readonly sees?: 'supply';
  readonly together?: boolean;
  make(making: Making): Made;
}

export interface PolicyTables {
  readonly admission: readonly PolicyRow<AdmissionPolicy>[];
  readonly interval: readonly PolicyRow<IntervalPolicy>[];
  readonly batch: readonly PolicyRow<BatchPolicy>[];
  /** Whether some are missing, which was told: then an unknown name may be one of them. */
  readonly incomplete: boolean;
}

/** A policy of the user's, with the hash of its text. */
export interface OwnRow {
  readonly definition: PolicyDefinition;
  readonly source: string;
  /** Who gave it: a plugin's path, or `policies`. */
  readonly from: string;
}

/** The built-in policies, and those of the user. */
export function policyTables(own: readonly OwnRow[], incomplete: boolean): PolicyTables {
  const tables = {
    admission: admissionPolicies.map((row): PolicyRow<AdmissionPolicy> => {
      return { ...row, make: ({ options, users }) => row.create(options, users) };
    }),
    interval: intervalPolicies.map((row): PolicyRow<IntervalPolicy> => {
      return { ...row, make: ({ options }) => row.create(options) };
    }),
    batch: batchPolicies.map((row): PolicyRow<BatchPolicy> => {
      return { ...row, make: ({ options }) => row.create(options) };
    }),
    incomplete,
  };
  for (const { definition, source } of own) {
    switch (definition.family) {
      case 'admission':
        tables.admission.push({
          ...definition,
          make: ({ options, ...how }) => ({ ...watched(definition, options, how), source }),
        });
        break;
      case 'interval':
        tables.interval.push({
          ...definition,
          make: ({ options, ...how }) => ({ ...watched(definition, options, how), source }),
        });
        break;
      case 'batch':
        tables.batch.push({
          ...definition,
          make: ({ options, ...how }) => ({ ...watched(definition, options, how), source }),
        });
        break;
    }
  }
  return tables;
}
