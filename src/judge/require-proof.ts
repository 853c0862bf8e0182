/**
 * `--require proof`: what was only seen to hold does not count as met.
 *
 * @module
 */
import type { GoalReport, Result, WorldReport } from './report/report.ts';
import { verdictOf, withWorlds, worldsOf } from './verdict.ts';

/** Evidence that leaves nothing open: a run without open choices that recurs is known for ever. */
const PROOFS: readonly GoalReport['evidence'][] = ['proof', 'rule', 'recurrence'];

/** The result with each goal that is met without proof turned to unknown, and the verdicts that follow from it. */
export function requireProof(result: Result): Result {
  return { ...result, report: withWorlds(result.report, worldsOf(result.report).map(judged)) };
}

function judged(world: WorldReport): WorldReport {
  const goals = world.goals.map((goal): GoalReport => {
    if (goal.verdict !== 'met' || PROOFS.includes(goal.evidence)) return goal;
    return { ...goal, verdict: 'unknown', text: `${goal.text}; not proved, and proof is required` };
  });
  return { ...world, goals, verdict: verdictOf(goals) };
}
