/**
 * What rules prove about tasks, for whoever judges: one claim per task, the strongest.
 *
 * @module
 */
import { writtenOut } from '../../sim/copies.ts';
import type { Model } from '../../sim/model.ts';
import type { Evidence, RuleClaim } from './finding.ts';
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
}

/** Every copy of a task is a task to the rules: what they say of the first is true of all. */
export function evidenceOf(model: Model): Evidence {
  const survey = surveyOf(writtenOut(model));
  return { ...survey, takers: takersOf(survey) };
}

const STRENGTH: readonly RuleClaim[] = ['starved', 'starvable', 'live', 'overloaded'];

/** The claims that rules prove about the tasks of a model, in the order of the tasks; none where no rule fits. */
export function claimsByRule(model: Model): readonly ClaimByRule[] {
  const evidence = evidenceOf(model);
  const claims = RULES.flatMap(({ code, find }) =>
    (find?.(evidence) ?? []).flatMap(({ task, claim, message, with: others = [] }): ClaimByRule[] =>
      task === undefined || claim === undefined
        ? []
        : [task, ...others].map((each) => ({ task: each, claim, code, text: message })),
    ),
  );
  return model.tasks.flatMap((_, task) => {
    const own = claims.filter((one) => one.task === task);
    const strongest = STRENGTH.find((claim) => own.some((one) => one.claim === claim));
    return own.find(({ claim }) => claim === strongest) ?? [];
  });
}
