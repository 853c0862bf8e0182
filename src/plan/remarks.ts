/**
 * What whoever reads a plan must know of how far it goes.
 *
 * @module
 */
import { amountText } from '../analysis/words/amount-text.ts';
import { type Choice, RUNS_EACH_MAX } from './choose.ts';
import type { PlanReport } from './report.ts';
import { LISTED_MAX } from './space.ts';

export function remarksOf(report: Omit<PlanReport, 'remarks'>, choice: Choice | undefined): string[] {
  const { space, budget, counts, chosen, exhaustive } = report;
  const remarks: string[] = [];
  if (space.held.length > 0) {
    remarks.push(`${space.held.join(', ')} kept their values: give their ranges a step to vary them`);
  }
  const wanted = report.target?.startsWith('$') ? report.target.slice(1) : undefined;
  if (wanted !== undefined && !space.parameters.some(({ name }) => name === wanted)) {
    remarks.push(
      `$${wanted} is the target, and does not vary: all settings are alike in it, and the farthest from trouble was taken`,
    );
  }
  if (!exhaustive && space.allowed === null) {
    const whole = space.settings <= LISTED_MAX ? ` or --budget settings=${space.settings}` : '';
    const ways =
      whole === '' ? 'Coarser steps or fewer parameters (--vary)' : `Coarser steps, fewer parameters (--vary)${whole}`;
    remarks.push(
      `searched, not looked at whole: ${amountText(counts.looked)} of ${amountText(space.settings)} settings; nothing is said of the others. ${ways} look at all`,
    );
  }
  if (budget.exhausted !== null) {
    const missing = (space.allowed ?? counts.looked) - counts.looked;
    const left = [
      ...(missing > 0 ? [`${amountText(missing)} settings were not looked at`] : []),
      ...(chosen !== null && report.robustness.length === 0
        ? ['facts that are a little different were not looked at']
        : []),
    ];
    const more = `--budget ${budget.exhausted}=${2 * budget.asked[budget.exhausted as 'runs']} goes on`;
    remarks.push([`the budget of ${budget.exhausted} ran out`, ...left, more].join('; '));
  }
  if (choice?.unsure === true) {
    remarks.push(
      `the runs did not suffice for the confidence asked for: the choice is the best by its mean alone; a wider plan.indifference takes fewer, and --budget runs=${2 * budget.asked.runs} allows more`,
    );
  }
  if (choice?.widened === true) {
    remarks.push(
      `to tell 1 % of the best apart takes more than ${RUNS_EACH_MAX} runs of each setting, so only larger differences were; plan.indifference, given as an amount, makes as many runs as that takes`,
    );
  }
  if (chosen?.standing === 'estimated') {
    remarks.push('no setting is proved safe and keeps every goal: this one keeps them as far as its runs show');
  }
  if (chosen !== null && chosen.standing === 'proved' && counts.unknown > 0) {
    remarks.push(
      `${amountText(counts.unknown)} settings were left open, by proof or by their runs: one of them may be better`,
    );
  }
  return remarks;
}
