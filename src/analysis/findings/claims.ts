/**
 * What rules prove about tasks, for whoever judges: one claim per task, the strongest.
 *
 * @module
 */

import type { Model } from '../../sim/model.ts';
import { writtenOut } from '../../sim/program/copies.ts';
import type { Evidence, RuleClaim } from './finding.ts';
import { foundBy } from './items.ts';
import { surveyOf } from './survey.ts';
import { RULES } from './table.ts';
import { takersOf } from './taker.ts';

export interface ClaimByRule {
  /** Index of the task. */
  readonly task: number;
  readonly claim: RuleClaim;
  /** The rule that says so, and its sentence. */
  readonly code: string;
  readonly text: string;
  /** Items more that wait in its backlog each day, at least, where it is overloaded. */
  readonly itemsPerDay?: number;
}

/** Rules look at each task beside each other: of more tasks than this those say nothing that do not count copies. */
const TASKS_MAX = 100;

/** What rules read. Every copy of a task is a task to them: what they say of the first is true of all. */
export function evidenceOf(model: Model): Evidence {
  const tooMany = model.tasks.reduce((sum, { copies = 1 }) => sum + copies, 0) > TASKS_MAX;
  const survey = surveyOf(tooMany ? { ...model, tasks: [], triggers: [], sources: [] } : writtenOut(model));
  return { ...survey, takers: takersOf(survey), written: surveyOf(model) };
}

const STRENGTH: readonly RuleClaim[] = ['starved', 'starvable', 'live', 'overloaded'];

/**
 * The claims that rules prove about the tasks of a model, in the order of the tasks; none where no rule fits.
 *
 * @example
 * claimsByRule(scenario.worlds[0].model)[0]?.claim; // 'starvable'
 */
export function claimsByRule(model: Model): readonly ClaimByRule[] {
  const evidence = evidenceOf(model);
  const claims = RULES.flatMap((rule) =>
    foundBy(rule, evidence).flatMap(({ task, claim, message, with: others = [], itemsPerDay }): ClaimByRule[] =>
      task === undefined || claim === undefined
        ? []
        : [task, ...others].map((each) => {
            const known = { task: each, claim, code: rule.code, text: message };
            return itemsPerDay === undefined ? known : { ...known, itemsPerDay };
          }),
    ),
  );
  return model.tasks.flatMap((_, task) => {
    const own = claims.filter((one) => one.task === task);
    const strongest = STRENGTH.find((claim) => own.some((one) => one.claim === claim));
    return own.find(({ claim }) => claim === strongest) ?? [];
  });
}
