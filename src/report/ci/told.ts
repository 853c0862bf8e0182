/**
 * What a machine that runs checks is told of a report: each goal that is not met, each finding, each way in which what is
 * deployed is other than the scenario; with a place in a file.
 *
 * @module
 */
import type { FindingReport, GoalReport, Report, WorldReport } from '../../judge/report/report.ts';
import type { Location } from '../../scenarios/scenario.ts';
import type { Path } from '../../sim/model.ts';
import { goalName } from '../text/goal-text.ts';

export interface Remark {
  readonly level: 'error' | 'warning' | 'note';
  /** What kind of thing it is: the code of a finding, `goal/served`, `config/changed`. */
  readonly id: string;
  readonly title: string;
  readonly message: string;
  readonly at: Place;
  /** Why it is no fault all the same. */
  readonly accepted?: string;
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** Where a path of the scenario stands: `Scenario.locate`. */
export type Locate = (path: Path) => Location;

/** Everything to be told, the worst first; of several worlds each, with what is set in it. */
export function remarksOf(report: Report, locate: Locate): readonly Remark[] {
  const worlds: readonly (WorldReport | Report)[] = report.worlds ?? [report];
  const all = [
    ...worlds.flatMap((world) => world.goals.flatMap((goal) => goalRemark(goal, world, locate))),
    ...worlds.flatMap((world) => world.findings.flatMap((finding) => findingRemark(finding, world, locate))),
    ...configRemarks(report, locate),
  ];
  return LEVELS.flatMap((level) => all.filter((one) => one.level === level)).filter(
    (one, index, sorted) => sorted.findIndex((other) => isSame(one, other)) === index,
  );
}

const LEVELS = ['error', 'warning', 'note'] as const;

function isSame(one: Remark, other: Remark): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** " (POLL_COST is 1)": which of several worlds; nothing where there is one. */
export function worldText(world: WorldReport | Report): string {
  if (!('set' in world)) return '';
  return ` (${Object.entries(world.set)
    .map(([name, value]) => `${name} is ${value}`)
    .join(', ')})`;
}

const GOAL_LEVELS = { missed: 'error', unknown: 'warning', accepted: 'note' } as const;

function goalRemark(goal: GoalReport, world: WorldReport | Report, locate: Locate): Remark[] {
  if (goal.verdict === 'met') return [];
  const { cause } = world.tasks[goal.of] ?? {};
  const why = cause === undefined ? '' : ` ${sentence(cause)}`;
  return [
    {
      level: GOAL_LEVELS[goal.verdict],
      id: `goal/${goal.goal}`,
      title: `${goal.of}: ${goalName(goal)}`,
      message: `${goal.of}: ${goal.text}${worldText(world)}.${why}`,
      at: locate(goal.implicit ? ['tasks', goal.of] : ['goals', goal.of, goal.goal]),
      ...(goal.verdict === 'accepted' && { accepted: goal.accepted ?? 'its chance is 0' }),
    },
  ];
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** A finding decides nothing by itself: goals do, so an error is told as a warning. */
function findingRemark(finding: FindingReport, world: WorldReport | Report, locate: Locate): Remark[] {
  const { severity, code, message, change, at, task } = finding;
  return [
    {
      level: severity === 'note' ? 'note' : 'warning',
      id: code,
      title: task === undefined ? code : `${code}: ${task}`,
      message: `${message}${worldText(world)}${change === undefined ? '' : `. What to change: ${change}`}`,
      at: placeOf(at) ?? locate([]),
    },
  ];
}

function configRemarks({ config }: Report, locate: Locate): Remark[] {
  if (config === undefined) return [];
  const changed = config.changed.map(({ name, scenario, deployed, at }): Remark => {
    const message = `${name} is ${deployed} in what is deployed, and ${scenario} in the scenario`;
    return { level: 'note', id: 'config/changed', title: name, message, at: placeOf(at) ?? locate([]) };
  });
  const meant = config.unknown.flatMap(({ name, meant: other, at }): Remark[] => {
    if (other === undefined) return [];
    const message = `${name} is no parameter of the scenario; did you mean ${other}?`;
    return [{ level: 'warning', id: 'config/unknown', title: name, message, at: placeOf(at) ?? locate([]) }];
  });
  return [...changed, ...meant];
}

/**
 * The place that `file:line:column` or `file:line` names. Undefined where it is in no file: on the command line, in the environment.
 */
export function placeOf(at: string): Place | undefined {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(at) ?? /^(.*):(\d+)$/.exec(at) ?? [];
  if (file === undefined || file.startsWith('--') || file === 'env:') return undefined;
  return { file, line: Number(line), ...(column !== undefined && { column: Number(column) }) };
}
