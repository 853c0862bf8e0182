/**
 * From goals to the verdict of a world, and from worlds to the verdict of all.
 *
 * @module
 */
import type { GoalReport, Report, Verdict, WorldReport } from './report/report.ts';

/** The worst first. */
const ORDER: readonly Verdict[] = ['fail', 'unknown', 'pass'];

/** Only goals decide: fail beats unknown beats pass. */
export function verdictOf(goals: readonly Pick<GoalReport, 'verdict'>[]): Verdict {
  if (goals.some(({ verdict }) => verdict === 'missed')) return 'fail';
  return goals.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'pass';
}

/**
 * Fail before unknown before pass; among equals the world that misses, then leaves unknown, the most goals; then the one in which a
 * task waits longest for progress; then the first.
 */
export function worstOf(worlds: readonly WorldReport[]): WorldReport {
  const count = (world: WorldReport, verdict: string) => world.goals.filter((goal) => goal.verdict === verdict).length;
  const [worst] = worlds.toSorted(
    (left, right) =>
      ORDER.indexOf(left.verdict) - ORDER.indexOf(right.verdict) ||
      count(right, 'missed') - count(left, 'missed') ||
      count(right, 'unknown') - count(left, 'unknown') ||
      longestWaitMs(right) - longestWaitMs(left),
  );
  return worst!;
}

/** Proved, where it is; else what runs showed. */
function longestWaitMs({ tasks }: WorldReport): number {
  const waits = Object.values(tasks).map(({ worst, progress }) =>
    worst === undefined ? progress.longestMs : Math.max(worst.firstMs, worst.betweenMs ?? 0),
  );
  return Math.max(0, ...waits);
}

/** The worst of several verdicts. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'pass';
}

/** The worlds of a report; the report itself, where nothing is unsure. */
export function worldsOf(report: Report): readonly WorldReport[] {
  if (report.worlds !== undefined) return report.worlds;
  const { verdict, tasks, supplies, locks, fairness, goals, findings, restsOn } = report;
  const { proof, recurrence, neighbours, fix } = report;
  const known = { ...(proof && { proof }), ...(recurrence && { recurrence }) };
  const found = { ...known, ...(neighbours && { neighbours }), ...(fix && { fix }) };
  return [{ set: {}, verdict, tasks, supplies, locks, fairness, goals, findings, restsOn, ...found }];
}

/** The report with other worlds in the place of its own; its top level repeats the worst of them. */
export function withWorlds(report: Report, worlds: readonly WorldReport[]): Report {
  const { set: _set, ...worst } = worstOf(worlds);
  return { ...report, ...worst, ...(report.worlds !== undefined && { worlds: [...worlds] }) };
}
