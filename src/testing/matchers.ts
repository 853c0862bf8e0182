/**
 * Matchers for scenarios, as vitest and jest take them: `expect.extend(matchers)`.
 *
 * @module
 */

import { judge } from '../judge/judge.ts';
import type { GoalReport, Report, WorldReport } from '../judge/report/report.ts';
import { storyLines } from '../report/text/story-lines.ts';
import { worstWorld } from '../report/world.ts';
import { expectScenario } from '../scenarios/expect-scenario.ts';
import { loadScenario } from '../scenarios/parse.ts';
import type { Goal, Scenario } from '../scenarios/scenario.ts';
import { documentText } from '../scenarios/text/document.ts';

/** What a matcher gives to its runner. */
export interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

const WIDTH = 100;
const INSTANTS_MAX = 12;

/**
 * Matchers for scenarios that `loadScenario` gives. Each judges the scenario as `sim run` does: simulated, and proved where that is
 * quick. A failure tells the cause, how it comes to it, and the command that shows it again. What is not known does not pass.
 *
 * - `toBeLive(task?)`: no task (or not this one) can starve, whatever happens: by proof, and not by what some runs showed.
 * - `toProgressWithin('1h', task?)`: every wait for progress is at most so long.
 * - `toServe('95%', task?)`: so many of the due starts are served; of all tasks that are due at all.
 * - `toMeetItsGoals()`: its verdict is pass.
 *
 * @example
 * expect.extend(matchers);
 * expect(loadScenario(text, { file: 'prod.yaml' })).toBeLive();
 */
export const matchers = {
  toBeLive(scenario: Scenario, task?: string): Matched {
    // A proof needs no run: one is enough, for whoever is caught in it.
    const { report } = judge({ ...only(scenario, tasksOf(scenario, task), () => []), replications: 1 });
    const worlds = report.worlds ?? [report];
    const names = tasksOf(scenario, task);
    const broken = names.filter((name) => worlds.some(({ tasks }) => tasks[name]!.claim !== 'live'));
    return matched(report, broken, (name) => `${name} is ${claimText(report.tasks[name]!.claim)}`, 'live');
  },

  toProgressWithin(scenario: Scenario, within: string, task?: string): Matched {
    const goal = goalOf({ progressWithin: within });
    const names = tasksOf(scenario, task);
    const { report } = judge(only(scenario, names, (of) => [{ ...goal, of, path: ['tasks', of] }]));
    return byGoals(report, `progressing within ${within}`);
  },

  toServe(scenario: Scenario, share: string, task?: string): Matched {
    const goal = goalOf({ served: share });
    const names = tasksOf(scenario, task).filter((name) => task !== undefined || isDue(scenario, name));
    if (names.length === 0) throw new TypeError('toServe: no task has starts that are due; all are triggered `always`');
    const undue = names.find((name) => !isDue(scenario, name));
    if (undue !== undefined)
      throw new TypeError(`toServe: no start of ${undue} is ever due; it is triggered \`always\``);
    const { report } = judge(only(scenario, names, (of) => [{ ...goal, of, path: ['tasks', of] }]));
    return byGoals(report, `served to ${share}`);
  },

  toMeetItsGoals(scenario: Scenario): Matched {
    return byGoals(judge(scenario).report, 'meeting its goals');
  },
};

/** The goal as a document says it: the language's own words, and its own mistakes. */
function goalOf(goal: Readonly<Record<string, string>>): Goal {
  const t = { trigger: { every: '1h' }, whenBusy: 'skip', steps: ['progress'] };
  const text = documentText({ quotasim: 1, horizon: '1d', tasks: { t }, goals: { t: goal } });
  const { worlds } = loadScenario(text, { file: 'matcher.yaml' });
  return worlds[0]!.goals.find(({ implicit }) => !implicit)!;
}

/** The scenario with these goals of its tasks alone. */
function only(scenario: Scenario, tasks: readonly string[], goals: (task: string) => readonly Goal[]): Scenario {
  return { ...scenario, worlds: scenario.worlds.map((world) => ({ ...world, goals: tasks.flatMap(goals) })) };
}

function tasksOf(scenario: Scenario, task: string | undefined): readonly string[] {
  expectScenario('a matcher', scenario);
  const names = scenario.worlds[0]!.model.tasks.map(({ name }) => name);
  if (task === undefined) return names;
  if (!names.includes(task)) throw new TypeError(`the scenario has no task "${task}"; it has ${names.join(', ')}`);
  return [task];
}

function isDue({ worlds }: Scenario, task: string): boolean {
  const { model } = worlds[0]!;
  return model.triggers.some(
    ({ kind, task: index }) => kind !== 'pause' && kind !== 'always' && model.tasks[index]!.name === task,
  );
}

function byGoals(report: Report, what: string): Matched {
  const missed = worldOf(report).goals.filter(({ verdict }) => verdict === 'missed' || verdict === 'unknown');
  const told = new Map<string, GoalReport>(missed.map((goal) => [goal.of, goal]));
  const of = (name: string): string => `${name} ${told.get(name)!.text}`;
  return matched(report, [...told.keys()], of, what);
}

function matched(report: Report, broken: readonly string[], says: (name: string) => string, what: string): Matched {
  if (broken.length === 0)
    return { pass: true, message: () => `expected the scenario not to be ${what}, and it is\n${report.again}` };
  const { tasks } = worldOf(report);
  const told = broken.flatMap((name) => {
    const { cause, counterexample } = tasks[name] ?? {};
    return [
      says(name),
      ...(cause === undefined ? [] : [`  Why  ${cause}`]),
      ...(counterexample === undefined
        ? []
        : [
            `  How  ${counterexample.text}`,
            ...storyLines(counterexample, { room: WIDTH, instantsMax: INSTANTS_MAX }).map((line) => `       ${line}`),
          ]),
    ];
  });
  const lines = [`expected ${report.scenario.name} to be ${what}`, ...told, `Again  ${report.again}`];
  return { pass: false, message: () => lines.join('\n') };
}

function claimText(claim: Report['tasks'][string]['claim']): string {
  const texts = {
    live: 'live in this world',
    starvable: 'starvable',
    starved: 'starved',
    overloaded: 'overloaded',
    unknown: 'not known to be live',
  };
  return texts[claim];
}

/** The worst world, which the top of a report repeats. */
function worldOf(report: Report): Pick<WorldReport, 'goals' | 'tasks'> {
  return report.worlds?.[worstWorld(report)] ?? report;
}
