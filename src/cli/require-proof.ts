/**
 * `--require proof`: what was only seen to hold does not count as met.
 *
 * @module
 */
import type { GoalReport, Report, Result, Verdict, WorldReport } from '../judge/report.ts';

type Judged = Pick<WorldReport, 'verdict' | 'goals'>;

/** Evidence that leaves nothing open: a run without open choices that recurs is known for ever. */
const PROOFS: readonly GoalReport['evidence'][] = ['proof', 'rule', 'recurrence'];

/** The result with each goal that is met without proof turned to unknown, and the verdicts that follow from it. */
export function requireProof(result: Result): Result {
  const worlds = result.report.worlds?.map((world) => ({ ...world, ...judged(world) }));
  const report: Report = { ...result.report, ...judged(result.report) };
  if (worlds === undefined) return { ...result, report };
  const order: readonly Verdict[] = ['fail', 'unknown', 'pass'];
  const worst = order.flatMap((verdict) => worlds.filter((world) => world.verdict === verdict))[0];
  // The top level repeats the worst world, and without proofs that may be another one.
  if (worst === undefined || worst.verdict === result.report.verdict)
    return { ...result, report: { ...report, worlds } };
  const { set: _set, ...body } = worst;
  return { ...result, report: { ...report, ...body, worlds } };
}

function judged({ goals: before }: Judged): Judged {
  const goals = before.map((goal): GoalReport => {
    if (goal.verdict !== 'met' || PROOFS.includes(goal.evidence)) return goal;
    return { ...goal, verdict: 'unknown', text: `${goal.text}; not proved, and proof is required` };
  });
  const has = (verdict: GoalReport['verdict']): boolean => goals.some((goal) => goal.verdict === verdict);
  return { goals, verdict: has('missed') ? 'fail' : has('unknown') ? 'unknown' : 'pass' };
}
