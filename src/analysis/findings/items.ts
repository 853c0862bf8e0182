/**
 * Tasks that take items of a backlog, seen by the rules: where there may be nothing to do, hardly any argument about
 * starving holds. So such a model is looked at by those rules alone that say they know it, and nothing is claimed by them.
 *
 * @module
 */
import type { Evidence, Found, Rule } from './finding.ts';

/** What a rule finds, as far as it knows the model. */
export function foundBy(rule: Rule, evidence: Evidence): readonly Found[] {
  if (rule.find === undefined) return [];
  if (!takesItems(evidence) || rule.items === 'claims') return rule.find(evidence);
  if (rule.items === undefined) return [];
  return rule.find(evidence).map(({ claim: _unproved, with: _others, ...fact }) => fact);
}

function takesItems({ tasks }: Evidence): boolean {
  return tasks.some(({ spec }) => spec.program.some(({ kind }) => kind === 'take'));
}
