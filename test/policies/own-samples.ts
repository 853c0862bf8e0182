/** Policies of a user's own for tests: the built-in ones written again, and some that are wrong on purpose. */
import type { PolicyDefinition } from '../../src/policies/definition.ts';
import { admissionPolicies, batchPolicies, intervalPolicies } from '../../src/policies/index.ts';
import type { AdmissionView, MemorySlot } from '../../src/sim/policy.ts';

/** What a user may give of a policy: nothing that spares the engine a question. */
function plain<Made extends { readonly memory: readonly MemorySlot[]; readonly remember?: unknown }>(made: Made) {
  const { memory, remember } = made;
  return { memory, ...(remember === undefined ? {} : { remember }) };
}

/** Every built-in policy as a user would define it, under the name `own-NAME`. */
export const ownBuiltIns: readonly PolicyDefinition[] = [
  ...admissionPolicies.map((row): PolicyDefinition => {
    return {
      family: 'admission',
      name: `own-${row.name}`,
      describe: row.describe,
      options: row.options,
      ...(row.together === true && { together: true }),
      create: (options, users) => {
        const made = row.create(options, users);
        const { admit, seesWaiting = false } = made;
        return { ...plain(made), admit, seesWaiting } as ReturnType<
          Extract<PolicyDefinition, { family: 'admission' }>['create']
        >;
      },
    };
  }),
  ...intervalPolicies.map((row): PolicyDefinition => {
    return {
      family: 'interval',
      name: `own-${row.name}`,
      describe: row.describe,
      options: row.options,
      ...(row.sees && { sees: row.sees }),
      create: (options) => {
        const made = row.create(options);
        const { pausesMs, pauseMs } = made;
        return { ...plain(made), pausesMs, pauseMs } as ReturnType<
          Extract<PolicyDefinition, { family: 'interval' }>['create']
        >;
      },
    };
  }),
  ...batchPolicies.map((row): PolicyDefinition => {
    return {
      family: 'batch',
      name: `own-${row.name}`,
      describe: row.describe,
      options: row.options,
      ...(row.sees && { sees: row.sees }),
      create: (options) => {
        const made = row.create(options);
        return { ...plain(made), size: made.size } as ReturnType<
          Extract<PolicyDefinition, { family: 'batch' }>['create']
        >;
      },
    };
  }),
];

/** The text of a scenario with each policy of the table in its user's own words. */
export function inOwnWords(text: string): string {
  const names = [...admissionPolicies, ...intervalPolicies, ...batchPolicies].map(({ name }) => name);
  return text.replaceAll(new RegExp(`use: (${names.join('|')})\\b`, 'g'), 'use: own-$1');
}

const BAND = [
  { name: 'low', unit: 'level', minimum: 0, describe: 'a look that finds less begins a pause' },
  { name: 'high', unit: 'level', minimum: 0, above: 'low', describe: 'from here on the pause is over' },
] as const;

/** A hysteresis that forgets to release: once it pauses, it pauses for ever. */
export const forgetful: PolicyDefinition = {
  family: 'admission',
  name: 'forgetful',
  describe: 'pauses below one level, and never ends its pause',
  options: BAND,
  create: ({ low = 0, high = 0 }) => {
    const after = (level: number, paused: number): number => (level < low ? 1 : paused);
    return {
      memory: [{ name: 'paused', low: 0, high: 1 }],
      admit: ({ levelGrains, capacityGrains }: AdmissionView, [paused = 0]) =>
        after(levelGrains, paused) === 0
          ? { kind: 'go' }
          : { kind: 'wait', untilGrains: levelGrains < high ? high : capacityGrains + 1, because: 'recharging' },
      remember: ({ levelGrains }: AdmissionView, [paused = 0]) => [after(levelGrains, paused)],
    };
  },
};
