/**
 * What keeps a PASS from misleading: goals alone decide, and are judged over the horizon, while a finding may speak of all time, or of what
 * no goal asks for.
 *
 * @module
 */
import { durationText } from '../analysis/words/duration-text.ts';
import type { Report, WorldReport } from '../judge/report/report.ts';

type Body = Pick<WorldReport, 'verdict' | 'findings' | 'tasks'>;

/**
 * "QS002 is an error all the same"; undefined where there is no such error, or nothing that it contradicts: where a task starves and the goals
 * allow that, the verdict says so itself.
 */
export function errorsDespitePass({ verdict, findings, tasks }: Body): string | undefined {
  const isTold = (task: string | undefined): boolean => {
    const { claim = 'unknown' } = (task === undefined ? undefined : tasks[task]) ?? {};
    return claim !== 'live' && claim !== 'unknown';
  };
  const errors = findings.filter(({ severity, task }) => severity === 'error' && !isTold(task));
  const codes = [...new Set(errors.map(({ code }) => code))];
  if (verdict !== 'pass' || codes.length === 0) return undefined;
  const [last, ...before] = [...codes].reverse();
  return before.length === 0
    ? `${last} is an error all the same`
    : `${before.reverse().join(', ')} and ${last} are errors all the same`;
}

/** The same as a sentence of its own, with what the goals were judged over. */
export function despiteSentences(body: Body, { horizonMs }: Report['scenario']): string[] {
  const errors = errorsDespitePass(body);
  if (errors === undefined) return [];
  return [
    `${errors}: goals were judged over ${durationText(horizonMs)}, and findings are bound to no time and no goal.`,
  ];
}
